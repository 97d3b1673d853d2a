package forecast

import (
	"math"

	"cafe24-inventory-alert/internal/lowstock"
)

// Horizon is how many days ahead a stock is followed.
const Horizon = 365

// NotWithin stands for a day of running out beyond [Horizon].
const NotWithin = Horizon + 1

// RunOut is when a stock runs out if nothing is ordered.
type RunOut struct {
	// P10 and P90 are the first and last day of a range that holds the day of
	// running out with a chance of 80 %. The chance of a day before the range, and
	// of a day after it, is 10 %, to the nearest day. P50 is the first day by which
	// the stock has run out with a chance of at least 50 %. 1 is the first day
	// after the record, 0 means that it has run out already, and [NotWithin] means
	// later than the horizon.
	P10, P50, P90 int
	// Cover is the stock over the velocity, in days, at most [NotWithin].
	Cover float64
}

// seldomShift is by how many standard deviations of a normal distribution the
// dates of items that sell seldom lie before those of the demand distribution.
// Little demand is less frequent than their negative binomial distributions say
// (docs/forecast.md).
const seldomShift = 0.1

// chances are the chances P(T ≤ k) of the demand distribution at which P10, P50
// and P90 are read.
type chances struct{ p10, p50, p90 float64 }

func (m *Model) chances() chances {
	c := chances{0.1, 0.5, 0.9}
	if m.class == Intermittent || m.class == Lumpy {
		for _, p := range []*float64{&c.p10, &c.p50, &c.p90} {
			*p = normalCDF(normalQuantile(*p) - seldomShift)
		}
	}
	return c
}

// RunOut returns when a stock in units runs out. The day T of running out is
// not after day k exactly if the demand of k days is at least the stock. So P(T
// ≤ k) = P(D(k) ≥ stock), with D(k) from [Model.Demand].
//
// P10 and P90 are quantiles of the mid-distribution M(k) = P(T < k) + P(T = k)/2
// (Parzen 2004, "Quantile probability and statistical data modeling"): the
// first day with M ≥ 0.1, and the last one with M ≤ 0.9. Days are whole, so the
// first days with P(T ≤ k) ≥ 0.1 and 0.9 would hold more than 80 %: about 90 %
// if the stock lasts a week.
func (m *Model) RunOut(stock int) RunOut {
	if stock <= 0 {
		return RunOut{}
	}
	r := RunOut{P10: NotWithin, P50: NotWithin, P90: NotWithin, Cover: NotWithin}
	if !m.sold {
		return r
	}
	if v := m.Velocity(); v*NotWithin > float64(stock) {
		r.Cover = float64(stock) / v
	}
	shares, c := m.shares(), m.chances()
	r.P50 = m.firstDay(stock, c.p50, 1, NotWithin, &shares)
	first10 := m.firstDay(stock, c.p10, 1, r.P50, &shares)
	first90 := m.firstDay(stock, c.p90, r.P50, NotWithin, &shares)
	r.P10, r.P90 = m.ends(stock, first10, first90, c, &shares)
	return r
}

// Arrival is goods that are certain to come in. The zero Arrival is none. Day is
// the first day of the forecast whose demand the goods can meet. 1 is the first
// day after the record.
type Arrival = lowstock.Arrival

// coming says whether something is certain to come in.
func coming(a Arrival) bool { return a.Units > 0 && a.Day >= 1 }

// RunOutWith is [Model.RunOut] of a stock that grows by arrivals, which are in
// the order of their days. The stock has run out by day k if the demand up to the
// day before an arrival is at least the stock and the arrivals before it, or the
// demand of k days is at least the stock and all that arrived. Each of P10, P50
// and P90 is the earliest of these days. This is exact if more demand before an
// arrival means more demand after it; if the two are independent, the chance of
// both is counted less than it is.
func (m *Model) RunOutWith(stock int, in ...Arrival) RunOut {
	return runOutWith(m.RunOut, stock, in)
}

func runOutWith(runOut func(stock int) RunOut, stock int, in []Arrival) RunOut {
	r := runOut(stock)
	if stock <= 0 {
		return r
	}
	for _, a := range in {
		if coming(a) {
			stock += a.Units
			r = r.then(runOut(stock), a.Day)
		}
	}
	return r
}

