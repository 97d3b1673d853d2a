package preference

import (
	"net/mail"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/unseen"
)

// DigestChoice is how often a recipient gets the digest.
type DigestChoice string

// The choices.
const (
	DigestOff    DigestChoice = "off"
	DigestDaily  DigestChoice = "daily"
	DigestWeekly DigestChoice = "weekly" // Mondays
)

// Recipient is a person who is notified by e-mail.
type Recipient struct {
	Email          string
	Immediate      bool
	Digest         DigestChoice
	Second         bool      // notified when a sold-out alert stays unanswered
	Locale         string    // ko or en; "": the mall's
	Categories     []int     // with Suppliers: limits the products; both empty: all products
	Suppliers      []string  // supplier codes
	ConfirmedAt    time.Time // zero: has not agreed to get mail yet
	ConfirmSentAt  time.Time // zero: has not been asked yet
	AskAt          time.Time // the recipient is not asked before this time
	AskLimit       AskLimit  // the limit that delays the mail that asks
	Asked          Asked     // the outcome of the newest mail that asked
	UnsubscribedAt time.Time // zero: subscribed
	SuspendedAt    time.Time // zero: the address accepts mail
}

// Reachable says whether the app may send mail to the recipient at all.
func (r Recipient) Reachable() bool { return r.Silence() == "" }

// WaitsToBeAsked says whether the recipient has not been asked yet.
func (r Recipient) WaitsToBeAsked() bool {
	return r.ConfirmSentAt.IsZero() && r.ConfirmedAt.IsZero() && r.UnsubscribedAt.IsZero()
}

// Silence returns the code of the explanation step that says why the recipient
// gets no mail. It returns "" if the recipient may get mail.
func (r Recipient) Silence() string {
	switch {
	case !r.UnsubscribedAt.IsZero():
		return "unsubscribed"
	case !r.SuspendedAt.IsZero():
		return "suspended"
	case r.ConfirmedAt.IsZero():
		return "unconfirmed"
	}
	return ""
}

// NoTest returns the key of the sentence that says why the recipient gets no
// test message. It returns "" if the recipient may get mail.
func (r Recipient) NoTest() string {
	return map[string]string{
		"unsubscribed": "settings.test_unsubscribed", "suspended": "settings.test_suspended", "unconfirmed": "settings.test_unconfirmed",
	}[r.Silence()]
}

// Settings is how a mall wants to be notified.
type Settings struct {
	Locale           string // ko or en
	Timezone         string // IANA name
	CollectSeconds   int    // alerts that are raised within it share one message, 0…3600; 0: each is sent at once
	DailyCap         int    // messages for each recipient from one digest time to the next, 0…100; 0: no cap
	SecondAfterHours int    // how long a sold-out alert may stay unanswered, 0…168; 0: no second recipient
	QuietFrom        string // HH:MM local; "": no quiet hours
	QuietTo          string
	DigestAt         string // HH:MM local
	Recipients       []Recipient
	Targets          Targets // addresses of the channels besides mail
	SubsChangeRules  bool    // sub-operators may change rules, lead times and promotions
	UpdatedAt        time.Time
}

// Bounds of settings. They limit how much one mall can make the app send.
const (
	MaxRecipients = 20
	MaxDailyCap   = 100
	MaxSecond     = 168 // hours
	maxRoutes     = 50  // most categories, and most suppliers, of one recipient
)

// Recipient finds a recipient by address.
func (s *Settings) Recipient(email string) (Recipient, bool) {
	at := slices.IndexFunc(s.Recipients, func(r Recipient) bool { return r.Email == email })
	if at < 0 {
		return Recipient{}, false
	}
	return s.Recipients[at], true
}

// SecondAfter is how long a sold-out alert may stay unanswered; 0: no limit.
func (s *Settings) SecondAfter() time.Duration { return time.Duration(s.SecondAfterHours) * time.Hour }

