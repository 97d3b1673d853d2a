package outlook

import (
	"time"

	"cafe24-inventory-alert/internal/localtime"
)

// Incoming is goods that a person has entered as ordered and that have not
// arrived. The zero Incoming means that nothing is on its way.
//
// They answer two questions differently. How many units to order depends on the
// inventory position, which counts all of them: goods that are late or far off
// are not ordered twice. Whether the stock is enough, and when it runs out,
// depends on what is certain to arrive in time.
type Incoming struct {
	Units int
	On    time.Time // the calendar day on which they are expected
}

// Late says whether the goods were expected before a calendar day. It is not
// certain that they arrive.
func (i Incoming) Late(today time.Time) bool { return i.Units > 0 && i.On.Before(today) }

// Day returns the day of arrival, where 1 is today. It is 0 if nothing is on its
// way or the goods are late.
func (i Incoming) Day(today time.Time) int {
	if i.Units <= 0 || i.Late(today) {
		return 0
	}
	return localtime.DaysBetween(today, i.On) + 1
}

// InTime returns the units that arrive no later than an order of today, which
// arrives after a lead time in days. Goods that are late do not count.
func (i Incoming) InTime(today time.Time, leadDays int) int {
	if day := i.Day(today); day > 0 && day <= leadDays+1 {
		return i.Units
	}
	return 0
}

// Due says whether it is time to order: the stock and what arrives in time are
// at or below the reorder point.
func Due(stock, point, leadDays int, i Incoming, today time.Time) bool {
	return stock <= point && stock+i.InTime(today, leadDays) <= point
}
