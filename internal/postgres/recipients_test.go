package postgres_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp/cmpopts"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/redact"
)

// finish ends an attempt with its outcome, without a next attempt.
func (b *bundle) finish(m *outgoing.Message, outcome outgoing.Outcome) {
	b.t.Helper()
	b.ok(b.Mall(b.mall).FinishMessage(b.t.Context(), m.ID, m.Attempts, outcome, b.now, time.Time{}))
}

func (b *bundle) save(change func(*preference.Settings)) {
	b.t.Helper()
	s, err := b.Mall(b.mall).Settings(b.t.Context())
	b.ok(err)
	change(&s)
	b.ok(b.Mall(b.mall).SaveSettings(b.t.Context(), s, "kim", b.now))
}

func add(emails ...string) func(*preference.Settings) {
	return func(s *preference.Settings) {
		for _, email := range emails {
			s.Recipients = append(s.Recipients, preference.Recipient{Email: email, Immediate: true, Digest: preference.DigestDaily})
		}
	}
}

func TestNobodyIsNotifiedBeforeTheyConsent(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.save(add("kim@hansan.example"))
	b.save(func(s *preference.Settings) { s.CollectSeconds = 0 })
	asked := b.mails()
	want(t, "mails", len(asked), 1)
	want(t, "purpose", asked[0].Purpose, outgoing.PurposeConfirm)
	b.finish(&asked[0], outgoing.Outcome{State: lowstock.DeliverySent})
	b.apply(read(1, 0))
	want(t, "messages", b.collect(), 0)
	b.now = time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)
	n, err := b.Mall(hansan).MakeDigests(t.Context(), b.now)
	b.ok(err)
	want(t, "digests", n, 0)

	b.ok(b.Mall(hansan).ConfirmRecipient(t.Context(), "kim@hansan.example", b.now))
	want(t, "what stood meanwhile", b.collect(), 1)
	summary := b.mails()[0]
	want(t, "purpose", summary.Purpose, outgoing.PurposeSummary)
	want(t, "items", len(summary.Items), 1)
	b.save(func(s *preference.Settings) { s.Recipients[0].Immediate = false })
	want(t, "agreed for good", b.known("kim@hansan.example").ConfirmedAt, b.now)
}

func TestAnAddressThatRefusesIsSuspended(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.notifyByEmail(nil, "dead@hansan.example", "kim@hansan.example")
	bounce := outgoing.Outcome{State: lowstock.DeliveryFailed, Error: "letter.error.address", Answer: "550 5.1.1 no such user", Bounce: true}
	full := outgoing.Outcome{State: lowstock.DeliveryFailed, Error: "letter.error.mailbox_full"}
	product := int64(0)
	send := func(outcome outgoing.Outcome) {
		product++
		b.apply(read(product, 0))
		b.collect()
		for _, m := range b.mails() {
			if m.Recipient == "dead@hansan.example" {
				b.finish(&m, outcome)
			} else {
				b.finish(&m, outgoing.Outcome{State: lowstock.DeliverySent})
			}
		}
	}
	suspended := func() bool { return !b.known("dead@hansan.example").SuspendedAt.IsZero() }
	send(bounce)
	send(full)
	want(t, "a full mailbox is no refusal", suspended(), false)
	send(outgoing.Outcome{State: lowstock.DeliverySent})
	send(bounce)
	want(t, "one that arrived forgives", suspended(), false)
	b.wait(8 * 24 * time.Hour)
	send(bounce)
	want(t, "a week later it counts anew", suspended(), false)
	send(bounce)
	want(t, "twice", suspended(), true)
	want(t, "looked at now", one[time.Time](b, "select next_health_at from malls where mall_id = $1", hansan), b.now)
	b.apply(read(99, 0))
	want(t, "the others are notified", b.collect(), 1)
	_, attempts, err := b.Mall(hansan).Timeline(t.Context(), b.incidentsOf(1)[0].ID)
	b.ok(err)
	want(t, "the server's answer", slices.ContainsFunc(attempts, func(a outgoing.Attempt) bool { return a.Answer == bounce.Answer && a.Number == 1 }), true)
	b.ok(b.Mall(hansan).ConfirmRecipient(t.Context(), "dead@hansan.example", b.now))
	want(t, "back", suspended(), false)
}

// SQL decides whether a waiting mail is still sent; it agrees with the pure
// function.
func TestAWaitingMessageGoesOnlyToTheReachable(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for n := range 8 {
		email := fmt.Sprintf("p%d@hansan.example", n)
		b.notifyByEmail(nil, email)
		b.apply(read(int64(n+1), 0))
		want(t, "messages", b.collect(), 1)
		b.admin(`UPDATE recipients SET confirmed_at = CASE WHEN $2 THEN $5::timestamptz END, unsubscribed_at = CASE WHEN $3 THEN $5::timestamptz END,
		         suspended_at = CASE WHEN $4 THEN $5::timestamptz END WHERE email = $1`, email, n&1 == 0, n&2 > 0, n&4 > 0, b.now)
		reachable := b.known(email).Reachable()
		want(t, fmt.Sprintf("%03b goes out", n), len(b.mails()) == 1, reachable)
		want(t, "reachable", reachable, n == 0)
	}
}

