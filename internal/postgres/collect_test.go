package postgres_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp/cmpopts"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/redact"
	"cafe24-inventory-alert/internal/worklist"
)

func TestWhatComesWithinTheWindowSharesAMessage(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.notifyByEmail(func(s *preference.Settings) { s.CollectSeconds = 60 }, "kim@hansan.example", "lee@hansan.example")
	b.apply(read(1, 0))
	first := b.now
	b.wait(40 * time.Second)
	b.apply(read(2, 0))
	want(t, "before the window ends", b.due(worklist.DueCollect), nil)
	b.now = first.Add(60 * time.Second)
	want(t, "when it ends", len(b.due(worklist.DueCollect)), 1)
	want(t, "messages", b.collect(), 2)
	want(t, "collected again", b.collect(), 0)
	mails := b.mails()
	want(t, "mails", len(mails), 2)
	want(t, "mail", mails[0], outgoing.Message{
		Mall: hansan, Channel: lowstock.ChannelEmail, Recipient: "kim@hansan.example", Purpose: outgoing.PurposeAlert,
		State: lowstock.DeliveryPending, Attempts: 1, CreatedAt: b.now, Currency: "KRW", Locale: "ko", Timezone: "Asia/Seoul", Cap: 3,
		Rhythm: preference.Rhythm{Pause: 80 * time.Minute},
	}, cmpopts.IgnoreFields(outgoing.Message{}, "ID", "Items", "Seed"))
	want(t, "items", len(mails[0].Items), 2)
	want(t, "claimed twice", b.mails(), nil)
}

func TestQuietHoursDelay(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.notifyByEmail(func(s *preference.Settings) { s.QuietFrom, s.QuietTo = "11:00", "13:30" }, "kim@hansan.example")
	b.apply(read(1, 0))
	want(t, "in quiet hours", b.collect(), 0)
	want(t, "due", b.due(worklist.DueCollect), nil)
	b.now = time.Date(2026, 11, 24, 4, 30, 0, 0, time.UTC)
	want(t, "due at their end", len(b.due(worklist.DueCollect)), 1)
	want(t, "messages", b.collect(), 1)
}

func TestWhatNeedNotBeAnnouncedIsSuppressed(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.notifyByEmail(func(s *preference.Settings) {
		s.Targets = s.Targets.With(lowstock.ChannelSlack, "https://hooks.slack.com/1")
	}, "kim@hansan.example", "lee@hansan.example", "choi@hansan.example")
	b.apply(read(1, 0), read(2, 0))
	b.apply(read(1, 9))
	b.ok(b.Mall(hansan).Unsubscribe(t.Context(), "lee@hansan.example", b.now))
	b.notifyByEmail(func(s *preference.Settings) { s.Targets = s.Targets.With(lowstock.ChannelSlack, "") }, "kim@hansan.example", "lee@hansan.example") // without choi
	want(t, "messages", b.collect(), 1)
	want(t, "suppressed", one[int](b, "select count(*) from deliveries where state = 'suppressed'"), 7)
	mails := b.mails()
	want(t, "recipient", mails[0].Recipient, "kim@hansan.example")
	want(t, "item", mails[0].Items[0].ProductNo, 2)

	settings, err := b.Mall(hansan).Settings(t.Context())
	b.ok(err)
	want(t, "who unsubscribed stays so", settings.Recipients[1].UnsubscribedAt.IsZero(), false)
	b.ok(b.Mall(hansan).ConfirmRecipient(t.Context(), "lee@hansan.example", b.now))
	wantCode(t, b.Mall(hansan).ConfirmRecipient(t.Context(), "nobody@hansan.example", b.now), lowstock.CodeNotFound)
	b.ok(b.Mall(hansan).Unsubscribe(t.Context(), "nobody@hansan.example", b.now))
	b.apply(read(3, 0))
	want(t, "messages after she came back", b.collect(), 2)
}

func TestASnoozedOneWaitsWithItsDelivery(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.notifyByEmail(nil, "kim@hansan.example")
	b.apply(read(1, 0))
	_, err := b.Mall(hansan).SnoozeIncident(t.Context(), b.standing().ID, lowstock.Hold{Until: b.now.Add(time.Hour)}, "kim", b.now)
	b.ok(err)
	want(t, "messages", b.collect(), 0)
	want(t, "due", b.due(worklist.DueCollect), nil)
	b.wait(time.Hour)
	n, err := b.Mall(hansan).WakeIncidents(t.Context(), b.now)
	b.ok(err)
	want(t, "woken", n, 1)
	want(t, "messages", b.collect(), 1)
}

