package views

// StockPage is the list of variants.
type StockPage struct {
	Shell
	Setup     *Setup          // first steps of a new mall; nil if they are done or skipped
	FirstLook *FirstLookStrip // nil if there is nothing to say
	Sync      *SyncView       // nil if no sync runs
	Tiles     []Tile
	Filter    StockFilter
	List      StockList
}

// Tile is a number with a link to its list.
type Tile struct {
	Tone, Icon, Label, Count, Hint, URL string
	Key, Risk                           string // of the line that says what is at risk in what is counted; "": nothing known
	Warn                                string // shown instead of the hint, also on narrow screens
	On                                  bool
}

// StockFilter is the form above the list. All its values are in the URL.
type StockFilter struct {
	Q          string
	Statuses   []Choice
	Categories []Choice // empty: the page has no select for it
	Suppliers  []Choice
	Outlooks   []Choice
	Sources    []Choice // where thresholds come from
	Held       []Choice // kinds of held stock
	HeldDays   string   // "" for the default
	Sorts      []Choice
	Muted      bool // only low or sold-out items that do not alert
	Important  bool // only 중요재고
}

// StockList is the part that a search or a filter swaps.
type StockList struct {
	Caption  string
	Note     string // what the rows still lack and when it will be there; "" for nothing
	ClearURL string // URL of the list without filters; "" if there are no filters
	Heads    StockHeads
	Rows     []StockRow
	First    string // URL of the first page; "" on that page
	Next     string
	Empty    *Empty
	Bulk     *BulkForm // nil for an operator who may only read
	Export   string    // URL of the list as a workbook; "" if the list is empty
	CSV      string
	Hidden   string   // classes of the table, one for each hidden column
	Columns  []Choice // columns that can be hidden, On if shown; empty for an operator who may only read
	Back     string   // URL of the list after the columns were chosen
	Risk     *RiskSum // nil for an empty list
	Bound    *Bound   // nil without a filter for held stock
	Poll     string   // URL that an empty list reloads while a sync runs; "" for none
}

// Bound is the money that is bound in the stock that the list finds.
type Bound struct {
	Text, Hint string
	Kinds      []Choice // of held stock, with their URLs
	Days       []Choice // numbers of days; empty where they do not matter
}

// StockHeads are the sortable heads of the table.
type StockHeads struct{ Name, Quantity, Cover, Observed Head }

// Head is a column title that sorts the list by its column.
type Head struct {
	URL  string
	Sort string // aria-sort: "ascending", "descending" or ""
}

// StockRow is one variant.
type StockRow struct {
	Item
	ID        string // of the row in the document
	Pick      Pick
	Quantity  string
	Short     bool // stock is at or below zero
	Untracked bool // Cafe24 does not track the stock, so there is no number
	Trend     Trend
	Cell      Cell
	Status    Badge
	Quiet     string // why it never alerts; "" if it alerts
	Stopped   *Badge // set if a set cannot be sold because a part is short
	Why       string // which part
	Observed  Time
	Shown     bool // on a product page: its history and reasons are shown below
}

// Trend is a month of stock as a line in a box of 60 by 20, and how long the stock lasts.
type Trend struct {
	Line    string // "" if nothing is recorded
	Text    string // for screen readers
	Cover   string
	RunsOut string // run-out date with its range; "" if it is unknown
	Coming  string // what is on its way, and whether it is enough; "" for nothing
	Risk    string // what the fall is expected to cost; "" for nothing, or if it is unknown
	Bound   string // the money that is bound in it; "" if the list does not ask, or it is unknown
}

// Pick is the box that selects a row; there is no box if Code is empty.
type Pick struct {
	Code, Label string
	On          bool
}

// Cell is a threshold that can be edited in its row.
type Cell struct {
	ID          string // of the input
	Label       string // label for screen readers: whose threshold it is
	ProductNo   string
	Code        string
	Value       string
	Inherited   bool   // the number comes from another rule
	Seen        string // the variant's own rule as shown, so that saving does not overwrite a change that the viewer has not seen
	Source      Link   // where the threshold comes from, with a link to that rule
	Back        string
	Error       string
	ReadOnly    bool
	Placeholder string
	Suggest     *Suggest // nil if there is no other suggestion
}

// Suggest is a threshold that the forecast suggests, with a button to apply it.
type Suggest struct {
	Value, Text string
	Label       string // for screen readers
	Note        string // coverage of last year by the current and by the suggested threshold; "" if unknown
	Full        string // the same in a sentence
	Why         string // why the suggestion would have covered less; "" if it would not
}

// SyncView is the progress of a full read.
type SyncView struct {
	Text    string
	Percent string // 0…100; "" while the total is unknown
	Running bool   // false in the last answer, which ends the polling
}

// Setup is the strip of a new mall's three steps.
type Setup struct {
	Steps    []SetupStep
	Awaiting string // as in SettingsPage
	SkipURL  string
}

// SetupStep is one of the steps.
type SetupStep struct {
	Number      string
	Title, Text string
	Hint        string // what to expect afterwards
	Done        bool
	Now         bool // the next step to do
	Waits       bool // the step waits for somebody else, so there is nothing to do
	Action      *Action
	Form        *SetupForm // the form that does the step inside the strip
}

// Asks reports whether the form of the step is shown.
func (s SetupStep) Asks() bool { return s.Form != nil && (s.Form.Sent || !s.Done && !s.Waits) }

// Refill returns the form with an id so that it can show what was typed, even if
// its step has been done meanwhile.
func (s *Setup) Refill(id string) *SetupForm {
	for _, step := range s.Steps {
		if step.Form != nil && step.Form.ID == id {
			step.Form.Sent = true
			return step.Form
		}
	}
	return &SetupForm{}
}

// SetupForm is the one field of a step.
type SetupForm struct {
	ID, Name, Type string
	Action         string
	Label, Unit    string
	Value          string
	Placeholder    string
	Submit         string
	Error          string
	Number         bool   // the input is a number; a preview is shown below it
	Counts         bool   // a preview is possible because items have been read
	Preview        string // the preview, once it was requested
	Sent           bool   // the form shows what was submitted with it
}
