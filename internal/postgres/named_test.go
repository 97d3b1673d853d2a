package postgres_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/monthly"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/preference"
)

// morning returns the digest's time, this many days after the tests begin.
func morning(days int) time.Time { return time.Date(2026, 11, 24+days, 0, 0, 0, 0, time.UTC) }

// digesting returns a mall with one recipient who gets alerts at once and a
// digest, and one who gets digests only.
func digesting(t *testing.T, change func(*preference.Settings)) *bundle {
	t.Helper()
	b := setup(t)
	b.threshold(5)
	b.notifyByEmail(func(s *preference.Settings) {
		s.DigestAt = "09:00"
		s.Recipients = []preference.Recipient{
			{Email: "kim@hansan.example", Immediate: true, Digest: preference.DigestDaily},
			{Email: "day@hansan.example", Digest: preference.DigestDaily},
			{Email: "week@hansan.example", Digest: preference.DigestWeekly},
		}
		if change != nil {
			change(s)
		}
	})
	return b
}

// digests makes and sends the digests that are due at a time. It returns, by
// recipient, the variants that they are notified of for the first time.
func (b *bundle) digests(at time.Time) map[string][]string {
	b.t.Helper()
	b.now = at
	_, err := b.Mall(b.mall).MakeDigests(b.t.Context(), b.now)
	b.ok(err)
	return b.news()
}

// news sends what is due. It returns, by recipient, the variants that they are
// notified of; of a digest, the new ones.
func (b *bundle) news() map[string][]string {
	b.t.Helper()
	notified := map[string][]string{}
	for _, m := range b.mails() {
		for _, i := range m.Items {
			if i.Announced != "" {
				notified[m.Recipient] = append(notified[m.Recipient], i.VariantCode)
			}
		}
		slices.Sort(notified[m.Recipient])
		b.ok(b.Mall(b.mall).FinishMessage(b.t.Context(), m.ID, m.Attempts, outgoing.Outcome{State: lowstock.DeliverySent}, b.now, time.Time{}))
	}
	return notified
}

func (b *bundle) counted(state lowstock.DeliveryState) int {
	b.t.Helper()
	return one[int](b, `SELECT count(*) FROM deliveries WHERE mall_id = $1 AND state = $2`, b.mall, state)
}

// A recipient who gets digests only finds in each what is new since the last
// one, and in the weekly digest what is new since Monday. No message comes in
// between.
func TestWhoHasDigestsOnlyFindsWhatIsNew(t *testing.T) {
	t.Parallel()
	b := digesting(t, nil)
	b.apply(read(1, 4), read(2, 9), read(3, 9))
	want(t, "messages at once", b.collect(), 1)
	want(t, "notified at once", b.news(), map[string][]string{"kim@hansan.example": {code(1, 0)}})
	due := map[string]time.Time{}
	for _, d := range b.standing().Deliveries {
		due[d.Recipient] = d.DueAt
	}
	want(t, "waits until", due, map[string]time.Time{"kim@hansan.example": {}, "day@hansan.example": morning(1), "week@hansan.example": morning(6)})
	want(t, "Wednesday", b.digests(morning(1)), map[string][]string{"day@hansan.example": {code(1, 0)}})
	b.apply(read(1, 0), read(2, 3)) // one sells out, another is low
	b.collect()
	b.news()
	want(t, "Thursday", b.digests(morning(2)), map[string][]string{"day@hansan.example": {code(1, 0), code(2, 0)}})
	want(t, "Friday", b.digests(morning(3)), nil)
	b.apply(read(3, 1))
	b.apply(read(3, 9)) // over before the digest
	want(t, "Monday", b.digests(morning(6)), map[string][]string{"week@hansan.example": {code(1, 0), code(2, 0)}})
	want(t, "sent", b.counted(lowstock.DeliverySent), 9)
	want(t, "left out", b.counted(lowstock.DeliverySuppressed), 3)
}

