package forecast

import (
	"math"
	"strconv"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
)

const (
	groupEarly   = 56 // days after the first one with a sale whose pace is learnt
	groupSeen    = 28 // least of them that are past
	groupInStock = 20 // least of them, in ordinary days, on which the item was in stock
)

// GroupLesson collects in one pass over the items of a mall what its groups
// show about new items; see [Groups]. Items of which the first weeks are not
// on record teach nothing.
type GroupLesson struct {
	// Known is what an earlier pass has shown. [Nightly] takes its suggestions from
	// it. Nil: nothing.
	Known *Groups

	mall   paces
	groups map[outlook.Group]*paces

	sums, squares paces // by pace: of the mean and the variance of a day
	moved, of     float64
	sizes         sizeSums

	last  string // the last code; one that is seen again does not count twice
	first productLesson
	rows  []groupRow
	every int // of how many products one is a row
	count int // products
}

// productLesson is the options of the product that is being collected. A product
// counts as one, however many options it has.
type productLesson struct {
	no   int64
	of   lowstock.Subject
	own  []int // paces
	row  groupRow
	rows bool
}

// NewGroupLesson returns a lesson without items.
func NewGroupLesson() *GroupLesson {
	return &GroupLesson{groups: map[outlook.Group]*paces{}, every: 1}
}

// Add adds an item. Items must come in the order of their codes, so that those
// of a product follow each other. Model is that of the whole record, and events
// are those that it was fitted with.
func (l *GroupLesson) Add(of lowstock.Subject, s Series, m *Model, events *Events) {
	if l == nil || of.VariantCode <= l.last {
		return
	}
	l.last = of.VariantCode
	since := s.sinceFirstSale()
	until := min(since.Len(), 1+groupEarly)
	if !m.sold || until <= groupSeen || s.Len()-since.Len() < groupUnseen {
		return
	}
	pace, known := m.pace(since, 1, until)
	if known < groupInStock {
		return
	}
	if of.ProductNo != l.first.no {
		l.flush()
		l.first = productLesson{no: of.ProductNo, of: of}
		l.first.of.CategoryNos = append([]int(nil), of.CategoryNos...)
		if l.count%l.every == 0 {
			l.first.rows = l.first.row.look(s, since, events)
		}
	}
	l.first.own = append(l.first.own, paceNear(pace))
	l.spread(since.Until(since.Start+Date(until)), m, paceNear(pace))
}

// spread adds how much the days differ, and the pace of the first four weeks
// from that of the next.
func (l *GroupLesson) spread(early Series, m *Model, at int) {
	days := measure(early, 1, early.Len())
	if days.days == 0 {
		return
	}
	mean := days.sum / days.days
	variance := max(0, days.squares/days.days-mean*mean)
	l.sums[at] += mean
	l.squares[at] += variance
	if mean > 0 {
		l.sizes.add(at, math.Log(orderSize(early)), math.Log(max(groupEven, variance/mean)))
	}
	if early.Len() <= groupEarly {
		return
	}
	before, known := m.pace(early, 1, 1+groupEarly/2)
	after, later := m.pace(early, 1+groupEarly/2, 1+groupEarly)
	if known < groupEarly/4 || later < groupEarly/4 {
		return
	}
	const half = groupEarly / 2
	level := half * (before + after) / 2
	phi := 1.0
	if mean > 0 {
		phi = max(1, variance/mean)
	}
	change := half * (before - after)
	l.moved += (change*change/2 - phi*level) / ((level + 1) * (level + 1))
	l.of += level * level / ((level + 1) * (level + 1))
}

// flush counts the options of a product as one.
func (l *GroupLesson) flush() {
	p := &l.first
	if len(p.own) == 0 {
		return
	}
	var own paces
	for _, i := range p.own {
		own[i] += 1 / float64(len(p.own))
	}
	add := func(to *paces) {
		for i, w := range own {
			to[i] += w
		}
	}
	add(&l.mall)
	keys := make([]outlook.Group, 0, len(p.of.CategoryNos)+1)
	for _, no := range p.of.CategoryNos {
		keys = append(keys, outlook.Group{Kind: outlook.GroupCategory, Key: strconv.Itoa(no)})
	}
	if p.of.SupplierCode != "" {
		keys = append(keys, outlook.Group{Kind: outlook.GroupSupplier, Key: p.of.SupplierCode})
	}
	for _, key := range keys {
		if l.groups[key] == nil {
			l.groups[key] = &paces{}
		}
		add(l.groups[key])
	}
	l.count++
	if p.rows {
		p.row.of, p.row.own = p.of, own
		l.keep(p.row)
	}
	p.own = nil
}

// keep adds a row by which suggestions are judged. If there are too many, every
// second one is left out, from then on too.
func (l *GroupLesson) keep(row groupRow) {
	if l.rows = append(l.rows, row); len(l.rows) < groupRowsMost {
		return
	}
	for i := range groupRowsMost / 2 {
		l.rows[i] = l.rows[2*i]
	}
	l.rows, l.every = l.rows[:groupRowsMost/2], 2*l.every
}

// Groups returns what was learnt; nil if the mall has too few items whose first
// weeks are known, or suggestions of no group would have helped.
func (l *GroupLesson) Groups() *Groups {
	l.flush()
	if l.count < groupFew {
		return nil
	}
	g := &Groups{mall: l.mall, groups: map[outlook.Group]*paces{}, kappa: max(groupUnequal, min(groupVaried, l.moved/max(l.of, 1)))}
	for key, p := range l.groups {
		if p.total() >= groupSmall-1e-9 {
			g.groups[key] = p
		}
	}
	for i := range g.phi { // over five neighbouring paces
		mean, variance := 0.0, 0.0
		for j := max(0, i-2); j <= min(groupRates-1, i+2); j++ {
			mean, variance = mean+l.sums[j], variance+l.squares[j]
		}
		g.phi[i] = groupUneven
		if mean > 0 {
			g.phi[i] = max(groupEven, variance/mean)
		}
	}
	g.size, g.slope = l.sizes.line()
	if !g.judge(l.rows) {
		return nil
	}
	return g
}

const (
	groupVaried = 3    // greatest kappa
	groupUneven = 1.5  // phi where no item has such a pace
	groupEven   = 1.05 // least phi
)

// sizeSums is sums for a regression of the logarithm of phi on that of the size
// of orders, among items of the same pace.
type sizeSums struct {
	n, x, y paces
	xx, xy  float64
}

func (s *sizeSums) add(at int, x, y float64) {
	s.n[at]++
	s.x[at] += x
	s.y[at] += y
	s.xx += x * x
	s.xy += x * y
}

// line returns the mean logarithm of the size by pace, over five neighbouring
// paces, and the slope of the regression, 0 to 1.
func (s *sizeSums) line() (size paces, slope float64) {
	xx, xy := s.xx, s.xy
	for i, n := range s.n {
		if n > 0 {
			xx -= s.x[i] * s.x[i] / n
			xy -= s.x[i] * s.y[i] / n
		}
		sum, of := 0.0, 0.0
		for j := max(0, i-2); j <= min(groupRates-1, i+2); j++ {
			sum, of = sum+s.x[j], of+s.n[j]
		}
		size[i] = sum / max(of, 1)
	}
	return size, min(1, max(0, xy/(xx+1)))
}
