package postgres_test

import (
	"context"
	"fmt"
	"strconv"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/postgres"
)

// BenchmarkWriteSet updates whole rows of a mall of 100,000 variants,
// alternately from one array for each column and from one JSON document. The
// document is made before the time is measured, the arrays while it is.
func BenchmarkWriteSet(b *testing.B) {
	m := large(b)
	for _, size := range []int{100, 1_000, 10_000} {
		b.Run(strconv.Itoa(size), func(b *testing.B) {
			codes := make([]string, size)
			for n := range codes {
				codes[n] = fmt.Sprintf("P%06d-%d", n/5+1, n%5+1)
			}
			var took [2]time.Duration
			quantity := 100
			for b.Loop() {
				for way, write := range []func(context.Context, lowstock.MallID, postgres.VariantSet) error{m.WriteColumns, m.WriteJSON} {
					quantity++
					set, err := postgres.NewVariantSet(codes, func(n int) int64 { return int64(n/5 + 1) }, quantity)
					m.ok(err)
					began := time.Now()
					m.ok(write(b.Context(), hansan, set))
					took[way] += time.Since(began)
				}
				m.admin("vacuum variants")
			}
			b.ReportMetric(float64(took[0].Microseconds())/float64(b.N)/1000, "ms/columns")
			b.ReportMetric(float64(took[1].Microseconds())/float64(b.N)/1000, "ms/json")
			b.ReportMetric(float64(took[1])/float64(took[0]), "json/columns")
		})
	}
}
