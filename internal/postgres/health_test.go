package postgres_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/selfcheck"
	"cafe24-inventory-alert/internal/worklist"
)

// healthBundle returns a mall that is being read, with two recipients and
// Slack.
func healthBundle(t *testing.T) *bundle {
	t.Helper()
	b := setup(t)
	b.apply(read(1, 5))
	b.notifyByEmail(func(s *preference.Settings) {
		s.Targets = s.Targets.With(lowstock.ChannelSlack, "https://hooks.slack.com/services/T/B/x")
	}, "kim@shop.test", "lee@shop.test")
	// A recipient who never agreed, and one who wants no alerts.
	b.admin(`insert into recipients (mall_id, email) values ($1, 'park@shop.test')`, hansan)
	b.admin(`insert into recipients (mall_id, email, confirmed_at, unsubscribed_at) values ($1, 'choi@shop.test', $2, $2)`, hansan, b.now)
	return b
}

// checkup runs SettleHealth now.
func (b *bundle) checkup() selfcheck.Change {
	b.t.Helper()
	plan, err := b.Mall(b.mall).ClaimHealth(b.t.Context(), b.now, b.now.Add(5*time.Minute))
	b.ok(err)
	change, err := b.Mall(b.mall).SettleHealth(b.t.Context(), plan.DueAt, b.now)
	b.ok(err)
	return change
}

// checkupAfter moves the clock, with a checkup every five minutes.
func (b *bundle) checkupAfter(d time.Duration) selfcheck.Change {
	b.t.Helper()
	var all selfcheck.Change
	for end := b.now.Add(d); b.now.Before(end); {
		b.wait(5 * time.Minute)
		c := b.checkup()
		all.Opened, all.Closed, all.Messages = append(all.Opened, c.Opened...), append(all.Closed, c.Closed...), all.Messages+c.Messages
	}
	return all
}

// healthMail lists the health messages as "purpose kind recipient state".
func (b *bundle) healthMail() []string {
	b.t.Helper()
	rows, err := b.dial().Query(b.t.Context(), `
		select format('%s %s %s %s', g.purpose, h.kind, g.recipient, g.state) from messages g join health h using (mall_id, health_id)
		 where mall_id = $1 order by message_id`, b.mall)
	b.ok(err)
	list, err := pgx.CollectRows(rows, pgx.RowTo[string])
	b.ok(err)
	return list
}

// delivered sends every waiting message.
func (b *bundle) delivered() {
	b.t.Helper()
	b.admin(`update messages set state = 'sent', attempts = 1, next_attempt_at = null where state = 'pending'`)
}

func kindsOf(list []selfcheck.Health) (kinds []selfcheck.Kind) {
	for _, h := range list {
		kinds = append(kinds, h.Kind)
	}
	return kinds
}

func TestHealthAndItsEndAreAnnouncedOnce(t *testing.T) {
	t.Parallel()
	b := healthBundle(t)
	want(t, "a sound mall", b.checkup(), selfcheck.Change{})
	b.ok(b.Mall(hansan).SaveReception(t.Context(), false, b.now))
	b.wait(5 * time.Minute)
	change := b.checkup()
	want(t, "opened", kindsOf(change.Opened), []selfcheck.Kind{selfcheck.HealthReception})
	want(t, "messages", change.Messages, 3)
	b.ok(b.Mall(hansan).FinishWatch(t.Context(), b.now))
	want(t, "an hour later", b.checkupAfter(time.Hour), selfcheck.Change{})
	alerts := []string{
		"health webhooks_off kim@shop.test pending", "health webhooks_off lee@shop.test pending", "health webhooks_off slack pending",
	}
	want(t, "messages", b.healthMail(), alerts)

	b.delivered()
	b.admin(`update messages set state = 'failed' where recipient = 'lee@shop.test'`)
	b.ok(b.Mall(hansan).SaveReception(t.Context(), true, b.now))
	b.wait(5 * time.Minute)
	change = b.checkup()
	want(t, "closed", kindsOf(change.Closed), []selfcheck.Kind{selfcheck.HealthReception})
	b.ok(b.Mall(hansan).FinishWatch(t.Context(), b.now))
	want(t, "an hour later", b.checkupAfter(time.Hour), selfcheck.Change{})
	want(t, "messages", b.healthMail(), []string{
		"health webhooks_off kim@shop.test sent", "health webhooks_off lee@shop.test failed", "health webhooks_off slack sent",
		"all_clear webhooks_off kim@shop.test pending", "all_clear webhooks_off slack pending",
	})
	list, err := b.Mall(hansan).Health(t.Context(), b.now)
	b.ok(err)
	want(t, "listed", kindsOf(list), []selfcheck.Kind{selfcheck.HealthReception})
	list, err = b.Mall(hansan).Health(t.Context(), b.now.Add(8*24*time.Hour))
	b.ok(err)
	want(t, "listed a week later", len(list), 0)
}