// An alert that waits for a digest follows its recipient's choice. A recipient
// who switches to mails gets it at once. One who switches to digests finds it
// in the digest. One who unsubscribes gets none.
func TestWhatWaitsFollowsTheChoice(t *testing.T) {
	t.Parallel()
	choose := func(kim, day, week preference.Recipient) func(*preference.Settings) {
		return func(s *preference.Settings) {
			s.DigestAt = "09:00"
			kim.Email, day.Email, week.Email = "kim@hansan.example", "day@hansan.example", "week@hansan.example"
			s.Recipients = []preference.Recipient{kim, day, week}
		}
	}
	b := digesting(t, func(s *preference.Settings) { s.CollectSeconds = 600 })
	b.apply(read(1, 4))
	now, daily, off := preference.Recipient{Immediate: true, Digest: preference.DigestOff}, preference.Recipient{Digest: preference.DigestDaily}, preference.Recipient{Digest: preference.DigestOff}
	b.notifyByEmail(choose(daily, now, off))
	b.wait(time.Hour)
	b.collect()
	want(t, "who left the digest does not wait for it", b.news(), map[string][]string{"day@hansan.example": {code(1, 0)}})
	b.now = morning(1).Add(-time.Minute)
	b.collect()
	want(t, "before the digest", b.news(), nil)
	notified := b.digests(morning(1))
	b.collect()
	maps.Copy(notified, b.news())
	want(t, "at its time", notified, map[string][]string{"kim@hansan.example": {code(1, 0)}})
	b.now = morning(6)
	b.collect()
	want(t, "of who left", b.counted(lowstock.DeliverySuppressed), 1)
}

// Setting a later time for the digest sends no mail in between.
func TestALaterDigestIsWaitedFor(t *testing.T) {
	t.Parallel()
	b := digesting(t, func(s *preference.Settings) { s.DigestAt = "15:00" })
	b.apply(read(1, 0))
	b.collect()
	b.news()
	s, err := b.Mall(hansan).Settings(t.Context())
	b.ok(err)
	s.DigestAt = "21:00"
	b.ok(b.Mall(hansan).SaveSettings(t.Context(), s, "kim", b.now))
	b.now = noon.Add(3*time.Hour + time.Minute)
	b.collect()
	want(t, "at the old time", b.news(), nil)
	want(t, "at the new one", b.digests(noon.Add(9*time.Hour)), map[string][]string{"day@hansan.example": {code(1, 0)}})
}

