package morning

import (
	"time"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/lowstock"
)

// Class is why an item is on the list. The list is in the order of the classes.
type Class string

// The classes.
const (
	ClassOut   Class = "out"   // sold out, and nobody has answered
	ClassShort Class = "short" // low, or expected to sell out before goods can arrive
	ClassLate  Class = "late"  // ordered, and the goods should have arrived
)

// Classes returns the classes in the order of the list.
func Classes() []Class { return []Class{ClassOut, ClassShort, ClassLate} }

// Kind is an answer that a person gives about an item.
type Kind string

// The answers.
const (
	Ordered Kind = "ordered" // goods are on their way
	Later   Kind = "later"   // the item is on the list again at a time
	Fine    Kind = "fine"    // nothing has to be done
)

// Rows is how many items a page shows.
const Rows = 50

// DoneRows is how many answers of a day a page shows.
const DoneRows = 100

// FineDays is after how many days an item without an alert is on the list
// again although a person found it fine.
const FineDays = 7

// UntilOutDays is after how many days an item is on the list again that a
// person snoozed until it is sold out.
const UntilOutDays = 30

const hour = 9 // of the day, at which a snooze ends

// Item is an item that needs an answer.
type Item struct {
	listing.InventoryRow

	Class    Class
	Incident int64 // of the alert that stands; 0: none
	Kind     lowstock.Kind
	State    lowstock.IncidentState
	OpenedAt time.Time
	// Document is the sent purchase order whose goods are late; 0: none is. What a
	// person noted without a document is given up by Fine, a document only on its
	// own page.
	Document int64
	// GapDay is the day of the arrival before which the item is expected to sell
	// out, where 1 is today; 0: there is none.
	GapDay int
	// Needed is how many units are expected to be sold until goods arrive: those
	// on their way, or those that are ordered today. 0: not known.
	Needed int
	// Version changes whenever an answer is given. A second press of a button has
	// the version of the first.
	Version string
}

// Gap says whether goods are on their way, not late, and arrive after the item
// is expected to sell out.
func (i *Item) Gap(today time.Time) bool {
	_, units := i.Incoming.Next(today)
	return i.Class == ClassShort && units > 0
}

// Before returns the arrival before which the item is expected to sell out: its
// calendar day and its units; of an item that is not the next arrival.
func (i *Item) Before(today time.Time) (on time.Time, units int) {
	for _, a := range i.Incoming.Certain(today) {
		if a.Day == i.GapDay {
			return today.AddDate(0, 0, a.Day-1), a.Units
		}
	}
	return i.Incoming.Next(today)
}

// List is the beginning of the list of a mall.
type List struct {
	Items  []Item // at most [Rows]
	Counts map[Class]int
}

// Left is how many items need an answer.
func (l *List) Left() (n int) {
	for _, count := range l.Counts {
		n += count
	}
	return n
}

// Rows returns the items as rows of the stock list.
func (l *List) Rows() []listing.InventoryRow {
	rows := make([]listing.InventoryRow, len(l.Items))
	for i := range l.Items {
		rows[i] = l.Items[i].InventoryRow
	}
	return rows
}

// Request is an answer that a person gives.
type Request struct {
	ProductNo   int64
	VariantCode string
	Version     string // of the item that the person saw
	Kind        Kind
	Hold        lowstock.Hold // of Ordered and Later
	By          string
	Now         time.Time
	Today       time.Time // calendar day in the mall's time zone
	Zone        *time.Location
}

// Answer is an answer that was given.
type Answer struct {
	ID          int64
	ProductNo   int64
	VariantCode string
	ProductName string
	Options     []lowstock.Option
	Class       Class
	Kind        Kind
	Quantity    int // in stock at that time
	Threshold   int
	Until       time.Time      // when the item is on the list again; zero: not by time
	Order       lowstock.Order // of Ordered
	Incident    int64          // that the answer changed; 0: none
	At          time.Time
	By          string
}

// Until returns when an item is on the list again after an answer, and whether
// the answer changes the alert of the item. The zero time means that no time
// brings it back: an alert does.
//
// An item with an alert follows the alert. Without one, an order holds the item
// until the goods should have arrived, and late goods of a document for a week. If they arrive later than an order of
// today would, the item is on the list again the next day, since another
// supplier may be faster.
func (r *Request) Until(i *Item) (until time.Time, alert bool) {
	alert = i.Incident != 0 && (r.Kind == Ordered || !i.Gap(r.Today))
	switch {
	case r.Kind == Ordered && r.far(i):
		return r.atHour(r.Today, 1), alert
	case r.Kind == Fine && alert:
		return time.Time{}, alert
	case r.Kind == Fine && i.Gap(r.Today):
		on, _ := i.Incoming.Next(r.Today)
		return r.atHour(on, 1), alert
	case r.Kind == Fine && i.Class == ClassLate && i.Document == 0:
		return time.Time{}, alert
	case r.Kind == Fine:
		return r.atHour(r.Today, FineDays), alert
	case r.Hold.Restock:
		return time.Time{}, alert
	}
	return r.Hold.Until, alert
}

// far says whether the ordered goods arrive later than an order of today would.
func (r *Request) far(i *Item) bool {
	on, err := time.Parse(time.DateOnly, r.Hold.Order.ExpectedOn)
	return err == nil && i.Suggestion.LeadDays > 0 && localtime.DaysBetween(r.Today, on) > i.Suggestion.LeadDays
}

// atHour returns when the items are on the list again that are snoozed until so
// many days after a calendar day.
func (r *Request) atHour(day time.Time, days int) time.Time {
	return At(day.AddDate(0, 0, days), r.Zone)
}

// At returns when a snooze until a calendar day ends.
func At(day time.Time, zone *time.Location) time.Time {
	at, _ := localtime.ClockAt(zone, day.Year(), day.Month(), day.Day(), hour, 0)
	return at
}

// Step returns the step of the alert that the answer causes. An alert about late
// goods keeps its order while it is snoozed.
func (r *Request) Step(i *lowstock.Incident) (lowstock.Transition, error) {
	if r.Kind == Fine {
		return i.Acknowledge(r.By, r.Now)
	}
	hold := r.Hold
	if r.Kind == Later && !hold.Restock {
		hold.Order = i.Order
	}
	return i.Snooze(hold, r.By, r.Now)
}

// Expected is what returns to the list, or arrives, on a day.
type Expected struct {
	Day     time.Time // calendar day
	Arrives bool      // ordered goods should arrive; false: the items are on the list again
	Items   int
}

// Done is what was answered on a day, newest first, and what is expected next.
type Done struct {
	Answers []Answer
	Next    []Expected
}
