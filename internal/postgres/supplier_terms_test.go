package postgres_test

import (
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/postgres"
	"cafe24-inventory-alert/internal/purchase"
)

var kst = time.FixedZone("Asia/Seoul", 9*60*60)

func (b *bundle) supplier(code string) purchase.Supplier {
	b.t.Helper()
	s, err := b.Mall(b.mall).Supplier(b.t.Context(), code, b.now.AddDate(-1, 0, 0), localtime.DayOf(b.now, kst), kst)
	b.ok(err)
	return s
}

func (b *bundle) suppliers(q purchase.SupplierQuery) (codes string, next string) {
	b.t.Helper()
	q.Since, q.Today, q.Zone = b.now.AddDate(-1, 0, 0), localtime.DayOf(b.now, kst), kst
	list, next, err := b.Mall(b.mall).SupplierPage(b.t.Context(), q)
	b.ok(err)
	var names []string
	for i := range list {
		names = append(names, list[i].Code)
	}
	return strings.Join(names, " "), next
}

func (b *bundle) own(name string) string {
	b.t.Helper()
	t := purchase.DefaultTerms()
	t.OwnName, t.By = name, "kim"
	code, err := b.Mall(b.mall).AddOwnSupplier(b.t.Context(), t, b.now)
	b.ok(err)
	return code
}

// TestSuppliersAreListed: those of Cafe24, own ones, and those that only products
// name, by name and page by page.
func TestSuppliersAreListed(t *testing.T) {
	t.Parallel()
	b := shop(t)
	r := read(3, 4)
	r.Product.SupplierCode = "S0000000"
	b.apply(r)
	own := b.own("나리 공방")
	all, next := b.suppliers(purchase.SupplierQuery{Limit: 10})
	want(t, "all", all, "S0000000 "+own+" S2 S1")
	want(t, "next", next, "")
	first, next := b.suppliers(purchase.SupplierQuery{Limit: 3})
	rest, last := b.suppliers(purchase.SupplierQuery{Limit: 3, Cursor: next})
	want(t, "pages", first+" | "+rest+last, "S0000000 "+own+" S2 | S1")
	found, _ := b.suppliers(purchase.SupplierQuery{Limit: 10, Search: "한"})
	want(t, "found by name", found, "S1")
	found, _ = b.suppliers(purchase.SupplierQuery{Limit: 10, Search: "s0000"})
	want(t, "found by code", found, "S0000000")
	want(t, "products", b.supplier("S1").Products, 1)
	_, err := b.Mall(hansan).Supplier(t.Context(), "S9", b.now, b.now, kst)
	wantCode(t, err, lowstock.CodeNotFound)
	_, err = b.Mall(bori).Supplier(t.Context(), own, b.now, b.now, kst)
	wantCode(t, err, lowstock.CodeNotFound)
}

// TestTermsBeginWithWhatCafe24Has: until an operator saves terms, they are those
// of the mall's admin. After that a reading changes nothing of them.
func TestTermsBeginWithWhatCafe24Has(t *testing.T) {
	t.Parallel()
	b := shop(t)
	agent := func(email string) {
		b.ok(b.Mall(hansan).SaveSuppliers(t.Context(), []inbound.Supplier{{Code: "S1", Name: "한산", Agent: inbound.Agent{Name: "김담당", Phone: "02-0000-0001", Email: email}}}))
	}
	agent("Kim@Supplier.example")
	s := b.supplier("S1")
	filled := s.Filled()
	want(t, "filled in", filled, purchase.SupplierTerms{
		Contact: "김담당", Phone: "02-0000-0001", Emails: []string{"kim@supplier.example"}, Currency: "KRW", ShowCosts: true, Locale: "ko",
	})
	want(t, "saved", s.Terms.Saved(), false)
	list, err := b.Mall(hansan).Suppliers(t.Context())
	b.ok(err)
	want(t, "lists have no persons", list[0].Agent, inbound.Agent{})

	filled.Emails, filled.MinAmount, filled.ShowCosts, filled.By = []string{"order@supplier.example", "ORDER@supplier.example", "kim@supplier.example"}, 3_000_000, false, "kim"
	b.ok(b.Mall(hansan).SaveSupplierTerms(t.Context(), "S1", filled, b.now))
	agent("lee@supplier.example")
	s = b.supplier("S1")
	filled.Emails, filled.At = []string{"order@supplier.example", "kim@supplier.example"}, b.now
	want(t, "saved terms", s.Filled(), filled)
	want(t, "what Cafe24 has", s.Agent.Email, "lee@supplier.example")
	wantCode(t, b.Mall(hansan).SaveSupplierTerms(t.Context(), "S9", filled, b.now), lowstock.CodeNotFound)
	filled.Emails, filled.Currency = []string{"nobody"}, "won"
	err = b.Mall(hansan).SaveSupplierTerms(t.Context(), "S1", filled, b.now)
	wantCode(t, err, lowstock.CodeInvalid)
	agent("")
	b.admin(`DELETE FROM supplier_terms`)
	agent("no address")
	s = b.supplier("S1")
	want(t, "a text that is no address", s.Filled().Emails, nil)
}

