package views

// ConnectionPage is whether the app is watching, and how well.
type ConnectionPage struct {
	Shell
	State     Badge
	Headline  string
	Next      string // what happens next, or what to do
	Reconnect bool
	Sync      *SyncView
	Groups    []FactGroup
}

// FactGroup is a box of facts.
type FactGroup struct {
	Title string
	Facts []Fact
	Note  string
}
