package purchase

import (
	"slices"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// Every change of an order that was sent goes through one of the functions
// below. Each changes the order in memory, and returns the entries for the
// order's history. The store only writes the result. An order that is not
// changed has no entry.

// Changed is the error of a change to an order that is not as the person saw it.
func Changed() error { return lowstock.Fail(lowstock.CodeConflict, "error.purchase_changed", nil) }

// Unfit is the error of a change that the state of the order does not allow.
func Unfit() error { return lowstock.Fail(lowstock.CodeConflict, "error.purchase_state", nil) }

// Line returns the line with a number; nil: there is none.
func (o *Order) Line(no int) *Line {
	for i := range o.Lines {
		if o.Lines[i].No == no {
			return &o.Lines[i]
		}
	}
	return nil
}

// Send marks a draft as sent. Each line is promised for the day of s, or for
// today and the order's lead time: the time that the draft waited does not
// count. Delay is that of [CoverUntil]. The number is the caller's.
func (o *Order) Send(s *Sending, delay *int) ([]Event, error) {
	if !o.SentAt.IsZero() || !o.CancelledAt.IsZero() {
		return nil, Changed()
	}
	if len(o.Lines) == 0 {
		return nil, lowstock.InvalidFields(map[string]string{"lines": "error.purchase_lines"})
	}
	on, err := o.expected(s)
	if err != nil {
		return nil, err
	}
	for i := range o.Lines {
		o.Lines[i].promise(on, delay)
	}
	o.SentAt, o.SentBy, o.Revision = s.Now, s.By, 1
	o.address(s)
	return []Event{{Kind: EventSent, Units: o.Revision, On: on}}, nil
}

// Revise changes the lines of a sent order, which is then sent again with the
// same number. A line of s.Lines with the number of a line changes its quantity,
// pack and unit cost, and with the number 0 it is new. A line that s.Lines does
// not name is removed if nothing of it has arrived, else its rest is given up.
// The supplier has to answer about each changed line again. The first promise of
// a line stays.
func (o *Order) Revise(s *Sending, delay *int) ([]Event, error) {
	if !o.Coming() || o.Origin != OriginSheet {
		return nil, Unfit()
	}
	on, err := o.expected(s)
	if err != nil {
		return nil, err
	}
	if err := checkLines(s.Lines); err != nil {
		return nil, err
	}
	lines, events, err := o.revised(s)
	if err != nil {
		return nil, err
	}
	for i := range lines {
		if l := &lines[i]; l.PromisedOn.IsZero() || !s.ExpectedOn.IsZero() && l.Rest() > 0 {
			l.promise(on, delay)
		}
	}
	o.Lines = lines
	o.Revision++
	o.ConfirmedAt = time.Time{}
	o.address(s)
	return append(events, Event{Kind: EventSent, Units: o.Revision, On: on}), nil
}

// Resend sends the same revision once more.
func (o *Order) Resend(s *Sending) ([]Event, error) {
	if !o.Coming() || o.Origin != OriginSheet {
		return nil, Unfit()
	}
	o.address(s)
	kind := EventResent
	if s.Remind {
		kind = EventReminded
	}
	return []Event{{Kind: kind, Units: o.Revision}}, nil
}

func (o *Order) revised(s *Sending) (lines []Line, events []Event, err error) {
	last, kept := 0, map[int]bool{}
	for i := range o.Lines {
		last = max(last, o.Lines[i].No)
	}
	for i := range s.Lines {
		want := &s.Lines[i]
		line := o.Line(want.No)
		switch {
		case want.No == 0:
			last++
			lines = append(lines, want.Draft(last))
			events = append(events, Event{Kind: EventChanged, Line: last, Units: want.Ordered})
			continue
		case line == nil || kept[want.No]:
			return nil, nil, Changed()
		}
		kept[want.No] = true
		l := *line
		if l.Ordered != want.Ordered || l.Pack != want.Pack || l.UnitCost != want.UnitCost {
			events = append(events, Event{Kind: EventChanged, Line: l.No, Units: want.Ordered})
			l.Ordered, l.Pack, l.UnitCost, l.Confirmed, l.GivenUp, l.GiveUpWhy = want.Ordered, max(1, want.Pack), want.UnitCost, nil, 0, ""
		}
		lines = append(lines, l)
	}
	for i := range o.Lines {
		l := o.Lines[i]
		if kept[l.No] {
			continue
		}
		rest := l.Rest()
		events = append(events, Event{Kind: EventGaveUp, Line: l.No, Units: rest, Text: l.ProductName})
		if o.hasReceipts(l.No) {
			l.GivenUp += rest
			lines = append(lines, l)
		}
	}
	return lines, events, nil
}

func (o *Order) hasReceipts(line int) bool {
	return slices.ContainsFunc(o.Receipts, func(r Receipt) bool { return r.Line == line })
}

func (l *Line) promise(on time.Time, delay *int) {
	if l.PromisedOn.IsZero() {
		l.PromisedOn = on
	}
	l.ExpectedOn, l.CoverUntil = on, CoverUntil(on, delay)
}

// expected returns the day on which the lines of a sending are expected.
func (o *Order) expected(s *Sending) (time.Time, error) {
	on := calendarDay(s.ExpectedOn)
	if on.IsZero() {
		on = s.Today.AddDate(0, 0, max(0, o.LeadDays))
	}
	if !within(on, s.Today) {
		return on, lowstock.InvalidFields(map[string]string{"expected_on": "error.expected_on"})
	}
	return on, nil
}

// calendarDay returns the day that a time shows where it is, as midnight UTC; the
// zero time stays.
func calendarDay(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	year, month, day := t.Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// within says whether a calendar day is from today to a year ahead.
func within(day, today time.Time) bool {
	return !day.Before(today) && !day.After(today.AddDate(1, 0, 0))
}

func (o *Order) address(s *Sending) {
	o.To, o.ReplyTo = s.To, s.ReplyTo
	if s.Note != nil {
		o.Note = *s.Note
	}
}

// Receive adds goods that arrived on a line, and returns the receipts to store.
// There may be more than are expected. An order whose rest was given up takes
// them too: the goods are there.
func (o *Order) Receive(a *Arrival, today time.Time) ([]Receipt, []Event, error) {
	if o.SentAt.IsZero() {
		return nil, nil, Unfit()
	}
	on := calendarDay(a.CameOn)
	if on.IsZero() {
		on = today
	}
	if on.After(today) || on.Before(today.AddDate(-1, 0, 0)) {
		return nil, nil, lowstock.InvalidFields(map[string]string{"came_on": "error.came_on"})
	}
	if len(a.Lines) == 0 {
		return nil, nil, lowstock.InvalidFields(map[string]string{"lines": "error.purchase_lines"})
	}
	var receipts []Receipt
	var events []Event
	for _, in := range a.Lines {
		l := o.Line(in.Line)
		if l == nil {
			return nil, nil, Changed()
		}
		if in.Units < 1 || in.Units > MaxUnits {
			return nil, nil, invalidUnits(in.Line)
		}
		r := Receipt{Order: o.ID, Line: l.No, Units: in.Units, CameOn: on, Source: a.Source, Evidence: a.Evidence, Shown: in.Shown, At: a.Now, By: a.By}
		if r.Unseen = a.Source != ByDetected && in.Units-in.Shown > int(tightShare*float64(in.Units)); r.Unseen {
			l.Unseen, l.UnseenAt = l.Unseen+r.unseen(), a.Now
		}
		l.Received += in.Units
		receipts = append(receipts, r)
		events = append(events, Event{Kind: EventReceived, Source: a.Source, Line: l.No, Units: in.Units, On: on})
	}
	if !o.CancelledAt.IsZero() { // something has arrived: it is closed
		o.ClosedAt, o.ClosedBy = o.CancelledAt, o.CancelledBy
		o.CancelledAt, o.CancelledBy = time.Time{}, ""
	}
	return receipts, events, nil
}

// UndoReceipt takes a receipt back, and returns the receipt that corrects it;
// nil: it was taken back before.
func (o *Order) UndoReceipt(id int64, by string, now time.Time) (*Receipt, []Event, error) {
	for i := range o.Receipts {
		r := &o.Receipts[i]
		switch l := o.Line(r.Line); {
		case r.ID != id || l == nil:
			continue
		case r.Undone:
			return nil, nil, nil
		case r.Corrects != 0 || now.After(r.At.AddDate(0, 0, UndoDays)):
			return nil, nil, Unfit()
		default:
			l.Received -= r.Units
			l.Unseen -= r.unseen()
			r.Undone = true
			back := &Receipt{Order: o.ID, Line: r.Line, Units: -r.Units, CameOn: r.CameOn, Source: ByOperator, Corrects: r.ID, At: now, By: by}
			return back, []Event{{Kind: EventUndone, Line: r.Line, Units: r.Units, On: r.CameOn}}, nil
		}
	}
	return nil, nil, lowstock.NotFound()
}

// GiveUp gives up the rest of one line, or a part of it.
func (o *Order) GiveUp(g *GiveUp) ([]Event, error) {
	l := o.Line(g.Line)
	if l == nil || !o.Coming() {
		return nil, Unfit()
	}
	units := g.Units
	if units == 0 {
		units = l.Rest()
	}
	if units < 1 || units > l.Rest() {
		return nil, invalidUnits(g.Line)
	}
	l.GivenUp += units
	l.GiveUpWhy = g.Reason
	return []Event{{Kind: EventGaveUp, Line: l.No, Units: units, Text: g.Reason}}, nil
}

// Close gives up the rest of all lines. A second call changes nothing.
func (o *Order) Close(e *Ending) ([]Event, error) {
	switch {
	case o.SentAt.IsZero() || !o.CancelledAt.IsZero():
		return nil, Unfit()
	case !o.ClosedAt.IsZero():
		return nil, nil
	}
	rest := o.Rest()
	o.ClosedAt, o.ClosedBy, o.CloseReason = e.Now, e.By, e.Reason
	return []Event{{Kind: EventClosed, Units: rest, Text: e.Reason}}, nil
}

// Cancel cancels a sent order. An order of which something has arrived is closed
// instead. A second call changes nothing.
func (o *Order) Cancel(e *Ending) ([]Event, error) {
	switch {
	case o.SentAt.IsZero():
		return nil, Unfit()
	case !o.CancelledAt.IsZero():
		return nil, nil
	case o.arrived():
		return o.Close(e)
	}
	rest := o.Rest()
	o.CancelledAt, o.CancelledBy, o.CloseReason = e.Now, e.By, e.Reason
	return []Event{{Kind: EventCancelled, Units: rest, Text: e.Reason}}, nil
}

// arrived says whether something has arrived on a line.
func (o *Order) arrived() bool {
	for i := range o.Lines {
		if o.Lines[i].Received > 0 {
			return true
		}
	}
	return false
}

// Restore takes back that an order was closed or cancelled, or that the rest of
// one line was given up.
func (o *Order) Restore(e *Ending) ([]Event, error) {
	if e.Line != 0 {
		l := o.Line(e.Line)
		if l == nil || !o.Coming() {
			return nil, Unfit()
		}
		units := l.GivenUp
		if units == 0 {
			return nil, nil
		}
		l.GivenUp, l.GiveUpWhy = 0, ""
		return []Event{{Kind: EventRestored, Line: l.No, Units: units}}, nil
	}
	switch {
	case o.SentAt.IsZero():
		return nil, Unfit()
	case o.Coming():
		return nil, nil
	}
	o.ClosedAt, o.ClosedBy, o.CloseReason = time.Time{}, "", ""
	o.CancelledAt, o.CancelledBy = time.Time{}, ""
	return []Event{{Kind: EventRestored, Units: o.Rest()}}, nil
}

// Answer applies what a supplier said: what can be delivered, and when. A
// supplier's answer no longer changes the quantity of a line of which something
// has arrived. The first promise stays.
func (o *Order) Answer(a *Answer, today time.Time, delay *int) ([]Event, error) {
	if !o.Coming() {
		return nil, Unfit()
	}
	events := []Event{{Kind: EventAnswered, Source: a.Source, Text: a.Message}}
	for _, said := range a.Lines {
		l := o.Line(said.Line)
		if l == nil {
			return nil, Changed()
		}
		units := l.Ordered
		if said.Units != nil {
			units = *said.Units
		}
		if units < 0 || units > MaxUnits {
			return nil, invalidUnits(said.Line)
		}
		if l.Received == 0 || a.Source != BySupplier {
			l.Confirmed = &units
		}
		on := calendarDay(said.On)
		if !on.IsZero() {
			if !within(on, today) {
				return nil, lowstock.InvalidFields(map[string]string{"expected_on": "error.expected_on"})
			}
			l.ExpectedOn, l.CoverUntil = on, CoverUntil(on, delay)
		}
		events = append(events, Event{Kind: EventAnswered, Source: a.Source, Line: l.No, Units: units, On: on})
	}
	if o.ConfirmedAt.IsZero() && len(a.Lines) > 0 {
		o.ConfirmedAt = a.At
	}
	return events, nil
}

func invalidUnits(line int) error {
	return lowstock.InvalidFields(map[string]string{UnitsField(line): "error.purchase_units"})
}
