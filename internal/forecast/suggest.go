package forecast

import (
	"math"
)

// Suggestion is a reorder point: the threshold at which a new order comes in
// time, with a promised chance that stock lasts until it arrives.
type Suggestion struct {
	// Level is the promised chance, the cycle service level.
	Level float64
	// Days is the lead time.
	Days int
	// Demand is the expected units in the lead time, Safety what is added to
	// it, and Point their sum. All are whole units; none is below 0.
	Demand, Safety, Point int
	// Known is false where there was not enough on record: then it is a guess
	// and promises nothing.
	Known bool
}

// Suggest is the least stock that the demand of a lead time does not exceed with
// a chance of level: Point = quantile of [Model.Demand], shown as the expected
// demand and the safety stock on top of it. An item that has sold nothing needs
// nothing; of one that has, but too little for a promise, the guess is one unit
// at least.
func (m *Model) Suggest(days int, level float64) Suggestion {
	s := Suggestion{Level: level, Days: days, Known: m.class != Unknown}
	if !m.sold {
		return s
	}
	d := m.Demand(days)
	s.Point = whole(d.Quantile(level))
	if !s.Known {
		s.Point = max(s.Point, 1)
	}
	s.Demand = min(s.Point, whole(math.Round(d.Mean())))
	s.Safety = s.Point - s.Demand
	return s
}

func whole(x float64) int { return int(min(x, 1e15)) }

const (
	dampUp   = 4  // a quarter more a night
	dampDown = 10 // a tenth less a night
)

// Damp is a suggestion one night later: it goes from the one that is held to
// the newly reckoned one by at most a quarter upward and a tenth downward, by
// one unit at least, and reaches it. A held one below 0 is none, and the new one
// is taken as it is.
func Damp(held, computed int) int {
	switch {
	case held < 0:
		return computed
	case computed > held:
		return min(computed, held+max(1, held/dampUp))
	default:
		return max(computed, held-max(1, held/dampDown))
	}
}
