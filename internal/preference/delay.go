package preference

import (
	"slices"
	"time"
)

// NotificationDelay is how long notification by mail took, from the reading
// that raised an alert to the mail server's acceptance of the message.
type NotificationDelay struct {
	Alerts        int // alerts that were announced
	Median, Worst time.Duration
	Sending       time.Duration // the median of the last part: from the writing of the message to its acceptance
}

// Raised is one alert by mail: when the reading saw the fall, when the message
// was written, and when the server accepted the message.
type Raised struct{ SeenAt, WrittenAt, SentAt time.Time }

// NotificationDelays computes how long notification by mail took. Alerts that
// fell into the mall's quiet hours waited on purpose and do not count. Alerts
// that were collected into one message, or spread over the day, do count.
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
