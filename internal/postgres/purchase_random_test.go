package postgres_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/purchase"
)

// Random histories of orders: the lists and the index of what is on its way say
// what the orders say.
func TestTheListsSayWhatTheOrdersSay(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.threshold(3)
	b.apply(read(1, 2), read(2, 40), read(3, 0))
	random := rand.New(rand.NewPCG(1, 2)) // a fixed history
	m := b.Mall(hansan)
	var ids []int64
	for range 30 {
		o := b.draft(orderLine(1, 1+random.IntN(9)), orderLine(2, 1+random.IntN(9)))
		ids = append(ids, o.ID)
		b.wait(time.Duration(random.IntN(30)) * time.Hour)
		_, err := m.SendPurchase(t.Context(), b.sending(o))
		b.ok(err)
		for range random.IntN(8) {
			id := ids[random.IntN(len(ids))]
			line, units := 1+random.IntN(2), random.IntN(9)
			var err error
			switch random.IntN(7) {
			case 0, 1:
				_, err = m.ReceivePurchase(t.Context(), b.arrival(purchase.Order{ID: id}, line, units, ""))
			case 2:
				_, err = m.GiveUpRest(t.Context(), purchase.GiveUp{Order: id, Line: line, Units: units, Now: b.now})
			case 3:
				_, err = m.AnswerPurchase(t.Context(), id, 0, purchase.Answer{Source: purchase.BySupplier, At: b.now, Lines: []purchase.AnswerLine{{Line: line, Units: &units}}})
			case 4:
				_, err = m.CancelPurchase(t.Context(), purchase.Ending{Order: id, Now: b.now})
			case 5:
				_, err = m.RestorePurchase(t.Context(), purchase.Ending{Order: id, Now: b.now})
			case 6:
				o, readErr := m.Purchase(t.Context(), id)
				b.ok(readErr)
				if len(o.Receipts) > 0 {
					_, err = m.UndoReceipt(t.Context(), id, o.Receipts[random.IntN(len(o.Receipts))].ID, "kim", b.now)
				}
			}
			if code := lowstock.ErrorCode(err); code != "" && code != lowstock.CodeConflict && code != lowstock.CodeInvalid {
				t.Fatal(err)
			}
		}
		b.draft(orderLine(3, 1))
	}
	page, err := m.Purchases(t.Context(), purchase.Query{Today: b.today(), Limit: 100})
	b.ok(err)
	counts, late, coming := map[purchase.State]int{}, 0, map[string]int{}
	for i := range page.Orders {
		o := &page.Orders[i]
		counts[o.State()]++
		if o.Late(b.today()) {
			late++
		}
		for _, c := range []string{code(1, 0), code(2, 0), code(3, 0)} {
			coming[c] += o.ComingOf(c).Rest
		}
	}
	want(t, "orders", len(page.Orders), 60)
	want(t, "counts", page.Counts, counts)
	want(t, "late", page.Late, late)
	for c, units := range coming {
		want(t, "on its way of "+c, b.onItsWay(c), units)
	}
	want(t, "lines whose receipts have another sum", one[int](b, `select count(*) from purchase_lines l
		where received <> (select coalesce(sum(units), 0) from purchase_receipts r where r.order_id = l.order_id and r.line_no = l.line_no)`), 0)
	want(t, "alerts that an order holds that brings nothing", one[int](b, `select count(*) from incidents i where state = 'snoozed' and purchase_id is not null
		and not exists (select from purchase_lines l where l.order_id = i.purchase_id and l.variant_code = i.variant_code and l.received > 0 or l.order_id = i.purchase_id and coming and rest > 0)`), 0)
	if late == 0 || len(counts) < 6 {
		t.Errorf("a history of too few states: %v, %d late", counts, late)
	}

	var paged []int64
	q := purchase.Query{Today: b.today(), Limit: 7, States: []purchase.State{purchase.StateDraft, purchase.StatePartly, purchase.StateClosed}}
	for {
		p, err := m.Purchases(t.Context(), q)
		b.ok(err)
		for i := range p.Orders {
			paged = append(paged, p.Orders[i].ID)
		}
		if q.Cursor = p.Next; q.Cursor == "" {
			break
		}
	}
	var wanted []int64
	for i := range page.Orders {
		if o := &page.Orders[i]; slices.Contains(q.States, o.State()) {
			wanted = append(wanted, o.ID)
		}
	}
	want(t, "page by page", paged, wanted)
	_, err = m.Purchases(t.Context(), purchase.Query{Cursor: "x"})
	wantCode(t, err, lowstock.CodeInvalid)
}