// then returns when a stock runs out that grows on a day: r is that of the
// stock, and with is that of the stock and the goods together.
func (r RunOut) then(with RunOut, day int) RunOut {
	first := func(without, with int) int {
		if without < day {
			return without
		}
		return with
	}
	r.P10, r.P50, r.P90 = first(r.P10, with.P10), first(r.P50, with.P50), first(r.P90, with.P90)
	return r
}

// shares returns, for each day of the horizon, the number of ordinary days that
// together sell as much as the days up to it.
func (m *Model) shares() (sums [NotWithin]float64) {
	sum := 0.0
	for i := range Horizon {
		day := m.next + Date(i)
		sum += m.week[day.Weekday()] * m.events.factor(day)
		sums[i+1] = sum
	}
	return sums
}

// firstDay returns the first day between from and to by which the stock has run
// out with a chance; if there is none, to.
func (m *Model) firstDay(stock int, chance float64, from, to int, shares *[NotWithin]float64) int {
	for from < to {
		middle := (from + to) / 2
		if m.out(stock, shares[middle]) >= chance {
			to = middle
		} else {
			from = middle + 1
		}
	}
	return from
}

// ends returns P10 and P90 from the first days by which the stock has run out
// with their chances. Each is that day or the one beside it.
func (m *Model) ends(stock, first10, first90 int, c chances, shares *[NotWithin]float64) (p10, p90 int) {
	p10, p90 = first10, first90
	if p10 < NotWithin && m.mid(stock, p10, shares) < c.p10 {
		p10++
	}
	if p90 < NotWithin && m.mid(stock, p90, shares) > c.p90 {
		p90--
	}
	return p10, p90
}

// mid is the mid-distribution of the day of running out.
func (m *Model) mid(stock, day int, shares *[NotWithin]float64) float64 {
	return (m.out(stock, shares[day-1]) + m.out(stock, shares[day])) / 2
}

// out is the chance that a stock has run out after days that together sell as
// much as a number of ordinary days.
func (m *Model) out(stock int, shares float64) float64 {
	sum := 0.0
	for k, weight := range m.weights {
		c := m.spread[k].over(shares, m.level[k]*shares)
		sum += weight * c.nearly(float64(stock-1))
	}
	return 1 - sum
}

// Risk is the risk of a stock until an order that is placed now arrives.
type Risk struct {
	// Chance is the chance that the stock runs out before the order arrives, 0 to
	// 1.
	Chance float64
	// Lost is the expected demand in units that cannot be sold.
	Lost float64
}

// Risk returns the risk of a stock in units within a lead time in days: P(D ≥
// stock) and E[max(0, D − stock)].
func (m *Model) Risk(stock, days int) Risk {
	have := math.Max(0, float64(stock))
	if !m.sold {
		if stock <= 0 {
			return Risk{Chance: 1}
		}
		return Risk{}
	}
	d := m.Demand(days)
	return Risk{Chance: d.AtLeast(have), Lost: d.Short(have)}
}

// RiskWith is [Model.Risk] of a stock that grows by arrivals within the lead
// time, which are in the order of their days. The lost units are the greatest of
// the units that are missing before each arrival and those missing at the end of
// the lead time: E[max(0, D − stock)] is taken of each. It is never more than
// what is lost, and close to it unless several are likely.
func (m *Model) RiskWith(stock, days int, in ...Arrival) Risk {
	var most Risk
	for _, a := range in {
		if !coming(a) || a.Day > days {
			continue
		}
		if stock <= 0 {
			most.Chance = 1
		}
		if a.Day > 1 {
			before := m.Risk(stock, a.Day-1)
			most = Risk{Chance: max(most.Chance, before.Chance), Lost: max(most.Lost, before.Lost)}
		}
		stock += a.Units // units that are sold already are taken off what comes in
	}
	after := m.Risk(stock, days)
	return Risk{Chance: max(most.Chance, after.Chance), Lost: max(most.Lost, after.Lost)}
}