func TestAnAttemptIsFenced(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.notifyByEmail(nil, "kim@hansan.example")
	b.apply(read(1, 0))
	b.collect()
	first := b.mails()[0]
	b.wait(time.Minute) // its sender has died
	second := b.mails()[0]
	want(t, "attempt", second.Attempts, 2)
	late := outgoing.Outcome{State: lowstock.DeliverySent}
	wantCode(t, b.Mall(hansan).FinishMessage(t.Context(), first.ID, first.Attempts, late, b.now, time.Time{}), lowstock.CodeConflict)

	busy := outgoing.Outcome{State: lowstock.DeliveryRetrying, Error: "delivery.busy", Err: errors.New("421")}
	b.ok(b.Mall(hansan).FinishMessage(t.Context(), second.ID, 2, busy, b.now, b.now.Add(5*time.Minute)))
	d := b.standing().Deliveries[0]
	want(t, "delivery", d, lowstock.Delivery{
		ID: d.ID, Kind: lowstock.KindOut, Reason: lowstock.ReasonRaised, CreatedAt: first.CreatedAt, CollectedAt: first.CreatedAt, MessageID: first.ID, Channel: lowstock.ChannelEmail, Recipient: "kim@hansan.example", State: lowstock.DeliveryRetrying,
		Attempts: 2, DueAt: b.now.Add(5 * time.Minute), Error: "delivery.busy",
	})
	want(t, "before its time", b.mails(), nil)
	b.wait(5 * time.Minute)
	third := b.mails()[0]
	want(t, "state of the third", third.State, lowstock.DeliveryRetrying)
	b.ok(b.Mall(hansan).FinishMessage(t.Context(), third.ID, 3, outgoing.Outcome{State: lowstock.DeliverySent}, b.now, time.Time{}))
	want(t, "delivery", b.standing().Deliveries[0].State, lowstock.DeliverySent)
	want(t, "sent at", b.standing().Deliveries[0].SentAt, b.now)
	b.wait(time.Hour)
	want(t, "due", b.due(worklist.DueDeliver), nil)
	wantCode(t, b.Mall(hansan).FinishMessage(t.Context(), third.ID, 3, busy, b.now, b.now), lowstock.CodeConflict)
}

func TestAMessageLosesWhatRecovered(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.notifyByEmail(nil, "kim@hansan.example")
	b.apply(read(1, 0), read(2, 0))
	b.collect()
	b.apply(read(1, 5))
	m := b.mails()[0]
	want(t, "items", len(m.Items), 1)
	b.ok(b.Mall(hansan).FinishMessage(t.Context(), m.ID, 1, outgoing.Outcome{State: lowstock.DeliverySent}, b.now, time.Time{}))
	want(t, "of the one that recovered", b.incidents(lowstock.IncidentResolved)[0].Deliveries[0].State, lowstock.DeliverySuppressed)
	want(t, "of the other", b.standing().Deliveries[0].State, lowstock.DeliverySent)

	b.apply(read(3, 0))
	b.collect()
	b.apply(read(3, 5))
	due := b.due(worklist.DueDeliver)[0]
	_, err := b.Mall(hansan).ClaimMessage(t.Context(), due.ID, b.now, time.Minute)
	wantCode(t, err, lowstock.CodeNotFound)
	want(t, "state", one[string](b, "select state from messages where message_id = $1", due.ID), "suppressed")
	want(t, "due", b.due(worklist.DueDeliver), nil)
}

func TestAMessageIsClaimedOnceByMany(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.notifyByEmail(nil, "kim@hansan.example")
	b.apply(read(1, 0))
	var mu sync.Mutex
	made, claimed := 0, 0
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			n, err := b.Mall(hansan).Collect(t.Context(), b.now)
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			made += n
		})
	}
	all.Wait()
	id := b.due(worklist.DueDeliver)[0].ID
	for range 8 {
		all.Go(func() {
			_, err := b.Mall(hansan).ClaimMessage(t.Context(), id, b.now, time.Minute)
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				claimed++
			}
		})
	}
	all.Wait()
	want(t, "made", made, 1)
	want(t, "claimed", claimed, 1)
}

