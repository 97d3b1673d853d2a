package forecast

import "math"

const (
	indexWeeks = 2   // weeks around a day whose mean is the numerator of its index
	indexYear  = 182 // days before a day from which its year begins
	indexLeast = 1 / (yearMost * yearMost)
	indexKnown = 0.5 // least part of the days that must be known
)

// index is the logarithm of the seasonal index of each day of a mall's record;
// NaN where it is not known. Sums of the roots make the mean of any days cost
// two look-ups.
type index struct {
	first       Date
	feasts      []feast
	sums, known []float64 // of the days before i
	log         []float64
}

func newIndex(first Date, roots []float64) *index {
	n := len(roots)
	end := first + Date(n) //nolint:gosec // days fit
	x := &index{
		first: first, feasts: feasts(first, end+MaxDays+feastBefore+feastFade),
		log: make([]float64, n), sums: make([]float64, n+1), known: make([]float64, n+1),
	}
	for i, r := range roots {
		x.sums[i+1], x.known[i+1] = x.sums[i], x.known[i]
		if r >= 0 {
			x.sums[i+1] += r
			x.known[i+1]++
		}
	}
	for i := range x.log {
		x.log[i] = math.NaN()
		near, known := x.near(i, indexWeeks)
		year, enough := x.year(i)
		if year > 0 && known >= indexKnown && enough >= indexKnown {
			x.log[i] = math.Log(min(max(near/year, indexLeast), 1/indexLeast))
		}
	}
	return x
}

// mean is the mean of the known days from one day to before another, both
// limited to the record, and the part of the days that is known.
func (x *index) mean(from, to int) (mean, known float64) {
	from, to = max(0, from), max(0, min(len(x.log), to))
	n := x.known[to] - x.known[from]
	return (x.sums[to] - x.sums[from]) / max(n, 1), n / float64(max(1, to-from))
}

// near is the mean of some whole weeks around a day, so that every weekday
// counts alike. If the number of weeks is even, the first and the last day
// count half.
func (x *index) near(i, weeks int) (mean, known float64) {
	from := i - weeks*7/2
	mean, known = x.mean(from, from+weeks*7)
	if weeks%2 == 0 {
		other, part := x.mean(from+1, from+weeks*7+1)
		mean, known = (mean+other)/2, min(known, part)
	}
	return mean, known
}

// year is the mean of the year around a day. Near an end of the record it is
// that of the first or the last year, so that it has each season once.
func (x *index) year(i int) (mean, known float64) {
	from := min(max(0, i-indexYear), len(x.log)-yearDays)
	return x.mean(from, from+yearDays)
}

// at is the logarithm of the index of a day; NaN outside the record.
func (x *index) at(i int) float64 {
	if i < 0 || i >= len(x.log) {
		return math.NaN()
	}
	return x.log[i]
}

// before is the same day of the year before day i.
func (x *index) before(i int) int { return int(sameDay(x.feasts, x.first+Date(i)) - x.first) } //nolint:gosec // days fit

// season is the logarithm of the factor of day i, which may lie after the
// record, and the part of it that counts.
func (x *index) season(i int, damping float64) (log, part float64) {
	one := x.before(i)
	for one >= len(x.log) {
		one = x.before(one)
	}
	a, b := x.at(one), x.at(x.before(one))
	switch {
	case math.IsNaN(a) && math.IsNaN(b):
		if own := x.at(i); !math.IsNaN(own) {
			return damping * own, ownShare
		}
		return 0, 1
	case math.IsNaN(a):
		return damping * b, 1
	case math.IsNaN(b):
		return damping * a, 1
	}
	return 2 * damping / (1 + damping) * (a + b) / 2, 1
}

// damping is the part of the logarithm of an index that comes again a year
// later: the slope of the index on that of the year before, less its standard
// deviation, limited to [0, 1]. The prior is 0.7 times the reliability of the
// index, with a standard deviation of 0.3, and three weeks count as one
// observation. So a mall whose seasons have not shown to come again has none: a
// season that is expected in vain costs more than one that is missed.
func (x *index) damping() float64 {
	prior := dampPrior * x.reliability()
	squares, products, left, n := 0.0, 0.0, 0.0, 0.0
	for i := range x.log {
		a, b := x.at(x.before(i)), x.log[i]
		if math.IsNaN(a) || math.IsNaN(b) {
			continue
		}
		squares, products, n = squares+a*a, products+a*b, n+1
		left += (b - prior*a) * (b - prior*a)
	}
	precision := 1 / (dampPriorSD * dampPriorSD)
	weighted := prior * precision
	if n > 0 {
		variance := max(left/n, 1e-4) * dampBlock
		precision += squares / variance
		weighted += products / variance
	}
	return min(max(0, weighted/precision-1/math.Sqrt(precision)), 1)
}

// reliability is the part of the squares of the logarithm of the index that is
// not the noise of its weeks. The noise is the difference of the single weeks
// around a day.
func (x *index) reliability() float64 {
	noise, spread := 0.0, 0.0
	for i := 7; i+7 < len(x.log); i += 7 {
		before, _ := x.mean(i-7, i)
		after, _ := x.mean(i, i+7)
		if math.IsNaN(x.log[i]) || before+after <= 0 {
			continue
		}
		apart := (after - before) / (after + before)
		noise += apart * apart * 2 / indexWeeks // the mean has the variance of a week over their number
		spread += x.log[i] * x.log[i]
	}
	if spread <= 0 {
		return 0
	}
	return max(0, 1-noise/spread)
}
