package stockout

import (
	"math"
	"time"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/forecast"
)

// Loss is what an item probably did not sell because it was out of stock.
type Loss struct {
	Days     int     // whole days out of stock that count
	Units    float64 // that would have sold in them
	Variance float64 // of Units
}

// Lost returns the loss of an item on the days from one calendar day until
// before another.
//
// Only a day that was out of stock from beginning to end counts. Its loss is
// the pace of the 91 days in stock before the stock-out, times the share of its
// usual business that the mall did that day, less what was sold. So nothing is
// used that was not known when the stock-out began. The item must sell
// regularly, as in [Find]: on 10 of at least 42 days in stock, and in the last
// four weeks at two fifths of its pace at least. Of a stock-out only its first
// 60 days count, so that a short record is not multiplied.
//
// With the variance v of a day and n days in stock, d days out have the variance
// d·v of the demand and d²·v/n of the pace, which is a mean of n days.
func Lost(d demand.Series, from, to time.Time, mall *Mall) (loss Loss) {
	s := forecast.SeriesOf(d)
	shift := int(s.Start - forecast.DateOf(d.From))
	r := record{Series: s, mall: mall}
	first, last := int(forecast.DateOf(from)-s.Start), int(forecast.DateOf(to)-s.Start)
	gone, here := 0, 0 // days of the present stock-out, and those of them that count
	end := func() {
		if here > 0 {
			v, days := r.variance(), float64(here)
			loss.Variance += days*v + days*days*v/float64(r.pace.days)
			loss.Days += here
		}
		gone, here = 0, 0
	}
	for i := range min(s.Len(), max(last, 0)) {
		if d.Days[i+shift].State != demand.Out {
			end()
			r.inStock(i)
			continue
		}
		gone++
		if i >= first && gone <= longest && r.regular() {
			here++
			loss.Units += max(0, r.pace.perDay()*r.share(i)-float64(r.Units[i]))
		}
	}
	end()
	return loss
}

// regular says whether the item sold regularly up to now.
func (r *record) regular() bool {
	return r.pace.known() && r.before().perDay() >= nearPace*r.pace.perDay()
}

// variance is that of the units of the last 91 days in stock.
func (r *record) variance() float64 {
	mean, sum := r.pace.perDay(), 0.0
	base := r.base[max(0, len(r.base)-baseDays):]
	for _, units := range base {
		sum += math.Pow(float64(units)-mean, 2)
	}
	return sum / float64(max(1, len(base)-1))
}
