package forecast

import (
	"sync"

	"cafe24-inventory-alert/internal/outlook"
)

const (
	feastBefore = 30 // days before a feast that belong to it
	feastAfter  = 10 // days after it
	feastFade   = 20 // days within which the distance changes from the feast's to 365 days
)

// feast is a lunar holiday, and the same holiday of the year before.
type feast struct{ day, before Date }

// feasts returns Seollal and Chuseok of the years whose holidays are known.
//
//nolint:gochecknoglobals // a table that is computed once
var feasts = sync.OnceValue(func() (list []feast) {
	last := map[outlook.HolidayKind]Date{}
	for _, h := range outlook.Holidays(Date(19723).Time(), Date(24470).Time()) { // 2024 to 2036
		if h.Kind == outlook.HolidayOther {
			continue
		}
		day := DateOf(h.From) + 1
		if before, known := last[h.Kind]; known && day-before > 300 {
			list = append(list, feast{day, before})
		} else if known {
			continue // a substitute day apart from the feast
		}
		last[h.Kind] = day
	}
	return list
})

// sameDay returns the day of the year before that a day is compared with: 365
// days before, or near a lunar feast the day as far from the feast of that
// year.
func sameDay(day Date) Date {
	for _, f := range feasts() {
		if day < f.day-feastBefore-feastFade || day > f.day+feastAfter+feastFade {
			continue
		}
		part := 1.0
		if out := max(f.day-feastBefore-day, day-f.day-feastAfter); out > 0 {
			part = 1 - float64(out)/feastFade
		}
		return day - yearDays - Date(part*float64(f.day-f.before-yearDays))
	}
	return day - yearDays
}
