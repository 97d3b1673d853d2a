package forecast

import (
	"encoding/binary"
	"math"
	"slices"
	"sort"
)

// aheadVersion is the first byte of what [Model.Ahead] writes.
const aheadVersion = 1

// Ahead is what a night has computed of an item for pages, which fit and replay
// nothing: both change with every sale and with every threshold, so the answers to
// all of them are kept.
type Ahead struct {
	stops []stop
	kept  []share
}

// stop is when one stock runs out; between two stops it is in between.
type stop struct {
	stock         int
	p10, p50, p90 int
}

// share is from which threshold on so many percent of the lead times are kept.
type share struct{ threshold, percent int }

// exactStocks are followed one by one; above, each stop is a half further.
const exactStocks = 4

// Ahead computes, in a form to be stored, when any stock runs out and what the
// replay says of any threshold. The stock of the night itself is among those
// that are followed exactly, beside the small ones.
func (m *Model) Ahead(replay Replay, stock int) []byte {
	list := []byte{aheadVersion}
	stops := m.stops(stock)
	list = binary.AppendUvarint(list, uint64(len(stops)))
	last := 0
	for _, s := range stops {
		for _, n := range []int{s.stock - last, s.p10, s.p50 - s.p10, s.p90 - s.p50} {
			list = binary.AppendUvarint(list, uint64(n)) //nolint:gosec // G115: none is below 0
		}
		last = s.stock
	}
	kept := replay.shares()
	list = binary.AppendUvarint(list, uint64(len(kept)))
	threshold, percent := 0, 0
	for _, s := range kept {
		list = binary.AppendUvarint(list, uint64(s.threshold-threshold)) //nolint:gosec // G115: they rise
		list = binary.AppendUvarint(list, uint64(s.percent-percent))     //nolint:gosec // G115: they rise
		threshold, percent = s.threshold, s.percent
	}
	return list
}

// stops follows stocks up to the first that lasts beyond the horizon.
func (m *Model) stops(stock int) (list []stop) {
	if !m.sold {
		return nil
	}
	shares := m.shares()
	from := stop{p10: 1, p50: 1, p90: 1}
	for n := 1; ; {
		s := stop{stock: n}
		s.p50 = m.nextDay(n, 0.5, from.p50, NotWithin, &shares)
		s.p10 = m.nextDay(n, 0.1, from.p10, s.p50, &shares)
		s.p90 = m.nextDay(n, 0.9, max(from.p90, s.p50), NotWithin, &shares)
		list, from = append(list, s), s
		if s.p90 >= NotWithin || n >= math.MaxInt32/2 {
			return list
		}
		next := n + 1
		if n >= exactStocks {
			next = n + n/2
		}
		if n < stock && stock < next {
			next = stock
		}
		n = next
	}
}

// nextDay is [Model.firstDay] where it is near the first of the days.
func (m *Model) nextDay(stock int, chance float64, from, to int, shares *[NotWithin]float64) int {
	for stride := 1; from < to; stride *= 2 {
		probe := min(from+stride-1, to-1)
		if m.out(stock, shares[probe]) >= chance {
			return m.firstDay(stock, chance, from, probe, shares)
		}
		from = probe + 1
	}
	return from
}

// shares are the thresholds from which on [Replay.Covered] is another percent, as
// [Percent] writes it.
func (r Replay) shares() (list []share) {
	for i, n := range r.wanted {
		if i+1 < len(r.wanted) && r.wanted[i+1] == n {
			continue
		}
		percent := Percent(float64(i+1) / float64(len(r.wanted)))
		if k := len(list); k > 0 && list[k-1].percent == percent {
			continue
		}
		list = append(list, share{int(n), percent})
	}
	return list
}

// Percent is a chance in whole percent, of which what is uncertain is neither 0
// nor 100.
func Percent(chance float64) int {
	n := int(math.Round(chance * 100))
	switch {
	case n == 0 && chance > 0:
		n = 1
	case n == 100 && chance < 1:
		n = 99
	}
	return n
}

// ReadAhead reads what [Model.Ahead] has written; false where there is nothing,
// or nothing that this version knows.
func ReadAhead(stored []byte) (a Ahead, ok bool) {
	if len(stored) == 0 || stored[0] != aheadVersion {
		return a, false
	}
	rest := stored[1:]
	next := func() int {
		n, size := binary.Uvarint(rest)
		if size <= 0 || n > math.MaxInt32 {
			rest, ok = nil, false
			return 0
		}
		rest = rest[size:]
		return int(n)
	}
	ok = true
	last := 0
	count := min(next(), len(stored))
	a.stops = make([]stop, 0, count)
	for range count {
		s := stop{stock: last + next(), p10: next()}
		s.p50 = s.p10 + next()
		s.p90 = s.p50 + next()
		a.stops, last = append(a.stops, s), s.stock
	}
	var s share
	count = min(next(), len(stored))
	a.kept = make([]share, 0, count)
	for range count {
		s = share{s.threshold + next(), s.percent + next()}
		a.kept = append(a.kept, s)
	}
	return a, ok
}

// RunOut is [Model.RunOut] without its cover: to the day for the stock of the
// night and for small ones, and about a day off in between.
func (a Ahead) RunOut(stock int) RunOut {
	if stock <= 0 {
		return RunOut{}
	}
	late := RunOut{P10: NotWithin, P50: NotWithin, P90: NotWithin}
	i, exact := slices.BinarySearchFunc(a.stops, stock, func(s stop, n int) int { return s.stock - n })
	switch {
	case i == len(a.stops):
		return late
	case exact || i == 0:
		s := a.stops[i]
		return RunOut{P10: s.p10, P50: s.p50, P90: s.p90}
	}
	before, after := a.stops[i-1], a.stops[i]
	part := float64(stock-before.stock) / float64(after.stock-before.stock)
	between := func(from, to int) int { return from + int(math.Round(part*float64(to-from))) }
	return RunOut{P10: between(before.p10, after.p10), P50: between(before.p50, after.p50), P90: between(before.p90, after.p90)}
}

// Replayed says whether [Ahead.Kept] says anything.
func (a Ahead) Replayed() bool { return len(a.kept) > 0 }

// Kept is [Replay.Covered] in whole percent.
func (a Ahead) Kept(threshold int) int {
	i := sort.Search(len(a.kept), func(i int) bool { return a.kept[i].threshold > threshold })
	if i == 0 {
		return 0
	}
	return a.kept[i-1].percent
}
