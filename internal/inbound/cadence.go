package inbound

import (
	"cmp"
	"math"
	"slices"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

const (
	// SweepSpread is the part of an interval by which full sweeps are spread, so
	// that malls that were connected in the same minute drift apart.
	SweepSpread = 20

	pageOf     = 100             // products a call
	watchShare = 0.5             // of the calls that the rate allows: the watch's; the rest is for hints, sweeps and people
	longest    = 200.0           // seconds that a watch may read
	leastCalls = 10              // a watch, however short its interval is
	hurry      = 2.0             // how much faster than it has sold a product may sell and still be read in time
	workSlack  = 5 * time.Second // from when work is due until its first call is made
	nearUnits  = 5               // above its threshold: near, whatever its threshold
)

// Pace is how often the program is set to read, and how fast it may.
type Pace struct {
	Watch time.Duration // between readings of what is near its threshold
	Sweep time.Duration // between readings of everything
	Rate  float64       // calls a second, a mall
}

// Load is what there is to read of a mall.
type Load struct {
	Products int
	Large    int // of them with so many variants that they take a call of their own
	Watched  int // products that the last watch meant to read
}

// Capacity is how many products a watch may read: it leaves the mall's calls to
// others, too.
func (p Pace) Capacity() int {
	return pageOf * max(leastCalls, int(p.Rate*min(longest, watchShare*p.Watch.Seconds())))
}

// WatchWorst is the longest that a change of something near its threshold stays
// unseen when every webhook is lost: it happened just after it was read, and is
// on the last page of the next watch.
func (p Pace) WatchWorst(l Load) time.Duration {
	return p.Watch + p.reading(l.Watched, min(l.Large, l.Watched)) + workSlack
}

// SweepWorst is the longest that any change stays unseen when every webhook is
// lost.
func (p Pace) SweepWorst(l Load) time.Duration {
	return p.Sweep + p.Sweep/SweepSpread + p.reading(l.Products, l.Large) + workSlack
}

// reading is how long it takes to read so many products.
func (p Pace) reading(products, large int) time.Duration {
	calls := float64(products/pageOf + 1 + large) // one more where the last page is full
	return time.Duration(math.Ceil(calls / p.Rate * float64(time.Second)))
}

// horizon is how far ahead a product is looked at: until after the next full
// sweep.
func (p Pace) horizon() time.Duration { return p.Sweep + p.Sweep/4 }

// HorizonDays is how many days of sales may be left, as fast as it has sold, of
// what the watch has to know and is not near: the last of its units counts as
// sold, and it has more than [nearUnits].
func (p Pace) HorizonDays() float64 {
	return p.horizon().Hours() / 24 * hurry * (nearUnits + 1) / nearUnits
}

// Watchable is a variant that the watch may read.
type Watchable struct {
	ProductNo           int64
	Standing            bool // it has an incident, and may have recovered
	Quantity, Threshold int
	PerDay              float64   // sold; 0: nobody knows
	ReadAt              time.Time // when its reading began
}

// Near says whether so little is left above its threshold that one order may
// cross it.
func (w Watchable) Near() bool {
	return w.Quantity-w.Threshold <= max(nearUnits, w.Threshold/2)
}

// reach is how soon it can be at its threshold if it sells [hurry] times as fast
// as it has, and has just sold most of a unit more than it shows.
func (w Watchable) reach() time.Duration {
	if w.Standing || w.PerDay <= 0 {
		return math.MaxInt64
	}
	days := max(0, float64(w.Quantity-w.Threshold-1)) / (w.PerDay * hurry)
	return time.Duration(min(days*24*float64(time.Hour), math.MaxInt64/2))
}

// Every is how often a variant is read: what stands or is near its threshold by
// each watch, what sells before it can be there, the rest by the full sweep.
func (p Pace) Every(w Watchable) time.Duration {
	if w.Standing || w.Near() {
		return p.Watch
	}
	if reach := w.reach(); reach < p.horizon() {
		return min(max(reach, p.Watch), p.Sweep)
	}
	return p.Sweep
}

// PickWatch chooses the products that a watch at now reads by their numbers, at
// most room of them, the most urgent first. A product is left to a later watch
// only where that comes in time.
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
			a.ReadAt.Compare(b.ReadAt), cmp.Compare(a.ProductNo, b.ProductNo), // of many that stand, each has its turn
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

// WatchLevel is the level up to which the platform's own list is read: the
// largest threshold with its margin, as long as no more than room variants are
// there or below. Enough is the level of the first that is too many, and
// tooMany whether there is one. What lies above it has to be named.
func WatchLevel(largest, enough int, tooMany bool) int {
	level := lowstock.RecoveredAt(largest)
	if tooMany {
		level = min(level, enough-1)
	}
	return level
}
