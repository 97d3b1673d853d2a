package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/pipeline"
	"cafe24-inventory-alert/internal/worklist"
)

const tickOfPass = 5 * time.Second

// pass moves the time forward on a bench that does not work by itself. At every
// tick it does the due work in all malls.
func (b *bench) pass(t *testing.T, d time.Duration) {
	t.Helper()
	for ; d > 0; d -= tickOfPass {
		b.clock.advance(tickOfPass)
		for range 5 { // one step makes another due
			due, err := b.store.Due(t.Context(), b.clock.Now(), 1000)
			if err != nil {
				t.Fatal(err)
			}
			if len(due) == 0 {
				break
			}
			for _, piece := range due {
				b.step(t, piece)
			}
		}
	}
}

func (b *bench) step(t *testing.T, piece worklist.Due) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	err := b.work.Step(ctx, piece)
	if errors.Is(err, pipeline.ErrReads) {
		err = b.work.StepReading(ctx, piece)
	}
	if err != nil { // of the fault under test; the test checks the result
		t.Logf("%s %s: %v", piece.Kind, piece.Mall, err)
	}
}

// stepped makes a quiet mall whose time only moves with pass.
func stepped(t *testing.T, o options) (*bench, string) {
	t.Helper()
	o.recipients, o.idle, o.once = []string{owner}, true, true
	b := newBench(t, o)
	code := b.stocked(t, 50)[0]
	b.threshold(t, 5)
	b.pass(t, 15*time.Second)
	if sync := b.synced(t); sync.State != inbound.SyncDone {
		t.Fatalf("sync %s: %s", sync.State, sync.Error)
	}
	return b, code
}

// falls makes a variant fall and waits until a webhook announces it.
func (b *bench) falls(t *testing.T, code string, quantity int) {
	t.Helper()
	before := b.clock.Now()
	b.clock.advance(time.Second)
	b.setStock(t, code, quantity)
	b.hintProduct(t, code)
	until(t, func() string {
		m, err := b.store.Mall(mall).Info(t.Context())
		return missing(err == nil && m.LastHintAt.After(before), "no hint yet, error %v", err)
	})
}

func (b *bench) wantState(t *testing.T, when string, want lowstock.MallState) lowstock.Mall {
	t.Helper()
	m, err := b.store.Mall(mall).Info(t.Context())
	if err != nil || m.State != want {
		t.Errorf("%s: mall is %s for %q, error %v", when, m.State, m.ReconnectReason, err)
	}
	return m
}

func (b *bench) alertsOf(code string) (n int) {
	for _, m := range b.outbox.messages() {
		for _, i := range m.Items {
			if i.VariantCode == code {
				n++
			}
		}
	}
	return n
}

// A single refusal, by a firewall or by the API itself, delays an alert by at
// most a minute. The fall at that time is notified, and nobody has to
// reconnect.
func TestStrayRefusalDelaysAnAlertByAMinuteAtMost(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]cafe24sim.Faults{
		"a firewall's page, once":          {Answer: cafe24sim.AnswerBlocked, AnswerTimes: 1},
		"a firewall's page, all tries":     {Answer: cafe24sim.AnswerBlocked, AnswerTimes: 3},
		"the API itself, once":             {Answer: cafe24sim.AnswerForbidden, AnswerTimes: 1},
		"a token refused, and a fresh one": {Answer: cafe24sim.AnswerRefused, AnswerTimes: 2},
		"a redirect":                       {Answer: cafe24sim.AnswerRedirect, AnswerTimes: 3},
		"a conflict":                       {Answer: cafe24sim.AnswerConflict, AnswerTimes: 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b, code := stepped(t, options{watch: time.Hour, sweep: 24 * time.Hour})
			fault.Endpoint = "GET products"
			b.falls(t, code, 2)
			b.faults(t, fault)
			b.pass(t, time.Minute)
			if b.sim.Faults(string(mall)).Answer != "" {
				t.Error("the fault has not struck")
			}
			b.wantState(t, "after a minute", lowstock.MallActive)
			if n := b.alertsOf(code); n != 1 {
				t.Errorf("notified %d times within a minute", n)
			}
			b.pass(t, 5*time.Minute)
			b.wantState(t, "minutes later", lowstock.MallActive)
			c, err := b.store.Mall(mall).Connection(t.Context(), b.clock.Now())
			if err != nil || !c.Refusal.Since.IsZero() || len(c.Health) > 0 {
				t.Errorf("refused since %s, health %v, error %v", c.Refusal.Since, c.Health, err)
			}
		})
	}
}