func TestHealthThatIsOverBeforeItWasSentIsNotSent(t *testing.T) {
	t.Parallel()
	b := healthBundle(t)
	b.admin(`update settings set quiet_from = '11:00', quiet_to = '14:00'`) // it is noon in Seoul
	b.ok(b.Mall(hansan).SaveReception(t.Context(), false, b.now))
	b.checkup()
	want(t, "due in quiet hours", len(b.due(worklist.DueDeliver)), 0)
	want(t, "due after them", one[time.Time](b, `select min(next_attempt_at) from messages`), noon.Add(2*time.Hour))
	b.ok(b.Mall(hansan).SaveReception(t.Context(), true, b.now))
	b.wait(5 * time.Minute)
	b.checkup()
	want(t, "messages", b.healthMail(), []string{
		"health webhooks_off kim@shop.test suppressed", "health webhooks_off lee@shop.test suppressed", "health webhooks_off slack suppressed",
	})
}

// An attempt that runs when the problem ends may succeed: then its all-clear
// follows.
func TestHealthThatEndsWhileItIsBeingSent(t *testing.T) {
	t.Parallel()
	b := healthBundle(t)
	b.ok(b.Mall(hansan).SaveReception(t.Context(), false, b.now))
	b.checkup()
	b.admin(`update messages set attempts = 1, next_attempt_at = $1 where recipient <> 'slack'`, b.now.Add(time.Minute))
	b.ok(b.Mall(hansan).SaveReception(t.Context(), true, b.now))
	b.wait(5 * time.Minute)
	want(t, "messages", b.checkup().Messages, 0)
	b.admin(`update messages set state = 'sent', next_attempt_at = null where recipient = 'kim@shop.test'`)
	b.admin(`update messages set state = 'unknown', next_attempt_at = null where recipient = 'lee@shop.test'`)
	b.wait(5 * time.Minute)
	want(t, "messages", b.checkup().Messages, 2)
	b.wait(5 * time.Minute)
	want(t, "messages", b.checkup().Messages, 0)
	want(t, "messages", b.healthMail()[3:], []string{
		"all_clear webhooks_off kim@shop.test pending", "all_clear webhooks_off lee@shop.test pending",
	})
}

// A recipient who can first be reached while a problem is open is notified of
// it then.
func TestHealthIsAnnouncedToLaterRecipients(t *testing.T) {
	t.Parallel()
	b := healthBundle(t)
	b.ok(b.Mall(hansan).SaveReception(t.Context(), false, b.now))
	b.checkup()
	b.delivered()
	b.ok(b.Mall(hansan).ConfirmRecipient(t.Context(), "park@shop.test", b.now))
	b.wait(5 * time.Minute)
	want(t, "messages", b.checkup().Messages, 1)
	want(t, "messages", b.healthMail()[3:], []string{"health webhooks_off park@shop.test pending"})
	b.wait(5 * time.Minute)
	want(t, "messages", b.checkup().Messages, 0)
}

