package forecast

import (
	"time"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/lowstock"
)

// DaysOfLevels splits what a variant's levels say into days: how many units it
// fell by, by the rule of [Sales], and whether it could be bought. Points are its
// levels, oldest first, led by the one that held at the first bound where there
// is one, and followed by those of the day after the last bound, where a fall may
// be taken back. Bounds are where the days begin and the last one ends.
//
// A day is out where the level was 0 or less for all of it, partial where it was
// for a part, or where the levels begin within the day. Before that it is not
// known. What fell on a day that was out all the same could be bought for some of
// it: the day is partial.
func DaysOfLevels(points []lowstock.Point, bounds []time.Time) []demand.Day {
	days := make([]demand.Day, len(bounds)-1)
	if len(points) == 0 {
		return days
	}
	for i := range points {
		if n := dayOf(points[i].At, bounds); i > 0 && n >= 0 && !corrected(points, i) {
			days[n].Units += units(points[i-1].Quantity - points[i].Quantity)
		}
	}
	at := 0 // the level that holds
	for n := range days {
		begin, end := bounds[n], bounds[n+1]
		for at+1 < len(points) && !points[at+1].At.After(begin) {
			at++
		}
		var in, out time.Duration
		for i := at; i < len(points) && points[i].At.Before(end); i++ {
			if d := overlap(points, i, begin, end); points[i].Quantity > 0 {
				in += d
			} else {
				out += d
			}
		}
		days[n].State = stateOf(in, out, end.Sub(begin), days[n].Units > 0)
	}
	return days
}

func stateOf(in, out, whole time.Duration, sold bool) demand.State {
	switch {
	case in+out == 0:
		return demand.Unknown
	case in >= whole:
		return demand.InStock
	case out >= whole && !sold:
		return demand.Out
	}
	return demand.Partial
}

// dayOf is the day that a moment is in, -1 for none of them. Days are not all of
// the same length.
func dayOf(at time.Time, bounds []time.Time) int {
	if at.Before(bounds[0]) || !at.Before(bounds[len(bounds)-1]) {
		return -1
	}
	n := 0
	for !at.Before(bounds[n+1]) {
		n++
	}
	return n
}

// units is a fall as a number of units; a rise is none.
func units(fallen int) int32 { return int32(min(max(fallen, 0), 1<<30)) }