// TestOwnSuppliers: a name is taken once, and only an unused one is deleted.
func TestOwnSuppliers(t *testing.T) {
	t.Parallel()
	b := shop(t)
	code := b.own("나리 공방")
	for _, name := range []string{"나리 공방", "한산", ""} {
		terms := purchase.DefaultTerms()
		terms.OwnName = name
		_, err := b.Mall(hansan).AddOwnSupplier(t.Context(), terms, b.now)
		wantCode(t, err, lowstock.CodeInvalid)
	}
	changed, unknown, err := b.Mall(hansan).AssignProducts(t.Context(), code, purchase.Assignment{Codes: []string{"P0002", "X1"}}, "kim", b.now)
	b.ok(err)
	want(t, "assigned", changed, 1)
	want(t, "unknown", unknown, []string{"X1"})
	wantCode(t, b.Mall(hansan).DeleteOwnSupplier(t.Context(), code), lowstock.CodeConflict)
	b.ok(b.Mall(hansan).UnassignProduct(t.Context(), code, 2, "kim", b.now))
	b.sentOrder(code, "2026-11-02", 10)
	wantCode(t, b.Mall(hansan).DeleteOwnSupplier(t.Context(), code), lowstock.CodeConflict)
	b.admin(`DELETE FROM purchase_orders`)
	wantCode(t, b.Mall(hansan).DeleteOwnSupplier(t.Context(), "S1"), lowstock.CodeNotFound)
	b.ok(b.Mall(hansan).DeleteOwnSupplier(t.Context(), code))
	wantCode(t, b.Mall(hansan).DeleteOwnSupplier(t.Context(), code), lowstock.CodeNotFound)
}

// TestProductsAreAssigned: by code, by the code of a variant, by category, and all
// of one supplier of Cafe24. The counts of both suppliers follow.
func TestProductsAreAssigned(t *testing.T) {
	t.Parallel()
	for what, of := range map[string]purchase.Assignment{
		"code": {Codes: []string{"P0001"}}, "variant": {Codes: []string{code(1, 1)}}, "category": {CategoryNo: 7}, "supplier": {SupplierCode: "S1"},
	} {
		b := shop(t)
		own := b.own("나리 공방")
		assign := func(to string) (changed int) {
			changed, unknown, err := b.Mall(hansan).AssignProducts(t.Context(), to, of, "kim", b.now)
			b.ok(err)
			want(t, what+": unknown", unknown, nil)
			return changed
		}
		want(t, what+": to its own supplier", assign("S1"), 0)
		want(t, what+": first", assign(own), 1)
		want(t, what+": again", assign(own), 0)
		want(t, what+": of the own supplier", b.supplier(own).Products, 1)
		want(t, what+": of Cafe24's", b.supplier("S1").Products, 0)
		list, err := b.Mall(hansan).Assigned(t.Context(), own, 10)
		b.ok(err)
		want(t, what+": listed", list, []purchase.Assigned{{ProductNo: 1, Code: "P0001", Name: "오버핏 니트 1"}})
		b.ok(b.Mall(hansan).UnassignProduct(t.Context(), "S2", 1, "kim", b.now))
		want(t, what+": unassigned from another supplier", b.supplier(own).Products, 1)
		b.ok(b.Mall(hansan).UnassignProduct(t.Context(), own, 1, "kim", b.now))
		want(t, what+": unassigned", b.supplier("S1").Products, 1)
	}
}

