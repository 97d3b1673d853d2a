package postgres_test

import (
	"fmt"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/postgres/postgrestest"
	"cafe24-inventory-alert/internal/purchase"
)

func (b *bundle) arrival(o purchase.Order, line, units int, key string) purchase.Arrival {
	return purchase.Arrival{Order: o.ID, Key: key, Lines: []purchase.ArrivalLine{{Line: line, Units: units}}, Source: purchase.ByOperator, By: "kim", Now: b.now}
}

func (b *bundle) ending(o purchase.Order) purchase.Ending {
	return purchase.Ending{Order: o.ID, Version: o.Version, Reason: "단종", By: "kim", Now: b.now}
}

// reread reads an order.
func (b *bundle) reread(o purchase.Order) purchase.Order {
	b.t.Helper()
	o, err := b.Mall(b.mall).Purchase(b.t.Context(), o.ID)
	b.ok(err)
	return o
}

// Inventree #678 and odoo #278538: only goods that are still to come count.
func TestOnlyWhatIsStillToComeIsOnItsWay(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.apply(read(1, 40))
	draft := b.draft(orderLine(1, 7))
	received := b.receive(b.sent(orderLine(1, 11)), 1, 11)
	closed, err := b.Mall(hansan).ClosePurchase(t.Context(), b.ending(b.receive(b.sent(orderLine(1, 13)), 1, 5)))
	b.ok(err)
	cancelled, err := b.Mall(hansan).CancelPurchase(t.Context(), b.ending(b.sent(orderLine(1, 17))))
	b.ok(err)
	want(t, "on its way", b.onItsWay(code(1, 0)), 0)
	chosen := b.sent(orderLine(1, 19))
	want(t, "on its way with an order", b.onItsWay(code(1, 0)), 19)
	b.ok(b.Mall(hansan).DeleteDraft(t.Context(), draft.ID, draft.Version, "kim", b.now))
	want(t, "on its way without the other quote", b.onItsWay(code(1, 0)), 19)
	restored, err := b.Mall(hansan).RestorePurchase(t.Context(), b.ending(cancelled))
	b.ok(err)
	want(t, "on its way with the restored order", b.onItsWay(code(1, 0)), 19+17)
	want(t, "what was restored", []any{restored.Rest(), restored.State()}, []any{17, purchase.StateSent})

	page, err := b.Mall(hansan).Purchases(t.Context(), purchase.Query{Today: b.today()})
	b.ok(err)
	want(t, "counts", page.Counts, map[purchase.State]int{purchase.StateReceived: 1, purchase.StateClosed: 1, purchase.StateSent: 2})
	var ids []int64
	for i := range page.Orders {
		ids = append(ids, page.Orders[i].ID)
	}
	want(t, "newest first", ids, []int64{chosen.ID, cancelled.ID, closed.ID, received.ID})
}