// The first sync's summary counts what it does not name. A digest names that,
// except what was named meanwhile or is over.
func TestASummaryOnlyCounts(t *testing.T) {
	t.Parallel()
	b, y := installing(t)
	b.notifyByEmail(func(s *preference.Settings) {
		s.DigestAt = "09:00"
		s.Recipients = []preference.Recipient{
			{Email: "kim@hansan.example", Immediate: true, Digest: preference.DigestDaily}, {Email: "day@hansan.example", Digest: preference.DigestDaily},
		}
	})
	b.threshold(5)
	held := inbound.Levels{Source: lowstock.SourceInstall, Hold: true, Readings: []inbound.ProductReading{read(1, 4), read(2, 4), read(3, 4), read(4, 4), read(5, 4)}}
	b.applyLevels(held)
	_, err := b.Mall(hansan).FinishSync(t.Context(), y, b.now, b.now.Add(6*time.Hour))
	b.ok(err)
	want(t, "messages", b.collect(), 1)
	m := b.mails()[0]
	want(t, "purpose", m.Purpose, outgoing.PurposeSummary)
	named := []int64{m.Items[0].ID}
	rest := []int64{m.Items[1].ID, m.Items[2].ID, m.Items[3].ID, m.Items[4].ID}
	b.ok(b.Mall(hansan).DivideMessage(t.Context(), m.ID, m.Attempts, [][]int64{named, rest}, b.now))
	busy := outgoing.Outcome{State: lowstock.DeliveryRetrying, Error: "letter.error.deferred"}
	b.ok(b.Mall(hansan).FinishMessage(t.Context(), m.ID, m.Attempts, busy, b.now, b.now.Add(5*time.Minute)))
	want(t, "while it is tried again", b.counted(lowstock.DeliveryRetrying), 5)
	b.wait(5 * time.Minute)
	m = b.mails()[0]
	counted := 0
	for _, i := range m.Items {
		if i.Counted != (i.ID != named[0]) {
			t.Errorf("the second attempt names others: %+v", i)
		}
		if i.Counted {
			counted++
		}
	}
	want(t, "counted", counted, 4)
	b.ok(b.Mall(hansan).FinishMessage(t.Context(), m.ID, m.Attempts, outgoing.Outcome{State: lowstock.DeliverySent}, b.now, time.Time{}))
	want(t, "sent, summarized, waiting", []int{b.counted(lowstock.DeliverySent), b.counted(lowstock.DeliverySummarized), b.counted(lowstock.DeliveryPending)}, []int{1, 4, 5})
	for _, i := range b.incidents(lowstock.IncidentStanding) {
		for _, d := range i.Deliveries {
			if (d.State == lowstock.DeliverySent) == d.SentAt.IsZero() {
				t.Errorf("%s at %s", d.State, d.SentAt)
			}
		}
	}
	b.apply(read(2, 0), read(3, 9)) // one is named by an alert, one is over
	b.collect()
	want(t, "named at once", b.news(), map[string][]string{"kim@hansan.example": {code(2, 0)}})
	want(t, "the digest", b.digests(morning(1)), map[string][]string{
		"kim@hansan.example": {code(4, 0), code(5, 0)}, "day@hansan.example": {code(1, 0), code(2, 0), code(4, 0), code(5, 0)},
	})
	want(t, "the next", b.digests(morning(2)), nil)
}

// Incidents that do not fit go into the next message, due at once, once, and
// only for the newest attempt. The pace counts one announcement.
func TestAMessageIsDivided(t *testing.T) {
	t.Parallel()
	b := digesting(t, func(s *preference.Settings) { s.CollectSeconds, s.DailyCap = 60, 2 })
	b.apply(read(1, 4), read(2, 4), read(3, 4), read(4, 9))
	b.wait(time.Minute)
	b.collect()
	m := b.mails()[0]
	ids := []int64{m.Items[0].ID, m.Items[1].ID, m.Items[2].ID}
	wantCode(t, b.Mall(hansan).DivideMessage(t.Context(), m.ID, m.Attempts+1, [][]int64{ids[:1], ids[1:]}, b.now), lowstock.CodeConflict)
	b.ok(b.Mall(hansan).DivideMessage(t.Context(), m.ID, m.Attempts, [][]int64{ids[:1], ids[1:2], ids[2:]}, b.now))
	b.ok(b.Mall(hansan).FinishMessage(t.Context(), m.ID, m.Attempts, outgoing.Outcome{State: lowstock.DeliveryRetrying}, b.now, b.now.Add(5*time.Minute)))
	wantCode(t, b.Mall(hansan).DivideMessage(t.Context(), m.ID, m.Attempts, [][]int64{ids[:1], ids[1:]}, b.now), lowstock.CodeConflict)
	next := b.mails()
	want(t, "further messages", len(next), 2)
	for n, further := range next {
		want(t, "purpose", further.Purpose, outgoing.PurposeAlert)
		want(t, "continues", further.Continues, true)
		want(t, "recipient", further.Recipient, m.Recipient)
		want(t, "items", len(further.Items), 1)
		want(t, "item", further.Items[0].ID, ids[n+1])
		b.ok(b.Mall(hansan).FinishMessage(t.Context(), further.ID, further.Attempts, outgoing.Outcome{State: lowstock.DeliverySent}, b.now, time.Time{}))
	}
	want(t, "sent", b.counted(lowstock.DeliverySent), 2)
	b.apply(read(1, 9)) // recovered before the first is tried again
	b.wait(5 * time.Minute)
	want(t, "nothing is left of it", b.mails(), nil)
	b.wait(6 * time.Hour)
	b.apply(read(4, 3))
	b.wait(time.Minute)
	want(t, "the second announcement of two", b.collect(), 1)
}

