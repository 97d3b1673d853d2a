package views

// AlertsPage is the list of raised alerts.
type AlertsPage struct {
	Shell
	Tabs []Choice
	List AlertList
}

// AlertList is what a tab or page swaps.
type AlertList struct {
	Rows  []AlertRow
	First string
	Next  string
	Empty *Empty
}

// AlertRow is one raised alert.
type AlertRow struct {
	Item
	ID     string // of the row in the document
	URL    string // its own page
	Kind   Badge
	State  *Badge // nil while it is simply open
	Level  string // "재고 3개 · 기준 10개"
	Opened Time
	Told   []Told
	Untold string // why nobody was told, where Told is empty
	Back   string
	Acts   []AlertAct // none where nothing can be done any more
}

// AlertAct is one button on an alert.
type AlertAct struct{ Label, URL string }

// Told is one recipient and what came of it.
type Told struct {
	Who   string
	State Badge
	Note  string
}

// AlertPage is one raised alert with all that happened.
type AlertPage struct {
	Shell
	Row    AlertRow
	Events []Event
}

// Event is a line of a timeline.
type Event struct {
	Icon, Text, Note string
	At               Time
}
