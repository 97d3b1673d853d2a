package forecast

import "math"

// Rolling says on which days of a record decisions are made again, each with
// only the data that was known on that day.
type Rolling struct {
	// Leads are the lead times in days, at least 1.
	Leads []int
	// Levels are the service levels, between 0 and 1.
	Levels []float64
	// Every is the number of days from one origin to the next, at least 1.
	Every int
	// Last is the number of days at the end of the record in which origins lie.
	Last int
	// Known is the number of days before an origin that a decision may use. 0
	// means all.
	Known int
	// Years is the season of the mall at each origin. Nil means no season.
	Years *Years
	// Pool returns the pool of the mall at an origin. Nil means no pool. It may be
	// called from several goroutines.
	Pool func(origin Date) *Pool
}

// The simple rules by which shops and apps compute thresholds without a
// distribution. Results are rounded up.
const (
	// RuleCover is velocity × lead time.
	RuleCover = iota
	// RuleBuffer is velocity × (lead time + 3 days).
	RuleBuffer
	// RuleRoot is velocity × lead time + z·σ·√(lead time).
	RuleRoot
	// Rules is the number of rules.
	Rules
)

// Decision is a threshold that was chosen at an origin, and its result.
type Decision struct {
	// Origin is the first day of the window. No data of that day or after it was
	// used.
	Origin Date
	Days   int
	Level  float64
	Class  Class
	// Velocity is in units a day.
	Velocity float64
	// Threshold, Actual and Simple are in units: the chosen threshold, the units
	// that were sold in the window, and the thresholds of the rules.
	Threshold, Actual float64
	Simple            [Rules]float64
	// Censored marks a window in which the item was out of stock or the record was
	// not complete. Demand may have been greater than the sold units.
	Censored bool
}

// Backtest makes the decisions of an item and passes each to yield. It leaves
// out windows that do not end within the record, and decisions at origins before
// which no sale is known.
func Backtest(s Series, events []Event, r Rolling, yield func(Decision)) {
	end := s.Len()
	shared := NewEvents(events, s.Start, s.End()+MaxDays)
	for origin := max(0, end-r.Last); origin < end; origin += max(1, r.Every) {
		first := s.Start + Date(origin) //nolint:gosec // days fit
		known := s.Until(first)
		if r.Known > 0 {
			known = known.Last(r.Known)
		}
		at := shared.In(r.Years.At(first))
		if r.Pool != nil {
			at = at.With(r.Pool(first))
		}
		model := FitEvents(known, at)
		if !model.sold {
			continue
		}
		simple := newRules(known)
		for _, days := range r.Leads {
			if days < 1 || origin+days > end {
				continue
			}
			d := Decision{Origin: first, Days: days, Class: model.Class(), Velocity: model.Velocity()}
			for i := origin; i < origin+days; i++ {
				d.Actual += s.units(i)
				d.Censored = d.Censored || unknown(s.mark(i)) > 0
			}
			for _, level := range r.Levels {
				d.Level, d.Simple = level, simple.thresholds(days, level)
				d.Threshold = float64(model.Suggest(days, level).Point)
				yield(d)
			}
		}
	}
}

// rules are the velocity and the standard deviation of a day's units, from
// which the simple thresholds are computed.
type rules struct{ velocity, sigma float64 }

const rulesRate = 0.05 // half-life 13.5 days

// newRules computes both from the days in stock of a year: the velocity as an
// exponentially weighted mean at 0.05, and the standard deviation of a day's
// units.
func newRules(s Series) rules {
	s = s.Last(classDays)
	var days, sum, squares, level, weight float64
	for i := range s.Units {
		if s.mark(i) != 0 {
			continue
		}
		x := s.units(i)
		days, sum, squares = days+1, sum+x, squares+x*x
		level += rulesRate * (x - level)
		weight += rulesRate * (1 - weight)
	}
	if days == 0 {
		return rules{}
	}
	mean := sum / days
	return rules{velocity: level / weight, sigma: math.Sqrt(max(0, squares/days-mean*mean))}
}

func (r rules) thresholds(days int, level float64) (t [Rules]float64) {
	length := float64(days)
	t[RuleCover] = math.Ceil(r.velocity * length)
	t[RuleBuffer] = math.Ceil(r.velocity * (length + 3))
	t[RuleRoot] = math.Ceil(max(0, r.velocity*length+normalQuantile(level)*r.sigma*math.Sqrt(length)))
	return t
}
