package forecast

import (
	"math"
	"slices"

	"cafe24-inventory-alert/internal/lowstock"
)

const (
	everyStock = 5   // up to so many units, a curve of losses has a point at every stock
	lossReach  = 6.0 // standard deviations above and below the mean with points
	lossExact  = 100 // a point is left out if the others are off by at most this part of it, or by a tenth of a unit
)

// lossTimes are the times in days, shorter than a lead time, for which a curve
// says what is lost; between them it is interpolated.
func lossTimes() []int {
	return []int{1, 2, 3, 4, 5, 6, 7, 9, 11, 13, 16, 21, 28, 42, 56, 84, 112, 140}
}

// Loss computes the [lowstock.LossCurve] of a lead time: E[max(0, D − stock)] for
// a stock below its reorder point, which is the least that lasts for the lead
// time with the promised chance, and for a stock below the quantile of level for
// shorter times. The present stock is computed exactly. Between points that are
// h standard deviations σ apart the interpolation is off by at most 0.05·h²·σ
// where the distribution is about normal: the second derivative of the loss is
// the density of D. They are ½ apart for the lead time and 1 for shorter times.
func (m *Model) Loss(leadDays, point int, level float64, stock int) lowstock.LossCurve {
	if !m.sold {
		return nil
	}
	curve := m.lossSection(nil, leadDays, point, stock, 0.5)
	for _, days := range lossTimes() {
		if days >= leadDays {
			break
		}
		d := m.Demand(days)
		curve = m.lossSection(curve, days, min(point, whole(d.Quantile(level))), 0, 1)
	}
	return curve
}

// lossSection appends a section to a curve, with points that are so many standard
// deviations apart.
func (m *Model) lossSection(curve lowstock.LossCurve, days, covered, stock int, apart float64) lowstock.LossCurve {
	d := m.Demand(days)
	covered = min(max(covered, 0), math.MaxInt32)
	stocks := lossStocks(&d, covered, stock, apart)
	lost := d.shorts(stocks)
	tenths := make([]int32, len(stocks))
	for i := range lost {
		tenths[i] = int32(min(math.Round(10*lost[i]), lowstock.MaxLost))
	}
	if n := slices.Index(tenths, 0); n >= 0 {
		covered, stocks, tenths = int(stocks[n]), stocks[:n], tenths[:n]
	}
	stocks, tenths = thinned(stocks, tenths, stock)
	curve = append(curve, int32(days), int32(covered), int32(len(stocks))) //nolint:gosec // G115: days are at most MaxDays, covered is limited
	return append(append(curve, stocks...), tenths...)
}

// thinned leaves out the points that the points beside them give nearly. It keeps
// the present stock.
func thinned(stocks, tenths []int32, stock int) (s, t []int32) {
	for from := 0; from < len(stocks); {
		s, t = append(s, stocks[from]), append(t, tenths[from])
		to := from + 1
		for to+1 < len(stocks) && int(stocks[to]) != stock && spanned(stocks, tenths, from, to+1) {
			to++
		}
		from = to
	}
	return s, t
}

// spanned says whether two points give nearly all points between them.
func spanned(stocks, tenths []int32, from, to int) bool {
	for i := from + 1; i < to; i++ {
		got := float64(tenths[from]) + float64(tenths[to]-tenths[from])*float64(stocks[i]-stocks[from])/float64(stocks[to]-stocks[from])
		if math.Abs(got-float64(tenths[i])) > max(1, float64(tenths[i])/lossExact) {
			return false
		}
	}
	return true
}

// lossStocks returns the stocks below covered at which a curve has its points.
func lossStocks(d *Demand, covered, stock int, apart float64) []int32 {
	var list []int32
	add := func(n int) {
		if n >= 0 && n < covered {
			list = append(list, int32(n)) //nolint:gosec // G115: below covered, which is limited
		}
	}
	for n := range everyStock {
		add(n)
	}
	mean, sd := d.Mean(), d.SD()
	for z := -lossReach; z <= lossReach; z += apart {
		if n := math.Round(mean + z*sd); n >= everyStock && n < float64(covered) {
			add(int(n))
		}
	}
	add(stock)
	add(covered - 1)
	slices.Sort(list)
	return slices.Compact(list)
}

// shorts returns [Demand.Short] of rising stocks, of which the terms are summed
// once.
func (d *Demand) shorts(stocks []int32) []float64 {
	lost := make([]float64, len(stocks))
	for k, c := range d.parts {
		if weight := d.weights[k]; weight > 0 {
			c.shorts(stocks, func(i int, units float64) { lost[i] += weight * units })
		}
	}
	return lost
}

// shorts calls a function with [count.short] of each of rising stocks.
func (c count) shorts(stocks []int32, set func(i int, units float64)) {
	if c.mean <= 0 {
		return
	}
	if !c.summed() {
		for i, stock := range stocks {
			set(i, c.short(float64(stock)))
		}
		return
	}
	p, size, q := c.first()
	sum, lost, k := p, c.mean, 0.0
	for i, stock := range stocks {
		for ; k < float64(stock) && k < sumLimit; k++ {
			lost -= 1 - sum
			p = c.next(p, k, size, q)
			sum = min(1, sum+p)
		}
		set(i, max(0, lost))
	}
}
