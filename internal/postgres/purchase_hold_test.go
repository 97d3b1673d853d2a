package postgres_test

import (
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/purchase"
)

// short is a shop with one item at 2 of 3, whose alert is notified, and an order
// of 50 that arrives on 1 December and covers until 3 December.
func short(t *testing.T) (*bundle, purchase.Order) {
	t.Helper()
	b := setup(t)
	b.threshold(3)
	b.notifyByEmail(nil, "kim@hansan.example")
	b.apply(read(1, 2))
	b.collect()
	b.wantMails("alert", 1)
	b.wait(time.Hour)
	return b, b.sent(orderLine(1, 50))
}

func (b *bundle) wantMails(what string, n int) {
	b.t.Helper()
	b.collect()
	mails := b.mails()
	want(b.t, "mails: "+what, len(mails), n)
	for _, m := range mails {
		b.ok(b.Mall(b.mall).FinishMessage(b.t.Context(), m.ID, m.Attempts, outgoing.Outcome{State: lowstock.DeliverySent}, b.now, time.Time{}))
	}
}

func (b *bundle) wantHeld(what string, o purchase.Order, units int, on, until string) {
	b.t.Helper()
	i := b.standing()
	end, err := time.ParseInLocation(time.DateOnly, until, seoulZone(b.t))
	b.ok(err)
	want(b.t, what, i.State, lowstock.IncidentSnoozed)
	want(b.t, what, i.Order, lowstock.Order{Quantity: units, ExpectedOn: on, Purchase: o.ID})
	want(b.t, what, i.SnoozedUntil, end.AddDate(0, 0, 1))
	b.wantMails(what, 0)
}

func (b *bundle) wantWoken(what string) {
	b.t.Helper()
	want(b.t, what, b.standing().State, lowstock.IncidentOpen)
	b.wantMails(what, 1)
}

func (b *bundle) date(text string) time.Time {
	b.t.Helper()
	day, err := time.Parse(time.DateOnly, text)
	b.ok(err)
	return day
}

// answer applies an answer about the first line: 0 units are all, and on "" is
// no day.
func (b *bundle) answer(o purchase.Order, source purchase.Source, units int, on string) purchase.Order {
	b.t.Helper()
	b.wait(time.Minute)
	l := purchase.AnswerLine{Line: 1}
	if units != 0 {
		l.Units = &units
	}
	if on != "" {
		l.On = b.date(on)
	}
	o, err := b.Mall(b.mall).AnswerPurchase(b.t.Context(), o.ID, 0, purchase.Answer{Source: source, By: "park", At: b.now, Lines: []purchase.AnswerLine{l}, Message: "네"})
	b.ok(err)
	return o
}

func TestAnAnswerMovesTheHold(t *testing.T) {
	t.Parallel()
	b, o := short(t)
	b.wantHeld("sent", o, 50, "2026-12-01", "2026-12-03")
	round := b.standing().Round
	o = b.answer(o, purchase.BySupplier, 0, "")
	b.wantHeld("confirmed", o, 50, "2026-12-01", "2026-12-03")
	want(t, "state", o.State(), purchase.StateConfirmed)
	o = b.answer(o, purchase.BySupplier, 40, "2026-12-03")
	b.wantHeld("fewer and later, within the grace", o, 40, "2026-12-03", "2026-12-07")
	want(t, "round", b.standing().Round, round)
	want(t, "first promise", o.Lines[0].PromisedOn.Format(time.DateOnly), "2026-12-01")
	want(t, "on its way", b.onItsWay(code(1, 0)), 40)
	want(t, "answers", len(o.Answers), 2)
	want(t, "newest answer", o.Answers[0].Lines, []purchase.AnswerLine{{Line: 1, Units: new(40), On: b.date("2026-12-03")}})

	b.admin(`update variants set daily_sales = 0.1`)
	o = b.answer(o, purchase.BySupplier, 40, "2026-12-11")
	b.wantHeld("later, and the stock lasts", o, 40, "2026-12-11", "2026-12-15")
	b.admin(`update variants set daily_sales = 1`)
	o = b.answer(o, purchase.BySupplier, 40, "2026-12-18")
	b.wantWoken("later than the stock lasts")
	o = b.answer(o, purchase.BySupplier, 40, "2026-12-18")
	want(t, "the same again", b.standing().State, lowstock.IncidentOpen)
	o = b.answer(o, purchase.BySupplier, 40, "2026-12-16")
	b.wantHeld("earlier again", o, 40, "2026-12-16", "2026-12-18")
	o = b.answer(o, purchase.BySupplier, 1, "")
	b.wantWoken("too few")
	want(t, "what the alert shows", b.standing().Order, lowstock.Order{Quantity: 1, ExpectedOn: "2026-12-16", Purchase: o.ID})
	o = b.answer(o, purchase.ByOperator, 1, "2026-12-10")
	b.wantHeld("a person accepts it", o, 1, "2026-12-10", "2026-12-14")
}

