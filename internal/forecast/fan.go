package forecast

// Fan is what is left of a stock at the end of each of the days ahead, in units,
// if nothing more is ordered. Index 0 is now, index 1 the first day after the
// record. P10 is left if the stock falls so fast that it runs out on the P10 of
// [Ahead.RunOutWith], and so on: a line is 0 from the day on that RunOutWith
// returns, unless goods arrive after it. So P10 ≤ P50 ≤ P90.
type Fan struct{ P10, P50, P90 []int }

// Fan returns the fan of a stock in units for a number of days. It returns false
// if nothing is known of the demand.
func (a Ahead) Fan(stock int, in []Arrival, days int) (f Fan, ok bool) {
	stops := a.allStops()
	if len(stops) == 0 {
		return f, false
	}
	days = min(max(days, 0), Horizon)
	line := func(day func(stop) int) []int {
		return left(max(stock, 0), in, gone(stops, day, days))
	}
	return Fan{
		P10: line(func(s stop) int { return s.p10 }),
		P50: line(func(s stop) int { return s.p50 }),
		P90: line(func(s stop) int { return s.p90 }),
	}, true
}

func (a Ahead) allStops() []stop {
	rest := a.stops
	list := make([]stop, 0, max(rest.count, 0))
	last := 0
	for range rest.count {
		s := stop{stock: last + rest.next(), p10: rest.next()}
		s.p50 = s.p10 + rest.next()
		s.p90 = s.p50 + rest.next()
		last = s.stock
		list = append(list, s)
	}
	return list
}

// gone returns, for each day from 0 on, the greatest stock that has run out by
// it: the inverse of [Ahead.RunOut] by one of its three days.
func gone(stops []stop, day func(stop) int, days int) []int {
	list := make([]int, days+1)
	at := 0 // the first stop that has not run out
	for n := 1; n <= days; n++ {
		for at < len(stops) && day(stops[at]) <= n {
			at++
		}
		switch {
		case at == 0:
		case at == len(stops):
			list[n] = stops[at-1].stock // the last stop lasts beyond the horizon
		default:
			before, after := stops[at-1], stops[at]
			from, to := before.stock, after.stock-1
			for from < to { // the greatest stock between them that has run out
				if middle := (from + to + 1) / 2; dayBetween(before, after, middle, day) <= n {
					from = middle
				} else {
					to = middle - 1
				}
			}
			list[n] = from
		}
	}
	return list
}

// dayBetween is one of the three days of [between].
func dayBetween(before, after stop, stock int, day func(stop) int) int {
	r := between(before, after, stock)
	return day(stop{p10: r.P10, p50: r.P50, p90: r.P90})
}

// left returns what is left of a stock after so many units are gone each day.
// What is wanted while nothing is left is lost, not delivered later.
func left(stock int, in []Arrival, gone []int) []int {
	list := make([]int, len(gone))
	base := 0 // units gone before the newest goods arrived
	for n := range gone {
		for _, a := range in {
			if a.Day != n || !coming(a) {
				continue
			}
			before := gone[max(0, n-1)]
			stock = max(0, stock-(before-base)) + a.Units
			base = before
		}
		list[n] = max(0, stock-(gone[n]-base))
	}
	return list
}
