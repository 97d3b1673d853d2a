package lowstock

import (
	"slices"
	"time"
)

// Goods is units of one variant that are ordered, and have not arrived.
type Goods struct {
	Units int
	On    time.Time // calendar day on which they are expected
	Until time.Time // last calendar day on which they count as certain to arrive; zero: On
}

// last is the last calendar day on which the goods count as certain.
func (g *Goods) last() time.Time {
	if g.Until.IsZero() {
		return g.On
	}
	return g.Until
}

// Incoming is all goods of one variant that are on their way. The zero Incoming
// means that there are none.
//
// They answer two questions differently. How many units to order depends on the
// inventory position, which counts all of them but those that are missing for
// long: goods that are late or far off are not ordered twice. Whether the stock is enough, and when it runs out,
// depends on what is certain to arrive, and when.
type Incoming struct {
	Units int       // of all goods
	On    time.Time // calendar day on which the first of them are expected
	Until time.Time // of these; see [Goods]
	// All are the goods, by the day on which they are expected. It is nil if Units
	// and On say everything.
	All []Goods
}

// IncomingOf returns all of these goods.
func IncomingOf(all ...Goods) (i Incoming) {
	for _, g := range all {
		i = i.With(g)
	}
	return i
}

// With returns the goods and one more.
func (i Incoming) With(g Goods) Incoming {
	if i.Units <= 0 {
		return Incoming{Units: g.Units, On: g.On, Until: g.Until}
	}
	all := append(slices.Clone(i.goods()), g)
	slices.SortStableFunc(all, func(a, b Goods) int { return a.On.Compare(b.On) })
	return Incoming{Units: i.Units + g.Units, On: all[0].On, Until: all[0].Until, All: all}
}

// goods returns each of the goods.
func (i Incoming) goods() []Goods {
	switch {
	case i.Units <= 0:
		return nil
	case len(i.All) > 0:
		return i.All
	}
	return []Goods{{i.Units, i.On, i.Until}}
}

// Late returns how many units are not certain to arrive on a calendar day any
// more, because they should have arrived.
func (i Incoming) Late(today time.Time) (units int) {
	for _, g := range i.goods() {
		if g.last().Before(today) {
			units += g.Units
		}
	}
	return units
}

// MissingDays is for how many days after the expected one goods that do not come
// count towards the position.
const MissingDays = 30

// Position returns the units that count when it is asked how many to order: all
// that are on their way, unless they should have arrived more than [MissingDays]
// before a calendar day. An order that nobody ever closed would else keep an item
// from being ordered for ever.
func (i Incoming) Position(today time.Time) (units int) {
	for _, g := range i.goods() {
		if !g.On.Before(today.AddDate(0, 0, -MissingDays)) {
			units += g.Units
		}
	}
	return units
}

// PositionLate returns the units of [Incoming.Position] that are late.
func (i Incoming) PositionLate(today time.Time) (units int) {
	for _, g := range i.goods() {
		if g.last().Before(today) && !g.On.Before(today.AddDate(0, 0, -MissingDays)) {
			units += g.Units
		}
	}
	return units
}

// Overdue says whether goods are on their way and none of them is certain to
// arrive.
func (i Incoming) Overdue(today time.Time) bool { return i.Units > 0 && i.Late(today) == i.Units }

// LateOn returns the first calendar day on which the late goods were expected;
// zero: none are late.
func (i Incoming) LateOn(today time.Time) time.Time {
	for _, g := range i.goods() {
		if g.last().Before(today) {
			return g.On
		}
	}
	return time.Time{}
}

// Arrival is units that are certain to arrive on a day, where 1 is today.
type Arrival struct{ Day, Units int }

// Certain returns what is certain to arrive, by day, each day once. Goods that
// are a little late, and still certain, count as those of today.
func (i Incoming) Certain(today time.Time) (list []Arrival) {
	for _, g := range i.goods() {
		if g.last().Before(today) {
			continue
		}
		day := max(1, daysBetween(today, g.On)+1)
		if n := len(list) - 1; n >= 0 && list[n].Day == day {
			list[n].Units += g.Units
		} else {
			list = append(list, Arrival{day, g.Units})
		}
	}
	slices.SortFunc(list, func(a, b Arrival) int { return a.Day - b.Day })
	return list
}

// Next returns the first calendar day on which units are certain to arrive, and
// how many arrive on that day; the zero time: none are.
func (i Incoming) Next(today time.Time) (on time.Time, units int) {
	if list := i.Certain(today); len(list) > 0 {
		return today.AddDate(0, 0, list[0].Day-1), list[0].Units
	}
	return on, 0
}

// ShownOn returns the day with which all goods are shown: the next one on which
// units are certain to arrive, else the first on which they were expected.
func (i Incoming) ShownOn(today time.Time) time.Time {
	if on, units := i.Next(today); units > 0 {
		return on
	}
	return i.On
}

func daysBetween(from, to time.Time) int { return int(to.Sub(from).Hours() / 24) } // both are midnight UTC
