package postgres_test

import (
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/purchase"
)

// orderLine is a line of a draft: the first variant of a product.
func orderLine(no int64, units int) purchase.Line {
	return purchase.Line{ProductNo: no, VariantCode: code(no, 0), ProductName: "오버핏 니트", Ordered: units, Pack: 1}
}

// draft stores a draft of a supplier whose goods take 7 days.
func (b *bundle) draft(lines ...purchase.Line) purchase.Order {
	b.t.Helper()
	orders, err := b.Mall(b.mall).SaveDrafts(b.t.Context(), []purchase.Draft{{
		SupplierCode: "S1", SupplierName: "한산", LeadDays: 7, Lines: lines, By: "kim", Now: b.now,
	}})
	b.ok(err)
	return orders[0]
}

func (b *bundle) sending(o purchase.Order) purchase.Sending {
	return purchase.Sending{ID: o.ID, Version: o.Version, By: "kim", Now: b.now, Today: b.today(), Zone: seoulZone(b.t)}
}

// sent stores a draft and sends it.
func (b *bundle) sent(lines ...purchase.Line) purchase.Order {
	b.t.Helper()
	o, err := b.Mall(b.mall).SendPurchase(b.t.Context(), b.sending(b.draft(lines...)))
	b.ok(err)
	return o
}

func (b *bundle) receive(o purchase.Order, line, units int) purchase.Order {
	b.t.Helper()
	o, err := b.Mall(b.mall).ReceivePurchase(b.t.Context(), purchase.Arrival{
		Order: o.ID, Lines: []purchase.ArrivalLine{{Line: line, Units: units}}, Source: purchase.ByOperator, By: "kim", Now: b.now,
	})
	b.ok(err)
	return o
}

// onItsWay returns how many units of a variant are on their way.
func (b *bundle) onItsWay(code string) int {
	b.t.Helper()
	return one[int](b, `select coalesce(sum(rest), 0) from purchase_lines where mall_id = $1 and variant_code = $2 and coming and rest > 0`, b.mall, code)
}

func TestAnOrderIsSentHeldAndReceived(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.threshold(3)
	b.apply(read(1, 2), read(2, 40))
	o := b.sent(orderLine(1, 50), orderLine(2, 20))
	want(t, "number", o.Number, "PO-2611-0001")
	want(t, "state", o.State(), purchase.StateSent)
	want(t, "promise", o.Lines[0].PromisedOn.Format(time.DateOnly), "2026-12-01")
	want(t, "cover", o.Lines[0].CoverUntil.Format(time.DateOnly), "2026-12-03")
	want(t, "on its way", b.onItsWay(code(1, 0)), 50)
	i := b.standing()
	want(t, "hold", i.Order, lowstock.Order{Quantity: 50, ExpectedOn: "2026-12-01", Purchase: o.ID})
	want(t, "held until", i.SnoozedUntil, time.Date(2026, 12, 3, 15, 0, 0, 0, time.UTC))

	o = b.receive(o, 1, 30)
	want(t, "state", o.State(), purchase.StatePartly)
	want(t, "hold after a part", b.standing().Order.Quantity, 20)
	o = b.receive(b.receive(o, 2, 25), 1, 20)
	want(t, "state", o.State(), purchase.StateReceived)
	want(t, "surplus", o.Lines[1].Surplus(), 5)
	want(t, "on its way", b.onItsWay(code(1, 0)), 0)
	want(t, "state of the alert", b.standing().State, lowstock.IncidentSnoozed)
	o, err := b.Mall(hansan).UndoReceipt(t.Context(), o.ID, o.Receipts[0].ID, "kim", b.now)
	b.ok(err)
	want(t, "on its way after the undo", b.onItsWay(code(1, 0)), 20)
	page, err := b.Mall(hansan).Purchases(t.Context(), purchase.Query{Today: b.today(), Search: "0001", States: []purchase.State{purchase.StatePartly}})
	b.ok(err)
	want(t, "listed", len(page.Orders), 1)
	want(t, "counts", page.Counts, map[purchase.State]int{purchase.StatePartly: 1})
	o, err = b.Mall(hansan).CancelPurchase(t.Context(), purchase.Ending{Order: o.ID, Version: o.Version, By: "kim", Now: b.now})
	b.ok(err)
	want(t, "state", o.State(), purchase.StateClosed)
	want(t, "30 have come", b.standing().State, lowstock.IncidentSnoozed)
	b.wait(73 * time.Hour)
	b.look()
	want(t, "they never showed", b.standing().State, lowstock.IncidentOpen)
}

// purchases puts a row into every table of purchase orders.
func (b *bundle) purchases() {
	b.t.Helper()
	g := b.sending(b.draft(orderLine(9, 50))) // no alert stands for it
	o, err := b.Mall(b.mall).SendPurchase(b.t.Context(), g)
	b.ok(err)
	_, err = b.Mall(b.mall).AnswerPurchase(b.t.Context(), o.ID, o.Version, purchase.Answer{Source: purchase.BySupplier, At: b.now})
	b.ok(err)
	b.receive(o, 1, 10)
	b.admin(`INSERT INTO supplier_terms (mall_id, supplier_code, updated_at) VALUES ($1, 'S1', $2)`, b.mall, b.now)
	b.admin(`INSERT INTO purchase_terms (mall_id, product_no, updated_at) VALUES ($1, 1, $2)`, b.mall, b.now)
}
