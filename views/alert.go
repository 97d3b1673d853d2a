package views

import (
	"cmp"
	"slices"
)

// AlertsPage is the list of raised alerts.
type AlertsPage struct {
	Shell
	Filter AlertFilter
	Views  AlertViews
	Tabs   []Choice
	List   AlertList
	Acted  *Acted   // nil unless a bulk action was just done
	Run    *BulkRun // nil unless one goes on in the background, or has just ended
}

// AlertFilter is the form above the list. A choice says how many alerts it would
// show.
type AlertFilter struct {
	Q           string
	State, View string // of the list that is shown; "": the default
	Selects     []AlertSelect
	Sorts       []Choice
	Chips       []Chip // the filters in use
	ClearURL    string // "" for none in use
}

// AlertSelect is one filter.
type AlertSelect struct {
	Name, Label string
	Choices     []Choice // without the one for all values, nothing could be chosen
}

// Chip is a filter in use, with the list without it.
type Chip struct{ Label, URL, Remove string }

// AlertViews are the saved views of the list. The first tab is the whole list; it
// cannot be changed.
type AlertViews struct {
	Tabs    []Choice
	Action  string // "" if the operator may not save views
	Query   string // what is saved
	Back    string // the list that is shown
	ID      string // of the view from which the list was reached; "" for none
	Name    string // of that view
	Changed bool   // the list differs from it
	Typed   string // what was typed as a name and refused
	Error   string
}

// Acted is the exact result of a bulk action.
type Acted struct {
	Tone, Icon string
	Text       string
	Undo       *AlertUndo // nil if there is nothing to undo
}

// AlertUndo is the button that undoes a bulk action.
type AlertUndo struct{ URL, Act, Back string }

// AlertList is the part that a tab or a page link swaps.
type AlertList struct {
	Groups []AlertGroup
	First  string
	Next   string
	Empty  *Empty
	Risk   *RiskSum    // nil where nothing can be at risk
	Many   *ManyAlerts // nil if no action on them is possible
}

// AlertGroup are the alerts of one product on a page.
type AlertGroup struct {
	Item  Item
	Count string // "" for one
	Rows  []AlertRow
}

// PickAgain checks the boxes of the alerts that were selected before.
func (l *AlertList) PickAgain(ids []string) {
	for _, g := range l.Groups {
		for i := range g.Rows {
			g.Rows[i].Pick.On = slices.Contains(ids, g.Rows[i].Pick.Code)
		}
	}
}

// ManyAlerts is the form of a bulk action on the selected alerts or on the whole list.
type ManyAlerts struct {
	Action string
	Back   string // the list it acts on
	Newest string // the newest alert when the form was shown
	Whole  string // label of the box for the whole list
	All    bool   // that box is checked
	Acts   []ManyAct
	Error  string
}

// ManyAct is one button of the form.
type ManyAct struct{ Value, Label, Hint string }

// AlertRow is one raised alert.
type AlertRow struct {
	Item
	Pick        Pick   // empty if no action is possible any more
	ID          string // id of the row in the document
	URL         string // its own page
	Kind        Badge
	State       *Badge // nil while the alert is open
	Level       string // "재고 3개 · 기준 10개"
	Risk        string // what it is expected to cost; "" for nothing, or not known
	Again       string // when a snoozed alert returns; "" for none
	Opened      Time
	Notified    []Notified
	NotNotified string // why nobody was notified; set if Notified is empty
	Back        string
	Acts        []AlertAct // empty if no action is possible any more
	More        []AlertAct
	Order       *OrderForm // nil if Acts is empty
}

// Named is the name of the row below its product: the options, if the variant has
// any.
func (r AlertRow) Named() string { return cmp.Or(r.Options, r.Name) }

// AlertAct is one button of an alert, with an explanation.
type AlertAct struct{ Label, Hint, URL string }

// OrderForm records ordered goods. Its fields are named after ID.
type OrderForm struct {
	ID, URL       string
	Variant       string // that an order to its supplier is made of
	Quantity, Day string
	Min, Max      string // the days that can be chosen
	QuantityError string
	DayError      string
}

// Open reports whether the form is shown open because input was refused.
func (f OrderForm) Open() bool { return f.QuantityError != "" || f.DayError != "" }

// Notified is one recipient with the result of its delivery.
type Notified struct {
	Who   string
	State Badge
	Note  string
}

// AlertPage is one raised alert with its timeline.
type AlertPage struct {
	Shell
	Row        AlertRow
	Deliveries []Delivery
	Events     []Event
	Stops      string // sets that cannot be sold because of it; "" for none
}

// Delivery is one announcement: its recipient, its reason and its result.
type Delivery struct {
	Notified

	ID        string
	Reason    string
	At        Time
	Answer    string // the server's answer, word for word
	ResendURL string // "" if nothing can be sent again
}

// Event is an entry of a timeline.
type Event struct {
	Icon, Text, Note string
	At               Time
}

// AlertOrder asks what was ordered for each of several alerts. It shows what the
// order sheet proposes.
type AlertOrder struct {
	Shell
	Action, Back string
	Intro        string
	Lines        []AlertOrderLine
}

// AlertOrderLine is one alert. Its fields are named after ID.
type AlertOrderLine struct {
	Item
	ID            string
	Level         string
	Note          string // why this quantity, or why none
	Quantity, Day string
	Min, Max      string // the days that can be chosen
	QuantityError string
	DayError      string
}
