package forecast_test

import (
	"testing"

	"cafe24-inventory-alert/internal/forecast"
)

// BenchmarkForecastWithPool measures the same with a pool, of which the
// suggestion asks twice, and with the season.
func BenchmarkForecastWithPool(b *testing.B) {
	items := generate(shop(), 1, 500, 760)
	var all []forecast.Series
	var sample []forecast.PoolItem
	for _, it := range items {
		all, sample = append(all, it.seen), append(sample, forecast.PoolItem{Series: it.seen})
	}
	end := items[0].seen.End()
	years := forecast.NewYears(all)
	for _, pooled := range []bool{false, true} {
		events := (*forecast.Events)(nil).In(years.At(end))
		name := "alone"
		if pooled {
			name = "pooled"
			events = events.With(forecast.LearnPool(sample, years, end, forecast.PoolLevels()...))
		}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for i := range b.N {
				m := forecast.FitEvents(items[i%len(items)].seen, events)
				s := m.Suggest(14, 0.95)
				m.RunOut(s.Point)
				m.Risk(s.Point, 14)
			}
		})
	}
}

func BenchmarkLearnPool(b *testing.B) {
	var sample []forecast.PoolItem
	for _, it := range generate(shop(), 1, forecast.PoolSample, 760) {
		sample = append(sample, forecast.PoolItem{Series: it.seen})
	}
	end := sample[0].Series.End()
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		forecast.LearnPool(sample, nil, end, forecast.PoolLevels()...)
	}
}
