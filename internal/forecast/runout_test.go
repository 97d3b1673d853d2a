package forecast_test

import (
	"testing"

	"cafe24-inventory-alert/internal/forecast"
)

// TestRangeIsToTheNearestDay checks the chances of the days that end a range.
// Half of the chance of a day counts as before it. Then P10 is the first day
// with a tenth before it, and P90 the last one with nine tenths. For items that
// sell seldom the chances are those a tenth of a standard deviation lower.
//
// Chances are compared with [forecast.Model.Risk], which is exact, so days at
// which they differ by less than the approximation of RunOut do not count.
func TestRangeIsToTheNearestDay(t *testing.T) {
	t.Parallel()
	const about = 0.01
	asked := map[forecast.Class]int{}
	for i, it := range generate(shop(), 8, 150, 500) {
		m := forecast.Fit(it.seen, it.events)
		early, late := 0.1, 0.9
		if c := m.Class(); c == forecast.Intermittent || c == forecast.Lumpy {
			early, late = 0.0836, 0.8813
		}
		for _, stock := range []int{1, 3, 10, 40, 200, 1000} {
			out := m.RunOut(stock)
			if out.P90 >= forecast.NotWithin-1 {
				continue
			}
			asked[m.Class()]++
			by := func(day int) float64 { // the chance to run out before a day, and half of that of the day
				if day <= 1 {
					return m.Risk(stock, 1).Chance / 2
				}
				return (m.Risk(stock, day-1).Chance + m.Risk(stock, day).Chance) / 2
			}
			if by(out.P10) < early-about || out.P10 > 1 && by(out.P10-1) > early+about {
				t.Errorf("item %d, %s, %d units: P10 is day %d, by which a stock runs out with %.3f, and %.3f a day before",
					i, m.Class(), stock, out.P10, by(out.P10), by(out.P10-1))
			}
			if by(out.P90) > late+about || by(out.P90+1) < late-about {
				t.Errorf("item %d, %s, %d units: P90 is day %d, by which a stock runs out with %.3f, and %.3f a day after",
					i, m.Class(), stock, out.P90, by(out.P90), by(out.P90+1))
			}
		}
	}
	for c := forecast.Smooth; c <= forecast.Lumpy; c++ {
		if asked[c] < 30 {
			t.Errorf("%d ranges of %s items", asked[c], c)
		}
	}
}