// The digest of a day is one announcement too, however many messages it takes.
// An incident that a continuation names is not named in the first message too.
func TestADigestIsDivided(t *testing.T) {
	t.Parallel()
	b := digesting(t, nil)
	b.apply(read(1, 4), read(2, 4), read(3, 4))
	b.collect()
	b.news()
	b.now = morning(1)
	_, err := b.Mall(hansan).MakeDigests(t.Context(), b.now)
	b.ok(err)
	var day outgoing.Message
	for _, m := range b.mails() {
		if m.Recipient == "day@hansan.example" {
			day = m
		}
	}
	ids := []int64{day.Items[0].ID, day.Items[1].ID, day.Items[2].ID}
	b.ok(b.Mall(hansan).DivideMessage(t.Context(), day.ID, day.Attempts, [][]int64{ids[:1], ids[1:2], ids[2:]}, b.now))
	next := b.mails()
	want(t, "further messages", len(next), 2)
	for _, m := range next {
		want(t, "what else stands is in the first", len(m.Items), 1)
		want(t, "purpose", m.Purpose, outgoing.PurposeDigest)
	}
	b.wait(2 * time.Minute) // the first attempt was interrupted
	for _, m := range b.mails() {
		if m.ID == day.ID {
			want(t, "the first again", len(m.Items), 1)
		}
	}
}

// A preview lists first what the digest would list first.
func TestAPreviewLeadsWithWhatWaits(t *testing.T) {
	t.Parallel()
	b := digesting(t, nil)
	b.apply(read(1, 4))
	b.collect()
	b.news()
	b.digests(morning(1))
	b.apply(read(2, 4))
	b.collect()
	b.news()
	for to, news := range map[string][]string{"kim@hansan.example": nil, "day@hansan.example": {code(2, 0)}} {
		m, err := b.Mall(hansan).PreviewDigest(t.Context(), to, morning(2))
		b.ok(err)
		var got []string
		for _, i := range m.Items {
			if i.Announced != "" {
				got = append(got, i.VariantCode)
			}
		}
		want(t, to+" items", len(m.Items), 2)
		want(t, to+" new", got, news)
	}
}

// A recipient who gets digests only counts as a recipient: the alerts that are
// unresolved when they join wait for their first digest. The first recipient
// who is notified at once still gets the summary.
func TestTheFirstDigestNamesWhatWasNotAnnounced(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.apply(read(1, 0), read(2, 0))
	day := preference.Recipient{Email: "day@hansan.example", Digest: preference.DigestDaily}
	b.notifyByEmail(func(s *preference.Settings) { s.DigestAt, s.Recipients = "09:00", []preference.Recipient{day} })
	want(t, "at once", b.collect(), 0)
	b.notifyByEmail(func(s *preference.Settings) {
		s.Recipients = []preference.Recipient{day, {Email: "kim@hansan.example", Immediate: true, Digest: preference.DigestOff}}
	})
	want(t, "when somebody is notified at once", b.collect(), 1)
	m := b.mails()[0]
	want(t, "purpose", m.Purpose, outgoing.PurposeSummary)
	want(t, "items", len(m.Items), 2)
	b.ok(b.Mall(hansan).FinishMessage(t.Context(), m.ID, m.Attempts, outgoing.Outcome{State: lowstock.DeliverySent}, b.now, time.Time{}))
	want(t, "the digest", b.digests(morning(1)), map[string][]string{"day@hansan.example": {code(1, 0), code(2, 0)}})
}

