package present

import (
	"strconv"
	"time"

	"cafe24-inventory-alert/internal/outlook"
)

// CalendarDay writes a calendar day, which is one in every zone.
func (r Viewer) CalendarDay(day time.Time) string {
	return r.Day(r.Noon(day))
}

// Noon is a moment of a calendar day that every zone has.
func (r Viewer) Noon(day time.Time) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), 12, 0, 0, 0, r.Zone)
}

// Days writes the days from one to another.
func (r Viewer) Days(from, to time.Time) string {
	if from.Equal(to) {
		return r.CalendarDay(from)
	}
	return r.T("promotions.span", r.CalendarDay(from), r.CalendarDay(to))
}

// OfUsual writes a percentage of ordinary demand as people would say it.
func (r Viewer) OfUsual(percent int) string {
	switch {
	case percent == outlook.OrdinaryPercent:
		return r.T("promotions.usual")
	case percent > outlook.OrdinaryPercent:
		return r.T("promotions.times", strconv.FormatFloat(float64(percent)/outlook.OrdinaryPercent, 'f', -1, 64))
	}
	return r.T("promotions.share", percent)
}
