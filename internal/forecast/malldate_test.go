package forecast_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"cafe24-inventory-alert/internal/forecast"
)

// judgedDate says whether a stock ran out before its range of dates, or after
// it. A range that ends beyond the horizon says nothing about late dates, and
// is open.
type judgedDate struct {
	mall              uint8
	class             forecast.Class
	early, late, open bool
}

// runOut computes when a stock for 7 to 90 days runs out.
func (o *mallOrigin) runOut(model *forecast.Model, number uint8, rnd *rand.Rand) judgedDate {
	stock := int(math.Ceil(model.Velocity() * logBetween(rnd, [2]float64{7, 90})))
	from := int(o.known.End() - o.item.seen.Start)
	day, left := 0, stock
	for day < forecast.NotWithin && left > 0 {
		left -= int(o.item.wanted[from+day])
		day++
	}
	out := model.RunOut(stock)
	return judgedDate{mall: number, class: model.Class(), early: day < out.P10, late: day > out.P90, open: out.P90 >= forecast.NotWithin}
}

const (
	datesWithin = 0.05 // greatest difference of the dates within the range from 80 %
	datesTail   = 0.04 // greatest difference of the dates before it, and after it, from 10 %
)

// checkMallDates checks the dates of running out in each class.
func checkMallDates(t *testing.T, kinds []mallResults) {
	t.Helper()
	for class := forecast.Smooth; class <= forecast.Lumpy; class++ {
		var early, late, outside cell
		for kind, made := range kinds {
			for _, d := range made.dates {
				if d.class == class && !d.open {
					mall := kind<<16 | int(d.mall)
					early.count(mall, d.early)
					late.count(mall, d.late)
					outside.count(mall, d.early || d.late)
				}
			}
		}
		for _, part := range []struct {
			name            string
			cell            *cell
			promised, bound float64
		}{{"before P10", &early, 0.1, datesTail}, {"after P90", &late, 0.1, datesTail}, {"outside", &outside, 0.2, datesWithin}} {
			share, deviation := part.cell.coverage(), part.cell.deviationOf(part.promised)
			if math.Abs(share-part.promised)-gateDoubt*deviation > part.bound {
				t.Errorf("%s: %.1f±%.1f %% of %.0f dates of running out %s, not %.0f", class, 100*share, 100*deviation, part.cell.windows, part.name, 100*part.promised)
			} else {
				t.Logf("%-12s %.1f±%.1f %% of %.0f dates of running out %s", class, 100*share, 100*deviation, part.cell.windows, part.name)
			}
		}
	}
}

// count adds an outcome of a mall.
func (c *cell) count(mall int, counts bool) {
	for _, s := range []*tallied{&c.tallied, c.of(mall)} {
		s.windows++
		if counts {
			s.covered++
		}
	}
}
