package pipeline_test

import (
	"container/heap"
	"math"
	"math/rand/v2"
	"sort"
	"time"
)

// agenda holds the events in the shop, in order.
type agenda struct {
	list happenings
	n    int
}

type happening struct {
	at time.Time
	n  int // of two events at the same time, the one that was planned first is taken first
	do func()
}

type happenings []happening

func (h happenings) Len() int { return len(h) }
func (h happenings) Less(i, j int) bool {
	return h[i].at.Before(h[j].at) || h[i].at.Equal(h[j].at) && h[i].n < h[j].n
}
func (h happenings) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *happenings) Push(x any)   { *h = append(*h, x.(happening)) } //nolint:errcheck,forcetypeassert // heap returns the values that it was given
func (h *happenings) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}

func (a *agenda) add(at time.Time, do func()) {
	a.n++
	heap.Push(&a.list, happening{at, a.n, do})
}

func (a *agenda) next() (at time.Time, ok bool) {
	if len(a.list) == 0 {
		return time.Time{}, false
	}
	return a.list[0].at, true
}

func (a *agenda) take() happening { return heap.Pop(&a.list).(happening) } //nolint:errcheck,forcetypeassert // as above

// These factors say how busy a shop is, by the hour of the day and the day of
// the week, in Seoul.
var (
	byHour = [24]float64{
		1.1, .7, .4, .25, .2, .2, .3, .5, .8, 1.1, 1.4, 1.5, 1.4, 1.3, 1.4, 1.3, 1.2, 1.1, 1.1, 1.2, 1.4, 1.7, 1.8, 1.5,
	}
	byWeekday = [7]float64{.95, 1.15, 1.1, 1.05, 1, .95, .8} // from Sunday
)

// shoppersOn plans a day's orders: a Poisson process with each variant's rate,
// times the factor of the day.
func (s *shop) shoppersOn(day time.Time, wanted func(*item) float64) {
	busy, sum := byWeekday[day.Weekday()], 0.0
	upTo := make([]float64, len(s.items))
	for i, w := range s.items {
		sum += w.rate * wanted(w) * busy
		upTo[i] = sum
	}
	hours, total := make([]float64, len(byHour)), 0.0
	for i, h := range byHour {
		total += h
		hours[i] = total
	}
	for range poisson(s.rng, sum) {
		w := s.items[sort.SearchFloat64s(upTo, s.rng.Float64()*sum)]
		hour := float64(sort.SearchFloat64s(hours, s.rng.Float64()*total)) + s.rng.Float64()
		s.events.add(day.Add(time.Duration(hour*float64(time.Hour))), func() { s.buy(w) })
	}
}

func poisson(rng *rand.Rand, mean float64) int {
	if mean > 50 {
		return int(max(0, math.Round(mean+math.Sqrt(mean)*rng.NormFloat64())))
	}
	n, p := 0, math.Exp(-mean)
	for q := rng.Float64(); q > p; n++ {
		q *= rng.Float64()
	}
	return n
}

// buy places one order if the item is in stock. Some orders are returned.
func (s *shop) buy(w *item) {
	n := 1
	if s.rng.Float64() < 0.12 {
		n = 2 + s.rng.IntN(2)
	}
	if !w.shelf.shown {
		return
	}
	if w.tracked && !w.oversell {
		n = min(n, w.quantity)
	}
	if n <= 0 {
		return
	}
	s.sold += n
	s.send(90023, map[string]any{"order_id": "20261102-0000001", "event_code": "new_order"})
	if !w.tracked {
		return
	}
	s.set(w, w.quantity-n)
	if s.rng.Float64() < 0.03 {
		days := 3 + 7*s.rng.Float64()
		s.events.add(s.d.clock.Now().Add(time.Duration(days*float64(24*time.Hour))), func() { s.set(w, w.quantity+1) })
	}
}
