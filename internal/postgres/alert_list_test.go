package postgres_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
)

// inboxOf fills the bundle's mall with alerts that differ in every filter.
func inboxOf(t *testing.T) *bundle {
	t.Helper()
	b := setup(t)
	b.threshold(5)
	b.notifyByEmail(nil, "kim@hansan.example", "lee@hansan.example")
	b.admin(`UPDATE recipients SET category_nos = '{7}' WHERE email = 'lee@hansan.example'`)
	var readings []inbound.ProductReading
	for no := int64(1); no <= 6; no++ {
		r := read(no, int(no%3), 2)
		r.Product.Price = fmt.Sprintf("%d000.00", no)
		r.Product.SupplierCode = "S" + string('0'+byte(no%2))
		if no > 3 {
			r.Product.CategoryNos = []int{7, 8}
		}
		readings = append(readings, r)
	}
	b.apply(readings...)
	b.admin(`UPDATE variants SET daily_sales = product_no WHERE quantity <> 2`)
	b.wait(48 * time.Hour)
	b.apply(read(9, 0))
	list := b.incidents(lowstock.IncidentStanding)
	b.ok(second(b.Mall(hansan).AcknowledgeIncident(t.Context(), list[0].ID, "lee", b.now)))
	b.ok(second(b.Mall(hansan).SnoozeIncident(t.Context(), list[1].ID, lowstock.Hold{Restock: true}, "lee", b.now)))
	b.ok(second(b.Mall(hansan).ResolveIncident(t.Context(), list[2].ID, "lee", b.now)))
	return b
}

// walk reads a list page by page.
func (b *bundle) walk(q listing.Params, limit int) (codes []string) {
	b.t.Helper()
	for q.Limit = limit; ; {
		list, next, err := b.Mall(b.mall).Incidents(b.t.Context(), q)
		b.ok(err)
		for i := range list {
			codes = append(codes, list[i].VariantCode)
		}
		if q.Cursor = next; next == "" {
			return codes
		}
	}
}

// The count of each value of a filter is the length of the list that choosing
// it shows, whatever else is chosen.
func TestTheCountsOfTheInboxAreThoseOfItsLists(t *testing.T) {
	t.Parallel()
	b := inboxOf(t)
	day := b.now.Add(-24 * time.Hour)
	base := listing.Params{State: lowstock.IncidentStanding}
	keys := map[string]string{}
	for _, r := range b.alertCounts(base).Recipients {
		keys[r.Name] = r.Key
	}
	want(t, "recipients", len(keys), 2)
	change := func(q listing.Params, f func(*listing.Params)) listing.Params { f(&q); return q }
	queries := map[string]listing.Params{
		"standing":  base,
		"every":     {},
		"out":       change(base, func(q *listing.Params) { q.Alerts.Kind = lowstock.KindOut }),
		"category":  change(base, func(q *listing.Params) { q.CategoryNo = 7 }),
		"supplier":  change(base, func(q *listing.Params) { q.SupplierCode = "S1"; q.Alerts.Kind = lowstock.KindLow }),
		"recipient": change(base, func(q *listing.Params) { q.Alerts.Recipient = keys["lee@hansan.example"] }),
		"since":     change(base, func(q *listing.Params) { q.Alerts.Since = day }),
		"search":    change(base, func(q *listing.Params) { q.Q = "니트 4" }),
		"jamo":      change(base, func(q *listing.Params) { q.Q = "ㄴㅣㅌ" }),
		"code":      change(base, func(q *listing.Params) { q.Q = code(2, 0) }),
		"gone":      change(base, func(q *listing.Params) { q.SupplierCode = "S9" }),
		"resolved":  {State: lowstock.IncidentResolved},
		"all": change(base, func(q *listing.Params) {
			q.CategoryNo, q.SupplierCode, q.Alerts.Kind, q.Alerts.Since = 8, "S0", lowstock.KindLow, day.Add(-96*time.Hour)
		}),
	}
	for name, q := range queries {
		c := b.alertCounts(q, day)
		found := b.walk(q, 100)
		want(t, name+": found", c.Found, len(found))
		if name == "standing" || name == "out" {
			want(t, name+": some", c.Found > 1, true)
		}
		length := func(f func(*listing.Params)) int { return len(b.walk(change(q, f), 100)) }
		for state, n := range c.States {
			want(t, name+": "+string(state), n, length(func(q *listing.Params) { q.State = state }))
		}
		for kind, n := range c.Kinds {
			want(t, name+": "+string(kind), n, length(func(q *listing.Params) { q.Alerts.Kind = kind }))
		}
		for no, n := range c.Categories {
			want(t, fmt.Sprint(name, ": category ", no), n, length(func(q *listing.Params) { q.CategoryNo = no }))
		}
		for supplier, n := range c.Suppliers {
			if supplier != "" {
				want(t, name+": supplier "+supplier, n, length(func(q *listing.Params) { q.SupplierCode = supplier }))
			}
		}
		for _, r := range c.Recipients {
			want(t, name+": recipient "+r.Name, r.Alerts, length(func(q *listing.Params) { q.Alerts.Recipient = r.Key }))
			if strings.Contains(r.Key, "@") {
				t.Errorf("%s: an address in %q", name, r.Key)
			}
		}
		if q.State != lowstock.IncidentResolved {
			want(t, name+": since", c.Since[0], length(func(q *listing.Params) { q.Alerts.Since = day }))
		}
	}
}

