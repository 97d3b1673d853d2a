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
