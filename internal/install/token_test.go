package install_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/install"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/postgres/postgrestest"
	"cafe24-inventory-alert/internal/redact"
	"cafe24-inventory-alert/internal/stores"
)

const halfLife = time.Hour + time.Minute

func tokenFault(answer cafe24sim.Answer, times int) cafe24sim.Faults {
	return cafe24sim.Faults{Answer: answer, AnswerTimes: times, Endpoint: "POST oauth/token"}
}

func (b *bench) setFaults(t *testing.T, f cafe24sim.Faults) {
	t.Helper()
	if err := b.sim.SetFaults(string(mall), f); err != nil {
		t.Fatal(err)
	}
}

func TestOneRefreshForAllProcesses(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	old := b.connect(t)
	b.clock.advance(halfLife)
	processes := []*install.Installer{b.Installer, b.another(stores.Install(postgrestest.Connect(t, b.database)))}
	const callers = 20
	got := make(chan redact.Secret, len(processes)*callers)
	start := make(chan struct{})
	var all sync.WaitGroup
	for _, process := range processes {
		for range callers {
			all.Go(func() {
				<-start
				access, err := process.Source(mall)(t.Context(), "")
				if err != nil {
					t.Error(err)
				}
				got <- access
			})
		}
	}
	close(start)
	all.Wait()
	close(got)
	now := b.token(t)
	for access := range got {
		if access.Reveal() != now.Access.Reveal() {
			t.Error("a caller was given another token than the stored one")
		}
	}
	stats := b.sim.Stats(string(mall))
	if stats.Refreshes != 1 || stats.InvalidGrants != 0 || now.Generation != old.Generation+1 {
		t.Errorf("%d refreshes, %d invalid grants, generation %d → %d", stats.Refreshes, stats.InvalidGrants, old.Generation, now.Generation)
	}
}

func TestYoungTokenIsUsedAsItIs(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	old := b.connect(t)
	access, err := b.Source(mall)(t.Context(), "")
	if err != nil || access.Reveal() != old.Access.Reveal() {
		t.Errorf("error %v", err)
	}
	if err := b.RefreshDue(t.Context(), mall); err != nil {
		t.Error(err)
	}
	if n := b.sim.Stats(string(mall)).Refreshes; n != 0 {
		t.Errorf("%d refreshes", n)
	}
}

func TestRefreshDueAtHalfLife(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.connect(t)
	b.clock.advance(halfLife)
	for range 3 {
		if err := b.RefreshDue(t.Context(), mall); err != nil {
			t.Error(err)
		}
	}
	if n := b.sim.Stats(string(mall)).Refreshes; n != 1 {
		t.Errorf("%d refreshes", n)
	}
	if err := b.RefreshDue(t.Context(), "stranger"); err != nil {
		t.Errorf("a mall that is not connected: %v", err)
	}
}

func TestRefusedTokenIsRenewedOnceInAWhile(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	first := b.connect(t).Access
	var renewed redact.Secret
	for range 3 { // the second and third time it is known to be an old one
		access, err := b.Source(mall)(t.Context(), first)
		if err != nil || access == first || renewed != "" && access != renewed {
			t.Fatalf("the pair of the consent was refused: %v", err)
		}
		renewed = access
	}
	for range 3 { // young, and already renewed: its refusal has another cause
		if access, err := b.Source(mall)(t.Context(), renewed); err != nil || access != renewed {
			t.Fatalf("error %v", err)
		}
	}
	if n := b.sim.Stats(string(mall)).Refreshes; n != 1 {
		t.Errorf("%d refreshes", n)
	}
	b.clock.advance(11 * time.Minute)
	for range 3 {
		access, err := b.Source(mall)(t.Context(), renewed)
		if err != nil || access == renewed {
			t.Fatalf("error %v", err)
		}
	}
	if n := b.sim.Stats(string(mall)).Refreshes; n != 2 {
		t.Errorf("%d refreshes", n)
	}
}

// If a consent's pair is refused at once and cannot be renewed, the mall no
// longer counts as connected.
func TestRefusedPairOfAConsentAsksToReconnect(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	first := b.connect(t).Access
	b.setFaults(t, cafe24sim.Faults{RefreshFails: true})
	if _, err := b.Source(mall)(t.Context(), first); !errors.Is(err, install.ErrReconnect) {
		t.Errorf("got %v", err)
	}
	if m := b.state(t); m.State != lowstock.MallReconnect {
		t.Errorf("mall is %s", m.State)
	}
}

