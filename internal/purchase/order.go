package purchase

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// Origin is how an order came about.
type Origin string

// The origins of an order.
const (
	OriginSheet Origin = "sheet" // a document that is sent to a supplier
	OriginNoted Origin = "noted" // a person noted on an item that it is ordered; there is no document
)

// State is the state of an order. It is computed from facts, never stored.
// Late is not a state: see [Order.Late].
type State string

// The states of an order.
const (
	StateDraft     State = "draft"
	StateSent      State = "sent"      // the supplier has not answered
	StateConfirmed State = "confirmed" // the supplier, or a person for the supplier, has answered
	StatePartly    State = "partly"    // some units have arrived, and more are expected
	StateReceived  State = "received"  // nothing more is expected, and the rest of no line was given up
	StateClosed    State = "closed"    // some units have arrived, and the rest was given up
	StateCancelled State = "cancelled" // nothing has arrived, and nothing is expected
)

// States returns the states in the order of an order's life.
func States() []State {
	return []State{StateDraft, StateSent, StateConfirmed, StatePartly, StateReceived, StateClosed, StateCancelled}
}

// Money is an amount in hundredths of a currency's unit: 15,900 won are
// 1,590,000.
type Money int64

// Order is a purchase order to one supplier.
type Order struct {
	ID           int64
	Version      int    // rises with each change; a form carries the version that the person saw
	Number       string // "PO-2612-0001"; "" before the first sending, and for a noted order
	Revision     int    // 0 before the first sending, then 1; each further sending of changed lines adds 1
	Origin       Origin
	SupplierCode string // "": no supplier
	SupplierName string // as it was at the last change
	Currency     string // ISO 4217
	Note         string // to the supplier
	To           []string
	ReplyTo      string
	LeadDays     int // the lead time in days with which dates are proposed
	CreatedAt    time.Time
	CreatedBy    string
	SentAt       time.Time // zero: a draft
	SentBy       string
	ConfirmedAt  time.Time // when an answer first came; zero: none
	ClosedAt     time.Time // when a person gave up the rest; zero: never
	ClosedBy     string
	CloseReason  string
	CancelledAt  time.Time
	CancelledBy  string
	SeenAt       time.Time              // when the supplier's page was last opened; zero: never. A mail scanner may have done it
	Delivery     lowstock.DeliveryState // of the newest mail to the supplier; "": none was sent
	Bounced      string                 // the address that refused the newest mail for good; "": none
	Lines        []Line
	Receipts     []Receipt // newest first; only where one order is read
	Answers      []Answer  // newest first; only where one order is read
	Events       []Event   // newest first; only where one order is read
}

// Line is one variant of an order. All quantities are pieces.
type Line struct {
	No          int // from 1 within the order
	ProductNo   int64
	VariantCode string
	CustomCode  string
	ProductName string
	ImageURL    string
	Options     []lowstock.Option
	Ordered     int       // does not change after sending, except by a new revision
	Pack        int       // pieces per box as it was at the last change; at least 1
	UnitCost    Money     // for one piece; 0: not known
	PromisedOn  time.Time // calendar day of the first promise; a moved date does not change it
	ExpectedOn  time.Time // calendar day on which the rest is expected
	CoverUntil  time.Time // last calendar day on which the rest counts as cover: ExpectedOn and the days of grace
	Confirmed   *int      // what the supplier can deliver; nil: not answered
	Received    int       // the sum of the receipts
	Unseen      int       // of these, what a person entered and Cafe24's quantity has not shown yet
	UnseenAt    time.Time // when the newest of these receipts was entered; zero: none
	GivenUp     int       // of the rest that will not come
	GiveUpWhy   string
}

// Rest returns how many pieces are still expected. A surplus on one line never
// hides what another line lacks.
func (l *Line) Rest() int {
	due := l.Ordered
	if l.Confirmed != nil {
		due = min(due, *l.Confirmed)
	}
	return max(0, due-l.Received-l.GivenUp)
}

// Surplus returns how many pieces arrived beyond those ordered.
func (l *Line) Surplus() int { return max(0, l.Received-l.Ordered) }

// Cost returns what the ordered pieces cost.
func (l *Line) Cost() Money { return l.UnitCost * Money(l.Ordered) }

// Coming says whether the rests of the lines are on their way. Drafts, closed
// and cancelled orders add nothing.
func (o *Order) Coming() bool {
	return !o.SentAt.IsZero() && o.ClosedAt.IsZero() && o.CancelledAt.IsZero()
}

// Rest returns how many pieces of the order are on their way.
func (o *Order) Rest() (rest int) {
	if !o.Coming() {
		return 0
	}
	for i := range o.Lines {
		rest += o.Lines[i].Rest()
	}
	return rest
}

// Received returns how many pieces have arrived.
func (o *Order) Received() (received int) {
	for i := range o.Lines {
		received += o.Lines[i].Received
	}
	return received
}

// Cost returns what the ordered pieces cost, and how many lines have no cost.
func (o *Order) Cost() (cost Money, unknown int) {
	for i := range o.Lines {
		cost += o.Lines[i].Cost()
		if o.Lines[i].UnitCost == 0 {
			unknown++
		}
	}
	return cost, unknown
}

// State returns the state of the order.
func (o *Order) State() State {
	switch received, rest := o.Received(), o.Rest(); {
	case !o.CancelledAt.IsZero():
		return StateCancelled
	case o.SentAt.IsZero():
		return StateDraft
	case !o.ClosedAt.IsZero() && received > 0:
		return StateClosed
	case !o.ClosedAt.IsZero():
		return StateCancelled
	case rest > 0 && received > 0:
		return StatePartly
	case rest > 0 && o.ConfirmedAt.IsZero():
		return StateSent
	case rest > 0:
		return StateConfirmed
	case received == 0:
		return StateCancelled
	case o.gaveUp():
		return StateClosed
	}
	return StateReceived
}

// gaveUp says whether fewer pieces than ordered will ever arrive on a line.
func (o *Order) gaveUp() bool {
	for i := range o.Lines {
		if o.Lines[i].Received < o.Lines[i].Ordered {
			return true
		}
	}
	return false
}

// Late says whether a rest was expected before a calendar day.
func (o *Order) Late(today time.Time) bool {
	if !o.Coming() {
		return false
	}
	for i := range o.Lines {
		if l := &o.Lines[i]; l.Rest() > 0 && l.ExpectedOn.Before(today) {
			return true
		}
	}
	return false
}

// NextOn returns the first calendar day on which a rest is expected; zero: none
// is.
func (o *Order) NextOn() (on time.Time) {
	if !o.Coming() {
		return on
	}
	for i := range o.Lines {
		if l := &o.Lines[i]; l.Rest() > 0 && (on.IsZero() || l.ExpectedOn.Before(on)) {
			on = l.ExpectedOn
		}
	}
	return on
}
