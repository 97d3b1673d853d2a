package purchase

import "time"

// Source is who says that something happened to an order.
type Source string

// The sources.
const (
	ByOperator Source = "operator"
	BySupplier Source = "supplier" // on the page of the order's link
	ByDetected Source = "detected" // a rise of the quantity at Cafe24
	ByAPI      Source = "api"
)

// Receipt is goods that arrived, or the correction of an earlier receipt: its
// units are then negative and Corrects is set. Receipts are only added.
type Receipt struct {
	ID       int64
	Order    int64
	Line     int
	Units    int
	CameOn   time.Time // calendar day in the mall's zone; a person may enter an earlier one
	Source   Source
	Evidence Evidence // of ByDetected
	Corrects int64    // the receipt that this one takes back; 0: none
	Undone   bool     // a later receipt takes it back
	Unseen   bool     // a person entered it, and Cafe24's quantity has not risen by all of it yet
	Shown    int      // of these units, what Cafe24's quantity has shown
	At       time.Time
	By       string
}

// Evidence is what a detected receipt rests on.
type Evidence struct {
	From   time.Time `json:"from,omitzero"`  // when the quantity began to rise
	To     time.Time `json:"to,omitzero"`    // the last reading of the rise
	Before int       `json:"before"`         // the quantity at Cafe24 before
	After  int       `json:"after"`          // and after
	Sold   int       `json:"sold,omitempty"` // units that were sold meanwhile, read or estimated

	Variance float64 `json:"variance,omitempty"` // of the receipt's units: sales were estimated
	Mixed    bool    `json:"mixed,omitempty"`    // sales in other channels are mixed in
}

// Answer is what a supplier said about an order, on the page or through a
// person. A line that it does not name stays as it was.
type Answer struct {
	ID       int64        `json:"-"`
	Revision int          `json:"-"`
	Source   Source       `json:"-"`
	At       time.Time    `json:"-"`
	By       string       `json:"-"`
	Lines    []AnswerLine `json:"lines,omitempty"`
	Message  string       `json:"message,omitempty"`
}

// AnswerLine is an answer about one line. Units is how many can be delivered,
// nil: all; On is the day, zero: as promised.
type AnswerLine struct {
	Line  int       `json:"line"`
	Units *int      `json:"units,omitempty"`
	On    time.Time `json:"on,omitzero"`
}

// EventKind is what happened to an order.
type EventKind string

// The events of an order.
const (
	EventCreated   EventKind = "created"
	EventChanged   EventKind = "changed"
	EventSent      EventKind = "sent"
	EventResent    EventKind = "resent" // the same revision once more
	EventSeen      EventKind = "seen"
	EventAnswered  EventKind = "answered"
	EventReceived  EventKind = "received"
	EventUndone    EventKind = "undone"  // a receipt was taken back
	EventGaveUp    EventKind = "gave_up" // the rest of one line
	EventClosed    EventKind = "closed"  // the rest of all lines
	EventCancelled EventKind = "cancelled"
	EventRestored  EventKind = "restored"
	EventBounced   EventKind = "bounced"
	EventLate      EventKind = "late"     // a late line was announced
	EventReminded  EventKind = "reminded" // the supplier was reminded
	EventUnseen    EventKind = "unseen"   // what a person entered never showed in Cafe24's quantity
)

// Event is one entry of an order's history.
type Event struct {
	At     time.Time
	Kind   EventKind
	By     string // "": the app
	Source Source
	Line   int // 0: the whole order
	Units  int
	On     time.Time // a calendar day; zero: none
	Text   string    // a reason or a message that a person typed
}
