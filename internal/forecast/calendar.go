package forecast

import (
	"encoding/binary"
	"slices"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
)

// Calendar returns the planned events of each variant of a mall. Most variants
// share the same events. So each set of promotions is computed once, and a
// variant costs a few look-ups. A Calendar is not safe for concurrent use.
type Calendar struct {
	from, until Date
	everybody   []Event // holidays, and promotions of the whole mall
	scoped      []Event // promotions with a narrower scope
	product     map[int64][]uint16
	category    map[int][]uint16
	supplier    map[string][]uint16
	made        map[string]*Events // by the indexes of the scoped events
	key         []byte
	numbers     []uint16
	year        *Year
}

// NewCalendar returns the calendar of a plan for records and forecasts of the
// days from from on and before until.
func NewCalendar(plan outlook.EventPlan, from, until Date) *Calendar {
	c := &Calendar{
		from: from, until: until,
		product: map[int64][]uint16{}, category: map[int][]uint16{}, supplier: map[string][]uint16{}, made: map[string]*Events{},
	}
	for _, h := range plan.HolidaysWithin(from.Time(), until.Time()) {
		c.everybody = append(c.everybody, eventOf(h))
	}
	for _, p := range plan.Promotions {
		if p.Percent == outlook.OrdinaryPercent || DateOf(p.To) < from || DateOf(p.From) >= until {
			continue
		}
		event, n := eventOf(outlook.Occasion{From: p.From, To: p.To, Percent: p.Percent}), uint16(len(c.scoped)) //nolint:gosec // there are at most outlook.MaxPromotions
		switch p.Scope() {
		case lowstock.ScopeProduct:
			c.product[p.ProductNo] = append(c.product[p.ProductNo], n)
		case lowstock.ScopeCategory:
			c.category[p.CategoryNo] = append(c.category[p.CategoryNo], n)
		case lowstock.ScopeSupplier:
			c.supplier[p.SupplierCode] = append(c.supplier[p.SupplierCode], n)
		case lowstock.ScopeMall, lowstock.ScopeVariant:
			c.everybody = append(c.everybody, event)
			continue
		}
		c.scoped = append(c.scoped, event)
	}
	return c
}

// In makes the calendar return events in a mall with a season; see [Events.In].
// It is called before [Calendar.Of].
func (c *Calendar) In(year *Year) *Calendar {
	c.year = year
	return c
}

func eventOf(o outlook.Occasion) Event {
	return Event{From: DateOf(o.From), To: DateOf(o.To), Factor: float64(o.Percent) / outlook.OrdinaryPercent}
}

// Of returns the events of a subject; nil if there are none.
func (c *Calendar) Of(s lowstock.Subject) *Events {
	c.numbers = append(c.numbers[:0], c.product[s.ProductNo]...)
	c.numbers = append(c.numbers, c.supplier[s.SupplierCode]...)
	for _, no := range s.CategoryNos {
		c.numbers = append(c.numbers, c.category[no]...)
	}
	slices.Sort(c.numbers)
	c.numbers = slices.Compact(c.numbers) // a category may be named twice
	c.key = c.key[:0]
	for _, n := range c.numbers {
		c.key = binary.LittleEndian.AppendUint16(c.key, n)
	}
	events, known := c.made[string(c.key)]
	if !known {
		list := slices.Clone(c.everybody)
		for _, n := range c.numbers {
			list = append(list, c.scoped[n])
		}
		events = NewEvents(list, c.from, c.until).In(c.year)
		c.made[string(c.key)] = events
	}
	return events
}
