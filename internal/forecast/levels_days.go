package forecast

import (
	"time"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/lowstock"
)

// DaysOfLevels splits a variant's levels into days: the units by which the
// level fell, by the rule of [Sales], and whether the variant could be bought.
// Points are its levels, oldest first. The first is the level that held at the
// first bound, if there is one. Points also contain the levels of the day after
// the last bound, because a rise there may cancel a fall. Bounds are the times
// at which the days begin and the last one ends.
//
// A day is out if the level was 0 or less for the whole day. It is partial if
// that was so for a part of the day, or if the levels begin within the day.
// Days before that are unknown. If the level fell on a day that was out, the
// variant could be bought for a part of it, so the day is partial.
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
	at := 0 // index of the level that holds
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

// dayOf returns the index of the day that contains a moment, or -1. The days do
// not all have the same length.
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

// units returns the units of a fall; a rise gives 0.
func units(fallen int) int32 { return int32(min(max(fallen, 0), 1<<30)) }
