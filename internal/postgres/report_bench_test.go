package postgres_test

import (
	"testing"
	"time"

	"cafe24-inventory-alert/internal/monthly"
)

// BenchmarkReport reads a month of 100,000 variants, each with 30 levels in
// it. A tenth of them sells out twice, and each time an alert was raised and
// sent.
func BenchmarkReport(b *testing.B) {
	s := setup(b)
	from, to := time.Date(2026, 10, 31, 15, 0, 0, 0, time.UTC), time.Date(2026, 11, 30, 15, 0, 0, 0, time.UTC)
	for _, sql := range []string{
		`INSERT INTO products (mall_id, product_no, display, selling, observed_at) SELECT 'hansan', n, true, true, now() FROM generate_series(1, 1000) n`,
		`INSERT INTO variants (mall_id, variant_code, product_no, display, selling, tracked, quantity, threshold, threshold_source, status, observed_at)
		 SELECT 'hansan', 'V' || n, n % 1000 + 1, true, true, true, 5, 5, 'mall', 'low', now() FROM generate_series(1, 100000) n`,
		`INSERT INTO stock_history (mall_id, variant_code, observed_at, quantity, source)
		 SELECT 'hansan', 'V' || n, timestamptz '2026-10-31 15:00Z' + k * interval '1 day', CASE WHEN n % 10 = 0 AND k % 14 = 13 THEN 0 ELSE 30 - k END, 'hint'
		   FROM generate_series(1, 100000) n, generate_series(0, 29) k`,
		`INSERT INTO incidents (mall_id, product_no, variant_code, kind, state, quantity, threshold, threshold_source, opened_at, escalated_at, resolved_at)
		 SELECT 'hansan', n % 1000 + 1, 'V' || n, 'out', 'resolved', 0, 5, 'mall', at, at + interval '5 days', at + interval '6 days'
		   FROM generate_series(10, 100000, 10) n, generate_series(0, 1) k, LATERAL (SELECT timestamptz '2026-10-31 15:00Z' + (k * 14 + 8) * interval '1 day' AS at) t`,
		`INSERT INTO deliveries (mall_id, incident_id, kind, channel, recipient, state, sent_at) SELECT mall_id, incident_id, 'low', 'email', 'kim', 'sent', opened_at FROM incidents`,
		`INSERT INTO incident_events (mall_id, incident_id, at, kind, threshold) SELECT mall_id, incident_id, opened_at, 'opened', threshold FROM incidents`,
		`ANALYZE`,
	} {
		s.admin(sql)
	}
	for b.Loop() {
		record, err := s.Mall(hansan).ReportRecord(b.Context(), from, to, to)
		s.ok(err)
		report := monthly.Count(record, 7)
		if report.SellOuts != 20_000 || report.Late != 20_000 || report.Notified != 20_000 {
			b.Fatalf("%d sell-outs, %d late, %d notified", report.SellOuts, report.Late, report.Notified)
		}
	}
}
