package views

// FirstLookStrip is above the stock list of a new mall: what its orders tell of
// the year before.
type FirstLookStrip struct {
	Text       string
	URL        string // of the whole first look
	DismissURL string // "" for a user who may not dismiss it
}

// FirstLookPage is /first-look. Exactly one of Headline and Empty is set.
type FirstLookPage struct {
	Shell
	Headline string
	Would    string // how many of the stock-outs the suggested thresholds would have announced
	Take     *FirstLookTake
	Facts    []Fact
	How      []string // how the numbers came about
	Empty    *Empty
	List     ReportList
}

// FirstLookTake leads to the preview of all suggested thresholds; see BulkPage.
type FirstLookTake struct {
	Action, Back, Kind string
}