func TestTestsGoOnlyWhereMessagesGo(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.notifyByEmail(func(s *preference.Settings) {
		s.Targets = s.Targets.With(lowstock.ChannelSlack, "https://hooks.slack.com/1")
	}, "kim@hansan.example")
	for _, channel := range []lowstock.Channel{lowstock.ChannelEmail, lowstock.ChannelSlack} {
		id, err := b.Mall(hansan).MakeTest(t.Context(), channel, "kim@hansan.example", b.now)
		b.ok(err)
		m, err := b.Mall(hansan).ClaimMessage(t.Context(), id, b.now, time.Minute)
		b.ok(err)
		want(t, "purpose", m.Purpose, outgoing.PurposeTest)
		want(t, "named by", m.Seed.Reveal(), one[string](b, "select message_seed::text from malls where mall_id = $1", hansan))
		if channel == lowstock.ChannelSlack {
			want(t, "target", m.Target, redact.Secret("https://hooks.slack.com/1"))
			want(t, "recipient", m.Recipient, "slack")
		}
	}
	settings, err := b.Mall(hansan).Settings(t.Context())
	b.ok(err)
	settings.Recipients = append(settings.Recipients, preference.Recipient{Email: "asked@example.com", Digest: preference.DigestOff})
	b.ok(b.Mall(hansan).SaveSettings(t.Context(), settings, "kim", b.now))
	_, err = b.Mall(hansan).MakeTest(t.Context(), lowstock.ChannelEmail, "asked@example.com", b.now)
	wantCode(t, err, lowstock.CodeConflict)
	// A test that an earlier version of the program wrote is not sent.
	early := one[int64](b, `INSERT INTO messages (mall_id, channel, recipient, purpose, next_attempt_at, created_at)
		VALUES ('hansan', 'email', 'asked@example.com', 'test', $1, $1) RETURNING message_id`, b.now)
	_, err = b.Mall(hansan).ClaimMessage(t.Context(), early, b.now, time.Minute)
	wantCode(t, err, lowstock.CodeNotFound)
	want(t, "state of a test to an address that has not agreed", one[string](b, `select state from messages where message_id = $1`, early), "suppressed")
	_, err = b.Mall(hansan).MakeTest(t.Context(), lowstock.ChannelEmail, "stranger@example.com", b.now)
	wantCode(t, err, lowstock.CodeNotFound)
	_, err = b.Mall(hansan).MakeTest(t.Context(), lowstock.ChannelWebhook, "", b.now)
	wantCode(t, err, lowstock.CodeNotFound)
}

func TestOneDigestADay(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.notifyByEmail(func(s *preference.Settings) {
		s.DigestAt = "09:00"
		s.Recipients = []preference.Recipient{
			{Email: "day@hansan.example", Digest: preference.DigestDaily},
			{Email: "week@hansan.example", Digest: preference.DigestWeekly},
			{Email: "never@hansan.example", Immediate: true},
		}
	})
	digests := func() int {
		n, err := b.Mall(hansan).MakeDigests(t.Context(), b.now)
		b.ok(err)
		return n
	}
	want(t, "before its time", digests(), 0)
	b.now = time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC) // Wednesday 09:00 in Seoul
	want(t, "due", len(b.due(worklist.DueDigest)), 1)
	want(t, "with nothing low", digests(), 0)
	want(t, "due after", len(b.due(worklist.DueDigest)), 0)

	b.apply(read(1, 0), read(2, 0))
	b.now = b.now.Add(24 * time.Hour)
	want(t, "daily", digests(), 1)
	want(t, "twice", digests(), 0)
	b.collect()
	for _, m := range b.mails() {
		if m.Purpose == outgoing.PurposeDigest {
			want(t, "items", len(m.Items), 2)
			want(t, "recipient", m.Recipient, "day@hansan.example")
		}
	}
	b.admin("update settings set next_digest_at = $1", b.now) // the clock went back
	want(t, "the same day again", digests(), 0)
	b.now = time.Date(2026, 11, 30, 1, 0, 0, 0, time.UTC) // Monday, after a long weekend
	want(t, "weekly too", digests(), 2)
}

// In Havana 14 March 2027 begins at 1:00, in Santiago 5 September, in Beirut
// 28 March: all of them are Sundays.
func TestOneDigestADayWhereItHasNoMidnight(t *testing.T) {
	t.Parallel()
	for zone, from := range map[string]time.Time{
		"America/Havana": time.Date(2027, 3, 12, 12, 0, 0, 0, time.UTC), "America/Santiago": time.Date(2027, 9, 3, 12, 0, 0, 0, time.UTC),
		"Asia/Beirut": time.Date(2027, 3, 26, 12, 0, 0, 0, time.UTC),
	} {
		b := setup(t)
		b.apply(read(1, 0), read(2, 0))
		b.now = from
		b.notifyByEmail(func(s *preference.Settings) {
			s.DigestAt, s.Timezone = "00:00", zone
			s.Recipients = []preference.Recipient{{Email: "day@hansan.example", Digest: preference.DigestDaily}, {Email: "week@hansan.example", Digest: preference.DigestWeekly}}
		})
		made := map[string]int{}
		local, err := time.LoadLocation(zone)
		b.ok(err)
		var days []string
		for range 4 * 24 {
			b.now = b.now.Add(time.Hour)
			n, err := b.Mall(hansan).MakeDigests(t.Context(), b.now)
			b.ok(err)
			if n > 0 {
				day := b.now.In(local).Format("Mon 02 15:04")
				days = append(days, day)
				made[day] = n
			}
		}
		is := map[string][]string{
			"America/Havana":   {"Sat 13 00:00", "Sun 14 01:00", "Mon 15 00:00", "Tue 16 00:00"},
			"America/Santiago": {"Sat 04 00:00", "Sun 05 01:00", "Mon 06 00:00", "Tue 07 00:00"},
			"Asia/Beirut":      {"Sat 27 00:00", "Sun 28 01:00", "Mon 29 00:00", "Tue 30 00:00"},
		}[zone]
		want(t, zone, days, is)
		for day, n := range made {
			want(t, zone+" "+day, n, map[bool]int{true: 2, false: 1}[day[:3] == "Mon"])
		}
	}
}
