package purchase

import (
	"time"

	"cafe24-inventory-alert/internal/outlook"
)

const (
	graceDays = 2  // working days
	maxDelay  = 60 // days; a supplier that is later gives no cover
)

// CoverUntil returns the last calendar day on which goods that are expected on a
// day count as cover: two working days later, or later by delay, if the usual
// delay of the supplier is known. Delay is in calendar days: the 80th percentile
// of how late the supplier's lines were complete; nil: not known.
func CoverUntil(expectedOn time.Time, delay *int) time.Time {
	if delay != nil {
		return expectedOn.AddDate(0, 0, min(max(*delay, 0), maxDelay))
	}
	return AddWorkingDays(expectedOn, graceDays)
}

// AddWorkingDays returns the calendar day that is a number of working days
// later. Working days are Monday to Friday without the public holidays of Korea
// that [outlook.Holidays] knows.
func AddWorkingDays(day time.Time, days int) time.Time {
	holidays := outlook.Holidays(day, day.AddDate(0, 0, 2*days+21))
	for days > 0 {
		day = day.AddDate(0, 0, 1)
		if working(day, holidays) {
			days--
		}
	}
	return day
}

func working(day time.Time, holidays []outlook.Holiday) bool {
	if day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
		return false
	}
	for i := range holidays {
		if !day.Before(holidays[i].From) && !day.After(holidays[i].To) {
			return false
		}
	}
	return true
}
