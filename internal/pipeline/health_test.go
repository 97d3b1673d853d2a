package pipeline_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/selfcheck"
)

const (
	helper = "helper@shop.test"
	slack  = "slack"
)

// ward is a mall that two processes check, with two recipients and Slack.
type ward struct {
	*bench

	code string

	mu      sync.Mutex
	outcome func(outgoing.Message) outgoing.Outcome // nil: every message arrives
}

func newWard(t *testing.T, o options) *ward {
	t.Helper()
	b, code := quiet(t, o)
	w := &ward{bench: b, code: code}
	b.outbox.answer = func(_ int, m outgoing.Message) outgoing.Outcome {
		w.mu.Lock()
		defer w.mu.Unlock()
		if w.outcome != nil {
			return w.outcome(m)
		}
		return outgoing.Outcome{State: lowstock.DeliverySent}
	}
	settings, err := b.store.Mall(mall).Settings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	settings.Targets = settings.Targets.With(lowstock.ChannelSlack, "https://hooks.slack.com/services/T/B/x")
	if err := b.store.Mall(mall).SaveSettings(t.Context(), settings, "kim", b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	b.settle(t, []string{owner, helper})
	b.start(t, b.process(t, connectStore(t, b.database), o))
	w.checkups(t, 1)
	return w
}

func (w *ward) answer(outcome func(outgoing.Message) outgoing.Outcome) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.outcome = outcome
}

// checkups moves the clock forward by n self-checks. It waits for each of them
// and for its messages.
func (w *ward) checkups(t *testing.T, n int) {
	t.Helper()
	for range n {
		w.clock.advance(6 * time.Minute)
		w.settled(t)
	}
}

// settled waits until no work is due or in progress. It reads both in one
// snapshot, because a process that begins work first moves its due time
// forward.
func (w *ward) settled(t *testing.T) {
	t.Helper()
	until(t, func() string {
		var busy bool
		err := w.store.Pool().QueryRow(t.Context(), `
			SELECT EXISTS (SELECT FROM river_job WHERE kind IN ('health', 'token', 'deliver') AND finalized_at IS NULL)
			    OR EXISTS (SELECT FROM malls WHERE next_health_at <= $1)
			    OR EXISTS (SELECT FROM messages WHERE next_attempt_at <= $1)
			    OR EXISTS (SELECT FROM tokens JOIN malls USING (mall_id) WHERE next_refresh_at <= $1 AND state = 'active')`, w.clock.Now()).Scan(&busy)
		return missing(err == nil && !busy, "something is due or under way: %v", err)
	})
}

// notified counts the sent messages about health by subject and recipient:
// "health webhooks_off owner@shop.test".
func (w *ward) notified(t *testing.T) map[string]int {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), w.database)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context()) //nolint:errcheck // it only reads
	rows, err := conn.Query(t.Context(), `
		SELECT format('%s %s %s', g.purpose, h.kind, g.recipient) FROM messages g JOIN health h USING (mall_id, health_id) WHERE g.state = 'sent'`)
	if err != nil {
		t.Fatal(err)
	}
	notified := map[string]int{}
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range lines {
		notified[line]++
	}
	return notified
}

func (w *ward) wantNotified(t *testing.T, when string, want ...string) {
	t.Helper()
	got := w.notified(t)
	for _, line := range want {
		if got[line] != 1 {
			t.Errorf("%s: %q %d times", when, line, got[line])
		}
	}
	if len(got) != len(want) {
		t.Errorf("%s: notified %v", when, slices.Sorted(maps.Keys(got)))
	}
}

// reconnect is the merchant's consent.
func (w *ward) reconnect(t *testing.T) {
	t.Helper()
	w.faults(t, cafe24sim.Faults{})
	w.consent(t, mall)
}

// lost waits until the loss of the connection is noticed, and until it is
// confirmed minutes later.
func (w *ward) lost(t *testing.T, f cafe24sim.Faults) {
	t.Helper()
	w.faults(t, f)
	w.hintProduct(t, w.code)
	until(t, func() string {
		c, err := w.store.Mall(mall).Connection(t.Context(), w.clock.Now())
		return missing(err == nil && !c.Refusal.Since.IsZero() && c.Mall.State == lowstock.MallActive, "%s, refused since %s, %v", c.Mall.State, c.Refusal.Since, err)
	})
	w.clock.advance(connect.RefusalGap)
	until(t, func() string {
		m, err := w.store.Mall(mall).Info(t.Context())
		return missing(err == nil && m.State == lowstock.MallReconnect, "%s %v", m.State, err)
	})
	w.settled(t)
}

