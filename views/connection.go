package views

// ConnectionPage is whether the app is watching, and how well.
type ConnectionPage struct {
	Shell
	State     Badge
	Headline  string
	Next      string // what happens next, or what to do
	Reconnect bool
	Since     Time // since when it is lost
	Sync      *SyncView
	Troubles  []Trouble
	Cleared   []Cleared
	Groups    []FactGroup
	Drifts    DriftList
	Checks    []Check
	File      string // address of the diagnostics
}

// Check is how one part of the app's work stands.
type Check struct {
	ID, Name string
	State    Badge
	Text     string
	Do       string // what to do, "" where there is nothing
	Action   *Action
}

// DriftList is what changed and nothing had announced.
type DriftList struct {
	Text string   // how many, or that there is none
	Ways []string // how they were found, the counts
	Rows []DriftRow
	More string // that older ones are not shown
}

// DriftRow is one of them.
type DriftRow struct {
	Item    Item // without a picture
	Change  string
	FoundBy Badge
	Found   Time
	Age     string
}

// Trouble is something that is wrong with the app's own work.
type Trouble struct {
	ID              string
	Badge           Badge
	Title, What, Do string
	Since           Time
	Action          *Action
}

// Cleared is a trouble that is over.
type Cleared struct {
	Badge        Badge
	Text         string // its all-clear
	Began, Ended Time
}

// FactGroup is a box of facts.
type FactGroup struct {
	Title string
	Facts []Fact
	Note  string
}