// Erpnext #13990, hmis #21359, Fabric-Inventory #190: a request that is sent
// eight times at once adds one receipt, and eight requests add eight, with the
// surplus shown.
func TestARequestAddsOneReceipt(t *testing.T) {
	t.Parallel()
	b := setup(t)
	parallel := func(key func(int) string) purchase.Order {
		o := b.sent(orderLine(1, 50))
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() {
				if _, err := b.Mall(hansan).ReceivePurchase(t.Context(), b.arrival(o, 1, 20, key(i))); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		return b.reread(o)
	}
	one := parallel(func(int) string { return "one" })
	want(t, "one request", []any{len(one.Receipts), one.Lines[0].Received, one.Lines[0].Rest(), one.Lines[0].Surplus()}, []any{1, 20, 30, 0})
	eight := parallel(func(i int) string { return fmt.Sprintf("key %d", i) })
	want(t, "eight requests", []any{len(eight.Receipts), eight.Lines[0].Received, eight.Lines[0].Rest(), eight.Lines[0].Surplus()}, []any{8, 160, 0, 110})

	stale := b.arrival(eight, 1, 1, "late")
	stale.Version = 1
	_, err := b.Mall(hansan).ReceivePurchase(t.Context(), stale)
	wantCode(t, err, lowstock.CodeConflict)
}

// Inventree #9432: after the undo of a receipt everything is as before.
func TestAnUndoneReceiptLeavesNothing(t *testing.T) {
	t.Parallel()
	b := setup(t)
	before := b.sent(orderLine(1, 50))
	b.wait(9 * 24 * time.Hour) // it is late
	late := func() bool {
		page, err := b.Mall(hansan).Purchases(t.Context(), purchase.Query{Today: b.today(), Late: true})
		b.ok(err)
		return page.Late == 1 && len(page.Orders) == 1 && page.Orders[0].Late(b.today())
	}
	want(t, "late", late(), true)
	b.admin(`update purchase_lines set late_on = '2026-12-02'`)
	o := b.receive(before, 1, 50)
	want(t, "late when it is there", late(), false)
	for range 2 { // the second call changes nothing
		var err error
		o, err = b.Mall(hansan).UndoReceipt(t.Context(), o.ID, o.Receipts[len(o.Receipts)-1].ID, "kim", b.now)
		b.ok(err)
	}
	want(t, "lines", o.Lines, before.Lines)
	want(t, "state", o.State(), before.State())
	want(t, "late again", late(), true)
	want(t, "last announced", one[string](b, `select late_on::text from purchase_lines`), "2026-12-02")
	want(t, "on its way", b.onItsWay(code(1, 0)), 50)
	want(t, "receipts", []int{o.Receipts[0].Units, o.Receipts[1].Units}, []int{-50, 50})
	_, err := b.Mall(hansan).UndoReceipt(t.Context(), o.ID, o.Receipts[0].ID, "kim", b.now)
	wantCode(t, err, lowstock.CodeConflict) // what takes back cannot be taken back

	o = b.receive(o, 1, 1)
	b.wait((purchase.UndoDays + 1) * 24 * time.Hour)
	_, err = b.Mall(hansan).UndoReceipt(t.Context(), o.ID, o.Receipts[0].ID, "kim", b.now)
	wantCode(t, err, lowstock.CodeConflict)
}

// Odoo #268488 and erpnext #47739: the rest of one line is given up with a
// reason; the history keeps what was ordered.
func TestTheRestOfALineIsGivenUp(t *testing.T) {
	t.Parallel()
	b := setup(t)
	o := b.receive(b.sent(orderLine(1, 100), orderLine(2, 10)), 1, 60)
	b.wait(20 * 24 * time.Hour)
	o, err := b.Mall(hansan).GiveUpRest(t.Context(), purchase.GiveUp{Order: o.ID, Line: 1, Reason: "단종", By: "kim", Now: b.now})
	b.ok(err)
	want(t, "on its way", b.onItsWay(code(1, 0)), 0)
	want(t, "on its way of the other line", b.onItsWay(code(2, 0)), 10)
	l := o.Lines[0]
	want(t, "line", []any{l.Ordered, l.Received, l.GivenUp, l.Rest(), l.GiveUpWhy}, []any{100, 60, 40, 0, "단종"})
	want(t, "state", o.State(), purchase.StatePartly)
	o = b.receive(o, 2, 10)
	want(t, "state with the other line", o.State(), purchase.StateClosed)
	want(t, "late", o.Late(b.today()), false)
	want(t, "event", o.Events[1], purchase.Event{At: b.now, Kind: purchase.EventGaveUp, By: "kim", Line: 1, Units: 40, Text: "단종"})
	o, err = b.Mall(hansan).RestorePurchase(t.Context(), purchase.Ending{Order: o.ID, Line: 1, By: "kim", Now: b.now})
	b.ok(err)
	want(t, "on its way again", b.onItsWay(code(1, 0)), 40)
	want(t, "state again", o.State(), purchase.StatePartly)
	_, err = b.Mall(hansan).GiveUpRest(t.Context(), purchase.GiveUp{Order: o.ID, Line: 1, Units: 41, Now: b.now})
	wantCode(t, err, lowstock.CodeInvalid)
}

// Inventree #5560, bhima #4831, odoo #80725 and #144166: goods count on the day
// on which they came; an order counts from its sending; days are those of the
// mall's zone.
func TestDaysAreThoseOfTheMall(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.now = time.Date(2026, 11, 25, 23, 0, 0, 0, time.UTC) // Thursday 08:00 in Seoul
	draft := b.draft(orderLine(1, 10))
	b.wait(5 * 24 * time.Hour)
	g := b.sending(draft)
	g.Today = time.Time{} // the store knows the mall's day
	o, err := b.Mall(hansan).SendPurchase(t.Context(), g)
	b.ok(err)
	want(t, "sent", o.SentAt, b.now)
	want(t, "promised", o.Lines[0].PromisedOn, time.Date(2026, 12, 8, 0, 0, 0, 0, time.UTC))
	want(t, "number", o.Number, "PO-2612-0001") // 1 December in Seoul

	today := b.sending(b.draft(orderLine(1, 10)))
	today.ExpectedOn = b.today()
	now, err := b.Mall(hansan).SendPurchase(t.Context(), today)
	b.ok(err)
	want(t, "today", now.Lines[0].ExpectedOn.Format(time.DateOnly), "2026-12-01")

	b.wait(10 * 24 * time.Hour) // Friday
	friday := b.today()
	b.wait(3 * 24 * time.Hour)
	in := b.arrival(o, 1, 10, "")
	in.CameOn = friday
	o, err = b.Mall(hansan).ReceivePurchase(t.Context(), in)
	b.ok(err)
	want(t, "came on", []any{o.Receipts[0].CameOn, o.Receipts[0].At}, []any{friday, b.now})
	in.CameOn = b.today().AddDate(0, 0, 1)
	_, err = b.Mall(hansan).ReceivePurchase(t.Context(), in)
	wantCode(t, err, lowstock.CodeInvalid)
	today = b.sending(b.draft(orderLine(1, 10)))
	today.ExpectedOn = b.today().AddDate(0, 0, -1)
	_, err = b.Mall(hansan).SendPurchase(t.Context(), today)
	wantCode(t, err, lowstock.CodeInvalid)
}

// Inventree #6557, PrestaShop #11115, openboxes #4948: fifty orders that are
// sent at once get fifty consecutive numbers, and a deleted draft leaves no gap.
func TestNumbersAreConsecutive(t *testing.T) {
	t.Parallel()
	b := setup(t)
	var drafts []purchase.Draft
	for i := range 51 {
		drafts = append(drafts, purchase.Draft{SupplierCode: "S1", LeadDays: 7, Key: strconv.Itoa(i), Lines: []purchase.Line{orderLine(1, 1)}, Now: b.now})
	}
	orders, err := b.Mall(hansan).SaveDrafts(t.Context(), drafts)
	b.ok(err)
	b.ok(b.Mall(hansan).DeleteDraft(t.Context(), orders[20].ID, 0, "kim", b.now))
	orders = slices.Delete(orders, 20, 21)
	numbers := make([]string, len(orders))
	var all sync.WaitGroup
	for i := range orders {
		all.Go(func() {
			o, err := b.Mall(hansan).SendPurchase(t.Context(), b.sending(orders[i]))
			if err != nil {
				t.Error(err)
			}
			numbers[i] = o.Number
		})
	}
	all.Wait()
	slices.Sort(numbers)
	var wanted []string
	for i := range orders {
		wanted = append(wanted, fmt.Sprintf("PO-2611-%04d", i+1))
	}
	want(t, "numbers", numbers, wanted)

	b.wait(7 * 24 * time.Hour)
	want(t, "in December", b.sent(orderLine(1, 1)).Number, "PO-2612-0001")
	back := b.sending(b.draft(orderLine(1, 1)))
	back.Today = back.Today.AddDate(0, -1, 0) // another server's clock
	o, err := b.Mall(hansan).SendPurchase(t.Context(), back)
	b.ok(err)
	want(t, "of a clock that is late", o.Number, "PO-2612-0002")
}

// Erpnext #13171: a surplus on one line does not hide what another line lacks.
func TestASurplusHidesNothing(t *testing.T) {
	t.Parallel()
	b := setup(t)
	o := b.receive(b.receive(b.sent(orderLine(1, 100), orderLine(2, 100)), 1, 120), 2, 80)
	want(t, "state", o.State(), purchase.StatePartly)
	want(t, "rest", o.Rest(), 20)
	want(t, "surplus", []int{o.Lines[0].Surplus(), o.Lines[1].Surplus()}, []int{20, 0})
	page, err := b.Mall(hansan).Purchases(t.Context(), purchase.Query{Today: b.today()})
	b.ok(err)
	want(t, "counts", page.Counts, map[purchase.State]int{purchase.StatePartly: 1})
}

// Two servers send, change and delete one draft: one of them succeeds.
func TestOneOfTwoServersSends(t *testing.T) {
	t.Parallel()
	b := setup(t)
	other := postgrestest.Connect(t, b.url)
	for range 8 {
		draft := b.draft(orderLine(1, 1))
		var all sync.WaitGroup
		var errs [3]error
		all.Go(func() { _, errs[0] = b.Mall(hansan).SendPurchase(t.Context(), b.sending(draft)) })
		all.Go(func() { _, errs[1] = other.Mall(hansan).SendPurchase(t.Context(), b.sending(draft)) })
		all.Go(func() {
			_, errs[2] = other.Mall(hansan).SaveDrafts(t.Context(), []purchase.Draft{{ID: draft.ID, Version: draft.Version, Lines: []purchase.Line{orderLine(1, 2)}, Now: b.now}})
		})
		all.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
				continue
			}
			wantCode(t, err, lowstock.CodeConflict)
		}
		want(t, "succeeded", won, 1)
	}
	want(t, "numbers without an order", one[int](b, `select coalesce(max(last), 0) - (select count(number) from purchase_orders) from purchase_counters`), 0)
}