// sentOrder stores an order that was sent on a day and promised a week later.
func (b *bundle) sentOrder(supplier, day string, units int) (id int64) {
	b.t.Helper()
	sent, err := time.ParseInLocation(time.DateOnly, day, kst)
	b.ok(err)
	on := sent.AddDate(0, 0, 7).Format(time.DateOnly)
	id = one[int64](b, `
		INSERT INTO purchase_orders (mall_id, origin, number, supplier_code, created_at, sent_at)
		SELECT $1, 'sheet', 'PO-' || count(*), $2, $3::timestamptz - interval '5 days', $3 FROM purchase_orders RETURNING order_id`, b.mall, supplier, sent.Add(8*time.Hour))
	b.admin(`INSERT INTO purchase_lines (mall_id, order_id, line_no, product_no, variant_code, ordered, promised_on, expected_on, cover_until, coming)
		VALUES ($1, $2, 1, 1, $3, $4, $5, $5, $5, true)`, b.mall, id, code(1, 0), units, on)
	return id
}

func (b *bundle) came(order int64, day string, units int) (id int64) {
	b.t.Helper()
	id = one[int64](b, `INSERT INTO purchase_receipts (mall_id, order_id, line_no, units, came_on, source, at) VALUES ($1, $2, 1, $3, $4, 'operator', $5)
		RETURNING receipt_id`, b.mall, order, units, day, b.now)
	b.admin(`UPDATE purchase_lines SET received = received + $3 WHERE mall_id = $1 AND order_id = $2`, b.mall, order, units)
	return id
}

// TestRecordsOfASupplier: a sending at 08:00 in Seoul is of that day. A draft
// that waited five days counts from its sending, and goods that a person entered
// later from the day that they came. A receipt that was taken back is not there.
func TestRecordsOfASupplier(t *testing.T) {
	t.Parallel()
	b := shop(t)
	day := func(text string) time.Time {
		d, err := time.Parse(time.DateOnly, text)
		b.ok(err)
		return d
	}
	order := b.sentOrder("S1", "2026-10-12", 100)
	wrong := b.came(order, "2026-10-14", 100)
	b.admin(`INSERT INTO purchase_receipts (mall_id, order_id, line_no, units, came_on, source, corrects, at) VALUES ($1, $2, 1, -100, '2026-10-14', 'operator', $3, $4)`, hansan, order, wrong, b.now)
	b.came(order, "2026-10-16", 60)
	b.came(order, "2026-10-23", 40)
	open := b.sentOrder("S1", "2026-10-20", 10)
	b.sentOrder("S2", "2026-10-20", 10)
	want(t, "records", b.supplier("S1").Records, []purchase.Record{
		{
			Order: order, Origin: purchase.OriginSheet, SentOn: day("2026-10-12"), PromisedOn: day("2026-10-19"), Ordered: 100,
			Came: []purchase.Came{{On: day("2026-10-16"), Units: 60}, {On: day("2026-10-23"), Units: 40}},
		},
		{Order: open, Origin: purchase.OriginSheet, SentOn: day("2026-10-20"), PromisedOn: day("2026-10-27"), Ordered: 10},
	})
	lead := purchase.LeadOf(b.supplier("S1").Records, day("2026-10-30"))
	want(t, "lead time", [3]int{lead.Finished, lead.Shortest, lead.Open}, [3]int{1, 11, 1})
	want(t, "open and late", [2]int{b.supplier("S1").Open, b.supplier("S1").Late}, [2]int{1, 1})
	alone, err := b.Mall(hansan).SupplierRecords(t.Context(), "S1", day("2026-10-15"), kst)
	b.ok(err)
	want(t, "since a day", len(alone), 1)
}

// TestDelayOfASupplier: it is known from five lines on.
func TestDelayOfASupplier(t *testing.T) {
	t.Parallel()
	b := shop(t)
	delay := func() (days int) {
		days, err := postgres.SupplierDelay(t.Context(), b.Store, hansan, "S1", localtime.DayOf(b.now, kst), kst)
		b.ok(err)
		return days
	}
	for n, came := range []string{"2026-10-12", "2026-10-12", "2026-10-13", "2026-10-15"} {
		b.came(b.sentOrder("S1", "2026-10-05", 10+n), came, 10+n)
	}
	want(t, "of four lines", delay(), -1)
	b.came(b.sentOrder("S1", "2026-10-05", 10), "2026-10-22", 10)
	want(t, "of five lines", delay(), 3)
}
