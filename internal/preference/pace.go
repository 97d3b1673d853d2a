package preference

import (
	"slices"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

const (
	// paced is the time over which the messages of a day are spread.
	paced = 12 * time.Hour

	// unhurried is the least CollectSeconds for which messages are counted. A mall
	// that collects alerts for a shorter time wants each of them at once.
	unhurried = 60
)

// Counted says whether the mall's alert messages count towards a daily cap.
func (s *Settings) Counted() bool { return s.DailyCap > 0 && s.CollectSeconds >= unhurried }

// Wait returns until when an alert that could be sent now waits; later alerts
// are collected with it. had is how many messages the recipient has had since
// the last digest time, and last is the time of the newest. The zero time means
// that the alert does not wait.
//
// With a cap of c, the wait after the n-th message is n/c² of twelve hours. So
// the first alert of a day is sent at once, the later ones at increasing
// distances, and the day's last message is not used up in the morning. Nothing
// waits beyond the next digest time. After the last message of the cap all
// alerts wait until then; over is true in that case.
func (s *Settings) Wait(had int, last, now time.Time) (until time.Time, over bool) {
	if !s.Counted() || had == 0 {
		return time.Time{}, false
	}
	digest := s.NextDigest(now)
	if had >= s.DailyCap {
		return digest, true
	}
	until = last.Add(s.pause(had))
	switch {
	case !until.After(now):
		return time.Time{}, false
	case until.After(digest):
		return digest, false
	}
	return until, false
}

// Rhythm says how a recipient's alert mails follow each other, as a new
// recipient needs to know it. After the first mail, alerts are collected for
// Pause, or until the time of day Until. The zero value means that each alert
// is sent at once.
type Rhythm struct {
	Pause time.Duration
	Until string // HH:MM local, if the first mail of a day is the only one
}

// Rhythm returns the rhythm of the mall's recipients.
func (s *Settings) Rhythm() Rhythm {
	switch {
	case !s.Counted():
		return Rhythm{}
	case s.DailyCap == 1:
		return Rhythm{Until: s.DigestAt}
	}
	return Rhythm{Pause: s.pause(1)}
}

// pause returns the least time from the n-th message of a day to the next one.
func (s *Settings) pause(n int) time.Duration {
	return paced * time.Duration(n) / time.Duration(s.DailyCap*s.DailyCap)
}

// The reasons for which an announcement waits.
const (
	WaitCollect WaitReason = "collect" // alerts that are raised within collect_seconds share one message
	WaitQuiet   WaitReason = "quiet"   // quiet hours
	WaitPace    WaitReason = "pace"    // the recipient got a message a short time ago
	WaitCap     WaitReason = "cap"     // the recipient got all messages of the day
)

// WaitReason is why an announcement waits.
type WaitReason string

// WhyWaits returns why an announcement that has no message yet waits.
func (s *Settings) WhyWaits(d lowstock.Delivery, now time.Time) WaitReason {
	switch {
	case d.DueAt.Equal(s.QuietUntil(now)):
		return WaitQuiet
	case !d.DueAt.After(d.CreatedAt.Add(time.Duration(s.CollectSeconds) * time.Second)):
		return WaitCollect
	case d.DueAt.Equal(s.NextDigest(now)):
		return WaitCap
	}
	return WaitPace
}

// TimesOtherwise says whether announcements that wait for a message may wait
// until a different time with other settings.
func (s *Settings) TimesOtherwise(other *Settings) bool {
	return s.CollectSeconds != other.CollectSeconds || s.DailyCap != other.DailyCap || s.QuietFrom != other.QuietFrom ||
		s.QuietTo != other.QuietTo || s.DigestAt != other.DigestAt || s.Timezone != other.Timezone ||
		slices.ContainsFunc(s.Recipients, func(r Recipient) bool {
			is, there := other.Recipient(r.Email)
			return there && (is.Immediate != r.Immediate || is.Digest != r.Digest)
		})
}