func TestWhatDoesNotComeWakesTheAlert(t *testing.T) {
	t.Parallel()
	b, o := short(t)
	b.wait(time.Minute)
	o, err := b.Mall(hansan).CancelPurchase(t.Context(), b.ending(o))
	b.ok(err)
	b.wantWoken("cancelled")
	want(t, "what the alert shows", b.standing().Order, lowstock.Order{})
	b.wait(time.Minute)
	o, err = b.Mall(hansan).RestorePurchase(t.Context(), b.ending(o))
	b.ok(err)
	b.wantHeld("restored", o, 50, "2026-12-01", "2026-12-03")
	b.wait(time.Minute)
	second := b.sending(b.draft(orderLine(1, 9)))
	second.ExpectedOn = b.date("2026-12-09")
	other, err := b.Mall(hansan).SendPurchase(t.Context(), second)
	b.ok(err)
	b.wantHeld("the earlier one holds", o, 50, "2026-12-01", "2026-12-03")
	b.wait(time.Minute)
	o, err = b.Mall(hansan).GiveUpRest(t.Context(), purchase.GiveUp{Order: o.ID, Line: 1, Units: 45, Now: b.now})
	b.ok(err)
	b.wantHeld("enough of it comes", o, 5, "2026-12-01", "2026-12-03")
	b.wait(time.Minute)
	o, err = b.Mall(hansan).GiveUpRest(t.Context(), purchase.GiveUp{Order: o.ID, Line: 1, Units: 5, Now: b.now})
	b.ok(err)
	b.wantHeld("the later one holds", other, 9, "2026-12-09", "2026-12-11")
	want(t, "state", o.State(), purchase.StateCancelled)
	b.wait(time.Minute)
	_, err = b.Mall(hansan).ClosePurchase(t.Context(), b.ending(b.receive(other, 1, 1)))
	b.ok(err)
	b.wantWoken("closed")
}

func TestALateOrderWakesTheAlertAfterTheGrace(t *testing.T) {
	t.Parallel()
	b, o := short(t)
	wake := func(on string) {
		b.now = b.date(on).Add(-9 * time.Hour) // midnight in Seoul
		_, err := b.Mall(hansan).WakeIncidents(t.Context(), b.now)
		b.ok(err)
	}
	wake("2026-12-03")
	b.wantHeld("on the last day of the grace", o, 50, "2026-12-01", "2026-12-03")
	wake("2026-12-04")
	b.wantWoken("after it")
	i, err := b.Mall(hansan).Incident(t.Context(), b.standing().ID)
	b.ok(err)
	want(t, "reason", i.Deliveries[len(i.Deliveries)-1].Reason, lowstock.ReasonOverdue)
	want(t, "on its way, late", b.onItsWay(code(1, 0)), 50)
	o = b.answer(o, purchase.BySupplier, 0, "2026-12-08")
	b.wantHeld("a new date", o, 50, "2026-12-08", "2026-12-10")
}

