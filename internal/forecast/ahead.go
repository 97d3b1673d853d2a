package forecast

import (
	"encoding/binary"
	"math"
)

// aheadVersion is the first byte of the output of [Model.Ahead]. In version 1
// the ends of a range were not to the nearest day; see [Model.RunOut].
const aheadVersion = 2

// Ahead is what the nightly forecast computed about an item for pages. Pages do
// not fit a model and do not replay a record. The results change with every
// sale and with every threshold, so Ahead holds the results for all stocks and
// all thresholds.
//
// The lists stay encoded: a page asks each once, and to decode them took it a
// seventh of its memory.
type Ahead struct {
	stops, kept list
}

// list is a number of encoded elements.
type list struct {
	count int
	rest  []byte
}

// next decodes a number. A list that [ReadAhead] accepts has all its numbers.
func (l *list) next() int {
	if len(l.rest) > 0 && l.rest[0] < 0x80 {
		n := l.rest[0]
		l.rest = l.rest[1:]
		return int(n)
	}
	n, size := binary.Uvarint(l.rest)
	if size <= 0 || n > math.MaxInt32 {
		l.rest, l.count = nil, -1
		return 0
	}
	l.rest = l.rest[size:]
	return int(n)
}

// sub splits off a list whose elements have so many numbers each.
func (l *list) sub(numbers int) list {
	sub := list{count: l.next()}
	sub.rest = l.rest
	for range min(sub.count, len(l.rest)) * numbers {
		l.next()
	}
	return sub
}

// stop is when one stock runs out. The result for a stock between two stops is
// interpolated.
type stop struct {
	stock         int
	p10, p50, p90 int
}

// share is the least threshold that covers so many percent of the lead times.
type share struct{ threshold, percent int }

// exactStocks is the number of small stocks with a stop each. Above them, each
// stop is larger by a half.
const exactStocks = 4

// Ahead computes, in a form to be stored, when any stock runs out and what
// share of lead times any threshold covers. The present stock is computed
// exactly, as the small stocks are.
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

// stops computes the stops up to the first stock that lasts beyond the horizon.
func (m *Model) stops(stock int) (list []stop) {
	if !m.sold {
		return nil
	}
	shares, c := m.shares(), m.chances()
	first := stop{p10: 1, p50: 1, p90: 1} // the first days with these chances
	for n := 1; ; {
		first.p50 = m.nextDay(n, c.p50, first.p50, NotWithin, &shares)
		first.p10 = m.nextDay(n, c.p10, first.p10, first.p50, &shares)
		first.p90 = m.nextDay(n, c.p90, max(first.p90, first.p50), NotWithin, &shares)
		s := stop{stock: n, p50: first.p50}
		s.p10, s.p90 = m.ends(n, first.p10, first.p90, c, &shares)
		list = append(list, s)
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

// nextDay returns the same as [Model.firstDay]. It is faster if the result is
// near from.
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

// shares returns the thresholds at which [Replay.Covered] reaches another whole
// percent, as computed by [Percent].
func (r Replay) shares() (list []share) {
	if len(r.wanted) == 0 {
		return nil
	}
	last := 0
	for covered, passed := 0, 0; covered < len(r.wanted) || passed < len(r.least); {
		n := int64(math.MaxInt64)
		if covered < len(r.wanted) {
			n = r.wanted[covered]
		}
		if passed < len(r.least) {
			n = min(n, r.least[passed])
		}
		for covered < len(r.wanted) && r.wanted[covered] == n {
			covered++
		}
		for passed < len(r.least) && r.least[passed] == n {
			passed++
		}
		percent := Percent(float64(covered) / float64(len(r.wanted)+len(r.least)-passed))
		if percent != last {
			list, last = append(list, share{int(n), percent}), percent
		}
	}
	return list
}

// Percent returns a chance in whole percent. A chance that is not certain is
// neither 0 nor 100.
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

// ReadAhead decodes the output of [Model.Ahead]. It returns false if there is
// none, or it has another version.
func ReadAhead(stored []byte) (a Ahead, ok bool) {
	if len(stored) == 0 || stored[0] != aheadVersion {
		return a, false
	}
	all := list{rest: stored[1:]}
	a.stops = all.sub(4)
	a.kept = all.sub(2)
	if all.count < 0 { // it ends too early
		return Ahead{}, false
	}
	return a, true
}

// RunOut returns [Model.RunOut] without its Cover. It is exact for small stocks
// and for the stock of that night, and about one day off for others.
func (a Ahead) RunOut(stock int) RunOut {
	if stock <= 0 {
		return RunOut{}
	}
	var before, after stop
	left := a.stops
	for i := range left.count {
		before = after
		after = stop{stock: before.stock + left.next(), p10: left.next()}
		after.p50 = after.p10 + left.next()
		after.p90 = after.p50 + left.next()
		if after.stock < stock {
			continue
		}
		if after.stock == stock || i == 0 {
			return RunOut{P10: after.p10, P50: after.p50, P90: after.p90}
		}
		return between(before, after, stock)
	}
	return RunOut{P10: NotWithin, P50: NotWithin, P90: NotWithin}
}

// RunOutWith is [Model.RunOutWith] without its Cover, as exact as [Ahead.RunOut].
func (a Ahead) RunOutWith(stock int, in ...Arrival) RunOut {
	return runOutWith(a.RunOut, stock, in)
}

// between interpolates the result for a stock between two stops.
func between(before, after stop, stock int) RunOut {
	part := float64(stock-before.stock) / float64(after.stock-before.stock)
	day := func(from, to int) int { return from + int(math.Round(part*float64(to-from))) }
	return RunOut{P10: day(before.p10, after.p10), P50: day(before.p50, after.p50), P90: day(before.p90, after.p90)}
}

// Replayed says whether [Ahead.Kept] has data.
func (a Ahead) Replayed() bool { return a.kept.count > 0 }

// Kept returns [Replay.Covered] in whole percent.
func (a Ahead) Kept(threshold int) (percent int) {
	left, from := a.kept, 0
	for range left.count {
		if from += left.next(); from > threshold {
			break
		}
		percent += left.next()
	}
	return percent
}
