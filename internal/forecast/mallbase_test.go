package forecast_test

import (
	"math"
	"sort"

	"cafe24-inventory-alert/internal/forecast"
)

// baselineNames are the methods with which the forecast is compared. All use
// the same record, marks and events as the forecast, and two of them the season
// of the year before.
func baselineNames() []string {
	return []string{
		"pace*L", "pace*(L+3)", "pace*L+z*s*sqrt(L)", "quantile of the year", "EWMA+NB", "TSB+NB", "SBA+normal",
		"seasonal naive", "EWMA+NB*season of mall", "quantile*pace",
	}
}

const baselineCount = 10

// baseline is what the methods compute from the record of an item. Days of past
// events are divided by the event's factor, and days that are marked are left
// out.
type baseline struct {
	known              forecast.Series
	events             *forecast.Events
	origin             forecast.Date
	pace, mean, spread float64 // EWMA at 0.05, and the mean and the variance of a day of the last year
	tsb, sba           float64 // units a day
	sizeMean, sizeSq   float64 // mean of the units of a day with a sale, and of their square
	recent, before     float64 // units a day of the last 91 days, and of the same days a year before
	scale              float64 // mean difference of a day from the day before, in units
}

// newBaseline computes the methods' parameters at an origin.
func newBaseline(known forecast.Series, events *forecast.Events) baseline {
	b := baseline{known: known, events: events, origin: known.End(), scale: steps(known)}
	s := known.Last(365)
	var days, sum, squares, weight, chance, size, sales, interval, since, intervals float64
	for i, n := range s.Units {
		if i < len(s.Marks) && s.Marks[i] != 0 {
			continue
		}
		x := float64(n) / max(forecast.FactorOn(events, s.Start+forecast.Date(i)), 0.1)
		days, sum, squares = days+1, sum+x, squares+x*x
		b.pace += 0.05 * (x - b.pace)
		weight += 0.05 * (1 - weight)
		chance -= 0.05 * chance
		if since++; x > 0 {
			chance += 0.05
			if sales == 0 {
				size, interval = x, since
			}
			size, interval = size+0.1*(x-size), interval+0.1*(since-interval)
			sales, intervals, since = sales+1, intervals+since, 0
			b.sizeMean, b.sizeSq = b.sizeMean+x, b.sizeSq+x*x
		}
	}
	if days == 0 || sales == 0 {
		return b
	}
	b.pace /= weight
	b.mean = sum / days
	b.spread = max(0, squares/days-b.mean*b.mean)
	b.tsb, b.sba = chance/weight*size, 0.95*size/interval
	b.sizeMean, b.sizeSq = b.sizeMean/sales, b.sizeSq/sales
	b.recent = paceOf(known, known.Len()-91, known.Len())
	b.before = paceOf(known, known.Len()-91-365, known.Len()-365)
	return b
}

// steps is the mean difference of a day from the day before.
func steps(s forecast.Series) float64 {
	sum := 0.0
	for i := 1; i < s.Len(); i++ {
		sum += math.Abs(float64(s.Units[i] - s.Units[i-1]))
	}
	return sum / float64(max(s.Len()-1, 1))
}

// paceOf is the units of a day in stock; 0 without such days.
func paceOf(s forecast.Series, from, to int) float64 {
	sum, days := 0.0, 0.0
	for i := max(0, from); i < to; i++ {
		if i >= len(s.Marks) || s.Marks[i] == 0 {
			sum, days = sum+float64(s.Units[i]), days+1
		}
	}
	return sum / max(days, 1)
}

// thresholds returns the thresholds of all methods for a lead time and the
// levels. ratio is by how much the whole mall sold more than now in the same
// days of the year before.
func (b *baseline) thresholds(days int, ratio float64, levels []float64, out [][baselineCount]float64) {
	planned := 0.0
	for i := range days {
		planned += forecast.FactorOn(b.events, b.origin+forecast.Date(i))
	}
	replay, length := forecast.NewReplay(b.known, days), float64(days)
	variance := b.spread * length
	naive := b.recent * planned
	if n := b.known.Len(); n >= 365+91 && b.before > 0 {
		naive = paceOf(b.known, n-365, n-365+days) * planned * min(4, max(0.25, b.recent/b.before))
	}
	year := paceOf(b.known, b.known.Len()-365, b.known.Len())
	nb := func(mean, level float64) float64 {
		if mean <= 0 {
			return 0
		}
		scale := mean / max(b.mean*length, 1e-9)
		return forecast.NewCount(mean, max(mean, variance*scale)).Quantile(level)
	}
	for i, level := range levels {
		z := math.Sqrt2 * math.Erfinv(2*level-1)
		quantile := float64(needed(replay, level))
		out[i] = [baselineCount]float64{
			b.pace * planned, b.pace * (planned + 3), b.pace*planned + z*math.Sqrt(variance), quantile,
			nb(b.pace*planned, level), nb(b.tsb*planned, level), b.sba*planned + z*math.Sqrt(variance),
			naive + z*math.Sqrt(variance), nb(b.pace*planned*ratio, level), quantile * min(4, b.pace/max(year, 1e-9)),
		}
		for j := range out[i] {
			out[i][j] = math.Ceil(out[i][j] - 1e-9)
		}
	}
}

// needed is the least threshold that would have covered a share of the last
// year's windows.
func needed(r forecast.Replay, level float64) int {
	most := 1
	for r.Windows(most) > 0 && r.Covered(most) < 1 && most < 1<<30 {
		most *= 2
	}
	return sort.Search(most, func(n int) bool { return r.Windows(n) == 0 || r.Covered(n) >= level-1e-9 })
}
