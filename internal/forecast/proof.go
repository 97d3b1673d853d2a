package forecast

import (
	"math"
	"slices"

	"cafe24-inventory-alert/internal/outlook"
)

const (
	beforeLeast = 56  // days in stock that the pace before is measured over
	slowedTo    = 0.8 // of the pace before: what is above is the same pace
	slowedBy    = 2   // standard deviations that the units lack at least
)

// lately are the days over which today's pace is measured: a month, and for what
// sells seldom a quarter. Half of them have to be in stock.
func lately() [2]int { return [2]int{28, 91} }

// Prove is what the last year says of a reorder point for a lead time in days.
func Prove(s Series, days, point int) outlook.Proof {
	r := NewReplay(s, days)
	p := outlook.Proof{Windows: r.Windows(), Kept: r.Covered(point)}
	if i, _ := slices.BinarySearch(r.wanted, int64(point)+1); i < len(r.wanted) {
		p.Above = int(r.wanted[i])
	}
	p.From, p.To = slowed(s.Last(replayDays))
	return p
}

// slowed measures the pace of the days in stock of the last month, or else of the
// last quarter, and of those before. It really fell where it is a fifth lower at
// least, and by more than two standard deviations of what as many days before
// sold: one that swings widely from day to day has not slowed for having had a
// quiet month.
func slowed(s Series) (from, to float64) {
	for _, days := range lately() {
		cut := max(0, s.Len()-days)
		before, now := measure(s, 0, cut), measure(s, cut, s.Len())
		if before.days < beforeLeast || 2*now.days < float64(days) || before.sum == 0 {
			continue
		}
		from, to = before.sum/before.days, now.sum/now.days
		variance := max(before.squares/before.days-from*from, from)
		if to <= slowedTo*from && (from-to)*now.days >= slowedBy*math.Sqrt(variance*now.days) {
			return from, to
		}
	}
	return 0, 0
}

// sums are of the days of a record that were in stock.
type sums struct{ days, sum, squares float64 }

func measure(s Series, from, to int) (m sums) {
	for i := from; i < to; i++ {
		if unknown(s.mark(i)) == 0 {
			u := s.units(i)
			m.days, m.sum, m.squares = m.days+1, m.sum+u, m.squares+u*u
		}
	}
	return m
}