func failing(key string, bounce bool, to ...string) func(outgoing.Message) outgoing.Outcome {
	return func(m outgoing.Message) outgoing.Outcome {
		if !slices.Contains(to, m.Recipient) {
			return outgoing.Outcome{State: lowstock.DeliverySent}
		}
		state := lowstock.DeliveryRetrying
		if bounce || strings.HasSuffix(key, "gone") {
			state = lowstock.DeliveryFailed
		}
		return outgoing.Outcome{State: state, Error: key, Bounce: bounce}
	}
}

// sellOut creates mails, and waits until each was tried.
func (w *ward) sellOut(t *testing.T) {
	t.Helper()
	n := len(w.outbox.messages())
	w.setStock(t, w.code, 0)
	w.outbox.wait(t, n+3)
	w.setStock(t, w.code, 50)
	until(t, func() string {
		i := w.incidents(t, w.code)[0]
		return missing(i.State == lowstock.IncidentResolved, "incident is %s", i.State)
	})
	w.settled(t)
}

// ailment is one fault and the way to repair it.
type ailment struct {
	kind         selfcheck.Kind
	watch        time.Duration
	fall, repair func(t *testing.T, w *ward)
	notified     []string // who gets a message
}

func ailments() []ailment {
	all := []string{owner, helper, slack}
	return []ailment{
		{
			kind: selfcheck.HealthConnection, notified: all,
			fall:   func(t *testing.T, w *ward) { t.Helper(); w.lost(t, cafe24sim.Faults{Revoked: true}) },
			repair: func(t *testing.T, w *ward) { t.Helper(); w.reconnect(t) },
		}, {
			kind: selfcheck.HealthScope, notified: all,
			fall:   func(t *testing.T, w *ward) { t.Helper(); w.lost(t, cafe24sim.Faults{ScopeMissing: true}) },
			repair: func(t *testing.T, w *ward) { t.Helper(); w.reconnect(t) },
		}, {
			kind: selfcheck.HealthRefresh, notified: all,
			fall: func(t *testing.T, w *ward) {
				t.Helper()
				w.faults(t, cafe24sim.Faults{TokenDown: true})
				w.checkups(t, 10) // half of the token's lifetime
				w.wantNotified(t, "while it has just begun")
				w.checkups(t, 6)
			},
			repair: func(t *testing.T, w *ward) { t.Helper(); w.faults(t, cafe24sim.Faults{}); w.checkups(t, 2) },
		}, {
			kind: selfcheck.HealthApp, notified: all,
			fall: func(t *testing.T, w *ward) {
				t.Helper()
				w.faults(t, cafe24sim.Faults{WrongSecret: true, SecretWord: "invalid_grant"})
				w.checkups(t, 10) // half of the token's lifetime
				w.wantNotified(t, "while it has just begun")
				w.checkups(t, 6)
			},
			repair: func(t *testing.T, w *ward) { t.Helper(); w.faults(t, cafe24sim.Faults{}); w.checkups(t, 2) },
		}, {
			kind: selfcheck.HealthReception, notified: all,
			fall: func(t *testing.T, w *ward) {
				t.Helper()
				w.receive(t, false)
				w.repaired(t)
				w.receive(t, false) // the merchant turned webhooks off on purpose
			},
			repair: func(t *testing.T, w *ward) { t.Helper(); w.receive(t, true) },
		}, {
			kind: selfcheck.HealthStale, notified: all, watch: 10 * time.Minute,
			fall: func(t *testing.T, w *ward) {
				t.Helper()
				w.faults(t, cafe24sim.Faults{Answer: cafe24sim.AnswerUnavailable})
				w.clock.advance(6 * time.Hour)
				w.settled(t)
				w.wantNotified(t, "at a checkup that comes late")
				w.checkups(t, 1)
			},
			repair: func(t *testing.T, w *ward) {
				t.Helper()
				w.faults(t, cafe24sim.Faults{})
				w.hintProduct(t, w.code)
				until(t, func() string {
					c, err := w.store.Mall(mall).Connection(t.Context(), w.clock.Now())
					return missing(w.clock.Now().Sub(c.NewestReading) < time.Hour, "read at %s %v", c.NewestReading, err)
				})
			},
		}, {
			kind: selfcheck.HealthMail, notified: []string{slack},
			fall: func(t *testing.T, w *ward) {
				t.Helper()
				w.answer(failing("letter.error.connect", false, owner, helper))
				w.setStock(t, w.code, 0)
				w.outbox.wait(t, 3)
				w.checkups(t, 4)
				w.wantNotified(t, "within half an hour")
				w.checkups(t, 3)
			},
			repair: func(t *testing.T, w *ward) { t.Helper(); w.proven(t, lowstock.ChannelEmail, owner) },
		}, {
			kind: selfcheck.HealthRecipient, notified: []string{owner, slack},
			fall: func(t *testing.T, w *ward) {
				t.Helper()
				w.answer(failing("letter.error.address", true, helper))
				w.sellOut(t)
				w.sellOut(t)
			},
			repair: func(t *testing.T, w *ward) {
				t.Helper()
				w.answer(nil)
				if err := w.store.Mall(mall).ConfirmRecipient(t.Context(), helper, w.clock.Now()); err != nil {
					t.Fatal(err)
				}
			},
		}, {
			kind: selfcheck.HealthChannel, notified: []string{owner, helper},
			fall: func(t *testing.T, w *ward) {
				t.Helper()
				w.answer(failing("letter.error.slack_gone", false, slack))
				w.sellOut(t)
			},
			repair: func(t *testing.T, w *ward) { t.Helper(); w.proven(t, lowstock.ChannelSlack, slack) },
		},
	}
}

