package postgres_test

import (
	"testing"
	"time"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
)

// BenchmarkInbox reads the first page of the inbox, and its counts, of a mall of
// 10,000 products with 30,000 variants, of which 1,773 have an unresolved alert
// and 20,000 a resolved one.
func BenchmarkInbox(b *testing.B) {
	mall := setup(b)
	mall.admin(`INSERT INTO products (mall_id, product_no, product_code, product_name, display, selling, price, category_nos, supplier_code, observed_at)
		 SELECT 'hansan', n, 'P' || n, '포근한 니트 ' || n, true, true, (1000 + n % 500 * 100)::text, ARRAY[n % 20 + 1], 'S' || n % 30, now() FROM generate_series(1, 10000) n`)
	mall.admin(`INSERT INTO variants (mall_id, variant_code, product_no, display, selling, tracked, quantity, threshold, threshold_source, status, daily_sales, observed_at)
		 SELECT 'hansan', 'V' || n, n % 10000 + 1, true, true, true, n % 7, 5, 'mall', 'low', n % 11, now() FROM generate_series(1, 30000) n`)
	mall.admin(`INSERT INTO variant_texts (mall_id, variant_code, search) SELECT v.mall_id, v.variant_code, p.product_name || chr(31) || v.variant_code FROM variants v JOIN products p USING (mall_id, product_no)`)
	mall.admin(`INSERT INTO incidents (mall_id, product_no, variant_code, kind, state, quantity, threshold, threshold_source, opened_at, resolved_at)
		 SELECT 'hansan', n % 10000 + 1, 'V' || n, CASE n % 3 WHEN 0 THEN 'out' ELSE 'low' END, CASE WHEN n > 20000 THEN (ARRAY['open', 'acknowledged', 'snoozed'])[n % 3 + 1] ELSE 'resolved' END,
		        n % 3, 5, 'mall', now() - n * interval '1 minute', CASE WHEN n > 20000 THEN NULL ELSE now() END FROM generate_series(1, 21773) n`)
	mall.admin(`INSERT INTO deliveries (mall_id, incident_id, kind, channel, recipient, state, created_at)
		 SELECT mall_id, incident_id, kind, 'email', r || '@hansan.example', 'sent', now() FROM incidents, unnest(ARRAY['kim', 'lee', 'park']) r`)
	mall.notifyByEmail(nil, "kim@hansan.example", "lee@hansan.example")
	mall.admin(`ANALYZE`)
	one := mall.alertCounts(listing.Params{State: lowstock.IncidentStanding}).Recipients[0].Key
	since := mall.now.AddDate(0, 0, -7)
	out := listing.AlertFilter{Kind: lowstock.KindOut, Sort: listing.AlertsUrgent}
	for name, q := range map[string]listing.Params{
		"standing":  {State: lowstock.IncidentStanding, Alerts: listing.AlertFilter{Sort: listing.AlertsUrgent}},
		"filtered":  {State: lowstock.IncidentStanding, CategoryNo: 7, Alerts: out},
		"recipient": {State: lowstock.IncidentStanding, Alerts: listing.AlertFilter{Recipient: one, Sort: listing.AlertsRisk}},
		"search":    {State: lowstock.IncidentStanding, Q: "니트 99", Alerts: out},
		"common":    {State: lowstock.IncidentStanding, Q: "니트", Alerts: out},
		"resolved":  {State: lowstock.IncidentResolved},
	} {
		q.Limit = 50
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, _, err := mall.Mall(hansan).Incidents(b.Context(), q); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(name+"/risk", func(b *testing.B) {
			q := q
			q.Today = mall.ago(0)
			for b.Loop() {
				if _, err := mall.Mall(hansan).AlertsAtRisk(b.Context(), q); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(name+"/counts", func(b *testing.B) {
			for b.Loop() {
				if _, err := mall.Mall(hansan).AlertCounts(b.Context(), q, []time.Time{since}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
