package postgres_test

import (
	"testing"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/outlook"
)

// tenThousandProducts adds 10,000 products with 25,000 variants, of which all have
// a forecast and 2,500 are at risk.
func (b *bundle) tenThousandProducts() {
	b.t.Helper()
	b.admin(`INSERT INTO products (mall_id, product_no, product_code, product_name, display, selling, price, supply_price, variant_count, total_quantity, status, observed_at, category_nos)
		SELECT 'hansan', p, 'P' || p, '오버핏 니트 ' || p, true, true, (1000 + p * 37 % 90000) || '.00', CASE WHEN p % 3 > 0 THEN (500 + p % 9000) || '.00' ELSE '' END, 3, 25, 'ok', $1, '{7}'
		  FROM generate_series(1, 10000) p`, b.now)
	b.admin(`INSERT INTO variants (mall_id, variant_code, product_no, display, selling, tracked, quantity, threshold, threshold_source, status, observed_at)
		SELECT 'hansan', 'V' || n, n % 10000 + 1, true, true, true, CASE WHEN n % 10 = 0 THEN n / 10 % 12 ELSE 30 + n % 300 END, 5, 'mall', CASE WHEN n % 120 = 0 THEN 'out' ELSE 'ok' END, $1
		  FROM generate_series(1, 25000) n`, b.now)
	b.admin(`INSERT INTO forecasts (mall_id, variant_code, reckoned_on, pace, class, lead_days, level, point, lost, covers, idle_since)
		SELECT 'hansan', 'V' || n, '2026-11-30', 1, 'smooth', 14, 95, 20,
		       ARRAY[14, 20, 10] || ARRAY(SELECT 2 * k FROM generate_series(0, 9) k) || ARRAY(SELECT (9 - k) * 12 + 3 FROM generate_series(0, 9) k) ||
		       ARRAY(SELECT x FROM generate_series(1, 10) d, LATERAL (VALUES (1, d), (2, d), (3, 3), (4, 0), (5, 1), (6, d - 1), (7, 9 * d), (8, 5), (9, 1)) AS s(o, x) ORDER BY d, o),
		       ARRAY[60, 90, 180, 300], date '2026-11-30' - n % 300
		  FROM generate_series(1, 25000) n`)
	b.admin(`ANALYZE`)
}

// BenchmarkRisk measures the lists and sums of money in a mall of
// [bundle.tenThousandProducts].
func BenchmarkRisk(b *testing.B) {
	s := setup(b)
	s.tenThousandProducts()
	today := s.ago(0)
	for name, q := range map[string]listing.Params{
		"sort":  {Sort: listing.SortRisk, Limit: 50, Brief: true},
		"order": {Sort: listing.SortRisk, Limit: 50, Brief: true, Outlook: outlook.FilterOrder},
		"over":  {Sort: listing.SortUrgent, Limit: 50, Brief: true, Held: outlook.HeldOver, HeldDays: 180},
		"idle":  {Sort: listing.SortUrgent, Limit: 50, Brief: true, Held: outlook.HeldIdle, HeldDays: 180},
	} {
		q = q.At(today)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				rows, _, err := s.Mall(hansan).Inventory(b.Context(), q)
				if s.ok(err); len(rows) != 50 {
					b.Fatalf("%d rows", len(rows))
				}
			}
		})
		if q.Held != "" {
			b.Run(name+"-sum", func(b *testing.B) {
				for b.Loop() {
					_, err := s.Mall(hansan).Bound(b.Context(), q)
					s.ok(err)
				}
			})
		}
	}
	s.admin(`UPDATE variants SET quantity = n % 3, status = CASE n % 3 WHEN 0 THEN 'out' ELSE 'low' END FROM (SELECT variant_code AS code, row_number() OVER (ORDER BY variant_code) AS n FROM variants) t WHERE code = variant_code AND n % 14 = 0`)
	s.admin(`ANALYZE`)
	b.Run("whole-sum", func(b *testing.B) {
		for b.Loop() {
			_, err := s.Mall(hansan).AtRisk(b.Context(), listing.Params{Today: today})
			s.ok(err)
		}
	})
	b.Run("report", func(b *testing.B) {
		for b.Loop() {
			_, err := s.Mall(hansan).BoundOf(b.Context(), 180, today)
			s.ok(err)
		}
	})
}
