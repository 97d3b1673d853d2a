package forecast

import (
	"math"
)

// memory is how many days back anything is used.
const memory = 730

// track is the part of a record that says something of demand: the days on
// which the item was in stock, one after the other as if there were none
// between.
type track struct {
	// share is the demand that a day is expected to have, in ordinary days:
	// weekday factor times the factor of events.
	share []float64
	units []float64
	// floor marks days whose units are only the least that was wanted.
	floor []bool
	// sumShare and sumUnits are over the days before i, one longer than the
	// days.
	sumShare, sumUnits []float64
	// level is the expected units of an ordinary day as known after day i, by
	// each of the rates.
	level [parts][]float64
}

func (t *track) len() int { return len(t.units) }

// newTrack leaves out what says nothing of demand: days before the first sale,
// when nobody knows whether the item was on offer; days of promotions whose
// factor is not known, and days for which no demand is expected. A day on which
// the item sold out, or that is not recorded whole, counts where it sold more
// than usual: then it is known to have been a strong one, and to leave it out
// would forget the very demand that sells out. Where it sold less nothing is
// known.
func newTrack(s Series, events *Events) (*track, [7]float64) {
	first := 0
	for first < s.Len() && s.Units[first] <= 0 {
		first++
	}
	s = s.Last(s.Len() - first).Last(memory)
	week := weekdays(s, events)
	n := s.Len()
	block := make([]float64, n*(4+parts)+2)
	cut := func(n int) []float64 {
		part := block[:n:n]
		block = block[n:]
		return part[:0]
	}
	t := &track{share: cut(n), units: cut(n), sumShare: cut(n + 1), sumUnits: cut(n + 1), floor: make([]bool, 0, n)}
	for i := range t.level {
		t.level[i] = cut(n)
	}
	sumShare, sumUnits, usual, seen := 0.0, 0.0, 0.0, 0.0
	weekday := s.Start.Weekday()
	for i := range s.Units {
		mark, units, share := s.mark(i), s.units(i), week[weekday]
		weekday = (weekday + 1) % 7
		if !events.none() {
			share *= events.factor(s.Start + Date(i))
		}
		floor := mark&(OutOfStock|Partial) != 0
		if mark&Promoted != 0 || share < leastShare || floor && units*seen <= usual*share {
			continue
		}
		usual += usualRate * (units/share - usual)
		seen += usualRate * (1 - seen)
		t.share, t.units, t.floor = append(t.share, share), append(t.units, units), append(t.floor, floor)
		t.sumShare, t.sumUnits = append(t.sumShare, sumShare), append(t.sumUnits, sumUnits)
		sumShare, sumUnits = sumShare+share, sumUnits+units
	}
	t.sumShare, t.sumUnits = append(t.sumShare, sumShare), append(t.sumUnits, sumUnits)
	return t, week
}

// usualRate is the weight of a new day in what is usual.
const usualRate = 0.04

// leastShare is the least demand expected of a day that still says something of
// the level.
const leastShare = 0.01

const (
	weekdayDays  = 8 * 7 // on record before weekdays differ
	weekdayLeast = 4     // of one weekday
)

// weekdays is the demand of each weekday over that of an average day, 1 each
// where eight weeks are not on record. The raw ratios are drawn towards 1 by
// the part of their spread that chance alone explains (James and Stein, positive
// part): 1 − noise/spread, where noise is the variance that the mean of a
// weekday's days has anyway.
func weekdays(s Series, events *Events) [7]float64 {
	var sums, counts, factors [7]float64
	var days, sum, squares float64
	weekday := s.Start.Weekday()
	for i := range s.Units {
		day := s.Start + Date(i)
		if s.mark(i) == 0 && (events.none() || events.factor(day) == 1) {
			x := s.units(i)
			sums[weekday] += x
			counts[weekday]++
			days, sum, squares = days+1, sum+x, squares+x*x
		}
		weekday = (weekday + 1) % 7
	}
	for i := range factors {
		factors[i] = 1
	}
	if days < weekdayDays || sum <= 0 {
		return factors
	}
	mean := sum / days
	noise, spread := 0.0, 0.0
	for d := range factors {
		if counts[d] < weekdayLeast {
			return factors
		}
		ratio := sums[d] / counts[d] / mean
		spread += (ratio - 1) * (ratio - 1) / 6
		noise += (squares/days - mean*mean) / (counts[d] * mean * mean) / 7
	}
	if spread <= noise {
		return factors
	}
	keep, total := 1-noise/spread, 0.0
	for d := range factors {
		factors[d] = max(0.05, 1+keep*(sums[d]/counts[d]/mean-1))
		total += factors[d]
	}
	for d := range factors {
		factors[d] *= 7 / total
	}
	return factors
}

// ordinary is the number of ordinary days that the days from a date on are
// expected to sell as much as.
func ordinary(week [7]float64, events *Events, from Date, days int) float64 {
	sum := 0.0
	if events.none() {
		sum = float64(days/7) * 7
		from, days = from+Date(days-days%7), days%7 //nolint:gosec // days fit
	}
	for i := range days {
		day := from + Date(i)
		sum += week[day.Weekday()] * events.factor(day)
	}
	return sum
}

// decay is the factor a day of a weight that halves in so many days.
func decay(half float64) float64 { return math.Exp2(-1 / half) }
