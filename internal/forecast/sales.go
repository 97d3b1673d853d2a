package forecast

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

const (
	// Window is the time before now in which sales are counted.
	Window = 28 * 24 * time.Hour

	day     = 24 * time.Hour
	enough  = 7 * day // least recorded time for a result
	huge    = 10      // units: a smaller fall is never a correction
	similar = 0.2     // greatest difference between a fall and the rise that cancels it, as a share of the fall
)

// Sales computes how fast a variant sold between two times: the units by which
// its quantity fell, over the days on which it could be bought, in fractions of
// a day. Points are its levels, oldest first. The first is the level that held
// at since, if there is one.
//
// A rise is a restock and is not subtracted from the sales. A fall of [huge]
// units or more, to half of the level or less, is a correction and not a sale
// if a rise of about the same size follows within a day with no other rise
// between them.
//
// The result is not known if fewer than seven days of the window are recorded,
// or if the variant could not be bought at any time of the window. A time in
// stock of less than a day counts as one day. So an item that sells out within
// an hour does not seem to sell twenty-four times as much.
//
// The limits of the method: only levels are recorded. Units that were sold and
// restocked between two readings are not seen. Units that were written off
// count as sold. A return counts as a restock. A real order of half the stock
// that is cancelled on the same day counts as a correction.
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

// overlap returns how long the level of points[i] held between two times.
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

// corrected says whether a rise cancelled the fall to points[i].
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
