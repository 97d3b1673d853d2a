package postgres_test

import (
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/worklist"
)

// seoul returns a time of the day on which tests begin.
func seoul(hour, minute int) time.Time {
	return time.Date(2026, 11, 24, hour-9, minute, 0, 0, time.UTC)
}

// waitsUntil returns when the waiting announcements are sent; all of them have
// the same time.
func (b *bundle) waitsUntil() time.Time {
	b.t.Helper()
	if n := one[int](b, "select count(distinct collect_at) from deliveries"); n != 1 {
		b.t.Errorf("what waits goes at %d times", n)
	}
	return one[time.Time](b, "select coalesce(min(collect_at), '-infinity'::timestamptz) from deliveries where collect_at is not null")
}

func TestWhatWaitsIsTimedAnew(t *testing.T) {
	t.Parallel()
	quiet := func(s *preference.Settings) { s.CollectSeconds, s.QuietFrom, s.QuietTo = 60, "11:00", "13:30" }
	capped := func(n int) func(*preference.Settings) {
		return func(s *preference.Settings) { s.CollectSeconds, s.DailyCap, s.DigestAt = 60, n, "09:00" }
	}
	slow := func(s *preference.Settings) { s.CollectSeconds = 3600 }
	for name, c := range map[string]struct {
		before  func(*preference.Settings)
		sent    int       // messages that were sent before it has to wait
		waits   time.Time // until when, by the settings before
		change  func(*preference.Settings)
		renewed time.Time // and by those after; zero: no longer
	}{
		"quiet hours switched off":          {quiet, 0, seoul(13, 30), func(s *preference.Settings) { s.QuietFrom, s.QuietTo = "", "" }, time.Time{}},
		"quiet hours end later":             {quiet, 0, seoul(13, 30), func(s *preference.Settings) { s.QuietTo = "15:00" }, seoul(15, 0)},
		"quiet hours end sooner":            {quiet, 0, seoul(13, 30), func(s *preference.Settings) { s.QuietTo = "12:45" }, seoul(12, 45)},
		"quiet hours over by now":           {quiet, 0, seoul(13, 30), func(s *preference.Settings) { s.QuietTo = "11:30" }, time.Time{}},
		"the time zone ends quiet hours":    {quiet, 0, seoul(13, 30), func(s *preference.Settings) { s.Timezone = "Asia/Ho_Chi_Minh" }, time.Time{}},
		"no cap any more, paced":            {capped(2), 1, seoul(15, 3), func(s *preference.Settings) { s.DailyCap = 0 }, time.Time{}},
		"a higher cap, paced":               {capped(2), 1, seoul(15, 3), func(s *preference.Settings) { s.DailyCap = 4 }, seoul(12, 48)},
		"a lower cap, paced":                {capped(3), 1, seoul(13, 23), func(s *preference.Settings) { s.DailyCap = 2 }, seoul(15, 3)},
		"no cap any more, beyond it":        {capped(1), 1, seoul(33, 0), func(s *preference.Settings) { s.DailyCap = 0 }, time.Time{}},
		"gathered for less than is counted": {capped(1), 1, seoul(33, 0), func(s *preference.Settings) { s.CollectSeconds = 30 }, time.Time{}},
		"the digest time, beyond the cap":   {capped(1), 1, seoul(33, 0), func(s *preference.Settings) { s.DigestAt = "18:00" }, seoul(18, 0)},
		"the time zone, beyond the cap":     {capped(1), 1, seoul(33, 0), func(s *preference.Settings) { s.Timezone = "America/New_York" }, seoul(23, 0)},
		"gathered for less":                 {slow, 0, seoul(13, 3), func(s *preference.Settings) { s.CollectSeconds = 600 }, seoul(12, 13)},
		"gathered for so little it is over": {slow, 0, seoul(13, 3), func(s *preference.Settings) { s.CollectSeconds = 60 }, time.Time{}},
		"gathered for longer":               {func(s *preference.Settings) { s.CollectSeconds = 600 }, 0, seoul(12, 13), slow, seoul(13, 3)},
		"quiet hours that begin":            {slow, 0, seoul(13, 3), quiet, seoul(13, 30)},
		"only the language":                 {quiet, 0, seoul(13, 30), func(s *preference.Settings) { s.Locale = "en" }, seoul(13, 30)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			b.notifyByEmail(c.before, "kim@hansan.example")
			b.threshold(5)
			for n := range c.sent { // at 12:03, like all that follows
				b.now = seoul(12, 2).Add(-time.Second)
				b.apply(read(int64(100+n), 3))
				b.now = seoul(12, 3)
				want(t, "messages before", b.collect(), 1)
				b.send()
			}
			b.now = seoul(12, 3).Add(-time.Second)
			b.apply(read(1, 3), read(2, 3), read(3, 3))
			b.now = b.now.Add(time.Minute + 30*time.Second)
			want(t, "messages", b.collect(), 0)
			want(t, "waits until", b.waitsUntil(), c.waits)

			b.save(c.change)
			renewed := c.renewed
			if renewed.IsZero() {
				renewed = b.now
				want(t, "due now", len(b.due(worklist.DueCollect)), 1)
			} else {
				want(t, "waits anew until", b.waitsUntil(), c.renewed)
				b.now = renewed.Add(-time.Second)
				want(t, "a second early", b.collect(), 0)
			}
			b.now = renewed
			want(t, "in one message", b.collect(), 1)
			mails := b.send()
			if len(mails) != 1 || len(mails[0].Items) != 3 {
				t.Fatalf("mails: %+v", mails)
			}
			b.now = seoul(72, 0)
			want(t, "once", b.collect()+len(b.send()), 0)
		})
	}
}

