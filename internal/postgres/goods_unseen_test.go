package postgres_test

import (
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/purchase"
)

// incoming returns what is on its way of product 1, as lists show it.
func (b *bundle) incoming() lowstock.Incoming {
	b.t.Helper()
	return b.row(code(1, 0)).Incoming
}

// wantUnseen checks how many units of product 1 are on their way, and how many of
// these have come. The position counts them all, as certain to arrive today.
func (b *bundle) wantUnseen(what string, units, unseen int) {
	b.t.Helper()
	in := b.incoming()
	want(b.t, what+": on their way", in.Units, units)
	want(b.t, what+": of these unseen", in.Unseen(), unseen)
	want(b.t, what+": position", in.Position(b.today()), units)
	certain := 0
	for _, a := range in.Certain(b.today()) {
		if a.Day == 1 {
			certain = a.Units
		}
	}
	if certain < unseen {
		b.t.Errorf("%s: %d units are certain today, want at least %d", what, certain, unseen)
	}
}

// TestAReceiptThatDoesNotShowStaysOnItsWay checks rule 9: units that a person
// entered count until the quantity shows them, and then never twice.
func TestAReceiptThatDoesNotShowStaysOnItsWay(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.threshold(3)
	b.apply(read(1, 2))
	o := b.sent(orderLine(1, 50))
	b.wait(30 * time.Hour)
	b.wantUnseen("sent", 50, 0)
	o = b.receive(o, 1, 50)
	want(t, "state", o.State(), purchase.StateReceived)
	b.wantUnseen("entered", 50, 50)
	want(t, "hold", b.standing().State, lowstock.IncidentSnoozed)
	want(t, "found", b.look(), purchase.Seen{})
	b.wait(20 * time.Minute)
	b.apply(read(1, 52))
	want(t, "shown at once", b.look(), purchase.Seen{Confirmed: 1})
	b.wantUnseen("shown", 0, 0)
	want(t, "receipts", len(b.purchase(o).Receipts), 1)

	b.apply(read(1, 2))
	b.wait(time.Hour)
	p := b.sent(orderLine(1, 50))
	b.wait(30 * time.Hour)
	p = b.receive(p, 1, 50)
	b.level(20*time.Minute, 22)
	want(t, "a part", b.look(), purchase.Seen{Confirmed: 1})
	b.wantUnseen("a part", 30, 30)
	want(t, "what is shown", [2]int{b.purchase(p).Receipts[0].Shown, b.purchase(p).Lines[0].Unseen}, [2]int{20, 30})
	b.wait(time.Hour)
	b.apply(read(1, 52))
	want(t, "the rest", b.look(), purchase.Seen{Confirmed: 1})
	b.wantUnseen("all", 0, 0)
}

// TestAReceiptOfShownGoodsDoesNotCountTwice checks the other order of the two
// witnesses, of all units and of a part.
func TestAReceiptOfShownGoodsDoesNotCountTwice(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.apply(read(1, 2))
	o := b.sent(orderLine(1, 50))
	b.level(30*time.Hour, 32)
	want(t, "detected", b.look(), purchase.Seen{Booked: 1, Units: 30})
	b.wantUnseen("detected", 20, 0)
	o = b.receive(o, 1, 50)
	want(t, "received", o.Lines[0].Received, 50)
	b.wantUnseen("all of them, of which 30 show", 20, 20)
	o, err := b.Mall(b.mall).UndoReceipt(t.Context(), o.ID, o.Receipts[0].ID, "kim", b.now)
	b.ok(err)
	b.wantUnseen("taken back", 50, 0)

	c := setup(t)
	c.apply(read(1, 2))
	p := c.sent(orderLine(1, 50))
	c.wait(30 * time.Hour)
	c.apply(read(1, 52))
	c.wait(10 * time.Minute) // the rise may go on: nothing is decided
	want(t, "not decided", c.look(), purchase.Seen{})
	p = c.receive(p, 1, 50)
	want(t, "the entry makes the look due", c.look(), purchase.Seen{Confirmed: 1})
	c.wantUnseen("decided", 0, 0)
	want(t, "receipts", len(c.purchase(p).Receipts), 1)
}

