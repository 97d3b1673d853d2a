package purchase

import (
	"math"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// CoverVerdict says whether what is on its way is enough, and comes in time.
type CoverVerdict string

// The verdicts. "" means that nothing is on its way.
const (
	VerdictCovered CoverVerdict = "covered" // it arrives before the stock has run out, and is enough
	VerdictGap     CoverVerdict = "gap"     // it arrives after the stock has run out, or may do so
	VerdictShort   CoverVerdict = "short"   // with all of it, the stock stays at or below the reorder point
	VerdictLate    CoverVerdict = "late"    // none of it is certain to arrive any more
)

// Cover is what goods on their way mean for the stock of an item.
type Cover struct {
	Verdict CoverVerdict
	On      time.Time // calendar day of the arrival that the verdict is about; of Late the first day on which goods were expected
	Units   int       // that arrive on that day; of Late all late ones
	All     int       // units on their way, late ones too
	Late    int       // of these the late ones
	// HalfDays is for how many half days the item is expected to be sold out
	// before the arrival of Gap; 0: it may be sold out, by a chance above what is
	// promised.
	HalfDays int
	Left     int // of Short: the stock with everything on its way
}

// Holding is what is known of an item when its cover is asked for.
type Holding struct {
	Stock    int
	Point    int                // reorder point; at or below it more has to be ordered
	PerDay   float64            // units sold a day; 0: not known, or nothing is sold
	Lost     lowstock.LossCurve // nil: not known
	Incoming lowstock.Incoming
}

// Cover returns what the goods on their way mean on a calendar day. The stock of
// an item that sells λ a day has run out after stock/λ days. Where that is before
// an arrival, the item is sold out for the days between (§3 of the invariants:
// gap = max(0, arrival − T_out)). Where it is not, there is still a gap if the
// stock does not last until the arrival with the promised service level.
func (h *Holding) Cover(today time.Time) Cover {
	in := &h.Incoming
	c := Cover{All: in.Units, Late: in.Late(today)}
	if in.Units <= 0 {
		return Cover{}
	}
	arrivals := in.Certain(today)
	if len(arrivals) == 0 {
		c.Verdict, c.On, c.Units = VerdictLate, in.LateOn(today), c.Late
		return c
	}
	c.at(arrivals[0], today)
	stock := h.Stock
	for _, a := range arrivals {
		if half, is := h.gap(stock, a); is {
			c.at(a, today)
			c.Verdict, c.HalfDays = VerdictGap, half
			return c
		}
		stock += a.Units
	}
	c.Verdict = VerdictCovered
	if left := h.Stock + in.Units; left <= h.Point {
		c.Verdict, c.Left = VerdictShort, left
	}
	return c
}

// CoverOf is [Holding.Cover] of the item of an alert, which has to be ordered at
// its threshold.
func CoverOf(i *lowstock.Incident, today time.Time) Cover {
	h := Holding{Stock: i.Quantity, Point: i.Threshold, PerDay: i.Sales.PerDay, Lost: i.Lost, Incoming: i.Incoming}
	return h.Cover(today)
}

// gap says whether a stock runs out before an arrival, and for how many half days.
func (h *Holding) gap(stock int, a lowstock.Arrival) (half int, is bool) {
	days := float64(a.Day - 1)
	switch {
	case a.Day <= 1:
		return 0, false
	case stock <= 0:
		return 2 * (a.Day - 1), true
	case h.PerDay > 0 && float64(stock)/h.PerDay < days:
		return max(1, int(math.Round(2*(days-float64(stock)/h.PerDay)))), true
	}
	return 0, h.Lost.Before(stock, a.Day) > 0
}

func (c *Cover) at(a lowstock.Arrival, today time.Time) {
	c.On, c.Units = today.AddDate(0, 0, a.Day-1), a.Units
}