func TestMessagesAreSentAgainByHand(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.notifyByEmail(nil, "kim@hansan.example")
	b.apply(read(1, 0))
	b.collect()
	m := b.mails()[0]
	wantCode(t, b.Mall(hansan).ResendMessage(t.Context(), m.ID, "kim", b.now), lowstock.CodeConflict)
	b.finish(&m, outgoing.Outcome{State: lowstock.DeliveryFailed, Error: "letter.error.refused"})
	wantCode(t, b.Mall(bori).ResendMessage(t.Context(), m.ID, "kim", b.now), lowstock.CodeNotFound)
	b.ok(b.Mall(hansan).ResendMessage(t.Context(), m.ID, "kim", b.now))
	want(t, "delivery", b.standing().Deliveries[0].State, lowstock.DeliveryRetrying)
	again := b.mails()[0]
	want(t, "the same mail", again, m, cmpopts.IgnoreFields(outgoing.Message{}, "Attempts", "State"))
	b.finish(&again, outgoing.Outcome{State: lowstock.DeliverySent})
	wantCode(t, b.Mall(hansan).ResendMessage(t.Context(), m.ID, "kim", b.now), lowstock.CodeConflict)
}

func TestRecipientsAreNotifiedOfTheirOwn(t *testing.T) {
	t.Parallel()
	b := shop(t)
	b.notifyByEmail(func(s *preference.Settings) {
		s.Recipients[0].Suppliers, s.Recipients[0].Locale = []string{"S1"}, "en"
		s.Recipients[1].Categories = []int{8}
		s.DigestAt = "09:00"
		for n := range s.Recipients {
			s.Recipients[n].Digest = preference.DigestDaily
		}
	}, "knit@hansan.example", "winter@hansan.example", "all@hansan.example")
	knit := read(1, 0)
	knit.Product.CategoryNos, knit.Product.SupplierCode = []int{7}, "S1"
	b.apply(knit, read(2, 0))
	items := func(purpose outgoing.Purpose) map[string]int {
		got := map[string]int{}
		for _, m := range b.mails() {
			if m.Purpose == purpose {
				got[m.Recipient+" "+m.Locale] = len(m.Items)
			}
		}
		return got
	}
	b.collect()
	want(t, "alerts", items(outgoing.PurposeAlert), map[string]int{"knit@hansan.example en": 1, "all@hansan.example ko": 2})
	b.now = time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)
	_, err := b.Mall(hansan).MakeDigests(t.Context(), b.now)
	b.ok(err)
	want(t, "digests", items(outgoing.PurposeDigest), map[string]int{"knit@hansan.example en": 1, "all@hansan.example ko": 2})
}

func TestBeyondTheCapOneSummaryTakesOver(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.notifyByEmail(func(s *preference.Settings) { s.CollectSeconds, s.DailyCap, s.DigestAt = 60, 2, "09:00" }, "kim@hansan.example")
	b.threshold(5)
	newest := func() int {
		return one[int](b, "select count(*) from deliveries where message_id = (select max(message_id) from messages)")
	}
	want(t, "first", b.raise(1, 3), 1)
	want(t, "the second waits", b.raise(2, 3), 0)
	first := one[time.Time](b, "select min(created_at) from messages")
	want(t, "and says until when", b.incidents(lowstock.IncidentStanding)[0].Deliveries[0].DueAt.Equal(first.Add(3*time.Hour)), true)
	want(t, "and the third", b.raise(3, 3), 0)
	b.wait(3*time.Hour - 3*time.Minute)
	want(t, "for a quarter of twelve hours", b.collect(), 0)
	b.wait(2 * time.Minute)
	want(t, "and then both go in one", b.collect(), 1)
	want(t, "mail", newest(), 2)
	want(t, "another waits", b.raise(8, 3), 0)
	want(t, "as does what was warned of", b.raise(1, 0), 0)
	want(t, "a sudden sell-out does not", b.raise(4, 0), 1)
	b.mails()
	want(t, "and takes along what waits", newest(), 3)
	want(t, "another warning waits", b.raise(7, 3), 0)
	want(t, "and when it sells out it cannot", b.raise(7, 0), 1)
	want(t, "in one mail", newest(), 2)
	b.mails()
	want(t, "later ones wait again", b.raise(5, 3)+b.raise(6, 3), 0)
	b.now = time.Date(2026, 11, 24, 23, 59, 0, 0, time.UTC)
	want(t, "before the digest time", b.collect(), 0)
	b.now = time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)
	want(t, "at it", b.collect(), 1)
	var summary []outgoing.Message
	for _, m := range b.mails() {
		if m.Purpose == outgoing.PurposeOverflow {
			summary = append(summary, m)
		}
	}
	want(t, "summaries", len(summary), 1)
	want(t, "items", len(summary[0].Items), 2)
	want(t, "cap", summary[0].Cap, 2)

	b.save(func(s *preference.Settings) { s.CollectSeconds = 59 })
	for no := int64(10); no < 16; no++ {
		want(t, "who gathers for less than a minute has no cap", b.raise(no, 3), 1)
	}
}

