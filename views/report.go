package views

// ReportPage says for one month whether alerts came in time.
type ReportPage struct {
	Shell
	Months   []Choice
	Headline string
	Scope    string // when the recording began; "" if it began before the month
	Shares   []ReportShare
	Facts    []Fact
	Late     ReportList // sell-outs that were not announced in time
	Ignored  ReportList // alerts without any action
	Messages []Fact
	Bound    []ReportBound // stock that is held now
	Graphs   []Graph       // the months beside each other; none if there is only one
	Lost     *ReportLost   // in this month; nil if it is not known
	How      []string      // how it is counted
	Empty    *Empty        // shown instead of the report if nothing is recorded
}

// ReportBound is money that is bound in a kind of held stock, with its list.
type ReportBound struct{ Label, Text, Hint, URL string }

// ReportLost is what was probably not sold because it was out of stock.
type ReportLost struct{ Headline, Range, How string }

// ReportShare is a share of the month's sell-outs: a part of the bar, with its
// number. From and Width are in percent.
type ReportShare struct {
	Tone, Icon, Label, Count, Hint string
	From, Width                    string
}

// ReportList is a list of items, with a form that sets the threshold of the
// selected ones.
type ReportList struct {
	ID, Title, Hint string
	Rows            []ReportRow
	None            string // shown instead of rows
	More            string // says that there are more
	Form            *ReportForm
}

// ReportForm leads to the preview of a change; see BulkPage.
type ReportForm struct {
	Action, Back string
	Input        ThresholdInput
}

// ReportRow is one item of a list.
type ReportRow struct {
	Item  Item
	At    Time
	Badge Badge
	Text  string
	Alert Link
	Pick  Pick
}