// Every order is whole and without repetition in pages of any size, and a
// cursor of one order is refused in another.
func TestTheOrdersOfTheInbox(t *testing.T) {
	t.Parallel()
	b := inboxOf(t)
	base := listing.Params{State: lowstock.IncidentStanding}
	b.admin(`
		INSERT INTO forecasts (mall_id, variant_code, reckoned_on, pace, lost)
		SELECT mall_id, variant_code, '2026-11-01', daily_sales, ARRAY[14, 10000, 2, 0, 9999, (140 * daily_sales)::int, 0] FROM variants WHERE daily_sales > 0`)
	firsts := map[listing.AlertSort]string{
		listing.AlertsUrgent: code(6, 0), // sold out, 6 a day at 6,000
		listing.AlertsRisk:   code(6, 0),
		listing.AlertsNewest: code(9, 0),
	}
	for sort, first := range firsts {
		q := base
		q.Alerts.Sort = sort
		whole := b.walk(q, 100)
		want(t, string(sort)+": first", whole[0], first)
		for limit := 1; limit < 5; limit++ {
			want(t, fmt.Sprint(sort, " by ", limit), b.walk(q, limit), whole)
		}
	}
	q := base
	q.Alerts.Sort = listing.AlertsOldest
	oldest := b.walk(q, 3)
	slices.Reverse(oldest)
	want(t, "oldest first", oldest, b.walk(base, 100))
	q.Alerts.Sort, q.Limit = listing.AlertsUrgent, 100
	list, _, err := b.Mall(hansan).Incidents(t.Context(), q)
	b.ok(err)
	for n := 1; n < len(list); n++ {
		a, c := list[n-1], list[n]
		if a.Kind == lowstock.KindLow && c.Kind == lowstock.KindOut || a.Kind == c.Kind && a.Loss(b.now).Money < c.Loss(b.now).Money {
			t.Errorf("%s (%s, %+v) before %s (%s, %+v)", a.VariantCode, a.Kind, a.Loss(b.now), c.VariantCode, c.Kind, c.Loss(b.now))
		}
	}
	q.Limit = 1
	_, next, err := b.Mall(hansan).Incidents(t.Context(), q)
	b.ok(err)
	q.Cursor, q.Alerts.Sort = next, listing.AlertsRisk
	_, _, err = b.Mall(hansan).Incidents(t.Context(), q)
	wantCode(t, err, lowstock.CodeInvalid)
	_, _, err = b.Mall(hansan).Incidents(t.Context(), listing.Params{Alerts: listing.AlertFilter{Sort: "odd"}})
	wantCode(t, err, lowstock.CodeInvalid)
}
