package preference

import (
	"slices"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

const (
	// paced is the time over which the messages of a day are spread.
	paced = 12 * time.Hour

	// unhurried is from how many seconds of gathering on messages are counted.
	// Who has alerts gathered for less wants each of them now.
	unhurried = 60
)

// Counted says whether the mall's alert messages are counted at all.
func (s *Settings) Counted() bool { return s.DailyCap > 0 && s.CollectSeconds >= unhurried }

// Wait says until when an alert that could go out now waits, and gathers what
// comes after it, for a recipient who has had so many messages since the last
// digest time, the newest of them then; the zero time: it does not. With a cap
// of c the n-th message is followed by n/c² of twelve hours: the first alert of
// a day is told at once, what follows it in ever wider steps, and the day's last
// one is not used up by the morning. Nothing waits beyond the next digest time;
// after the last message of the cap, which over says, all does until then.
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

// Rhythm is how a recipient's alert mails follow each other, as far as a newcomer
// has to know: after the first one, what comes within Pause is gathered, or what
// comes until the time of the day Until. The zero value: each goes at once.
type Rhythm struct {
	Pause time.Duration
	Until string // HH:MM local, where the first mail of a day is the only one
}

// Rhythm is that of the mall's recipients.
func (s *Settings) Rhythm() Rhythm {
	switch {
	case !s.Counted():
		return Rhythm{}
	case s.DailyCap == 1:
		return Rhythm{Until: s.DigestAt}
	}
	return Rhythm{Pause: s.pause(1)}
}

// pause is how long after the n-th message of a day the next one goes at the
// earliest.
func (s *Settings) pause(n int) time.Duration {
	return paced * time.Duration(n) / time.Duration(s.DailyCap*s.DailyCap)
}

// Reasons for which an announcement waits.
const (
	WaitCollect WaitReason = "collect" // what else is raised within collect_seconds goes with it
	WaitQuiet   WaitReason = "quiet"   // quiet hours
	WaitPace    WaitReason = "pace"    // the recipient has had a message a short while ago
	WaitCap     WaitReason = "cap"     // they have had all messages of the day
)

// WaitReason is why an announcement waits.
type WaitReason string

// WhyWaits says what holds back an announcement that has no message yet.
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

// TimesOtherwise says whether what waits for a message may wait until another
// time by other settings.
func (s *Settings) TimesOtherwise(other *Settings) bool {
	return s.CollectSeconds != other.CollectSeconds || s.DailyCap != other.DailyCap || s.QuietFrom != other.QuietFrom ||
		s.QuietTo != other.QuietTo || s.DigestAt != other.DigestAt || s.Timezone != other.Timezone ||
		slices.ContainsFunc(s.Recipients, func(r Recipient) bool {
			is, there := other.Recipient(r.Email)
			return there && (is.Immediate != r.Immediate || is.Digest != r.Digest)
		})
}
