package views

import "github.com/a-h/templ"

// MorningPage is /morning: the items that need an answer today.
type MorningPage struct {
	Shell
	Left   string // "할 일 7개"; "" if nothing is left
	Groups []MorningGroup
	More   string // how many are not shown; "" if all are
	Empty  *Empty // instead of the groups before anything is known
	End    MorningEnd
	Done   []MorningDone
	Older  string // that only the newest answers are shown; "" if all are
}

// MorningGroup are the items of one class.
type MorningGroup struct {
	ID, Tone, Icon string
	Title, Count   string
	Items          []MorningItem
}

// MorningItem is an item with its three answers.
type MorningItem struct {
	Item
	ID          string // of the row in the document
	ProductNo   string
	Variant     string
	Version     string
	Facts       []string
	Risk        string // what is lost without an order; "" if not known
	Ask         bool   // the viewer may answer
	Document    string // address of the purchase order whose goods are late; "": none is
	Order       string // label of the first answer
	Quantity    string
	Day         string
	Min, Max    string // the days that can be chosen
	FirstDay    string // the first day to which it can be snoozed
	Snooze      []MorningChoice
	SnoozeFirst string // what its first end is called without the others
	SnoozeDay   string
	Then        string // when the item returns after the third answer

	QuantityError, DayError, SnoozeError string
}

// swipes says beside an item that is swiped what it does: see static/morning.js.
func (m MorningItem) swipes() templ.Attributes {
	if !m.Ask || len(m.Snooze) == 0 {
		return nil
	}
	return templ.Attributes{"data-right": m.Order, "data-left": m.SnoozeFirst}
}

// MorningChoice is one end of a snooze.
type MorningChoice struct{ Value, Label string }

// MorningDone is an answer that was given, or that could not be.
type MorningDone struct {
	ID      string // of the row in the document; "" in the list of what is done
	Name    string
	URL     string
	Did     string
	Back    string // when the item returns
	At      Time
	UndoURL string // "" if it cannot be undone
}

// MorningEnd is shown when nothing is left.
type MorningEnd struct {
	Title, Did, Next string
	Expected         []string
}
