package forecast

import "cafe24-inventory-alert/internal/outlook"

const (
	feastBefore = 30 // days before a feast that belong to it
	feastAfter  = 10 // days after it
	feastFade   = 20 // days within which the distance changes from the feast's to 365 days
)

// feast is a lunar holiday, and the same holiday of the year before.
type feast struct{ day, before Date }

// feasts returns Seollal and Chuseok of the years whose holidays are known,
// between two days, if that of the year before is also known.
func feasts(from, to Date) (list []feast) {
	last := map[outlook.HolidayKind]Date{}
	for _, h := range outlook.Holidays((from - 2*yearDays).Time(), to.Time()) {
		day := DateOf(h.From) + 1 // the middle of three days
		before, known := last[h.Kind]
		if h.Kind == outlook.HolidayOther || known && day-before < yearDays/2 { // a substitute day apart from the feast
			continue
		}
		if known {
			list = append(list, feast{day, before})
		}
		last[h.Kind] = day
	}
	return list
}

// sameDay returns the day of the year before that a day is compared with: 365
// days before, or near a lunar feast the day as far from the feast of that
// year.
func sameDay(feasts []feast, day Date) Date {
	for _, f := range feasts {
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
