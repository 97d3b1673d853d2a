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

// BenchmarkForecastInAYear measures the same in a mall with a season. A nightly forecast
// of a mall may take a fifth more with a season than without one.
func BenchmarkForecastInAYear(b *testing.B) {
	items := generate(shop(), 1, 500, 760)
	mall := make([]forecast.Series, len(items))
	for i, it := range items {
		mall[i] = it.seen
	}
	year := forecast.NewYear(15000, forecast.Roots(aSeasonalMall(20, 760), 15000, 760))
	for i := range mall {
		mall[i].Start = 15000
	}
	for name, events := range map[string]*forecast.Events{"without": nil, "with": (*forecast.Events)(nil).In(year)} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for i := range b.N {
				m := forecast.FitEvents(mall[i%len(mall)], events)
				s := m.Suggest(14, 0.95)
				m.RunOut(s.Point)
				m.Risk(s.Point, 14)
			}
		})
	}
}

func BenchmarkNewYear(b *testing.B) {
	roots := forecast.Roots(aSeasonalMall(20, 760), 15000, 760)
	for b.Loop() {
		forecast.NewYear(15000, roots)
	}
}
