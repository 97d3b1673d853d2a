package forecast

import (
	"math"
	"slices"
)

// replayDays is how many days of the record a replay uses.
const replayDays = 365

// Replay is the demand of the lead times of the last year, with which
// thresholds are compared.
type Replay struct {
	// Days is the lead time.
	Days int
	// LeftOut is the number of windows that are not judged, because on one of
	// their days the item was out of stock or the record was not complete. The
	// demand of such a day is not known.
	LeftOut int

	wanted []int64 // demand of each window, sorted
}

// NewReplay computes every window of a lead time within the last 365 days of a
// record. One window begins on each day.
func NewReplay(s Series, days int) Replay {
	s = s.Last(replayDays)
	r := Replay{Days: days}
	if days < 1 || days > s.Len() {
		return r
	}
	r.wanted = make([]int64, 0, s.Len()-days+1)
	var sum int64
	marked := 0
	for i := range s.Units {
		sum += int64(s.units(i))
		marked += unknown(s.mark(i))
		if i >= days {
			sum -= int64(s.units(i - days))
			marked -= unknown(s.mark(i - days))
		}
		switch {
		case i < days-1:
		case marked > 0:
			r.LeftOut++
		default:
			r.wanted = append(r.wanted, sum)
		}
	}
	slices.Sort(r.wanted)
	return r
}

// unknown is 1 for a day with unknown demand, and 0 for other days.
func unknown(m Mark) int {
	if m&(OutOfStock|Partial) != 0 {
		return 1
	}
	return 0
}

// Windows is the number of windows that are judged.
func (r Replay) Windows() int { return len(r.wanted) }

// Covered is the share of windows, 0 to 1, in which demand was not above a
// threshold; 0 without windows.
func (r Replay) Covered(threshold int) float64 {
	if len(r.wanted) == 0 {
		return 0
	}
	n, _ := slices.BinarySearch(r.wanted, int64(threshold)+1)
	return float64(n) / float64(len(r.wanted))
}

// Needed is the least threshold that would have covered a share of the windows;
// 0 without windows.
func (r Replay) Needed(level float64) int {
	if len(r.wanted) == 0 {
		return 0
	}
	n := int(math.Ceil(level*float64(len(r.wanted)) - 1e-9))
	return int(r.wanted[min(max(n-1, 0), len(r.wanted)-1)])
}
