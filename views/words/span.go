package words

import (
	"math"
	"time"
)

// Span writes a duration in hours and minutes: 1시간 20분, 1 h 20 min. Below two
// minutes it writes seconds.
func (l Locale) Span(d time.Duration) string {
	hours, minutes := int(d/time.Hour), int(d%time.Hour/time.Minute)
	switch {
	case d < 2*time.Minute && d%time.Minute != 0:
		return l.T("span.seconds", int(math.Ceil(d.Seconds())))
	case hours == 0:
		return l.T("span.minutes", minutes)
	case minutes == 0:
		return l.T("span.hours", hours)
	}
	return l.T("span.hours_minutes", hours, minutes)
}
