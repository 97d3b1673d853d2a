package pipeline_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/purchase"
)

// documents are the purchase orders that the merchant sends to suppliers, and
// what really came of them.
type documents struct {
	*shop

	rng   *rand.Rand // of its own: the rest of the month does not depend on it
	lines []*document
	typed int
	falls []string // entries with which the position fell
}

// document is an order of one line.
type document struct {
	item  *item
	id    int64
	units int
	came  int // what really came, or was entered and never came
	never int // of these, what never came
	goods int // units by which deliveries have raised the quantity
	rose  int // of the item, when the order was sent
}

// others returns the units by which the quantity rose for other reasons since
// the order was sent: undocumented deliveries, returns, and edits taken back.
func (doc *document) others() int { return doc.item.rose - doc.rose - doc.goods }

// plan orders some items. The goods come in one delivery or two, on time or late.
// Of a third, a person enters the receipt, before the quantity rises or after;
// some of these goods never come.
func (d *documents) plan(begin, end time.Time) {
	days := int(end.Sub(begin).Hours() / 24)
	n := max(8, len(d.items)/40)
	var chosen []*item
	for _, i := range d.rng.Perm(len(d.items)) {
		if w := d.items[i]; w.tracked && w.shelf.shown && len(chosen) < n {
			chosen = append(chosen, w)
		}
	}
	const decided = 16 * time.Hour // a sweep, the end of the rise, a look, and the time of an entry
	for i, w := range chosen {
		sent := begin.Add(time.Duration(10*60+i%180) * time.Minute)
		if days > 4 {
			sent = sent.AddDate(0, 0, d.rng.IntN(days/2))
		}
		first := begin.AddDate(0, 0, int(sent.Sub(begin).Hours()/24)+1).Add(time.Hour) // what comes on the day of the sending is not of the order
		last := end.Add(-decided)
		d.events.add(sent, func() { d.order(w, first.Add(time.Duration(d.rng.Float64()*float64(last.Sub(first)))), last) })
	}
}

// order sends an order whose goods come at a time, some of them later, until
// last.
func (d *documents) order(w *item, at, last time.Time) {
	now, store := d.d.clock.Now(), d.d.store.Mall(mall)
	doc := &document{item: w, units: 20 + d.rng.IntN(80), rose: w.rose}
	drafts, err := store.SaveDrafts(d.t.Context(), []purchase.Draft{{
		SupplierCode: "S0000001", SupplierName: "한결직물", LeadDays: 2, By: "owner", Now: now,
		Lines: []purchase.Line{{ProductNo: w.shelf.no, VariantCode: w.code, ProductName: w.shelf.name, Ordered: doc.units, Pack: 1}},
	}})
	if err != nil {
		d.t.Fatal(err)
	}
	today := now.In(seoul)
	g := purchase.Sending{ID: drafts[0].ID, By: "owner", Now: now, Today: time.Date(today.Year(), today.Month(), today.Day(), 0, 0, 0, 0, time.UTC), Zone: seoul}
	if _, err := store.SendPurchase(d.t.Context(), g); err != nil {
		d.t.Fatal(err)
	}
	doc.id, d.touched, d.lines = drafts[0].ID, true, append(d.lines, doc)
	part := doc.units
	if d.rng.Float64() < 0.3 {
		if later := at.Add(30 * time.Hour); later.Before(last) {
			part = doc.units * (30 + d.rng.IntN(40)) / 100
			d.delivery(doc, doc.units-part, later)
		}
	}
	d.delivery(doc, part, at)
}

// delivery is goods that come at a time.
func (d *documents) delivery(doc *document, units int, at time.Time) {
	rises := func() {
		doc.goods += units
		d.set(doc.item, doc.item.quantity+units)
	}
	enters := func() { d.enters(doc, units) }
	doc.came += units
	switch dice := d.rng.Float64(); {
	case dice < 0.04: // entered by mistake
		doc.never += units
		d.events.add(at, enters)
	case dice < 0.2:
		d.events.add(at, enters)
		d.events.add(at.Add(time.Duration(d.rng.Float64()*float64(5*time.Hour))), rises)
	case dice < 0.35:
		d.events.add(at, rises)
		d.events.add(at.Add(time.Duration(d.rng.Float64()*float64(15*time.Hour))), enters)
	default:
		d.events.add(at, rises)
	}
}

