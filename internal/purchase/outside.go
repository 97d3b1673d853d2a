package purchase

import (
	"time"
)

// DayBalance is one calendar day of one variant: by how many units its quantity
// fell in all, and how many units its orders sold.
type DayBalance struct {
	Code   string
	Day    time.Time
	Fallen int
	Rose   bool // the quantity also rose: goods came, or somebody corrected it
	Sold   int
}

// Drain is how many units of a variant are sold a day in channels of which
// Cafe24 has no orders.
type Drain struct{ PerDay, Variance float64 }

// A mall counts as overwritten if orders do not explain this share of all
// falls, of at least so many units, on at least so many days.
const (
	outsideShare = 0.15
	outsideUnits = 30
	outsideDays  = 5
)

// Overwritten says whether another program writes the quantities of a mall: it
// compares falls with orders. Days on which a quantity also rose say nothing. An
// order may fall in the quantity on one day and be paid on the next, so single
// days differ, and only sums count.
func Overwritten(list []DayBalance) bool {
	days := map[time.Time]int{}
	fallen, sold := 0, 0
	for _, b := range list {
		if !b.Rose {
			fallen, sold = fallen+b.Fallen, sold+b.Sold
			days[b.Day] += b.Fallen - b.Sold
		}
	}
	hidden := 0
	for _, units := range days {
		if units > 0 {
			hidden++
		}
	}
	gap := fallen - sold
	return hidden >= outsideDays && gap >= outsideUnits && float64(gap) >= outsideShare*float64(fallen)
}

// Drains returns what variants sell in other channels.
func Drains(list []DayBalance) map[string]Drain {
	unexplained := map[string][]float64{}
	for _, b := range list {
		if !b.Rose {
			unexplained[b.Code] = append(unexplained[b.Code], float64(b.Fallen-b.Sold))
		}
	}
	drains := map[string]Drain{}
	for code, units := range unexplained {
		if mean, variance := spreadOf(units); mean > 0 {
			drains[code] = Drain{PerDay: mean, Variance: max(mean, variance)}
		}
	}
	return drains
}

func spreadOf(list []float64) (mean, variance float64) {
	for _, x := range list {
		mean += x / float64(len(list))
	}
	for _, x := range list {
		variance += (x - mean) * (x - mean) / float64(max(1, len(list)-1))
	}
	return mean, variance
}

// AddElsewhere adds to readings what other channels probably sold since the
// write before, which a rise hides: Cafe24 learns of those sales only when the
// other program writes. It writes at least once a day.
func AddElsewhere(readings []Reading, d Drain) {
	for i := 1; i < len(readings); i++ {
		r := &readings[i]
		days := min(1, r.At.Sub(readings[i-1].At).Hours()/24)
		if r.Quantity > readings[i-1].Quantity && d.PerDay > 0 {
			r.Elsewhere, r.ElsewhereVar = d.PerDay*days, d.Variance*days
		}
	}
}
