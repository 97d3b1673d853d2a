// Package stockout finds the probable stock-outs of the past in a record of sales, for the time before levels were
// recorded. It owns the rule and what it estimates; it must not read, store or show anything.
package stockout

import (
	"cafe24-inventory-alert/internal/forecast"
)

// Days is how many of the last days of a record stock-outs are looked for in.
const Days = 365

const (
	baseDays   = 91  // days in stock before a pause from which the item's pace is computed
	baseLeast  = 42  // least number of them
	sellsLeast = 10  // least number of them on which the item sold
	nearDays   = 28  // days on each side of a pause in which the item must have sold too
	nearPace   = 0.4 // least pace in them, as a share of the pace before the pause
	longest    = 60  // days of a stock-out; a longer pause is a season, or an item that was off sale

	// ByChance is the greatest probability of a pause, for an item in stock, that counts as a stock-out.
	ByChance = 1e-4
)

// Gap is a pause in an item's sales that hardly happens while it is in stock.
type Gap struct {
	From forecast.Date // the first day without a sale
	Days int           // at least 1

	// Lost is the units that would have sold, at least 0: the pace before the pause times its days, less one unit,
	// because an item in stock does not sell at once either.
	Lost float64
	// Before is the units sold in the lead time that ends with the pause's first day. A threshold of at least that is
	// reached a lead time before the stock-out.
	Before int
}

// Past is the probable stock-outs of an item in the last 365 days of its record.
type Past struct {
	Gaps []Gap // oldest first
	// Chance is the expected number of pauses that count although the item was in stock: [ByChance] for each of the
	// days on which it sold and after which a pause is judged. It is an upper limit.
	Chance float64
}

// Find finds the pauses that were probably stock-outs, for a lead time in days.
//
// A pause is a sequence of days without a sale. It counts if it happens in stock with a probability of at most
// [ByChance]. Of the 91 days in stock before it, let a be those without a sale and b those with one. The probability of n
// more days without a sale is the Beta-binomial one with a uniform prior, the product of (a+1+k)/(a+b+2+k) for k from 0 to n−1
// (Gelman et al., Bayesian Data Analysis, 3rd edition, section 2.1 and appendix A). In the four weeks before the pause and after it the item must
// sell at two fifths of that pace at least, and the pause must not be longer than 60 days: otherwise its season ended, or it was taken
// off sale. So a pause that goes on is not judged, and an item that sells seldom has no stock-outs here.
//
// A day on which the whole mall hardly sold says little about one item, and counts in part. A day that was not counted ends a pause. A day that was out of stock
// according to levels is not a day in stock, and a pause with such a day counts in any case.
func Find(s forecast.Series, lead int, mall *Mall) Past {
	r := record{Series: s, lead: lead, mall: mall}
	var past Past
	from := max(0, s.Len()-Days)
	for i := 0; i < s.Len(); i++ {
		n := r.pause(i)
		if n == 0 {
			r.inStock(i)
			if i >= from && r.sold(i) && r.pace.known() {
				past.Chance += ByChance
			}
			continue
		}
		if r.counts(i, n) {
			if i >= from {
				past.Gaps = append(past.Gaps, r.gap(i, n))
			}
		} else {
			for k := i; k < i+n; k++ {
				r.inStock(k)
			}
		}
		i += n - 1
	}
	return past
}

// record is a series in which stock-outs are looked for, day by day.
type record struct {
	forecast.Series

	lead int
	mall *Mall
	pace pace    // of the last 91 days in stock
	base []int32 // their units, and those of the days in stock before them
}

func (r *record) is(i int, mark forecast.Mark) bool { return i < len(r.Marks) && r.Marks[i]&mark != 0 }

func (r *record) sold(i int) bool { return r.Units[i] > 0 }

// pause returns the number of days without a sale from day i on.
func (r *record) pause(i int) int {
	n := 0
	for i+n < r.Len() && !r.sold(i+n) && !r.is(i+n, forecast.Partial) {
		n++
	}
	return n
}

// share is the part of its usual business that the mall did on day i.
func (r *record) share(i int) float64 {
	return r.mall.open(r.Start+forecast.Date(i), r.pace.perDay()) //nolint:gosec // days fit
}

// pace is how an item sold on some days in stock.
type pace struct {
	days, selling int // days, and those with a sale
	units         float64
}

func (p pace) known() bool { return p.days >= baseLeast && p.selling >= sellsLeast }

// perDay is units a day; 0 without days.
func (p pace) perDay() float64 {
	if p.days == 0 {
		return 0
	}
	return p.units / float64(p.days)
}

// add adds a number of days with the same units.
func (p *pace) add(units int32, days int) {
	p.days += days
	if units > 0 {
		p.selling += days
		p.units += float64(units) * float64(days)
	}
}

// inStock adds day i to the days in stock. A promotion shows nothing about ordinary days.
func (r *record) inStock(i int) {
	if r.is(i, forecast.OutOfStock|forecast.Partial|forecast.Promoted) {
		return
	}
	r.pace.add(r.Units[i], 1)
	r.base = append(r.base, r.Units[i])
	if first := len(r.base) - 1 - baseDays; first >= 0 {
		r.pace.add(r.base[first], -1)
	}
}

// before returns the pace of the last four weeks in stock.
func (r *record) before() (p pace) {
	for _, units := range r.base[max(0, len(r.base)-nearDays):] {
		p.add(units, 1)
	}
	return p
}

// after returns the pace of up to four weeks from day i on.
func (r *record) after(i int) (p pace) {
	for end := min(i+nearDays, r.Len()); i < end; i++ {
		if !r.is(i, forecast.Partial) {
			p.add(r.Units[i], 1)
		}
	}
	return p
}

// counts says whether the pause of n days from day i on was a stock-out.
func (r *record) counts(i, n int) bool {
	pace := r.pace
	least := nearPace * pace.perDay()
	if !pace.known() || n > longest || r.before().perDay() < least || r.after(i+n).perDay() < least {
		return false
	}
	for k := i; k < i+n; k++ {
		if r.is(k, forecast.OutOfStock) {
			return true
		}
	}
	a, all, likely := float64(pace.days-pace.selling)+1, float64(pace.days)+2, 1.0
	seen := 0.0 // whole days of business so far
	for k := i; k < i+n && likely > ByChance; k++ {
		open := r.share(k)
		likely *= 1 - open*(1-(a+seen)/(all+seen))
		seen += open
	}
	return likely <= ByChance
}

func (r *record) gap(i, n int) Gap {
	g := Gap{From: r.Start + forecast.Date(i), Days: n} //nolint:gosec // days fit
	for k := i; k < i+n; k++ {
		g.Lost += r.pace.perDay() * r.share(k)
	}
	g.Lost = max(0, g.Lost-1)
	for k := max(0, i-r.lead); k < i; k++ {
		g.Before += int(r.Units[k])
	}
	return g
}
