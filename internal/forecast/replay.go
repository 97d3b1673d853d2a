package forecast

import (
	"math"
	"slices"
)

// replayDays is how many days of the record a replay uses.
const replayDays = 365

// Replay is the demand of the lead times of the last year, with which
// thresholds are compared. It counts the same days as the model: those from the
// first sale on, and a day that sold out only where its units show something.
type Replay struct {
	// Days is the lead time.
	Days int

	wanted []int64 // demand of each window, sorted
	// least is the units of each window in which the item was out of stock or the
	// record is not complete, sorted. Its demand was at least that. Such a window
	// is above a threshold if its units are, and is not judged otherwise.
	least []int64
}

// NewReplay computes every window of a lead time within the last 365 days of a
// record, from its first sale on. One window begins on each day.
func NewReplay(s Series, days int) Replay {
	s = s.sinceFirstSale().Last(replayDays)
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
			r.least = append(r.least, sum)
		default:
			r.wanted = append(r.wanted, sum)
		}
	}
	slices.Sort(r.wanted)
	slices.Sort(r.least)
	return r
}

// unknown is 1 for a day with unknown demand, and 0 for other days.
func unknown(m Mark) int {
	if m&(OutOfStock|Partial) != 0 {
		return 1
	}
	return 0
}

// upTo is the number of elements of a sorted list that are at most n.
func upTo(list []int64, n int) int {
	i, _ := slices.BinarySearch(list, int64(n)+1)
	return i
}

// Windows is the number of windows that are judged for a threshold.
func (r Replay) Windows(threshold int) int {
	return len(r.wanted) + len(r.least) - upTo(r.least, threshold)
}

// Covered is the share of the judged windows, 0 to 1, in which demand was not
// above a threshold; 0 without windows.
func (r Replay) Covered(threshold int) float64 {
	n := r.Windows(threshold)
	if n == 0 {
		return 0
	}
	return float64(upTo(r.wanted, threshold)) / float64(n)
}

// above is the least units of a window that are above a threshold; 0 if there
// is none. From that threshold on, [Replay.Covered] is greater.
func (r Replay) above(threshold int) int {
	least := int64(math.MaxInt64)
	for _, list := range [][]int64{r.wanted, r.least} {
		if i := upTo(list, threshold); i < len(list) {
			least = min(least, list[i])
		}
	}
	if least == math.MaxInt64 {
		return 0
	}
	return int(least)
}