// Check refuses invalid settings; its error names each field. It normalises
// addresses in place: trimmed, lower case, without a display name.
func (s *Settings) Check() error {
	fields := map[string]string{}
	if s.Locale != "ko" && s.Locale != "en" {
		fields["locale"] = "error.locale"
	}
	if _, err := time.LoadLocation(s.Timezone); err != nil || s.Timezone == "" || s.Timezone == "Local" {
		fields["timezone"] = "error.timezone"
	}
	if s.CollectSeconds < 0 || s.CollectSeconds > 3600 {
		fields["collect_seconds"] = "error.collect_seconds"
	}
	if s.DailyCap < 0 || s.DailyCap > MaxDailyCap {
		fields["daily_cap"] = "error.daily_cap"
	}
	if s.SecondAfterHours < 0 || s.SecondAfterHours > MaxSecond {
		fields["second_after_hours"] = "error.second_after_hours"
	}
	for field, value := range map[string]string{"quiet_from": s.QuietFrom, "quiet_to": s.QuietTo, "digest_at": s.DigestAt} {
		if value != "" && !isClock(value) {
			fields[field] = "error.clock"
		}
	}
	if (s.QuietFrom == "") != (s.QuietTo == "") {
		fields["quiet_to"] = "error.quiet_pair"
	}
	if s.DigestAt == "" {
		fields["digest_at"] = "error.clock"
	}
	s.checkRecipients(fields)
	if len(fields) > 0 {
		return lowstock.InvalidFields(fields)
	}
	return nil
}

func (s *Settings) checkRecipients(fields map[string]string) {
	if len(s.Recipients) > MaxRecipients {
		fields["recipients"] = "error.recipients_many"
	}
	seen := map[string]bool{}
	for i, r := range s.Recipients {
		email, wrong := normalEmail(r.Email)
		if wrong != "" {
			fields["recipients"] = wrong
			continue
		}
		if seen[email] {
			fields["recipients"] = "error.email_twice"
		}
		seen[email] = true
		s.Recipients[i].Email = email
		if r.Locale != "" && r.Locale != "ko" && r.Locale != "en" {
			fields["recipients"] = "error.locale"
		}
		if len(r.Categories) > maxRoutes || len(r.Suppliers) > maxRoutes {
			fields["recipients"] = "error.routes_many"
		}
		switch r.Digest {
		case "":
			s.Recipients[i].Digest = DigestOff
		case DigestOff, DigestDaily, DigestWeekly:
		default:
			fields["recipients"] = "error.digest"
		}
	}
}

// NormalEmail returns an address in lower case, without spaces and invisible
// characters at its ends, and with full-width ASCII as plain ASCII: ＠ becomes
// @. A domain in another script stays as it is written. NormalEmail refuses
// everything that is not one plain address: a display name, a list, control
// characters. It also refuses invisible characters within the address, because
// the address would be another mailbox than the visible one. Its error names
// the field email.
func NormalEmail(s string) (string, error) {
	email, wrong := normalEmail(s)
	if wrong != "" {
		return "", lowstock.InvalidFields(map[string]string{"email": wrong})
	}
	return email, nil
}

func normalEmail(s string) (email, wrong string) {
	text := utf8.ValidString(s) // checked first, because ToLower replaces invalid UTF-8
	s = strings.ToLower(strings.Map(narrow, unseen.Trim(s)))
	if unseen.In(s) {
		return "", "error.unseen"
	}
	a, err := mail.ParseAddress(s)
	if err != nil || !text || a.Address != s || len(s) > 254 || !strings.Contains(s[strings.LastIndex(s, "@")+1:], ".") {
		return "", "error.email"
	}
	return s, ""
}

// narrow returns the plain form of a full-width ASCII character.
func narrow(r rune) rune {
	if r >= '！' && r <= '～' {
		return r - '！' + '!'
	}
	return r
}

func isClock(s string) bool {
	_, err := time.Parse("15:04", s)
	return err == nil && len(s) == 5
}

// EndOfDay returns when the local day of a date (2026-12-01) is over. It
// returns false if the text is not a date.
func (s *Settings) EndOfDay(date string) (time.Time, bool) {
	zone, err := time.LoadLocation(s.Timezone)
	if err != nil {
		return time.Time{}, false
	}
	day, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return time.Time{}, false
	}
	return localtime.StartOfDay(day.Year(), day.Month(), day.Day()+1, zone), true
}

