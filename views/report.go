package views

// ReportPage is whether the app has kept its promise in a month.
type ReportPage struct {
	Shell
	Months   []Choice
	Headline string
	Scope    string // since when things are on record, "" where that is before the month
	Shares   []ReportShare
	Facts    []Fact
	Late     ReportList // sell-outs that were not announced in time
	Ignored  ReportList // alerts on which nothing followed
	Messages []Fact
	How      []string // how it is counted
	Empty    *Empty   // in place of all this, where nothing is on record
}

// ReportShare is a part of the month's sell-outs: a piece of the bar, and its
// number. From and Width are in percent.
type ReportShare struct {
	Tone, Icon, Label, Count, Hint string
	From, Width                    string
}

// ReportList is items to think about, and a form that sets the threshold of those
// that are picked.
type ReportList struct {
	ID, Title, Hint string
	Rows            []ReportRow
	None            string // in place of rows
	More            string // that there are more
	Form            *ReportForm
}

// ReportForm leads to the preview of a change; see BulkPage.
type ReportForm struct {
	Action, Back string
	Input        ThresholdInput
}

// ReportRow is one of them.
type ReportRow struct {
	Item  Item
	At    Time
	Badge Badge
	Text  string
	Alert Link
	Pick  Pick
}
