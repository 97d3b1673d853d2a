package views

// ConnectionPage says whether the app watches the mall, and how well.
type ConnectionPage struct {
	Shell
	State     Badge
	Headline  string
	Next      string // what happens next, or what to do
	Reconnect bool
	Since     Time // when the connection was lost
	Sync      *SyncView
	Troubles  []Trouble
	Cleared   []Cleared
	Groups    []FactGroup
	Drifts    DriftList
	Checks    []Check
	File      string // URL of the diagnostics file
}

// Check is the state of one part of the app's work.
type Check struct {
	ID, Name string
	State    Badge
	Text     string
	Do       string // what to do; "" for nothing
	Action   *Action
}

// DriftList are the stock changes that no webhook announced.
type DriftList struct {
	Text string   // how many there are, or that there are none
	Ways []string // how they were found, with counts
	Rows []DriftRow
	More string // says that older ones are not shown
}

// DriftRow is one such change.
type DriftRow struct {
	Item    Item // without a picture
	Change  string
	FoundBy Badge
	Found   Time
	Age     string
}

// Trouble is a problem of the app's own work.
type Trouble struct {
	ID              string
	Badge           Badge
	Title, What, Do string
	Since           Time
	Action          *Action
}

// Cleared is a solved trouble.
type Cleared struct {
	Badge        Badge
	Text         string // the all-clear of the trouble
	Began, Ended Time
}

// FactGroup is a box of facts.
type FactGroup struct {
	Title string
	Facts []Fact
	Note  string
}