// A summary of the first sync, the message to a second recipient and the app's
// own health messages are delayed by quiet hours only.
func TestWhatOnlyQuietHoursHoldBackGoesWhenTheyEnd(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.notifyByEmail(func(s *preference.Settings) { s.QuietFrom, s.QuietTo, s.DailyCap = "11:00", "13:30", 1 }, "kim@hansan.example")
	b.apply(read(1, 0))
	b.admin(`UPDATE deliveries SET summary = true`)
	b.apply(read(2, 0))
	b.admin(`UPDATE deliveries SET reason = 'unanswered' WHERE NOT summary`)
	b.admin(`UPDATE recipients SET second = true`)
	b.admin(`INSERT INTO messages (mall_id, channel, recipient, purpose, next_attempt_at, created_at) VALUES
	         ($1, 'email', 'kim@hansan.example', 'health', $2, $3), ($1, 'email', 'kim@hansan.example', 'all_clear', $2, $3)`, hansan, seoul(13, 30), b.now)
	want(t, "in quiet hours", b.collect()+len(b.due(worklist.DueDeliver))+len(b.due(worklist.DueCollect)), 0)
	b.save(func(s *preference.Settings) { s.QuietTo = "13:00" })
	b.now = seoul(13, 0)
	want(t, "due at the new end", len(b.due(worklist.DueDeliver)), 2)
	want(t, "messages at the new end", b.collect(), 2)
}

// A recipient who changes from a digest to alerts at once gets what the digest
// would have listed as new, and nothing twice.
func TestLeavingTheDigestSendsWhatItHeldBack(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.notifyByEmail(func(s *preference.Settings) {
		s.DigestAt, s.DailyCap, s.Targets = "09:00", 0, s.Targets.With(lowstock.ChannelSlack, "https://hooks.slack.com/1")
		s.Recipients[0].Immediate, s.Recipients[0].Digest = false, preference.DigestDaily
	}, "kim@hansan.example", "lee@hansan.example")
	b.threshold(5)
	b.apply(read(1, 3))
	b.collect()
	b.now = seoul(33, 0)
	n, err := b.Mall(hansan).MakeDigests(t.Context(), b.now)
	b.ok(err)
	want(t, "digests", n, 1)
	b.send()
	b.wait(time.Hour)
	b.apply(read(2, 3), read(3, 3), read(4, 3))
	b.apply(read(4, 9))
	b.collect()
	b.send()
	b.save(func(s *preference.Settings) {
		s.Recipients[0].Immediate, s.Recipients[0].Digest = true, preference.DigestOff
	})
	want(t, "messages", b.collect(), 1)
	mails := b.send()
	if len(mails) != 1 || mails[0].Recipient != "kim@hansan.example" || len(mails[0].Items) != 2 {
		t.Fatalf("mails: %+v", mails)
	}
	b.save(func(s *preference.Settings) {
		s.Recipients[0].Immediate, s.Recipients[0].Digest = false, preference.DigestDaily
	})
	b.save(func(s *preference.Settings) {
		s.Recipients[0].Immediate, s.Recipients[0].Digest = true, preference.DigestOff
	})
	want(t, "once more", b.collect(), 0)
}

// A digest is still made when settings are saved between its time and its job.
func TestADigestThatIsDueIsNotMoved(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.notifyByEmail(func(s *preference.Settings) { s.DigestAt, s.Recipients[0].Digest = "09:00", preference.DigestDaily }, "kim@hansan.example")
	b.apply(read(1, 0))
	b.collect()
	b.now = seoul(33, 2)
	b.save(func(s *preference.Settings) { s.DigestAt = "18:00" })
	n, err := b.Mall(hansan).MakeDigests(t.Context(), b.now)
	b.ok(err)
	want(t, "digests", n, 1)
	b.now = seoul(24+18, 0)
	want(t, "due at the new time", len(b.due(worklist.DueDigest)), 1)
	n, err = b.Mall(hansan).MakeDigests(t.Context(), b.now)
	b.ok(err)
	want(t, "one a day", n, 0)
	b.save(func(s *preference.Settings) { s.Recipients[0].Digest = preference.DigestOff })
	want(t, "due where nobody wants one", one[*time.Time](b, "select next_digest_at from settings where mall_id = $1", hansan), nil)
}
