package present

import (
	"time"

	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/views/words"
)

// Coming says how many units are on their way and when the next ones arrive:
// "도착 예정 50개 · 목 12/3". It returns "" for none. Units that have come, and
// that the shop's stock does not show yet, are said apart.
func Coming(r Viewer, all lowstock.Incoming) string {
	today, in := r.DateAhead(1), all.Expected()
	late := in.Late(today)
	on, next := in.Next(today)
	var certain, overdue string
	switch all := in.Units - late; {
	case next > 0 && all > next:
		certain = r.T("purchase.coming_several", all, next, shortWeekday(r, on))
	case next > 0:
		certain = r.T("purchase.coming", next, shortWeekday(r, on))
	}
	if late > 0 {
		overdue = r.T("purchase.coming_late", late, shortWeekday(r, in.LateOn(today)))
	}
	return Joined(" · ", Unseen(r.Locale, all.Unseen()), certain, overdue)
}

// Unseen says that units have come that the shop's stock does not show yet; ""
// for none.
func Unseen(l words.Locale, units int) string {
	if units <= 0 {
		return ""
	}
	return l.T("purchase.unseen", units)
}

// VerdictOn is [Verdict] with the day of a gap: "목요일 도착, 2일 반 비어요".
func VerdictOn(r Viewer, c purchase.Cover) string {
	if c.Verdict != purchase.VerdictGap || c.HalfDays == 0 {
		return Verdict(r, c)
	}
	day := shortWeekday(r, c.On)
	if localtime.DaysBetween(r.DateAhead(1), c.On) < 7 {
		day = weekday(r.Locale, c.On)
	}
	return r.T("purchase.gap_on", day, halfDays(r.Locale, c.HalfDays))
}

// Verdict says what the goods on their way mean for the stock, beside [Coming];
// "" if that is nothing, or [Coming] says it.
func Verdict(r Viewer, c purchase.Cover) string {
	switch {
	case c.Verdict == purchase.VerdictGap && c.HalfDays > 0:
		return r.T("purchase.gap_for", halfDays(r.Locale, c.HalfDays))
	case c.Verdict == purchase.VerdictGap:
		return r.T("purchase.gap_maybe")
	case c.Verdict == purchase.VerdictShort:
		return r.T("purchase.short", c.Left)
	case c.Verdict == purchase.VerdictCovered:
		return r.T("purchase.covered")
	}
	return ""
}

// halfDays writes a number of half days: "2일 반".
func halfDays(l words.Locale, half int) string {
	switch {
	case half == 1:
		return l.T("purchase.half_day")
	case half%2 == 0:
		return l.T("purchase.days", half/2)
	}
	return l.T("purchase.days_half", half/2)
}

// weekday names a day of the week: "목요일".
func weekday(l words.Locale, day time.Time) string {
	if l == words.English {
		return day.Weekday().String()
	}
	return koreanDay(day) + "요일"
}

func koreanDay(day time.Time) string { return string([]rune("일월화수목금토")[day.Weekday()]) }

// shortWeekday writes a calendar day as "목 12/3".
func shortWeekday(r Viewer, day time.Time) string {
	if day.IsZero() {
		return ""
	}
	if r.Locale == words.English {
		return day.Format("Mon 2 Jan")
	}
	return koreanDay(day) + " " + day.Format("1/2")
}
