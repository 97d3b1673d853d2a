package forecast_test

import (
	"testing"

	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/lowstock"
)

// BenchmarkForecast measures one option of 400 days. A hundred thousand have to
// be forecast in ten seconds on one core: 100 µs each, for model, suggestion,
// day of running out and risk.
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

// BenchmarkForecastWithEvents measures the same with two hundred promotions and
// all holidays. The limit is the same ten seconds.
func BenchmarkForecastWithEvents(b *testing.B) {
	items := generate(shop(), 1, 500, 400)
	end := items[0].seen.End()
	plan := aPlan()
	shift := int(end - forecast.DateOf(onDay("2026-11-24")))
	for i := range plan.Promotions {
		p := &plan.Promotions[i]
		p.From, p.To = p.From.AddDate(0, 0, shift), p.To.AddDate(0, 0, shift)
	}
	calendar := forecast.NewCalendar(plan, end-730, end+forecast.MaxDays)
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		of := lowstock.Subject{ProductNo: int64(i % 20_000), CategoryNos: []int{24 + i%40, 24, 30}, SupplierCode: "S" + string(rune('A'+i%20))}
		m := forecast.FitEvents(items[i%len(items)].seen, calendar.Of(of))
		s := m.Suggest(14, 0.95)
		m.RunOut(s.Point)
		m.Risk(s.Point, 14)
	}
}

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
