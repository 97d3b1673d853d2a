package forecast

import (
	"math"

	"cafe24-inventory-alert/internal/outlook"
)

// Covers returns, for each of [outlook.CoverDays], the greatest stock of which
// P90 of running out is not after so many days; see [Model.RunOut]. A greater
// stock is more than the demand of these days uses up.
func (m *Model) Covers() []int32 {
	if !m.sold {
		return nil
	}
	shares, c := m.shares(), m.chances()
	list := make([]int32, 0, len(outlook.CoverDays()))
	last := 0
	for _, days := range outlook.CoverDays() {
		step := 1
		for m.goneBy(last+step, days, c.p90, &shares) && last+step < math.MaxInt32/4 {
			last += step
			step *= 2
		}
		for ; step > 0; step /= 2 { // last is gone, last+2·step is not
			if m.goneBy(last+step, days, c.p90, &shares) {
				last += step
			}
		}
		list = append(list, int32(last))
	}
	return list
}

// goneBy says whether P90 of running out of a stock is at most a number of days,
// where P90 is the last day with M ≤ chance: see [Model.RunOut].
func (m *Model) goneBy(stock, days int, chance float64, shares *[NotWithin]float64) bool {
	if days+1 >= NotWithin {
		return m.out(stock, shares[NotWithin-1]) >= chance
	}
	return m.mid(stock, days+1, shares) > chance
}
