package localtime

import (
	"time"
)

// ClockAt returns the first and the last moment at which clocks in a zone show a
// time of a day: two where the hour is doubled. Where clocks jump over it, both
// are the moment at which they jump. Fields out of their range count on, as for
// [time.Date], which chooses either side of a gap: the midnight that is missing
// may be 23:00 of the day before.
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

// wallClock is what a clock shows, as if it stood in UTC.
func wallClock(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
}

// showing is when a clock that goes as in would show what it is asked for.
func showing(shown, as time.Time) time.Time {
	_, offset := as.Zone()
	return shown.Add(-time.Duration(offset) * time.Second).In(as.Location())
}

// StartOfDay is the first moment of a day in a zone, which need not be midnight.
// Months and days out of their range count on, as for [time.Date].
func StartOfDay(year int, month time.Month, day int, zone *time.Location) time.Time {
	first, _ := ClockAt(zone, year, month, day, 0, 0)
	return first
}

// DayOf is the calendar day of a moment in a time zone.
func DayOf(t time.Time, zone *time.Location) time.Time {
	year, month, day := t.In(zone).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// DaysBetween counts the calendar days from one to the other, both as midnight UTC.
func DaysBetween(from, to time.Time) int { return int(to.Sub(from).Hours() / 24) }