func TestOneCauseOneAlert(t *testing.T) {
	t.Parallel()
	b := healthBundle(t)
	b.checkup()
	b.ok(b.Mall(hansan).PostponeToken(t.Context(), 1, b.now, b.now.Add(time.Minute)))
	b.ok(b.Mall(hansan).FinishWatch(t.Context(), b.now.Add(30*time.Minute)))
	want(t, "first half hour", b.checkupAfter(30*time.Minute), selfcheck.Change{})
	b.ok(b.Mall(hansan).PostponeToken(t.Context(), 1, b.now, b.now.Add(time.Minute)))
	want(t, "then", kindsOf(b.checkupAfter(5*time.Minute).Opened), []selfcheck.Kind{selfcheck.HealthRefresh})
	want(t, "after six hours", kindsOf(b.checkupAfter(7*time.Hour).Opened), []selfcheck.Kind{selfcheck.HealthStale})
	b.delivered()

	b.ok(b.Mall(hansan).MarkReconnect(t.Context(), "connection.invalid_grant", b.now))
	change := b.checkup() // at once
	want(t, "opened", kindsOf(change.Opened), []selfcheck.Kind{selfcheck.HealthConnection})
	want(t, "closed", kindsOf(change.Closed), []selfcheck.Kind{selfcheck.HealthStale, selfcheck.HealthRefresh})
	want(t, "notified", change.Messages, 3)
	b.delivered()

	b.ok(b.Mall(hansan).Connect(t.Context(), token("access-2", b.now), b.now))
	change = b.checkup() // at once
	want(t, "closed", kindsOf(change.Closed), []selfcheck.Kind{selfcheck.HealthConnection})
	want(t, "notified", b.healthMail()[9:], []string{
		"all_clear connection_lost kim@shop.test pending", "all_clear connection_lost lee@shop.test pending", "all_clear connection_lost slack pending",
	})
	want(t, "then", b.checkupAfter(30*time.Minute).Messages, 0)
}

// attempt ends one attempt of a mail, as delivering it does.
func (b *bundle) attempt(id int64, n int, state, key string) {
	b.t.Helper()
	b.admin(`insert into message_attempts (mall_id, message_id, attempt, at, state, error) values ($1, $2, $3, $4, $5, $6)`,
		b.mall, id, n, b.now, state, key)
	b.admin(`update messages set state = $2, attempts = $3, error = $4 where message_id = $1`, id, state, n, key)
}

func (b *bundle) mail(channel, recipient string) int64 {
	b.t.Helper()
	return one[int64](b, `insert into messages (mall_id, channel, recipient, purpose, created_at) values ($1, $2, $3, 'alert', $4) returning message_id`,
		b.mall, channel, recipient, b.now)
}

func TestMailThatFailsIsAnnouncedByOtherChannels(t *testing.T) {
	t.Parallel()
	b := healthBundle(t)
	b.ok(b.Mall(hansan).FinishWatch(t.Context(), b.now.Add(90*time.Minute)))
	b.checkup()
	id := b.mail("email", "kim@shop.test")
	b.attempt(id, 1, "retrying", "letter.error.connect")
	b.attempt(b.mail("email", "lee@shop.test"), 1, "failed", "letter.error.address") // says nothing about the way out
	b.wait(5 * time.Minute)
	b.checkup()
	b.attempt(id, 2, "retrying", "letter.error.timeout")
	want(t, "for half an hour", b.checkupAfter(25*time.Minute), selfcheck.Change{})
	change := b.checkupAfter(5 * time.Minute)
	want(t, "opened", kindsOf(change.Opened), []selfcheck.Kind{selfcheck.HealthMail})
	want(t, "reason", change.Opened[0].Reason, "letter.error.timeout")
	want(t, "messages", b.healthMail(), []string{"health mail_failing slack pending"})
	b.delivered()
	want(t, "while it fails", b.checkupAfter(30*time.Minute), selfcheck.Change{})
	b.attempt(id, 3, "sent", "")
	want(t, "closed", kindsOf(b.checkupAfter(5*time.Minute).Closed), []selfcheck.Kind{selfcheck.HealthMail})
	want(t, "messages", b.healthMail()[1:], []string{"all_clear mail_failing slack pending"})
}