// A report counts an incident as notified when a message named it: not when a
// summary has counted it, and not when a digest of this version did not name
// it. A digest of the version before counts as it did then.
func TestAReportCountsWhatWasNamed(t *testing.T) {
	t.Parallel()
	b := reporting(t)
	b.apply(read(1, 4, 20))
	b.collect()
	m := b.mails()[0]
	b.admin(`UPDATE messages SET purpose = 'summary'`)
	b.ok(b.Mall(hansan).DivideMessage(t.Context(), m.ID, m.Attempts, [][]int64{{}, {m.Items[0].ID}}, b.now))
	b.ok(b.Mall(hansan).FinishMessage(t.Context(), m.ID, m.Attempts, outgoing.Outcome{State: lowstock.DeliverySent}, b.now, time.Time{}))
	b.admin(`INSERT INTO messages (mall_id, channel, recipient, purpose, period, state, created_at, sent_at, recorded)
		VALUES ('hansan', 'email', 'lee@hansan.example', 'digest', '2026-11-03', 'sent', $1, $1, true)`, b.now.Add(time.Hour))
	b.wait(10 * 24 * time.Hour)
	b.apply(read(1, 0, 20))
	report := b.month()
	want(t, "notified", []int{report.Notified, report.Missed}, []int{0, 1})
	want(t, "cause", report.Rows[0].Cause, monthly.CauseWaiting)
	b.admin(`UPDATE messages SET recorded = false WHERE purpose = 'digest'`)
	report = b.month()
	want(t, "notified by a digest of before", []int{report.Notified, report.InTime}, []int{1, 1})
	b.admin(`UPDATE messages SET recorded = true WHERE purpose = 'digest'`)
	b.admin(`UPDATE deliveries SET state = 'sent', sent_at = $1 WHERE state = 'summarized'`, b.now.Add(-24*time.Hour))
	report = b.month()
	want(t, "notified when it was named", []int{report.Notified, report.Late}, []int{1, 1})
}

// More incidents than one message holds are collected in several messages,
// sold-out ones first. For the pace they are one announcement.
func TestVeryManyAreCollectedInSeveralMessages(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.notifyByEmail(func(s *preference.Settings) { s.CollectSeconds, s.DailyCap = 60, 3 }, "kim@hansan.example")
	b.threshold(5)
	quantities := make([]int, 5_003)
	for i := range quantities {
		quantities[i] = 3
	}
	quantities[5_002] = 0
	b.apply(read(1, quantities...))
	b.wait(time.Minute)
	want(t, "messages", b.collect(), 2)
	want(t, "due", one[int](b, "select count(*) from deliveries where collect_at is not null"), 0)
	want(t, "in the first", one[int](b, "select count(*) from deliveries where message_id = (select min(message_id) from messages)"), 5_000)
	want(t, "sold out in the first", one[int](b, "select count(*) from deliveries where kind = 'out' and message_id = (select min(message_id) from messages)"), 1)
	want(t, "that continue it", one[int](b, "select count(*) from messages where continues = (select min(message_id) from messages)"), 1)
	want(t, "collected again", b.collect(), 0)
	want(t, "that are not finished", one[int](b, "select count(*) from messages where unfinished"), 0)
}

// A collection that was interrupted continues as the same announcement: the
// pace does not delay the rest.
func TestAnInterruptedCollectionGoesOn(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.notifyByEmail(func(s *preference.Settings) { s.CollectSeconds, s.DailyCap = 60, 3 }, "kim@hansan.example")
	b.threshold(5)
	b.apply(read(1, 3, 3, 3))
	b.wait(time.Minute)
	want(t, "messages", b.collect(), 1)
	b.admin("update messages set unfinished = true") // as if it were as full as a message may be
	b.apply(read(2, 3))
	b.wait(time.Minute)
	want(t, "messages of the rest", b.collect(), 1)
	want(t, "that continue", one[int](b, "select count(*) from messages where continues is not null and not unfinished"), 1)
	b.apply(read(3, 3))
	b.wait(time.Minute)
	want(t, "messages of what comes later", b.collect(), 0)
}