// proven is the merchant's test of a channel that works again.
func (w *ward) proven(t *testing.T, channel lowstock.Channel, to string) {
	t.Helper()
	w.answer(nil)
	outcome, err := w.work.SendTest(t.Context(), mall, channel, to)
	if err != nil || outcome.State != lowstock.DeliverySent {
		t.Fatalf("%s %v", outcome.State, err)
	}
}

// repaired checks three facts. The app has turned webhooks on again by itself.
// It has notified nobody. It reads the changes that had no webhook.
func (w *ward) repaired(t *testing.T) {
	t.Helper()
	c, err := w.store.Mall(mall).Connection(t.Context(), w.clock.Now())
	if err != nil || c.ReceptionOff || c.RepairedAt.IsZero() {
		t.Errorf("repaired at %s, off %v, error %v", c.RepairedAt, c.ReceptionOff, err)
	}
	w.wantNotified(t, "when it was repaired")
	until(t, func() string {
		sync, err := w.store.Mall(mall).LatestSync(t.Context())
		return missing(err == nil && !sync.First && !sync.StartedAt.Before(c.RepairedAt.Add(-time.Second)), "latest sync began at %s, error %v", sync.StartedAt, err)
	})
}

func (w *ward) receive(t *testing.T, on bool) {
	t.Helper()
	if err := w.sim.SetReception(string(mall), on); err != nil {
		t.Fatal(err)
	}
	w.checkups(t, 3) // every third self-check asks Cafe24
}

// Each fault is notified once to every recipient that a working channel
// reaches, however often two processes check. Its end is notified once too.
// After that no message follows.
func TestEveryTroubleAndItsEndAreAnnouncedOnce(t *testing.T) {
	t.Parallel()
	seen := map[selfcheck.Kind]bool{}
	for _, a := range ailments() {
		seen[a.kind] = true
		t.Run(string(a.kind), func(t *testing.T) {
			t.Parallel()
			if a.watch == 0 {
				a.watch = 24 * time.Hour
			}
			w := newWard(t, options{watch: a.watch, sweep: 24 * time.Hour})
			w.wantNotified(t, "in a sound mall")
			var alerts, clears []string
			for _, who := range a.notified {
				alerts = append(alerts, fmt.Sprintf("health %s %s", a.kind, who))
				clears = append(clears, fmt.Sprintf("all_clear %s %s", a.kind, who))
			}
			a.fall(t, w)
			w.checkups(t, 1)
			w.wantNotified(t, "when it was noticed", alerts...)
			w.checkups(t, 6)
			w.wantNotified(t, "while it lasts", alerts...)
			a.repair(t, w)
			w.checkups(t, 2)
			w.wantNotified(t, "when it was over", append(alerts, clears...)...)
			w.checkups(t, 12)
			w.wantNotified(t, "an hour later", append(alerts, clears...)...)
		})
	}
	for _, kind := range selfcheck.Kinds() {
		if !seen[kind] {
			t.Errorf("%s is not tried", kind)
		}
	}
}
