package forecast

import (
	"math"
)

// Suggestion is a reorder point: the threshold at which a new order arrives in
// time, with a promised chance that the stock lasts until then.
type Suggestion struct {
	// Level is the promised chance, the cycle service level.
	Level float64
	// Days is the lead time.
	Days int
	// Demand is the expected units in the lead time, Safety is the safety stock,
	// and Point is their sum. All are whole units; none is below 0.
	Demand, Safety, Point int
	// Known is false if the record is too short. Then the suggestion is a guess
	// and promises nothing.
	Known bool
}

// Suggest returns the least stock that the demand of a lead time does not
// exceed with a chance of level. Point is the quantile of [Model.Demand], shown
// as the expected demand and the safety stock. An item that has sold nothing
// needs nothing. For an item that has sold too little for a promise, the guess
// is at least one unit.
func (m *Model) Suggest(days int, level float64) Suggestion {
	s := Suggestion{Level: level, Days: days, Known: m.class != Unknown}
	if !m.sold {
		return s
	}
	d := m.Demand(days)
	s.Point = whole(m.threshold(days, level))
	if !s.Known {
		s.Point = max(s.Point, 1)
	}
	s.Demand = min(s.Point, whole(math.Round(d.Mean())))
	s.Safety = s.Point - s.Demand
	return s
}

func whole(x float64) int { return int(min(x, 1e15)) }

const (
	dampUp   = 4  // at most a quarter more each night
	dampDown = 10 // at most a tenth less each night
)

// Damp returns the suggestion one night later. It moves from the held
// suggestion to the newly computed one by at most a quarter upward and a tenth
// downward, and by at least one unit, until it reaches it. A held suggestion
// below 0 means that there is none; then the computed one is returned.
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
