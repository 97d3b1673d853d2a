package forecast

import (
	"math"
)

// memory is the number of days of a record that are used.
const memory = 730

// track is the part of a record that shows demand: the days on which the item
// was in stock, one after the other as if there were no days between them.
type track struct {
	// share is the expected demand of a day in ordinary days: the weekday factor
	// times the factor of events.
	share []float64
	units []float64
	// floor marks days whose units are only the least possible demand.
	floor []bool
	// sumShare and sumUnits are sums over the days before i. They have one more
	// element than the days.
	sumShare, sumUnits []float64
	// sumPlain is like sumShare, of shares without the season of the mall.
	sumPlain []float64
	// level is the expected units of an ordinary day, as known after day i, at
	// each of the rates.
	level [parts][]float64
}

func (t *track) len() int { return len(t.units) }

// newTrack builds the track and leaves out days that show nothing about demand:
// days before the first sale, when it is not known whether the item was on
// offer; days of promotions with an unknown factor; and days without expected
// demand. A day on which the item sold out, or that is not recorded completely,
// counts if it sold more than usual. Then it was a day of high demand, and
// without it the track would miss the very demand that sells the item out. If
// it sold less than usual, its demand is not known, and it is left out.
func newTrack(s Series, events *Events) (*track, [7]float64) {
	s = s.sinceFirstSale().Last(memory)
	week := weekdays(s, events)
	n := s.Len()
	block := make([]float64, n*(5+parts)+3)
	cut := func(n int) []float64 {
		part := block[:n:n]
		block = block[n:]
		return part[:0]
	}
	t := &track{share: cut(n), units: cut(n), sumShare: cut(n + 1), sumUnits: cut(n + 1), sumPlain: cut(n + 1), floor: make([]bool, 0, n)}
	for i := range t.level {
		t.level[i] = cut(n)
	}
	sumShare, sumUnits, sumPlain, usual, seen := 0.0, 0.0, 0.0, 0.0, 0.0
	weekday := s.Start.Weekday()
	for i := range s.Units {
		mark, units, share, season := s.mark(i), s.units(i), week[weekday], 1.0
		weekday = (weekday + 1) % 7
		if !events.none() {
			day := s.Start + Date(i)
			season = events.year.factor(day)
			share *= events.planned(day) * season
		}
		floor := mark&(OutOfStock|Partial) != 0
		if mark&Promoted != 0 || share < leastShare || floor && units*seen <= usual*share {
			continue
		}
		usual += usualRate * (units/share - usual)
		seen += usualRate * (1 - seen)
		t.share, t.units, t.floor = append(t.share, share), append(t.units, units), append(t.floor, floor)
		t.sumShare, t.sumUnits = append(t.sumShare, sumShare), append(t.sumUnits, sumUnits)
		t.sumPlain = append(t.sumPlain, sumPlain)
		sumShare, sumUnits, sumPlain = sumShare+share, sumUnits+units, sumPlain+share/season
	}
	t.sumShare, t.sumUnits, t.sumPlain = append(t.sumShare, sumShare), append(t.sumUnits, sumUnits), append(t.sumPlain, sumPlain)
	return t, week
}

// usualRate is the weight of a new day in the usual units.
const usualRate = 0.04

// leastShare is the least share of a day that still shows something about the
// level.
const leastShare = 0.01

const (
	weekdayDays  = 8 * 7 // least recorded days before weekdays differ
	weekdayLeast = 4     // least recorded days of one weekday
)

// weekdays returns the demand of each weekday over that of an average day. All
// are 1 if eight weeks are not recorded. The raw ratios are moved towards 1 by
// the part of their spread that chance alone explains (James and Stein,
// positive part): 1 − noise/spread, where noise is the variance that the mean
// of a weekday's days has by chance.
func weekdays(s Series, events *Events) [7]float64 {
	var sums, counts, factors [7]float64
	var days, sum, squares float64
	weekday := s.Start.Weekday()
	for i := range s.Units {
		day := s.Start + Date(i)
		if s.mark(i) == 0 && (events.none() || events.planned(day) == 1) {
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

// ordinary returns the number of ordinary days that together are expected to
// sell as much as so many days from a date on.
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

// decay returns the daily factor of a weight that halves in so many days.
func decay(half float64) float64 { return math.Exp2(-1 / half) }