// The same holds if no webhook announces the fall: the refused watch runs again
// in a minute and not after the next interval.
func TestStrayRefusalOfAWatch(t *testing.T) {
	t.Parallel()
	b, code := stepped(t, options{watch: 30 * time.Minute, sweep: 24 * time.Hour})
	b.faults(t, cafe24sim.Faults{LoseWebhooks: 1, Answer: cafe24sim.AnswerForbidden, AnswerTimes: 1, Endpoint: "GET products"})
	b.setStock(t, code, 2)
	b.admin(t, `UPDATE malls SET next_watch_at = $1`, b.clock.Now())
	b.pass(t, 75*time.Second)
	if n := b.alertsOf(code); n != 1 {
		t.Errorf("notified %d times", n)
	}
}

// Only two refusals of the API that are minutes apart are believed. While the
// mall has to reconnect, the app tries it from time to time, and continues by
// itself.
func TestRefusedMallComesBackByItself(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]cafe24sim.Faults{
		"app":        {Revoked: true},
		"permission": {ScopeMissing: true},
		"token":      {Answer: cafe24sim.AnswerRefused},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b, code := stepped(t, options{watch: 10 * time.Minute, sweep: 24 * time.Hour})
			b.falls(t, code, 30)
			b.faults(t, fault)
			b.pass(t, 2*time.Minute)
			b.wantState(t, "after two minutes", lowstock.MallActive)
			b.pass(t, 3*time.Minute)
			b.wantState(t, "after five minutes", lowstock.MallReconnect)
			b.falls(t, code, 2)
			b.pass(t, 20*time.Minute)
			b.wantState(t, "while it lasts", lowstock.MallReconnect)
			if n := b.alertsOf(code); n != 0 {
				t.Errorf("notified %d times of what nobody could read", n)
			}
			b.faults(t, cafe24sim.Faults{LoseWebhooks: 1})
			b.pass(t, 20*time.Minute)
			if m := b.wantState(t, "after it has ended", lowstock.MallActive); m.ReconnectReason != "" {
				t.Errorf("reason %q", m.ReconnectReason)
			}
			if n := b.alertsOf(code); n != 1 {
				t.Errorf("notified %d times of what sold meanwhile", n)
			}
			purposes := map[outgoing.Purpose]int{}
			for _, m := range b.outbox.messages() {
				purposes[m.Purpose]++
			}
			if purposes[outgoing.PurposeHealth] != 1 || purposes[outgoing.PurposeAllClear] != 1 {
				t.Errorf("messages %v", purposes)
			}
		})
	}
}

