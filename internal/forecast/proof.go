package forecast

import (
	"math"

	"cafe24-inventory-alert/internal/outlook"
)

const (
	beforeLeast = 56  // least days in stock from which the earlier pace is computed
	slowedTo    = 0.8 // share of the earlier pace; a recent pace above it counts as the same
	slowedBy    = 2   // least difference of the units in standard deviations
)

// lately returns the numbers of recent days from which the present pace is
// computed: a month, and a quarter for items that sell seldom. The item must
// have been in stock on half of them.
func lately() [2]int { return [2]int{28, 91} }

// Prove returns what the last year shows about a reorder point for a lead time
// in days.
func Prove(s Series, days, point int) outlook.Proof {
	r := NewReplay(s, days)
	p := outlook.Proof{Windows: r.Windows(point), Kept: r.Covered(point), Above: r.above(point)}
	p.From, p.To = slowed(s.sinceFirstSale().Last(replayDays))
	return p
}

// Prove is [Prove] with the season of the lead time, if one is known.
func (m *Model) Prove(s Series, days, point int) outlook.Proof {
	p := Prove(s, days, point)
	if season := m.Season(days); season != 1 {
		p.Season = season
	}
	return p
}

// slowed returns the earlier and the recent pace if the item really sells more
// slowly. The recent pace is that of the days in stock of the last month, or
// else of the last quarter; the earlier pace is that of the days before. The
// pace really fell if it is lower by a fifth at least, and by more than two
// standard deviations of the earlier units in as many days. So an item with
// widely varying days does not count as slowed after one quiet month.
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

// sums are sums over the days of a record on which the item was in stock.
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