// TestUndoingAnUnseenReceipt checks that the order, what is on its way and the
// hold are as before.
func TestUndoingAnUnseenReceipt(t *testing.T) {
	t.Parallel()
	b, o := short(t)
	b.wait(30 * time.Hour)
	before := b.standing()
	o = b.receive(o, 1, 50)
	b.wantUnseen("entered", 50, 50)
	o, err := b.Mall(b.mall).UndoReceipt(t.Context(), o.ID, o.Receipts[0].ID, "kim", b.now)
	b.ok(err)
	b.wantUnseen("taken back", 50, 0)
	b.wantHeld("taken back", o, 50, "2026-12-01", "2026-12-03")
	want(t, "held until", b.standing().SnoozedUntil, before.SnoozedUntil)
	want(t, "state", o.State(), purchase.StateSent)
	b.wait(4 * 24 * time.Hour)
	b.look()
	want(t, "events", b.purchase(o).NeverSeen(b.now), 0)
}

// TestGoodsThatNeverShow checks that an entry which Cafe24's quantity does not
// show for 72 hours does not count any more, wakes the alert, and is said once.
func TestGoodsThatNeverShow(t *testing.T) {
	t.Parallel()
	b, o := short(t)
	b.wait(8 * 24 * time.Hour) // the last day on which the order covers the item
	o = b.receive(o, 1, 50)
	want(t, "held until", b.standing().SnoozedUntil, b.now.Add(72*time.Hour))
	b.wait(71 * time.Hour)
	b.look()
	b.wantUnseen("still waited for", 50, 50)
	want(t, "still held", b.standing().State, lowstock.IncidentSnoozed)
	b.wait(2 * time.Hour)
	b.look()
	b.wantUnseen("given up", 0, 0)
	b.wantWoken("given up")
	o = *b.purchase(o)
	want(t, "said", o.NeverSeen(b.now), 50)
	want(t, "received", o.Lines[0].Received, 50)
	events := len(o.Events)
	b.wait(time.Hour)
	b.admin(`update malls set next_goods_at = $1`, b.now)
	b.look()
	want(t, "said once", len(b.purchase(o).Events), events)
	want(t, "later", b.purchase(o).NeverSeen(b.now.AddDate(0, 0, 8)), 0)
}

// TestUnseenGoodsAreNotOrderedAgain checks the lists: the list of what to order
// has the item neither before nor after the entry, and has it when it never shows.
func TestUnseenGoodsAreNotOrderedAgain(t *testing.T) {
	t.Parallel()
	b := dawn(t)
	b.apply(read(1, 2, 40, 40))
	list := func() bool { return b.toOrder(code(1, 0)) }
	want(t, "nothing is ordered", list(), true)
	o := b.sent(orderLine(1, 50))
	want(t, "sent", list(), false)
	b.wait(30 * time.Hour)
	b.receive(o, 1, 50)
	want(t, "entered", list(), false)
	b.wait(73 * time.Hour)
	b.look()
	want(t, "never shown", list(), true)
}

// TestAnEntryRacesAReading checks that of an entry and a reading at the same time
// the goods count once, whichever is first.
func TestAnEntryRacesAReading(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.apply(read(1, 2))
	o := b.sent(orderLine(1, 50))
	b.wait(30 * time.Hour)
	b.apply(read(1, 52))
	b.wait(3 * time.Hour)
	b.apply(read(1, 52))
	done := make(chan error, 2)
	go func() {
		_, err := b.Mall(hansan).LookForGoods(t.Context(), []string{code(1, 0)}, 6*time.Hour, b.now)
		done <- err
	}()
	go func() {
		_, err := b.Mall(hansan).ReceivePurchase(t.Context(), purchase.Arrival{
			Order: o.ID, Lines: []purchase.ArrivalLine{{Line: 1, Units: 50}}, Source: purchase.ByOperator, By: "kim", Now: b.now,
		})
		done <- err
	}()
	b.ok(<-done)
	b.ok(<-done)
	b.look()
	want(t, "received", b.purchase(o).Lines[0].Received, 50)
	b.wantUnseen("both", 0, 0)
}
