package notify

import (
	"fmt"
	"time"

	"cafe24-inventory-alert/views/words"
)

// zoneOf is the mall's own time; Korea's where the name is not known.
func zoneOf(name string) *time.Location {
	if zone, err := time.LoadLocation(name); err == nil && name != "" && name != "Local" {
		return zone
	}
	return time.FixedZone("KST", 9*60*60)
}

// when writes a time as people read it, in the mall's own time, with the year
// only where it is not the letter's own.
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

// zoneName is what the times are in: "한국 시간(KST)" or the zone's own name.
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