// QuietUntil returns the end of the quiet hours that now falls into, or the
// zero time outside of them. It uses the mall's time zone, so quiet hours also
// end at the same local time on a day of 23 or 25 hours. If that local time
// comes twice, they end at the second one.
func (s *Settings) QuietUntil(now time.Time) time.Time {
	if s.QuietFrom == "" || s.QuietTo == "" || s.QuietFrom == s.QuietTo {
		return time.Time{}
	}
	zone, err := time.LoadLocation(s.Timezone)
	if err != nil {
		return time.Time{}
	}
	local := now.In(zone)
	overnight := 0
	if s.QuietTo < s.QuietFrom {
		overnight = 1
	}
	var until time.Time
	for day := -1; day <= 1; day++ { // 1: clocks may go back to the previous day
		from, _ := atClock(local, day, s.QuietFrom)
		_, to := atClock(local, day+overnight, s.QuietTo)
		if !local.Before(from) && local.Before(to) {
			until = to
		}
	}
	return until
}

// LastDigest returns the digest time at or before now, in the mall's time zone.
// The messages of a day are counted from then.
func (s *Settings) LastDigest(now time.Time) time.Time {
	local := now.In(s.zone())
	at, day := onDay(local, 1, s.DigestAt)
	for at.After(now) {
		at, day = onDay(local, day-1, s.DigestAt)
	}
	return at
}

func (s *Settings) zone() *time.Location {
	zone, err := time.LoadLocation(s.Timezone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// NextDigest returns the first digest time after now, in the mall's time zone.
func (s *Settings) NextDigest(now time.Time) time.Time { return s.next(s.DigestAt, now) }

// NextDigestOf returns when a recipient's next digest is sent. It returns false
// if the recipient gets none. The weekly digest is sent on Mondays.
func (s *Settings) NextDigestOf(r Recipient, now time.Time) (at time.Time, wanted bool) {
	if r.Digest != DigestDaily && r.Digest != DigestWeekly {
		return time.Time{}, false
	}
	at = s.NextDigest(now)
	for r.Digest == DigestWeekly && at.Weekday() != time.Monday {
		at = s.NextDigest(at)
	}
	return at, true
}

// NextNightlyRun returns the first 4 o'clock after now in the mall's time zone.
// Long work disturbs nobody at that time.
func (s *Settings) NextNightlyRun(now time.Time) time.Time { return s.next("04:00", now) }

func (s *Settings) next(clock string, now time.Time) time.Time {
	local := now.In(s.zone())
	for day := range 4 {
		if at, on := onDay(local, day, clock); on == day && at.After(now) {
			return at
		}
	}
	return local.AddDate(0, 0, 1)
}

// onDay returns the moment of something that happens once on every day; the day
// is counted from local's day. It is the first moment at which clocks show the
// time, or the moment at which they jump over it. If that jump leads into the
// next day, it is the moment right before. If a zone leaves out a whole day, it
// is the moment on the previous day.
func onDay(local time.Time, day int, clock string) (at time.Time, on int) {
	at, _ = atClock(local, day, clock)
	date := time.Date(local.Year(), local.Month(), local.Day()+day, 0, 0, 0, 0, time.UTC)
	if !localtime.DayOf(at, local.Location()).After(date) {
		return at, day
	}
	if start := localtime.StartOfDay(date.Year(), date.Month(), date.Day(), local.Location()); start.Equal(at) {
		return onDay(local, day-1, clock)
	}
	return at.Add(-time.Second), day
}

// atClock returns when clocks show a time on a day that is counted from local's
// day; see [localtime.ClockAt].
func atClock(local time.Time, day int, clock string) (first, last time.Time) {
	c, err := time.Parse("15:04", clock)
	if err != nil {
		c = time.Time{}
	}
	return localtime.ClockAt(local.Location(), local.Year(), local.Month(), local.Day()+day, c.Hour(), c.Minute())
}
