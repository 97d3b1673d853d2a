package preference

import (
	"slices"
	"time"
)

// NotificationDelay is how soon alerts were told by mail, from the reading that raised
// them to the server that took the letter.
type NotificationDelay struct {
	Alerts        int // that were told
	Median, Worst time.Duration
	Sending       time.Duration // the median of the last part: from the letter's being written to its being taken
}

// Raised is one alert by mail: when the fall was seen, when the letter was
// written that it went into, and when that was taken.
type Raised struct{ SeenAt, WrittenAt, SentAt time.Time }

// NotificationDelays reckons how soon alerts were told. Those that fell into the mall's
// quiet hours waited on purpose, and do not count; those that were gathered, or
// spread over the day, do.
func (s *Settings) NotificationDelays(list []Raised) NotificationDelay {
	took, sending := make([]time.Duration, 0, len(list)), make([]time.Duration, 0, len(list))
	for _, r := range list {
		if s.QuietUntil(r.SeenAt).IsZero() {
			took, sending = append(took, max(0, r.SentAt.Sub(r.SeenAt))), append(sending, max(0, r.SentAt.Sub(r.WrittenAt)))
		}
	}
	if len(took) == 0 {
		return NotificationDelay{}
	}
	slices.Sort(took)
	slices.Sort(sending)
	middle := (len(took) - 1) / 2
	return NotificationDelay{Alerts: len(took), Median: took[middle], Worst: took[len(took)-1], Sending: sending[middle]}
}