// A burst guard that refuses every mall of the server puts none of them into
// reconnect. All malls continue when it stops refusing.
func TestBurstGuardBlocksNobody(t *testing.T) {
	t.Parallel()
	const malls = 10
	ids := []string{string(mall)}
	for i := 1; i < malls; i++ {
		ids = append(ids, fmt.Sprintf("neighbour%d", i))
	}
	b, code := stepped(t, options{malls: ids, watch: 5 * time.Minute, sweep: 24 * time.Hour})
	for _, id := range ids[1:] {
		if _, err := b.store.Mall(lowstock.MallID(id)).LaunchMall(t.Context(), "ko"); err != nil {
			t.Fatal(err)
		}
		b.consent(t, lowstock.MallID(id))
	}
	b.pass(t, time.Minute)
	for _, id := range ids {
		if err := b.sim.SetFaults(id, cafe24sim.Faults{Answer: cafe24sim.AnswerForbidden}); err != nil {
			t.Fatal(err)
		}
	}
	b.falls(t, code, 2)
	b.pass(t, 20*time.Minute)
	for _, id := range ids {
		m, err := b.store.Mall(lowstock.MallID(id)).Info(t.Context())
		if err != nil || m.State != lowstock.MallActive {
			t.Errorf("%s is %s, error %v", id, m.State, err)
		}
		if err := b.sim.SetFaults(id, cafe24sim.Faults{}); err != nil {
			t.Fatal(err)
		}
	}
	ended := b.clock.Now()
	b.pass(t, 6*time.Minute)
	if n := b.alertsOf(code); n != 1 {
		t.Errorf("notified %d times when it had ended", n)
	}
	for _, id := range ids {
		c, err := b.store.Mall(lowstock.MallID(id)).Connection(t.Context(), b.clock.Now())
		if err != nil || c.Mall.State != lowstock.MallActive || c.WatchedAt.Before(ended) || !c.Refusal.Since.IsZero() {
			t.Errorf("%s is %s, watched at %s, refused since %s, error %v", id, c.Mall.State, c.WatchedAt, c.Refusal.Since, err)
		}
	}
}

// A token that is refused again soon after its renewal is renewed again, so
// that the mall's readings do not stop for ten minutes.
func TestSecondRefusedTokenWithinTenMinutes(t *testing.T) {
	t.Parallel()
	b, code := stepped(t, options{watch: time.Hour, sweep: 24 * time.Hour})
	for i, quantity := range []int{40, 30, 2} {
		if err := b.sim.ExpireTokens(string(mall)); err != nil {
			t.Fatal(err)
		}
		b.falls(t, code, quantity)
		b.pass(t, time.Minute)
		if n := b.known(t, code); n != quantity {
			t.Errorf("refusal %d: a minute later %d are known, not %d", i+1, n, quantity)
		}
		b.pass(t, time.Minute)
	}
	b.wantState(t, "after three refused tokens", lowstock.MallActive)
	if n := b.alertsOf(code); n != 1 {
		t.Errorf("notified %d times", n)
	}
}

// A first sync that gets an answer without meaning is finished a minute later.
func TestFirstSyncGoesOnAfterAnAnswerWithoutMeaning(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answer cafe24sim.Answer
		times  int
	}{
		"a redirect":         {cafe24sim.AnswerRedirect, 3},
		"a conflict":         {cafe24sim.AnswerConflict, 3},
		"a firewall's page":  {cafe24sim.AnswerBlocked, 3},
		"a refusal":          {cafe24sim.AnswerForbidden, 1},
		"two refused tokens": {cafe24sim.AnswerRefused, 2},
	} {
		for _, endpoint := range []string{"GET products", "GET products/count"} {
			t.Run(name+" of "+endpoint, func(t *testing.T) {
				t.Parallel()
				b := newBench(t, options{products: 5, idle: true})
				b.faults(t, cafe24sim.Faults{Answer: c.answer, AnswerTimes: c.times, Endpoint: endpoint})
				b.pass(t, time.Minute)
				if b.sim.Faults(string(mall)).Answer != "" {
					t.Error("the fault has not struck")
				}
				if sync := b.synced(t); sync.State != inbound.SyncDone || !sync.First {
					t.Errorf("sync %+v", sync)
				}
			})
		}
	}
}

// A fault that lasts longer than a whole interval still ends the sync.
func TestSyncOfAnswersWithoutMeaningEnds(t *testing.T) {
	t.Parallel()
	b := newBench(t, options{products: 5, idle: true, sweep: time.Hour})
	b.faults(t, cafe24sim.Faults{Answer: cafe24sim.AnswerConflict, Endpoint: "GET products/count"})
	b.step(t, worklist.Due{Kind: worklist.DueSweep, Mall: mall})
	b.clock.advance(time.Hour + time.Minute)
	b.step(t, worklist.Due{Kind: worklist.DueSweep, Mall: mall})
	if sync := b.synced(t); sync.State != inbound.SyncFailed || sync.Error != "sync.error.unavailable" {
		t.Errorf("sync %+v", sync)
	}
	b.wantState(t, "at the end", lowstock.MallActive)
}