func TestInvalidGrantAsksToReconnect(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	old := b.connect(t)
	b.setFaults(t, cafe24sim.Faults{RefreshFails: true})
	b.clock.advance(halfLife)
	if _, err := b.Source(mall)(t.Context(), ""); !errors.Is(err, install.ErrReconnect) {
		t.Errorf("got %v", err)
	}
	m := b.state(t)
	if m.State != lowstock.MallReconnect || m.ReconnectReason != "connection.invalid_grant" {
		t.Errorf("mall is %s for %q", m.State, m.ReconnectReason)
	}
	if kept := b.token(t); kept.Generation != old.Generation || kept.Refresh != old.Refresh {
		t.Error("the pair was not kept")
	}
	b.setFaults(t, cafe24sim.Faults{})
	b.connect(t)
	if m := b.state(t); m.State != lowstock.MallActive || m.ReconnectReason != "" {
		t.Errorf("after a new consent the mall is %s for %q", m.State, m.ReconnectReason)
	}
}

// overtaken is a store in which another process connects the mall again while
// this process is being refused.
type overtaken struct {
	install.MallStore

	connect func()
}

func (s overtaken) WithToken(ctx context.Context,
	refresh func(context.Context, connect.Token) (connect.Token, error),
) (connect.Token, error) {
	token, err := s.MallStore.WithToken(ctx, refresh)
	s.connect()
	return token, err
}

func TestLateInvalidGrantSparesNewerPair(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.connect(t)
	b.setFaults(t, cafe24sim.Faults{RefreshFails: true})
	b.clock.advance(halfLife)
	slow := b.anotherWith(func(m install.MallStore) install.MallStore { return overtaken{m, func() { b.connect(t) }} })
	access, err := slow.Source(mall)(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	if access.Reveal() != b.token(t).Access.Reveal() || b.state(t).State != lowstock.MallActive {
		t.Errorf("the mall is %s", b.state(t).State)
	}
}

func TestPassingFailureKeepsToken(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	old := b.connect(t)
	b.setFaults(t, tokenFault(cafe24sim.AnswerUnavailable, 0))
	b.clock.advance(halfLife)
	for range 5 {
		if access, err := b.Source(mall)(t.Context(), ""); err != nil || access.Reveal() != old.Access.Reveal() {
			t.Fatalf("error %v", err)
		}
	}
	if calls := b.sim.Stats(string(mall)).Calls["POST oauth/token"]; calls != 2 { // the exchange and one try
		t.Errorf("%d calls of the token endpoint", calls)
	}
	wait := b.token(t).NextRefreshAt.Sub(b.clock.Now())
	if wait < 30*time.Second || wait > 10*time.Minute {
		t.Errorf("postponed by %s", wait)
	}
	b.clock.advance(time.Hour) // the old token has expired, and another try fails
	if _, err := b.Source(mall)(t.Context(), ""); !cafe24.Temporary(err) {
		t.Errorf("got %v", err)
	}
	if _, err := b.Source(mall)(t.Context(), ""); !cafe24.Temporary(err) {
		t.Errorf("while postponed: %v", err)
	}
	b.setFaults(t, cafe24sim.Faults{})
	b.clock.advance(11 * time.Minute)
	if _, err := b.Source(mall)(t.Context(), ""); err != nil {
		t.Error(err)
	}
	if state := b.state(t).State; state != lowstock.MallActive {
		t.Errorf("mall is %s", state)
	}
}

func TestLeftEndsTokens(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.connect(t)
	before := b.state(t).SessionEpoch
	if err := b.Left(t.Context(), mall); err != nil {
		t.Fatal(err)
	}
	if m := b.state(t); m.State != lowstock.MallUninstalled || m.SessionEpoch <= before {
		t.Errorf("mall is %s at epoch %d", m.State, m.SessionEpoch)
	}
	if _, err := b.Source(mall)(t.Context(), ""); !errors.Is(err, install.ErrReconnect) {
		t.Errorf("got %v", err)
	}
}
