package forecast

import (
	"math"
	"sync"
)

const (
	lookBack    = 760 // days of the mall's record from which a year is computed
	yearDays    = 365
	profileSpan = 10  // days on each side of the mean of a day: three weeks in all
	profileHalf = 182 // days on each side of the mean with which it is compared
	yearPower   = 0.5 // damping of what a single year shows
	yearMost    = 4   // greatest factor of a day; its inverse is the least
	indexLeast  = 1.0 / (yearMost * yearMost)
)

// Year is the season of a mall: a factor for each day, by which the demand of
// all its items differs from an ordinary day. It does not change and is safe
// for concurrent use. Nil means that no season is known.
//
// The index of a day is the mean of 21 days around it over the mean of a year
// around it, both of the roots of the mall. The factor of a day is the index of
// the same day a year before, to the power of 0.5, limited to [1/4, 4]. Near a
// lunar feast the same day is the day as far from the feast of that year.
type Year struct {
	from    Date
	factors []float64
	only    *Events // the events of a variant without planned events
}

// Roots returns, for so many days from first on, the sum over all items of the
// root of the units of the day. The root keeps single large orders and the best
// sellers from determining the result.
func Roots(all []Series, first Date, days int) []float64 {
	roots := make([]float64, max(0, days))
	for _, s := range all {
		for i := max(0, int(first)-int(s.Start)); i < s.Len(); i++ {
			at := int(s.Start) + i - int(first)
			if at >= len(roots) {
				break
			}
			roots[at] += math.Sqrt(s.units(i))
		}
	}
	return roots
}

// NewYear computes the season from the roots of the last days of a mall, from
// first on; see [Roots]. NaN is a day that is not known. The result is nil if
// the record is shorter than a year.
func NewYear(first Date, roots []float64) *Year {
	for len(roots) > 0 && !(roots[0] > 0) {
		first, roots = first+1, roots[1:]
	}
	if cut := len(roots) - lookBack; cut > 0 {
		first, roots = first+Date(cut), roots[cut:] //nolint:gosec // days fit
	}
	if len(roots) <= yearDays {
		return nil
	}
	index := newProfile(roots).index()
	y := &Year{from: first, factors: make([]float64, len(roots)+MaxDays)}
	for i := range y.factors {
		y.factors[i] = 1
		at := sameDay(first+Date(i)) - first //nolint:gosec // days fit
		for int(at) >= len(index) {
			at = sameDay(first+at) - first
		}
		if at >= 0 {
			f := math.Pow(index[at], yearPower)
			y.factors[i] = min(max(f, 1.0/yearMost), yearMost)
		}
	}
	y.only = &Events{year: y}
	return y
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

// profile holds sums of the roots of a mall, so that the mean of any days costs
// two look-ups.
type profile struct {
	sums, known []float64 // of the days before i
}

func newProfile(roots []float64) *profile {
	p := &profile{sums: make([]float64, len(roots)+1), known: make([]float64, len(roots)+1)}
	for i, r := range roots {
		p.sums[i+1], p.known[i+1] = p.sums[i], p.known[i]
		if r >= 0 {
			p.sums[i+1] += r
			p.known[i+1]++
		}
	}
	return p
}

func (p *profile) len() int { return len(p.sums) - 1 }

// mean is the mean of the known days between two days, which are limited to the
// record, and the part of the days that is known.
func (p *profile) mean(from, to int) (mean, known float64) {
	from, to = max(0, from), min(p.len(), to)
	n := p.known[to] - p.known[from]
	return (p.sums[to] - p.sums[from]) / max(n, 1), n / float64(max(1, to-from))
}

// index returns the index of each day; 1 where it is not known. At an end of
// the record the year around a day is the first or the last year of the record,
// so that it always has each season once.
func (p *profile) index() []float64 {
	index := make([]float64, p.len())
	for i := range index {
		from := min(max(0, i-profileHalf), p.len()-yearDays)
		near, known := p.mean(i-profileSpan, i+profileSpan+1)
		year, enough := p.mean(from, from+yearDays)
		index[i] = 1
		if year > 0 && known >= 0.5 && enough >= 0.5 {
			index[i] = max(near, indexLeast*year) / year
		}
	}
	return index
}

// Years gives the season of a mall as it was known at each origin. It is safe
// for concurrent use. Nil gives no season.
type Years struct {
	first Date
	roots []float64
	lock  sync.Mutex
	made  map[Date]*Year
}

// NewYears returns the seasons of a mall that consists of some items.
func NewYears(mall []Series) *Years {
	if len(mall) == 0 {
		return nil
	}
	first, end := mall[0].Start, mall[0].End()
	for _, s := range mall {
		first, end = min(first, s.Start), max(end, s.End())
	}
	return &Years{first: first, roots: Roots(mall, first, int(end-first)), made: map[Date]*Year{}}
}

// At returns the season as it was known before an origin. It uses no day from
// the origin on.
func (y *Years) At(origin Date) *Year {
	if y == nil {
		return nil
	}
	y.lock.Lock()
	defer y.lock.Unlock()
	year, known := y.made[origin]
	if !known {
		year = NewYear(y.first, y.roots[:min(max(0, int(origin-y.first)), len(y.roots))])
		y.made[origin] = year
	}
	return year
}
