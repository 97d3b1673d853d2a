package stockout

import (
	"math"
	"slices"

	"cafe24-inventory-alert/internal/forecast"
)

// weeks is how many weeks before and after a day are usual for it.
const weeks = 4

// Mall is how a whole mall sold, day by day. A nil one is a mall of ordinary
// days.
type Mall struct {
	first         forecast.Date
	roots, usuals []float64
}

// NewMall returns the record of a mall. Roots are those of [forecast.Roots], from
// the day first on; NaN is a day that is not known.
func NewMall(first forecast.Date, roots []float64) *Mall {
	m := &Mall{first: first, roots: roots, usuals: make([]float64, len(roots))}
	around := make([]float64, 0, 2*weeks+1)
	for i := range roots {
		around = around[:0]
		for k := max(i-7*weeks, i%7); k <= min(i+7*weeks, len(roots)-1); k += 7 {
			if !math.IsNaN(roots[k]) {
				around = append(around, roots[k])
			}
		}
		slices.Sort(around)
		if n := len(around); n > 0 {
			m.usuals[i] = around[n/2]
		}
	}
	return m
}

// open returns the share, 0 to 1, of its usual business that the mall did on a
// day on which an item sold nothing that usually sells perDay units: the roots
// of the day over the median of the same weekday in the four weeks before and
// after, both without the item. A day that is not known counts as usual.
func (m *Mall) open(day forecast.Date, perDay float64) float64 {
	if m == nil {
		return 1
	}
	i := int(day) - int(m.first)
	if i < 0 || i >= len(m.roots) || math.IsNaN(m.roots[i]) {
		return 1
	}
	if others := m.usuals[i] - math.Sqrt(perDay); others > 0 {
		return min(1, m.roots[i]/others)
	}
	return 1
}
