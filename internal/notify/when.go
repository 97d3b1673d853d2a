package notify

import (
	"fmt"
	"time"

	"cafe24-inventory-alert/views/words"
)

// zoneOf is the mall's time zone; Korea's if the name is not known.
func zoneOf(name string) *time.Location {
	if zone, err := time.LoadLocation(name); err == nil && name != "" && name != "Local" {
		return zone
	}
	return time.FixedZone("KST", 9*60*60)
}

// when writes a time for people, in the mall's time zone. The year is written
// only if it differs from the year of the mail.
func (c content) when(at time.Time) string {
	local := at.In(c.zone)
	sameYear := local.Year() == c.CreatedAt.In(c.zone).Year()
	if c.in == words.English {
		if sameYear {
			return local.Format("Mon, Jan 2, 3:04 PM")
		}
		return local.Format("Mon, Jan 2, 2006, 3:04 PM")
	}
	year := ""
	if !sameYear {
		year = fmt.Sprintf("%d년 ", local.Year())
	}
	days := [...]string{"일", "월", "화", "수", "목", "금", "토"}
	half := "오전"
	if local.Hour() >= 12 {
		half = "오후"
	}
	return fmt.Sprintf("%s%d월 %d일 (%s) %s %s",
		year, int(local.Month()), local.Day(), days[local.Weekday()], half, local.Format("3:04"))
}

// day writes a date (2026-12-01) for people; false if date is not a date.
func (c content) day(date string) (string, bool) {
	at, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return "", false
	}
	sameYear := at.Year() == c.CreatedAt.In(c.zone).Year()
	switch {
	case c.in == words.English && sameYear:
		return at.Format("Jan 2"), true
	case c.in == words.English:
		return at.Format("Jan 2, 2006"), true
	case sameYear:
		return at.Format("1월 2일"), true
	}
	return at.Format("2006년 1월 2일"), true
}

// zoneName names the time zone of the times: "한국 시간(KST)" or the zone's own name.
func (c content) zoneName() string {
	abbreviation := c.CreatedAt.In(c.zone).Format("MST")
	switch {
	case abbreviation == "KST":
		return c.in.T("letter.zone.kst")
	case abbreviation[0] == '+', abbreviation[0] == '-':
		return "UTC" + abbreviation
	}
	return abbreviation
}
