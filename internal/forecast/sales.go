package forecast

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

const (
	// Window is how far back sales are looked for.
	Window = 28 * 24 * time.Hour

	day     = 24 * time.Hour
	enough  = 7 * day // on record before anything is known
	huge    = 10      // units: a smaller fall is never taken for a correction
	similar = 0.2     // of a fall: how far the rise that takes it back may differ from it
)

// Sales is how fast a variant sold between two times: the units that its
// quantity fell by, over the days it could be bought, in fractions of a day.
// Points are its levels, oldest first, led by the one that held at since where
// there is one.
//
// Rises are restocks and take nothing back. A fall of [huge] units or more, to
// half of the level or less, that is followed within a day by a rise of about
// the same size, with no other rise between, was a correction and no sale.
//
// It is not known where fewer than seven days of the window are on record, nor
// for what could not be bought at any time of it. What was in stock for less
// than a day is taken to have been for one, so that what sells out within an
// hour does not seem to sell twenty-four times as much.
//
// Its limits: only levels are on record. What was sold and restocked between two
// readings is not seen, what was written off counts as sold, a return as a
// restock, and a real order of half the stock that is cancelled the same day as
// a correction.
func Sales(points []lowstock.Point, since, until time.Time) lowstock.Sales {
	if len(points) == 0 {
		return lowstock.Sales{}
	}
	first := points[0].At
	if first.Before(since) {
		first = since
	}
	if until.Sub(first) < enough {
		return lowstock.Sales{}
	}
	sold, inStock := 0, time.Duration(0)
	for i, p := range points {
		if p.Quantity > 0 {
			inStock += overlap(points, i, since, until)
		}
		if i > 0 && p.At.After(since) && !p.At.After(until) && !corrected(points, i) {
			sold += max(0, points[i-1].Quantity-p.Quantity)
		}
	}
	if inStock <= 0 && sold == 0 {
		return lowstock.Sales{}
	}
	return lowstock.Sales{PerDay: float64(sold) / max(1, inStock.Hours()/24), Known: true}
}

// overlap is how long the level of points[i] held between two times.
func overlap(points []lowstock.Point, i int, since, until time.Time) time.Duration {
	from, to := points[i].At, until
	if from.Before(since) {
		from = since
	}
	if i+1 < len(points) && points[i+1].At.Before(until) {
		to = points[i+1].At
	}
	return max(0, to.Sub(from))
}

// corrected says whether the fall to points[i] was taken back.
func corrected(points []lowstock.Point, i int) bool {
	before, fallen := points[i-1].Quantity, points[i-1].Quantity-points[i].Quantity
	if fallen < huge || fallen*2 < before {
		return false
	}
	for j := i + 1; j < len(points) && points[j].At.Sub(points[i].At) <= day; j++ {
		if risen := points[j].Quantity - points[j-1].Quantity; risen > 0 {
			return float64(max(risen-fallen, fallen-risen)) <= similar*float64(fallen)
		}
	}
	return false
}
