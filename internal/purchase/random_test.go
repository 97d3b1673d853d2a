package purchase_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"cafe24-inventory-alert/internal/purchase"
)

// history is an order during a random history, with a model that counts on its
// own what was received and given up of each line.
type history struct {
	order    purchase.Order
	receipts []purchase.Receipt
	received map[int]int
	now      time.Time
	today    time.Time
}

// took stores receipts as the store does.
func (h *history) took(list []purchase.Receipt) {
	for _, r := range list {
		r.ID = int64(len(h.receipts) + 1)
		h.receipts = append(h.receipts, r)
		h.received[r.Line] += r.Units
	}
	h.order.Receipts = slices.Clone(h.receipts)
	for i := range h.order.Receipts {
		r := &h.order.Receipts[i]
		r.Undone = slices.ContainsFunc(h.receipts, func(c purchase.Receipt) bool { return c.Corrects == r.ID })
	}
}

// check compares the order with what must always hold.
func (h *history) check(t *rapid.T) {
	o := &h.order
	rest := 0
	for i := range o.Lines {
		l := &o.Lines[i]
		if l.Received != h.received[l.No] || l.Received < 0 {
			t.Fatalf("line %d: received %d, receipts %d", l.No, l.Received, h.received[l.No])
		}
		if l.Rest() < 0 || l.Rest() > l.Ordered || l.Rest() > 0 && l.Received+l.Rest() > l.Ordered {
			t.Fatalf("line %d: rest %d of %d with %d received", l.No, l.Rest(), l.Ordered, l.Received)
		}
		if o.Coming() && (l.ExpectedOn.IsZero() || l.PromisedOn.IsZero() || l.CoverUntil.Before(l.ExpectedOn)) {
			t.Fatalf("line %d comes on no day: %+v", l.No, l)
		}
		if o.Coming() {
			rest += l.Rest()
		}
	}
	if o.Rest() != rest {
		t.Fatalf("rest %d, of the lines %d", o.Rest(), rest)
	}
	switch state := o.State(); {
	case state == purchase.StateDraft && o.Received() > 0:
		t.Fatal("a draft received something")
	case state == purchase.StateCancelled && (rest > 0 || o.Received() > 0):
		t.Fatalf("cancelled with %d received and %d on their way", o.Received(), rest)
	case (state == purchase.StateReceived || state == purchase.StateClosed) && (rest > 0 || o.Received() == 0):
		t.Fatalf("%s with %d received and %d on their way", state, o.Received(), rest)
	case (state == purchase.StateSent || state == purchase.StateConfirmed || state == purchase.StatePartly) && rest == 0:
		t.Fatalf("%s with nothing on its way", state)
	}
}

// step runs a step on the order; a step that fails changes nothing.
func (h *history) step(do func(*purchase.Order) ([]purchase.Event, error)) []purchase.Event {
	before := h.order
	before.Lines = slices.Clone(h.order.Lines)
	before.Receipts = slices.Clone(h.order.Receipts)
	events, err := do(&h.order)
	if err != nil {
		h.order = before
		return nil
	}
	return events
}

