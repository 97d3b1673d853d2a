package localtime

import (
	"time"
)

// ClockAt returns the first and the last moment at which clocks in a zone show
// a time of a day. They differ if the hour comes twice. If clocks jump over the
// time, both are the moment of the jump. Fields out of their range are carried
// over, as in [time.Date]. time.Date alone is not enough, because it chooses
// either side of a gap: a midnight that is skipped may become 23:00 of the
// previous day.
func ClockAt(zone *time.Location, year int, month time.Month, day, hour, minute int) (first, last time.Time) {
	shown := time.Date(year, month, day, hour, minute, 0, 0, time.UTC)
	at := time.Date(year, month, day, hour, minute, 0, 0, zone)
	start, end := at.ZoneBounds()
	switch wall := wallClock(at); {
	case wall.Before(shown):
		return end, end
	case wall.After(shown):
		return start, start
	}
	first, last = at, at
	if !start.IsZero() {
		if earlier := showing(shown, start.Add(-1)); earlier.Before(start) {
			first = earlier
		}
	}
	if !end.IsZero() {
		if later := showing(shown, end); !later.Before(end) {
			last = later
		}
	}
	return first, last
}

// wallClock returns the time that a clock shows, as a time in UTC.
func wallClock(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
}

// showing returns the moment at which a clock shows a time, if the clock has
// the offset from UTC that holds at the moment as.
func showing(shown, as time.Time) time.Time {
	_, offset := as.Zone()
	return shown.Add(-time.Duration(offset) * time.Second).In(as.Location())
}

// StartOfDay returns the first moment of a day in a zone, which need not be
// midnight. Months and days out of their range are carried over, as in
// [time.Date].
func StartOfDay(year int, month time.Month, day int, zone *time.Location) time.Time {
	first, _ := ClockAt(zone, year, month, day, 0, 0)
	return first
}

// DayOf returns the calendar day of a moment in a time zone.
func DayOf(t time.Time, zone *time.Location) time.Time {
	year, month, day := t.In(zone).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// DaysBetween returns the number of calendar days from one day to another, both
// given as midnight UTC.
func DaysBetween(from, to time.Time) int { return int(to.Sub(from).Hours() / 24) }
