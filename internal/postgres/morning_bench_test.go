package postgres_test

import (
	"testing"
	"time"
)

// BenchmarkMorning measures the list, and the number of its items, in a mall of
// 10,000 products with 25,000 variants, of which 3,000 are on the list and 2,500
// have a figure.
func BenchmarkMorning(b *testing.B) {
	s := setup(b)
	s.tenThousandProducts()
	s.admin(`UPDATE forecasts SET expected = 8`)
	s.admin(`INSERT INTO incidents (mall_id, product_no, variant_code, kind, state, quantity, threshold, threshold_source, opened_at)
		SELECT mall_id, product_no, variant_code, CASE WHEN quantity <= 0 THEN 'out' ELSE 'low' END, 'open', quantity, 5, 'mall', $1 FROM variants WHERE quantity <= 5`, s.now)
	s.admin(`ANALYZE`)
	today := s.ago(0).Truncate(24 * time.Hour)
	b.Run("list", func(b *testing.B) {
		for b.Loop() {
			list, err := s.Mall(hansan).Morning(b.Context(), today, s.now)
			if s.ok(err); len(list.Items) != 50 {
				b.Fatalf("%d items of %d", len(list.Items), list.Left())
			}
		}
	})
	b.Run("count", func(b *testing.B) {
		for b.Loop() {
			left, err := s.Mall(hansan).MorningLeft(b.Context(), today, s.now)
			if s.ok(err); left < 1000 {
				b.Fatalf("%d left", left)
			}
		}
	})
}
