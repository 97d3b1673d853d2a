package inbound

import (
	"cmp"
	"math"
	"slices"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

const (
	// SweepSpread is the part of an interval over which full sweeps are spread:
	// 1/SweepSpread. So the sweeps of malls that were connected in the same minute
	// drift apart.
	SweepSpread = 20

	pageOf     = 100             // products in one call
	watchShare = 0.5             // share of the allowed calls that a watch may use; the rest is for hints, sweeps and people
	longest    = 200.0           // seconds that one watch may take
	leastCalls = 10              // calls in one watch, however short its interval is
	hurry      = 2.0             // a product that sells this many times as fast as before is still read in time
	workSlack  = 5 * time.Second // from the time when work is due to its first call
	nearUnits  = 5               // units above the threshold that count as near, whatever the threshold
)

// Pace is how often the program is configured to read, and how fast it may
// call.
type Pace struct {
	Watch time.Duration // between readings of variants near their threshold
	Sweep time.Duration // between readings of the whole catalogue
	Rate  float64       // calls a second for each mall
}

// Load is how much of a mall there is to read.
type Load struct {
	Products int
	Large    int // products with so many variants that each needs a call of its own
	Watched  int // products that the last watch planned to read
}

// Capacity is how many products a watch may read. It leaves a part of the
// mall's calls to other work.
func (p Pace) Capacity() int {
	return pageOf * max(leastCalls, int(p.Rate*min(longest, watchShare*p.Watch.Seconds())))
}

// WatchWorst is the longest time that a change near a threshold stays unseen if
// every webhook is lost. In the worst case the change happens just after the
// variant was read, and the variant is on the last page of the next watch.
func (p Pace) WatchWorst(l Load) time.Duration {
	return p.Watch + p.reading(l.Watched, min(l.Large, l.Watched)) + workSlack
}

// SweepWorst is the longest time that any change stays unseen if every webhook
// is lost.
func (p Pace) SweepWorst(l Load) time.Duration {
	return p.Sweep + p.Sweep/SweepSpread + p.reading(l.Products, l.Large) + workSlack
}

// reading is how long it takes to read so many products.
func (p Pace) reading(products, large int) time.Duration {
	calls := float64(products/pageOf + 1 + large) // one more call if the last page is full
	return time.Duration(math.Ceil(calls / p.Rate * float64(time.Second)))
}

// horizon is how far ahead the watch looks at a product: until after the next
// full sweep.
func (p Pace) horizon() time.Duration { return p.Sweep + p.Sweep/4 }

// HorizonDays is how many days of sales may be left of a variant that the watch
// has to know although it is not near its threshold. The days are computed with
// the variant's past sales. The last unit counts as sold, and more than
// [nearUnits] units are left.
func (p Pace) HorizonDays() float64 {
	return p.horizon().Hours() / 24 * hurry * (nearUnits + 1) / nearUnits
}

// Watchable is a variant that the watch may read.
type Watchable struct {
	ProductNo           int64
	Standing            bool // it has an incident and may have recovered
	Quantity, Threshold int
	PerDay              float64   // units sold a day; 0: not known
	ReadAt              time.Time // when its last reading began
}

// Near says whether so few units are left above the threshold that one order
// may cross it.
func (w Watchable) Near() bool {
	return w.Quantity-w.Threshold <= max(nearUnits, w.Threshold/2)
}

// reach is the shortest time in which the variant can fall to its threshold. It
// assumes that the variant sells [hurry] times as fast as before, and has just
// sold almost one unit more than the quantity shows.
func (w Watchable) reach() time.Duration {
	if w.Standing || w.PerDay <= 0 {
		return math.MaxInt64
	}
	days := max(0, float64(w.Quantity-w.Threshold-1)) / (w.PerDay * hurry)
	return time.Duration(min(days*24*float64(time.Hour), math.MaxInt64/2))
}

// Every is how often a variant is read. Every watch reads a variant that has an
// incident or is near its threshold. A variant that sells is read before it can
// reach its threshold. The full sweep reads the rest.
func (p Pace) Every(w Watchable) time.Duration {
	if w.Standing || w.Near() {
		return p.Watch
	}
	if reach := w.reach(); reach < p.horizon() {
		return min(max(reach, p.Watch), p.Sweep)
	}
	return p.Sweep
}

// PickWatch returns the numbers of the products that a watch at now reads: at
// most capacity of them, the most urgent first. It leaves a product to a later
// watch only if that watch comes in time.
func (p Pace) PickWatch(list []Watchable, capacity int, now time.Time) []int64 {
	due := make([]Watchable, 0, len(list))
	for _, w := range list {
		swept := !w.Standing && !w.Near() && w.reach() >= p.horizon()
		if !swept && !now.Add(p.Watch).Before(w.ReadAt.Add(p.Every(w))) {
			due = append(due, w)
		}
	}
	slices.SortFunc(due, func(a, b Watchable) int {
		return cmp.Or(
			compareBool(b.Standing, a.Standing), compareBool(b.Near(), a.Near()), cmp.Compare(a.reach(), b.reach()),
			a.ReadAt.Compare(b.ReadAt), cmp.Compare(a.ProductNo, b.ProductNo), // the products with incidents take turns
		)
	})
	picked := make([]int64, 0, min(capacity, len(due)))
	seen := make(map[int64]bool, len(due))
	for _, w := range due {
		if len(picked) < capacity && !seen[w.ProductNo] {
			seen[w.ProductNo] = true
			picked = append(picked, w.ProductNo)
		}
	}
	return picked
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// WatchLevel is the level up to which the platform's own list is read. It is
// the largest threshold with its margin, as long as no more variants are there
// or below than the watch has room for. Enough is the level of the first
// variant that is too many; tooMany says whether there is one. Products above
// the returned level have to be requested by number.
func WatchLevel(largest, enough int, tooMany bool) int {
	level := lowstock.RecoveredAt(largest)
	if tooMany {
		level = min(level, enough-1)
	}
	return level
}
