package stockout

import (
	"math"
	"slices"

	"cafe24-inventory-alert/internal/forecast"
)

// weeks is how many weeks before and after a day are usual for it.
const weeks = 4

// Open returns, for [Find], the share of its usual business that a mall did on a day: its roots of that day over the median of
// the same weekday in the four weeks before and after, at most 1. Roots are those of [forecast.Roots], from the day first on; NaN is
// a day that is not known, for which the share is 1, as it is for days outside.
func Open(first forecast.Date, roots []float64) func(forecast.Date) float64 {
	shares := make([]float64, len(roots))
	around := make([]float64, 0, 2*weeks+1)
	for i, root := range roots {
		around = around[:0]
		for k := max(i-7*weeks, i%7); k <= min(i+7*weeks, len(roots)-1); k += 7 {
			if !math.IsNaN(roots[k]) {
				around = append(around, roots[k])
			}
		}
		slices.Sort(around)
		shares[i] = 1
		if n := len(around); n > 0 && !math.IsNaN(root) && around[n/2] > 0 {
			shares[i] = min(1, root/around[n/2])
		}
	}
	return func(day forecast.Date) float64 {
		if i := int(day) - int(first); i >= 0 && i < len(shares) {
			return shares[i]
		}
		return 1
	}
}