// raise makes a product low, and collects when that is due.
func (b *bundle) raise(no int64, quantity int) int {
	b.t.Helper()
	b.apply(read(no, quantity))
	b.wait(time.Minute)
	return b.collect()
}

// send delivers every mail that is due.
func (b *bundle) send() []outgoing.Message {
	b.t.Helper()
	mails := b.mails()
	for _, m := range mails {
		b.ok(b.Mall(hansan).FinishMessage(b.t.Context(), m.ID, m.Attempts, outgoing.Outcome{State: lowstock.DeliverySent}, b.now, time.Time{}))
	}
	return mails
}

// A recipient who gets a digest gets the waiting alerts in it, whichever job
// runs first, and these alerts then count as notified.
func TestADigestTakesAlongWhatWaits(t *testing.T) {
	t.Parallel()
	for name, first := range map[string]func(*bundle) int{
		"collected first": (*bundle).collect,
		"digest first": func(b *bundle) int {
			_, err := b.Mall(hansan).MakeDigests(t.Context(), b.now)
			b.ok(err)
			return b.collect()
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			b.notifyByEmail(func(s *preference.Settings) {
				s.CollectSeconds, s.DailyCap, s.DigestAt = 60, 1, "09:00"
				s.Recipients[0].Digest = preference.DigestDaily
			}, "kim@hansan.example", "lee@hansan.example")
			b.threshold(5)
			want(t, "the first goes at once, to both", b.raise(1, 3), 2)
			b.send()
			want(t, "the second waits", b.raise(2, 3), 0)
			b.now = time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)
			want(t, "mails beside the digest", first(b), 1)
			got := map[string]int{}
			for _, m := range b.send() {
				got[m.Recipient+" "+string(m.Purpose)] = len(m.Items)
			}
			want(t, "mails", got, map[string]int{"kim@hansan.example digest": 2, "lee@hansan.example overflow": 1})
			want(t, "notified", one[int](b, "select count(*) from deliveries where state = 'sent' and message_id is not null and collect_at is null"), 4)
			want(t, "the digest counts", b.raise(3, 3), 0)
			want(t, "a sudden sell-out has its own mail", b.raise(4, 0), 2)
		})
	}
}

func TestTheSigningSecretStaysUntilItIsRotated(t *testing.T) {
	t.Parallel()
	b := setup(t)
	secret := func() redact.Secret {
		s, err := b.Mall(hansan).Settings(t.Context())
		b.ok(err)
		return s.Targets.Of(lowstock.ChannelWebhook).Signing
	}
	want(t, "without a webhook", secret().Reveal(), "")
	b.save(func(s *preference.Settings) { s.Targets = s.Targets.With(lowstock.ChannelWebhook, "https://x.kr/hook") })
	first := secret()
	b.save(func(s *preference.Settings) { s.Targets = s.Targets.With(lowstock.ChannelWebhook, "https://y.kr/hook") })
	want(t, "kept", secret().Reveal() == first.Reveal(), true)
	second, err := b.Mall(hansan).RotateWebhookSecret(t.Context(), "kim", b.now)
	b.ok(err)
	want(t, "rotated", secret().Reveal() == second.Reveal() && second.Reveal() != first.Reveal(), true)
}

// A recipient's first alert mail says how the next ones follow, and no other
// mail does. A mail that was never sent is not the first.
func TestOnlyTheFirstAlertExplainsThePace(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.notifyByEmail(func(s *preference.Settings) {
		s.CollectSeconds, s.DailyCap, s.Targets = 60, 3, s.Targets.With(lowstock.ChannelSlack, "https://hooks.slack.com/1")
	}, "kim@hansan.example", "lee@hansan.example")
	rhythms := func(outcome outgoing.Outcome, number int64) map[string]time.Duration {
		b.raise(number, 0) // sudden: not paced
		got := map[string]time.Duration{}
		for _, m := range b.mails() {
			got[m.Recipient] = m.Rhythm.Pause
			if m.Recipient == "lee@hansan.example" {
				b.finish(&m, outcome)
			} else {
				b.finish(&m, outgoing.Outcome{State: lowstock.DeliverySent})
			}
		}
		return got
	}
	refused := outgoing.Outcome{State: lowstock.DeliveryFailed, Error: "letter.error.rejected"}
	sent := outgoing.Outcome{State: lowstock.DeliverySent}
	want(t, "the first", rhythms(refused, 1), map[string]time.Duration{"kim@hansan.example": 80 * time.Minute, "lee@hansan.example": 80 * time.Minute, "slack": 0})
	want(t, "the second", rhythms(sent, 2), map[string]time.Duration{"kim@hansan.example": 0, "lee@hansan.example": 80 * time.Minute, "slack": 0})
	want(t, "the third", rhythms(sent, 3), map[string]time.Duration{"kim@hansan.example": 0, "lee@hansan.example": 0, "slack": 0})
}