func TestTheSuspendedAndTheGone(t *testing.T) {
	t.Parallel()
	b := healthBundle(t)
	b.ok(b.Mall(hansan).FinishWatch(t.Context(), b.now.Add(time.Hour)))
	b.admin(`update recipients set suspended_at = $1 where email = 'lee@shop.test'`, b.now)
	b.attempt(b.mail("slack", "slack"), 1, "failed", "letter.error.slack_gone")
	change := b.checkup()
	want(t, "opened", kindsOf(change.Opened), []selfcheck.Kind{selfcheck.HealthRecipient, selfcheck.HealthChannel})
	want(t, "messages", b.healthMail(), []string{
		"health recipient_suspended kim@shop.test pending", "health recipient_suspended slack pending", "health channel_gone kim@shop.test pending",
	})
	list, err := b.Mall(hansan).Health(t.Context(), b.now)
	b.ok(err)
	want(t, "listed by how serious they are", kindsOf(list), []selfcheck.Kind{selfcheck.HealthChannel, selfcheck.HealthRecipient})
	want(t, "subjects", []string{list[0].Subject, list[1].Subject}, []string{"slack", "lee@shop.test"})
	b.delivered() // Slack included

	b.admin(`delete from recipients where email = 'lee@shop.test'`)
	b.wait(5 * time.Minute)
	b.checkup()
	want(t, "one is mended, the other taken out", b.healthMail()[3:], []string{"all_clear channel_gone kim@shop.test pending"})
}

// Several processes that check at once send one message. For an uninstalled
// mall no message is sent and its problems end.
func TestCheckupsAtOnce(t *testing.T) {
	t.Parallel()
	b := healthBundle(t)
	b.ok(b.Mall(hansan).MarkReconnect(t.Context(), "connection.scope", b.now))
	var all sync.WaitGroup
	var mu sync.Mutex
	claims := 0
	for range 8 {
		all.Go(func() {
			if _, err := b.Mall(hansan).ClaimHealth(t.Context(), b.now, b.now.Add(time.Hour)); err == nil {
				mu.Lock()
				claims++
				mu.Unlock()
			}
			if _, err := b.Mall(hansan).SettleHealth(t.Context(), b.now, b.now); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	want(t, "claims", claims, 1)
	want(t, "messages", len(b.healthMail()), 3)
	b.delivered()
	b.ok(b.Mall(hansan).Uninstall(t.Context(), b.now))
	want(t, "open", one[int](b, `select count(*) from health where closed_at is null`), 0)
	_, err := b.Mall(hansan).LaunchMall(t.Context(), "ko")
	b.ok(err)
	b.ok(b.Mall(hansan).Connect(t.Context(), token("access-2", b.now), b.now))
	want(t, "after it came back", b.checkup().Messages, 0)
}

func TestHealthIsDueForMallsThatAreConnectedOrWere(t *testing.T) {
	t.Parallel()
	b := setup(t)
	_, err := b.Mall(bori).LaunchMall(t.Context(), "ko")
	b.ok(err)
	due := func() (malls []string) {
		for _, d := range b.due(worklist.DueHealth) {
			malls = append(malls, string(d.Mall))
		}
		return slices.Sorted(slices.Values(malls))
	}
	want(t, "due", fmt.Sprint(due()), "[hansan]")
	b.checkup()
	want(t, "due after a checkup", len(due()), 0)
	b.ok(b.Mall(hansan).MarkReconnect(t.Context(), "connection.scope", b.now))
	want(t, "due after the loss", fmt.Sprint(due()), "[hansan]")
	_, err = b.Mall(bori).ClaimHealth(t.Context(), b.now, b.now)
	wantCode(t, err, lowstock.CodeNotFound)
	b.ok(b.Mall(hansan).Uninstall(t.Context(), b.now))
	want(t, "due after it left", len(due()), 0)
}
