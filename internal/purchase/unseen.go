package purchase

import "time"

// unseen returns how many of the units are on their way until Cafe24's quantity
// shows them.
func (r *Receipt) unseen() int {
	if !r.Unseen || r.Undone || r.Corrects != 0 {
		return 0
	}
	return max(0, r.Units-r.Shown)
}

// Unshown ends the wait for Cafe24's quantity to show what a person entered: the
// time of the wait is over at now. These units are not on their way any more.
func (o *Order) Unshown(now time.Time) (events []Event) {
	for i := range o.Receipts {
		r := &o.Receipts[i]
		l := o.Line(r.Line)
		if !r.Unseen || !now.After(r.At.Add(creditSpan)) {
			continue
		}
		if units := r.unseen(); units > 0 && l != nil {
			l.Unseen -= units
			events = append(events, Event{Kind: EventUnseen, Line: l.No, Units: units, On: r.CameOn})
		}
		r.Unseen = false
	}
	return events
}

// unseenShown is for how long an order says that what a person entered never
// showed in Cafe24's quantity.
const unseenShown = 7 * 24 * time.Hour

// NeverSeen returns how many units that a person entered never showed in
// Cafe24's quantity, of a wait that ended in the last week. Receipts that were
// taken back since are none.
func (o *Order) NeverSeen(now time.Time) (units int) {
	for i := range o.Events {
		e := &o.Events[i]
		switch {
		case now.Sub(e.At) > unseenShown:
			return units
		case e.Kind == EventUndone:
			return units
		case e.Kind == EventUnseen:
			units += e.Units
		}
	}
	return units
}

// Awaits says whether a receipt that was taken back has made the order expect its
// variant again on a calendar day, so that the order holds the variant's alert.
func (o *Order) Awaits(receipt int64, today time.Time) bool {
	for i := range o.Receipts {
		r := &o.Receipts[i]
		if l := o.Line(r.Line); r.ID == receipt && l != nil {
			c := o.ComingOf(l.VariantCode)
			return c.Rest > 0 && c.Rest <= r.Units && !c.CoverUntil.Before(today)
		}
	}
	return false
}