// The same request again makes no second order, in whatever state the first is.
func TestARequestMakesOneDraft(t *testing.T) {
	t.Parallel()
	b := setup(t)
	request := []purchase.Draft{
		{Key: "a/S1", SupplierCode: "S1", LeadDays: 3, Lines: []purchase.Line{orderLine(1, 5)}, Now: b.now},
		{Key: "a/S2", SupplierCode: "S2", LeadDays: 3, Lines: []purchase.Line{orderLine(2, 5), orderLine(3, 6)}, Now: b.now},
	}
	var all sync.WaitGroup
	got := make([][]purchase.Order, 4)
	for i := range got {
		all.Go(func() {
			var err error
			if got[i], err = b.Mall(hansan).SaveDrafts(t.Context(), request); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for i := range got {
		want(t, "orders", got[i], got[0])
	}
	want(t, "lines", []int{len(got[0][0].Lines), len(got[0][1].Lines)}, []int{1, 2})
	sent, err := b.Mall(hansan).SendPurchase(t.Context(), b.sending(got[0][0]))
	b.ok(err)
	again, err := b.Mall(hansan).SaveDrafts(t.Context(), request)
	b.ok(err)
	want(t, "the sent one", again[0].Number, sent.Number)
	want(t, "stored", one[int](b, `select count(*) from purchase_orders`), 2)

	_, err = b.Mall(hansan).SaveDrafts(t.Context(), []purchase.Draft{{Lines: []purchase.Line{orderLine(1, 0)}, Now: b.now}})
	wantCode(t, err, lowstock.CodeInvalid)
	_, err = b.Mall(hansan).SaveDrafts(t.Context(), []purchase.Draft{{ID: sent.ID, Lines: request[0].Lines, Now: b.now}})
	wantCode(t, err, lowstock.CodeConflict)
	wantCode(t, b.Mall(hansan).DeleteDraft(t.Context(), sent.ID, 0, "kim", b.now), lowstock.CodeConflict)
}
