package outlook

import (
	"slices"
	"time"
)

// HolidayKind is a group of holidays on which shops sell alike.
type HolidayKind string

// The kinds.
const (
	HolidaySeollal HolidayKind = "seollal"
	HolidayChuseok HolidayKind = "chuseok"
	HolidayOther   HolidayKind = "other"
)

// HolidayKinds returns all kinds, in the order in which pages show them.
func HolidayKinds() []HolidayKind { return []HolidayKind{HolidaySeollal, HolidayChuseok, HolidayOther} }

// Holiday is a public holiday of Korea. It is one day, or the days of a feast
// with the substitute day that follows them.
type Holiday struct {
	Kind     HolidayKind
	Key      string // a key of the message catalogue
	From, To time.Time
}

// The years whose holidays are known. The dates of three holidays follow the
// lunar calendar.
const (
	holidaysFrom  = 2024
	holidaysUntil = 2036
)

// lunarDays returns Seollal, Buddha's birthday and Chuseok of a year: the 1st
// day of the 1st month, the 8th of the 4th and the 15th of the 8th month of the
// Korean lunar calendar. All dates were compared with two sources: the table of
// the Korea Astronomy and Space Science Institute as in korean-lunar-calendar
// 0.3, and the Dangi calendar of ICU 78, which computes them.
func lunarDays(year int) (seollal, buddha, chuseok time.Time) {
	table := [...][3]string{
		{"0210", "0515", "0917"},
		{"0129", "0505", "1006"},
		{"0217", "0524", "0925"},
		{"0207", "0513", "0915"},
		{"0127", "0502", "1003"},
		{"0213", "0520", "0922"},
		{"0203", "0509", "0912"},
		{"0123", "0528", "1001"},
		{"0211", "0516", "0919"},
		{"0131", "0506", "0908"},
		{"0219", "0525", "0927"},
		{"0208", "0515", "0916"},
		{"0128", "0503", "1004"},
	}
	day := func(text string) time.Time {
		digit := func(i int) int { return int(text[i] - '0') }
		return date(year, time.Month(10*digit(0)+digit(1)), 10*digit(2)+digit(3))
	}
	row := table[year-holidaysFrom]
	return day(row[0]), day(row[1]), day(row[2])
}

func date(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// festive is one day of a holiday.
type festive struct {
	day  time.Time
	kind HolidayKind
	key  string
	// replaced says on which days the holiday gets a substitute day: on a Sunday
	// or another holiday, also on a Saturday, or never.
	replaced replacing
}

type replacing int

const (
	neverReplaced replacing = iota
	replacedSundays
	replacedWeekends
)

// Holidays returns the public holidays of the years 2024 to 2036 that touch the
// calendar days from and to or lie between them, in order of time. Substitute
// days follow the decree on public holidays as it has been since 2023: New
// Year's Day and Memorial Day have none. Election days, days that the
// government adds for one year, and the 1st of May are not included.
func Holidays(from, to time.Time) []Holiday {
	var list []Holiday
	for year := max(from.Year(), holidaysFrom); year <= min(to.Year(), holidaysUntil); year++ {
		for _, h := range holidaysOf(year) {
			if !h.To.Before(from) && !h.From.After(to) {
				list = append(list, h)
			}
		}
	}
	return list
}

func holidaysOf(year int) []Holiday {
	days := withSubstitutes(festiveDays(year))
	var list []Holiday
	for _, d := range days {
		if n := len(list); n > 0 && list[n-1].Key == d.key && list[n-1].To.AddDate(0, 0, 1).Equal(d.day) {
			list[n-1].To = d.day
			continue
		}
		list = append(list, Holiday{Kind: d.kind, Key: d.key, From: d.day, To: d.day})
	}
	return list
}

// festiveDays returns a year's days in order. If two holidays fall on one day,
// the feast comes first.
func festiveDays(year int) []festive {
	seollal, buddha, chuseok := lunarDays(year)
	other := func(day time.Time, key string, replaced replacing) festive {
		return festive{day, HolidayOther, key, replaced}
	}
	days := []festive{
		other(date(year, time.January, 1), "holiday.new_year", neverReplaced),
		other(date(year, time.March, 1), "holiday.independence", replacedWeekends),
		other(date(year, time.May, 5), "holiday.children", replacedWeekends),
		other(buddha, "holiday.buddha", replacedWeekends),
		other(date(year, time.June, 6), "holiday.memorial", neverReplaced),
		other(date(year, time.August, 15), "holiday.liberation", replacedWeekends),
		other(date(year, time.October, 3), "holiday.foundation", replacedWeekends),
		other(date(year, time.October, 9), "holiday.hangeul", replacedWeekends),
		other(date(year, time.December, 25), "holiday.christmas", replacedWeekends),
	}
	if year >= 2026 { // it has been a holiday again since 2026
		days = append(days, other(date(year, time.July, 17), "holiday.constitution", replacedWeekends))
	}
	for n := -1; n <= 1; n++ {
		days = append(days,
			festive{seollal.AddDate(0, 0, n), HolidaySeollal, "holiday.seollal", replacedSundays},
			festive{chuseok.AddDate(0, 0, n), HolidayChuseok, "holiday.chuseok", replacedSundays})
	}
	slices.SortStableFunc(days, func(a, b festive) int {
		switch c := a.day.Compare(b.day); {
		case c != 0:
			return c
		case a.kind == b.kind:
			return 0
		case b.kind == HolidayOther:
			return -1
		}
		return 1
	})
	return days
}

// withSubstitutes keeps one holiday for each day. For each holiday that was
// lost to a weekend or to another holiday it adds the next day that is neither.
func withSubstitutes(days []festive) []festive {
	taken := map[time.Time]bool{}
	for _, d := range days {
		taken[d.day] = true
	}
	var list []festive
	for i, d := range days {
		lost := d.replaced != neverReplaced && d.day.Weekday() == time.Sunday ||
			d.replaced == replacedWeekends && d.day.Weekday() == time.Saturday
		if i > 0 && days[i-1].day.Equal(d.day) {
			d.kind, d.key = days[i-1].kind, days[i-1].key
			lost = true
		} else {
			list = append(list, d)
		}
		if !lost {
			continue
		}
		substitute := d.day
		for taken[substitute] || substitute.Weekday() == time.Saturday || substitute.Weekday() == time.Sunday {
			substitute = substitute.AddDate(0, 0, 1)
		}
		taken[substitute] = true
		list = append(list, festive{day: substitute, kind: d.kind, key: d.key})
	}
	slices.SortFunc(list, func(a, b festive) int { return a.day.Compare(b.day) })
	return list
}
