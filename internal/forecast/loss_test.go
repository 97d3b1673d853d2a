package forecast_test

import (
	"math"
	"testing"

	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/lowstock"
)

// A stored curve says what the model says: for the present stock to the tenth of
// a unit, for any other stock and for goods on their way nearly; and 0 from the
// reorder point on.
func TestLossIsWhatTheModelLoses(t *testing.T) {
	t.Parallel()
	const lead = 14
	longest, worst := 0, 0.0
	for _, it := range generate(shop(), 7, 200, 400) {
		m := forecast.Fit(it.seen, it.events)
		if m.Class() == forecast.Unknown {
			continue
		}
		point := m.Suggest(lead, 0.95).Point
		d := m.Demand(lead)
		for _, stock := range []int{0, 1, point / 3, point / 2, point - 1, point, point + 1} {
			curve := m.Loss(lead, point, 0.95, stock)
			longest = max(longest, len(curve))
			want := math.Round(10 * m.Risk(stock, lead).Lost)
			if stock >= point {
				want = 0
			}
			if got := curve.Ahead(stock); math.Abs(float64(got)-math.Min(want, lowstock.MaxLost)) > 0.01 {
				t.Fatalf("stock %d, reorder point %d: %d tenths, want %.0f", stock, point, got, want)
			}
			other := m.Loss(lead, point, 0.95, 0)
			off := math.Abs(float64(other.Ahead(stock))-want) / 10
			if worst = max(worst, off/max(1, d.SD())); off > 0.2+0.05*d.SD() {
				t.Errorf("stock %d of %d, standard deviation %.1f: off by %.2f units", stock, point, d.SD(), off)
			}
			for day := 2; day <= lead; day++ {
				in := forecast.Arrival{Day: day, Units: 10 * (point + 1)}
				exact, early := m.RiskWith(stock, lead, in).Lost, m.Demand(day-1)
				if float64(stock) >= early.Quantile(0.95) {
					exact = 0
				}
				if got := float64(curve.Ahead(stock, in)) / 10; math.Abs(got-exact) > 0.5+0.1*exact+0.5*d.SD() {
					t.Errorf("stock %d, goods on day %d: %.1f units, want %.2f", stock, day, got, exact)
				}
			}
		}
	}
	t.Logf("at most %d numbers, off by at most %.3f standard deviations", longest, worst)
}

func BenchmarkLoss(b *testing.B) {
	items := generate(shop(), 1, 500, 400)
	models := make([]forecast.Model, len(items))
	for i := range items {
		models[i] = forecast.Fit(items[i].seen, items[i].events)
	}
	numbers := 0
	b.ReportAllocs()
	for i := range b.N {
		m := &models[i%len(models)]
		numbers += len(m.Loss(14, m.Suggest(14, 0.95).Point, 0.95, 3))
	}
	b.ReportMetric(float64(numbers)/float64(b.N), "numbers/op")
}
