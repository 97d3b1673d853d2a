package present

import (
	"strconv"
	"time"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/localtime"
)

// Percent never says that what is uncertain is certain.
func Percent(chance float64) string { return strconv.Itoa(forecast.Percent(chance)) }

// DemandSpan is the calendar days that an outlook goes by: yesterday is the
// last.
func (r Viewer) DemandSpan() (from, to time.Time) {
	today := localtime.DayOf(r.Now, r.Zone)
	return today.AddDate(0, 0, -demand.Days), today.AddDate(0, 0, -1)
}