// enters enters a receipt. It takes nothing off what is on its way, unless the
// quantity has shown it before.
func (d *documents) enters(doc *document, units int) {
	const position = `SELECT (coalesce(sum(CASE WHEN coming THEN rest ELSE 0 END + unseen), 0))::int FROM purchase_lines WHERE order_id = $1`
	before := rowsOf[struct{ N int }](d.t, d.d, position, doc.id)[0].N
	o, err := d.d.store.Mall(mall).ReceivePurchase(d.t.Context(), purchase.Arrival{
		Order: doc.id, Key: fmt.Sprintf("month/%d/%d", doc.id, d.typed), Lines: []purchase.ArrivalLine{{Line: 1, Units: units}},
		Source: purchase.ByOperator, By: "owner", Now: d.d.clock.Now(),
	})
	if err != nil {
		d.t.Fatal(err)
	}
	d.typed, d.touched = d.typed+1, true
	if after := rowsOf[struct{ N int }](d.t, d.d, position, doc.id)[0].N; after < before {
		d.falls = append(d.falls, fmt.Sprintf("order %d: %d entered, %d on their way before and %d after: %+v", doc.id, units, before, after, o.Receipts))
	}
}

// judge compares what was booked with what came. A rise for another reason, as
// when an edit by mistake is taken back, may be booked as a part of an order: the
// readings do not tell them apart. But what is booked is never more than what
// came, was entered, or rose for other reasons, and no rise is booked twice.
func (d *documents) judge(t *testing.T, r *run) {
	t.Helper()
	type line struct {
		Order                      int64
		Received, Unseen, Receipts int
		Stale                      bool
	}
	found := map[int64]line{}
	for _, l := range rowsOf[line](t, r.m.d, `
		SELECT l.order_id, l.received, l.unseen, (SELECT count(*)::int FROM purchase_receipts p WHERE p.order_id = l.order_id AND p.units > 0
		         AND NOT EXISTS (SELECT FROM purchase_receipts c WHERE c.corrects = p.receipt_id)),
		       l.unseen > 0 AND l.unseen_at < $1::timestamptz - interval '73 hours'
		  FROM purchase_lines l`, r.end) {
		found[l.Order] = l
	}
	right, other, much, lost, receipts := 0, 0, 0, 0, 0
	for _, doc := range d.lines {
		l := found[doc.id]
		receipts += l.Receipts
		switch near := max(2, doc.units/20); {
		case l.Received > doc.came+near+doc.others():
			much++
			t.Errorf("%s: order %d of %s: %d came, of them %d only in an entry, and %d of other goods, but %d are booked",
				r.name, doc.id, doc.item.code, doc.came, doc.never, doc.others(), l.Received)
		case l.Received > doc.came+near:
			other++
		case l.Received < doc.came-near:
			lost++
		default:
			right++
		}
		if l.Stale {
			t.Errorf("%s: order %d waits for its quantity for too long: %+v", r.name, doc.id, l)
		}
	}
	for _, fall := range d.falls {
		t.Errorf("%s: the position fell: %s", r.name, fall)
	}
	if share := float64(right) / float64(max(1, len(d.lines)-other)); share < 0.9 {
		t.Errorf("%s: only %.0f %% of the orders are booked right", r.name, 100*share)
	}
	r.print("orders by document, receipts, of them entered", "%d, %d, %d", len(d.lines), receipts, d.typed)
	twice := rowsOf[struct{ N int }](t, r.m.d, `
		SELECT (count(*) - count(DISTINCT (order_id, line_no, evidence->>'from')))::int FROM purchase_receipts WHERE source = 'detected' AND corrects IS NULL`)[0].N
	if twice > 0 {
		t.Errorf("%s: %d rises are booked twice", r.name, twice)
	}
	r.print("… right, with other goods, too little; **more than came, booked twice**", "%d, %d, %d; **%d, %d**", right, other, lost, much, twice)
	r.print("lines announced as late; **of them again within a week**", "%s", d.late(t, r))
}

// late counts the announcements of late goods to the owner.
func (d *documents) late(t *testing.T, r *run) string {
	t.Helper()
	type key struct {
		order int64
		line  int
	}
	last, all, again := map[key]time.Time{}, 0, 0
	for _, a := range r.arrivals {
		if a.to != owner || a.of.Purpose != outgoing.PurposeGoodsLate {
			continue
		}
		for _, l := range a.of.Late {
			k := key{l.Order, l.Line}
			if was := last[k]; !was.IsZero() && a.at.Sub(was) < 6*24*time.Hour {
				again++
				t.Errorf("%s: order %d is announced as late at %s and at %s", r.name, l.Order, was, a.at)
			}
			last[k], all = a.at, all+1
		}
	}
	return fmt.Sprintf("%d; **%d**", all, again)
}