// TestHistories draws histories of sending, answers, receipts, their undo,
// giving up, closing, cancelling, restoring and revisions.
func TestHistories(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		h := &history{received: map[int]int{}, now: time.Date(2026, 11, 24, 3, 0, 0, 0, time.UTC), today: day("2026-11-24")}
		h.order = purchase.Order{ID: 1, Origin: purchase.OriginSheet, LeadDays: 7}
		for i := range rapid.IntRange(1, 3).Draw(t, "lines") {
			h.order.Lines = append(h.order.Lines, purchase.Line{No: i + 1, VariantCode: string(rune('A' + i)), Ordered: rapid.IntRange(1, 20).Draw(t, "ordered"), Pack: 1})
		}
		line := func(t *rapid.T) int { return rapid.IntRange(1, 4).Draw(t, "line") }
		units := func(t *rapid.T) int { return rapid.IntRange(0, 25).Draw(t, "units") }
		ending := func() *purchase.Ending { return &purchase.Ending{Now: h.now, By: "kim"} }
		t.Repeat(map[string]func(*rapid.T){
			"": h.check,
			"day": func(t *rapid.T) {
				days := rapid.IntRange(1, 10).Draw(t, "days")
				h.now, h.today = h.now.AddDate(0, 0, days), h.today.AddDate(0, 0, days)
			},
			"send": func(t *rapid.T) {
				h.step(func(o *purchase.Order) ([]purchase.Event, error) {
					return o.Send(&purchase.Sending{Now: h.now, Today: h.today}, nil)
				})
			},
			"revise": func(t *rapid.T) {
				var lines []purchase.Line
				for _, l := range h.order.Lines {
					if rapid.Bool().Draw(t, "keep") {
						l.Ordered = rapid.IntRange(1, 20).Draw(t, "ordered")
						lines = append(lines, l)
					}
				}
				if len(h.order.Lines) < 6 {
					lines = append(lines, purchase.Line{VariantCode: "Z", Ordered: 5})
				}
				h.step(func(o *purchase.Order) ([]purchase.Event, error) {
					return o.Revise(&purchase.Sending{Now: h.now, Today: h.today, Lines: lines}, nil)
				})
			},
			"receive": func(t *rapid.T) {
				a := &purchase.Arrival{Lines: []purchase.ArrivalLine{{Line: line(t), Units: units(t)}}, Source: purchase.ByOperator, Now: h.now}
				var list []purchase.Receipt
				if h.step(func(o *purchase.Order) (events []purchase.Event, err error) {
					list, events, err = o.Receive(a, h.today)
					return events, err
				}) != nil {
					h.took(list)
				}
			},
			"undo": func(t *rapid.T) {
				var back *purchase.Receipt
				if h.step(func(o *purchase.Order) (events []purchase.Event, err error) {
					back, events, err = o.UndoReceipt(int64(rapid.IntRange(1, 6).Draw(t, "receipt")), "kim", h.now)
					return events, err
				}) != nil {
					h.took([]purchase.Receipt{*back})
				}
			},
			"give up": func(t *rapid.T) {
				g := &purchase.GiveUp{Line: line(t), Units: units(t), Now: h.now}
				h.step(func(o *purchase.Order) ([]purchase.Event, error) { return o.GiveUp(g) })
			},
			"answer": func(t *rapid.T) {
				n := units(t)
				a := &purchase.Answer{
					Source: rapid.SampledFrom([]purchase.Source{purchase.BySupplier, purchase.ByOperator}).Draw(t, "source"), At: h.now,
					Lines: []purchase.AnswerLine{{Line: line(t), Units: &n, On: h.today.AddDate(0, 0, rapid.IntRange(-1, 20).Draw(t, "on"))}},
				}
				h.step(func(o *purchase.Order) ([]purchase.Event, error) { return o.Answer(a, h.today, nil) })
			},
			"close": func(t *rapid.T) {
				h.step(func(o *purchase.Order) ([]purchase.Event, error) { return o.Close(ending()) })
			},
			"restore": func(t *rapid.T) {
				h.step(func(o *purchase.Order) ([]purchase.Event, error) { return o.Restore(ending()) })
			},
			"cancel and restore": func(t *rapid.T) {
				rest, lines := h.order.Rest(), slices.Clone(h.order.Lines)
				if !h.order.Coming() || h.step(func(o *purchase.Order) ([]purchase.Event, error) { return o.Cancel(ending()) }) == nil {
					return
				}
				if h.order.Rest() != 0 {
					t.Fatal("a cancelled order is on its way")
				}
				h.check(t)
				h.step(func(o *purchase.Order) ([]purchase.Event, error) { return o.Restore(ending()) })
				if h.order.Rest() != rest || !slices.EqualFunc(lines, h.order.Lines, func(a, b purchase.Line) bool { return a.Rest() == b.Rest() && a.Received == b.Received }) {
					t.Fatalf("restored %d of %d", h.order.Rest(), rest)
				}
			},
		})
	})
}