func TestARevisionKeepsTheNumber(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.apply(read(1, 40), read(2, 40), read(3, 40))
	g := b.sending(b.draft(orderLine(1, 50), orderLine(2, 20), orderLine(3, 5)))
	o, err := b.Mall(hansan).SendPurchase(t.Context(), g)
	b.ok(err)
	o = b.receive(b.answer(o, purchase.BySupplier, 45, ""), 2, 4)
	b.wait(24 * time.Hour)
	g = b.sending(o)
	g.Lines = []purchase.Line{o.Lines[0], orderLine(1, 8)}
	g.Lines[0].Ordered = 60
	revised, err := b.Mall(hansan).ReviseAndSend(t.Context(), g)
	b.ok(err)
	want(t, "number", []any{revised.Number, revised.Revision, revised.State()}, []any{o.Number, 2, purchase.StatePartly})
	var lines [][]any
	for _, l := range revised.Lines {
		lines = append(lines, []any{l.No, l.Ordered, l.Received, l.GivenUp, l.Rest(), l.PromisedOn.Format(time.DateOnly)})
	}
	want(t, "lines", lines, [][]any{{1, 60, 0, 0, 60, "2026-12-01"}, {2, 20, 4, 16, 0, "2026-12-01"}, {4, 8, 0, 0, 8, "2026-12-02"}})
	want(t, "answered", []any{revised.ConfirmedAt.IsZero(), revised.Lines[0].Confirmed == nil}, []any{true, true})
	want(t, "revisions whose link is valid", one[string](b, `select string_agg(revision::text, ',') from purchase_links where retired_at is null`), "2")
	want(t, "on its way", []int{b.onItsWay(code(1, 0)), b.onItsWay(code(2, 0)), b.onItsWay(code(3, 0))}, []int{68, 0, 0})
	_, err = b.Mall(hansan).ReviseAndSend(t.Context(), g)
	wantCode(t, err, lowstock.CodeConflict)
	resent, err := b.Mall(hansan).ResendPurchase(t.Context(), purchase.Sending{ID: o.ID, To: []string{"park@supplier.example"}, ReplyTo: "buy@hansan.example", Now: b.now})
	b.ok(err)
	want(t, "sent again", []any{resent.Number, resent.Revision, resent.To}, []any{o.Number, 2, []string{"park@supplier.example"}})
	_, err = b.Mall(hansan).SendPurchase(t.Context(), purchase.Sending{ID: o.ID, Now: b.now})
	wantCode(t, err, lowstock.CodeConflict)
}

// A supplier whose lines are usually late gets more grace.
func TestTheUsualDelayIsTheGrace(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for range 5 {
		o := b.sent(orderLine(1, 5))
		b.wait(12 * 24 * time.Hour) // promised after 7
		b.receive(o, 1, 5)
	}
	o := b.sent(orderLine(1, 5))
	want(t, "cover", o.Lines[0].CoverUntil, o.Lines[0].ExpectedOn.AddDate(0, 0, 5))
}

// Goods that come after the rest was given up are taken in.
func TestGoodsOfACancelledOrder(t *testing.T) {
	t.Parallel()
	b := setup(t)
	o, err := b.Mall(hansan).CancelPurchase(t.Context(), b.ending(b.sent(orderLine(1, 5))))
	b.ok(err)
	want(t, "cancelled", o.State(), purchase.StateCancelled)
	o = b.receive(o, 1, 2)
	want(t, "closed", []any{o.State(), o.Lines[0].Received, b.onItsWay(code(1, 0))}, []any{purchase.StateClosed, 2, 0})
	_, err = b.Mall(hansan).ReceivePurchase(t.Context(), b.arrival(b.draft(orderLine(1, 1)), 1, 1, ""))
	wantCode(t, err, lowstock.CodeConflict)
}
