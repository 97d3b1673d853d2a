package forecast

import (
	"math"

	"cafe24-inventory-alert/internal/demand"
)

const (
	lookBack = demand.Days // days of the mall's record from which a season is computed
	yearDays = 365

	yearMost = 4.0 // greatest factor of a day; its inverse is the least

	dampPrior   = 0.7 // damping without evidence, if the index has no noise
	dampPriorSD = 0.3
	dampBlock   = 21 // days of the index that together are one observation

	ownShare = 0.5 // part of the season by which the days of the first year are divided
)

// Year is the season of a mall: a factor for each day, by which the demand of
// its items differs from an ordinary day. It does not change and is safe for
// concurrent use. Nil means that no season is known.
//
// The index of a day is the mean of two weeks around it over the mean of a year
// around it, both of the roots of the mall. The logarithm of a day's factor is
// that of the index of the same day a year before, times the damping; see
// [index.damping]. If two years are known, it is the mean of both, and the
// damping b is 2b/(1+b) (Spearman and Brown 1910). Near a lunar feast the same
// day is the day as far from the feast of that year. Factors are limited to
// [1/4, 4].
//
// A day of the first year has no day before it. Its own index tells its season,
// but also how the demand of the very day happened to be. So it counts half.
type Year struct {
	from    Date
	logs    []float64 // logarithm of the season of each day, for strengths
	factors []float64
	only    *Events // the events of a variant without planned events
	strong  [strengths]*Year
}

// Roots returns, for so many days from first on, the sum over all items of the
// root of the units of the day. The root keeps single large orders and the best
// sellers from determining the season.
func Roots(all []Series, first Date, days int) []float64 {
	roots := make([]float64, max(0, days))
	for _, s := range all {
		offset := int(s.Start) - int(first)
		for i := max(0, -offset); i < s.Len() && i+offset < len(roots); i++ {
			roots[i+offset] += math.Sqrt(s.units(i))
		}
	}
	return roots
}

// NewYear computes the season from the roots of the days of a mall, from first
// on; see [Roots]. It uses the last 760 days. NaN is a day that is not known.
// The result is nil if the record is not longer than a year, or if it shows no
// season.
func NewYear(first Date, roots []float64) *Year {
	if cut := len(roots) - lookBack; cut > 0 {
		first, roots = first+Date(cut), roots[cut:] //nolint:gosec // days fit
	}
	for len(roots) > 0 && !(roots[0] > 0) {
		first, roots = first+1, roots[1:]
	}
	if len(roots) <= yearDays {
		return nil
	}
	x := newIndex(first, roots)
	damping := x.damping()
	if damping <= 0 {
		return nil
	}
	y := &Year{from: first, logs: make([]float64, len(roots)+MaxDays)}
	parts := make([]float64, len(y.logs))
	for i := range y.logs {
		y.logs[i], parts[i] = x.season(i, damping)
	}
	for k := range y.strong {
		y.strong[k] = y.following(float64(k)*strengthStep+strengthLeast, parts)
	}
	y.factors, y.only = y.following(1, parts).factors, &Events{year: y}
	return y
}

// following returns the season of items that follow that of the mall with a
// strength.
func (y *Year) following(strength float64, parts []float64) *Year {
	f := &Year{from: y.from, factors: make([]float64, len(y.logs))}
	for i, log := range y.logs {
		f.factors[i] = min(max(math.Exp(strength*log*parts[i]), 1/yearMost), yearMost)
	}
	f.only = &Events{year: f}
	return f
}

// factor is the number by which the day's demand is multiplied.
func (y *Year) factor(day Date) float64 {
	if y == nil {
		return 1
	}
	if i := int(day) - int(y.from); i >= 0 && i < len(y.factors) {
		return y.factors[i]
	}
	return 1
}
