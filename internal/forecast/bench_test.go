package forecast_test

import (
	"testing"

	"cafe24-inventory-alert/internal/forecast"
)

// A hundred thousand options of 400 days are to be forecast in ten seconds on
// one core: 100 µs each, for model, suggestion, date of running out and risk.
func BenchmarkForecast(b *testing.B) {
	items := generate(shop(), 1, 500, 400)
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		it := items[i%len(items)]
		m := forecast.Fit(it.seen, it.events)
		s := m.Suggest(14, 0.95)
		m.RunOut(s.Point)
		m.Risk(s.Point, 14)
	}
}

func BenchmarkFit(b *testing.B) {
	items := generate(shop(), 1, 500, 400)
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		it := items[i%len(items)]
		forecast.Fit(it.seen, it.events)
	}
}
