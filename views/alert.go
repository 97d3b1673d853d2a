package views

import (
	"cmp"
	"slices"
)

// AlertsPage is the list of raised alerts.
type AlertsPage struct {
	Shell
	Tabs  []Choice
	List  AlertList
	Acted *Acted // nil where nothing was just done to many
}

// Acted says exactly what came of acting on many.
type Acted struct {
	Tone, Icon string
	Text       string
}

// AlertList is what a tab or page swaps.
type AlertList struct {
	Groups []AlertGroup
	First  string
	Next   string
	Empty  *Empty
	Many   *ManyAlerts // nil where nothing can be done to them
}

// AlertGroup are the alerts of one product on a page.
type AlertGroup struct {
	Item  Item
	Count string // "" for one
	Rows  []AlertRow
}

// PickAgain sets the boxes of the alerts that were picked.
func (l *AlertList) PickAgain(ids []string) {
	for _, g := range l.Groups {
		for i := range g.Rows {
			g.Rows[i].Pick.On = slices.Contains(ids, g.Rows[i].Pick.Code)
		}
	}
}

// ManyAlerts acts on those that are picked, or on the whole list.
type ManyAlerts struct {
	Action string
	Back   string // the list it acts on
	Newest string // the newest alert that was there when it was shown
	Whole  string // label of the box for the whole list
	All    bool   // that box is set
	Acts   []ManyAct
	Error  string
}

// ManyAct is one button of it.
type ManyAct struct{ Value, Label, Hint string }

// AlertRow is one raised alert.
type AlertRow struct {
	Item
	Pick        Pick   // none where nothing can be done any more
	ID          string // of the row in the document
	URL         string // its own page
	Kind        Badge
	State       *Badge // nil while it is simply open
	Level       string // "재고 3개 · 기준 10개"
	Opened      Time
	Notified    []Notified
	NotNotified string // why nobody was told, where Told is empty
	Back        string
	Acts        []AlertAct // none where nothing can be done any more
	More        []AlertAct
	Order       *OrderForm // nil where Acts are none
}

// Named is what its row is called below its product: the options where it has
// any.
func (r AlertRow) Named() string { return cmp.Or(r.Options, r.Name) }

// AlertAct is one button on an alert, and what it does.
type AlertAct struct{ Label, Hint, URL string }

// OrderForm notes goods on their way. Its fields are named after ID.
type OrderForm struct {
	ID, URL       string
	Quantity, Day string
	Min, Max      string // the days that can be chosen
	QuantityError string
	DayError      string
}

// Open says whether the form has to be seen, since something was refused.
func (f OrderForm) Open() bool { return f.QuantityError != "" || f.DayError != "" }

// Notified is one recipient and what came of it.
type Notified struct {
	Who   string
	State Badge
	Note  string
}

// AlertPage is one raised alert with all that happened.
type AlertPage struct {
	Shell
	Row        AlertRow
	Deliveries []Delivery
	Events     []Event
	Stops      string // which sets cannot be sold because of it, "" for none
}

// Delivery is one announcement: to whom, why, and what came of it.
type Delivery struct {
	Notified

	ID        string
	Reason    string
	At        Time
	Answer    string // the server's own words
	ResendURL string // "" where there is nothing to send again
}

// Event is a line of a timeline.
type Event struct {
	Icon, Text, Note string
	At               Time
}
