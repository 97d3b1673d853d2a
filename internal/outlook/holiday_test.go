package outlook_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/outlook"
)

func calendar(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

func holidaysOf(year int) (lines []string) {
	for _, h := range outlook.Holidays(calendar(year, 1, 1), calendar(year, 12, 31)) {
		line := strings.TrimPrefix(h.Key, "holiday.") + " " + h.From.Format("01-02")
		if h.To != h.From {
			line += ".." + h.To.Format("01-02")
		}
		lines = append(lines, line)
	}
	return lines
}

// TestHolidaysOfAYear compares whole years with the government's announcements
// and with the npm package date-holidays 3, without its days that hold for one
// year only.
func TestHolidaysOfAYear(t *testing.T) {
	t.Parallel()
	for year, want := range map[int][]string{
		2024: {
			"new_year 01-01", "seollal 02-09..02-12", "independence 03-01", "children 05-05..05-06", "buddha 05-15", "memorial 06-06",
			"liberation 08-15", "chuseok 09-16..09-18", "foundation 10-03", "hangeul 10-09", "christmas 12-25",
		},
		2025: {
			"new_year 01-01", "seollal 01-28..01-30", "independence 03-01", "independence 03-03", "children 05-05..05-06", "memorial 06-06",
			"liberation 08-15", "foundation 10-03", "chuseok 10-05..10-08", "hangeul 10-09", "christmas 12-25",
		},
		2026: {
			"new_year 01-01", "seollal 02-16..02-18", "independence 03-01..03-02", "children 05-05", "buddha 05-24..05-25", "memorial 06-06",
			"constitution 07-17", "liberation 08-15", "liberation 08-17", "chuseok 09-24..09-26", "foundation 10-03", "foundation 10-05",
			"hangeul 10-09", "christmas 12-25",
		},
		2027: {
			"new_year 01-01", "seollal 02-06..02-09", "independence 03-01", "children 05-05", "buddha 05-13", "memorial 06-06",
			"constitution 07-17", "constitution 07-19", "liberation 08-15..08-16", "chuseok 09-14..09-16", "foundation 10-03..10-04",
			"hangeul 10-09", "hangeul 10-11", "christmas 12-25", "christmas 12-27",
		},
		2028: {
			"new_year 01-01", "seollal 01-26..01-28", "independence 03-01", "buddha 05-02", "children 05-05", "memorial 06-06",
			"constitution 07-17", "liberation 08-15", "chuseok 10-02..10-05", "hangeul 10-09", "christmas 12-25",
		},
		2037: nil, // after the end of the table
	} {
		if diff := cmp.Diff(want, holidaysOf(year)); diff != "" {
			t.Errorf("%d: %s", year, diff)
		}
	}
}

// TestLunarDatesFollowTheMoon checks the table against the moon, which is new
// on the first day of a lunar month. Each date must lie as many days after a
// mean new moon as its day of the month says. The tolerance is the fourteen
// hours by which the true new moon may differ, and the length of the day.
func TestLunarDatesFollowTheMoon(t *testing.T) {
	t.Parallel()
	const lunation = 29.530588861
	newMoon := time.Date(2000, 1, 6, 14, 20, 0, 0, time.UTC) // a mean new moon in UTC; Korea's clocks are nine hours ahead
	after := map[string]float64{"holiday.seollal": 1, "holiday.buddha": 7, "holiday.chuseok": 14}
	last := map[string]int{}
	seen := 0
	for _, h := range outlook.Holidays(calendar(2024, 1, 1), calendar(2036, 12, 31)) {
		days, lunar := after[h.Key]
		if !lunar || last[h.Key] == h.From.Year() { // a substitute day follows the holiday itself
			continue
		}
		last[h.Key] = h.From.Year()
		day := h.From
		if h.Key == "holiday.seollal" {
			day, days = h.From.AddDate(0, 0, 1), 0
		}
		if h.Key == "holiday.chuseok" {
			day = h.From.AddDate(0, 0, 1)
		}
		noon := day.Add(3 * time.Hour) // noon in Korea
		age := math.Mod(noon.Sub(newMoon).Hours()/24, lunation)
		if diff := math.Mod(age-days+1.5*lunation, lunation) - lunation/2; math.Abs(diff) > 0.5+14.0/24 {
			t.Errorf("%s %s: %.2f days from its moon", h.Key, day.Format(time.DateOnly), diff)
		}
		seen++
	}
	if seen != 38 { // in 2025 two of them fall on one day
		t.Errorf("%d looked at", seen)
	}
}

func TestHolidaysTouchTheDaysAsked(t *testing.T) {
	t.Parallel()
	got := outlook.Holidays(calendar(2026, 9, 26), calendar(2026, 10, 3))
	want := []outlook.Holiday{
		{Kind: outlook.HolidayChuseok, Key: "holiday.chuseok", From: calendar(2026, 9, 24), To: calendar(2026, 9, 26)},
		{Kind: outlook.HolidayOther, Key: "holiday.foundation", From: calendar(2026, 10, 3), To: calendar(2026, 10, 3)},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
