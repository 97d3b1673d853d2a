package install_test

import (
	"context"
	"errors"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/install"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/postgres/postgrestest"
	"cafe24-inventory-alert/internal/stores"
)

// Two processes with fifty callers each need a token at the time it expires.
// Cafe24 gets one call for each expiry, whoever is first, and never with a used
// pair. REFRESH_EXPIRIES sets the number of expiries (200 by hand).
func TestRefreshRace(t *testing.T) {
	t.Parallel()
	expiries := 20
	if n, err := strconv.Atoi(os.Getenv("REFRESH_EXPIRIES")); err == nil {
		expiries = n
	}
	b := newBench(t)
	last := b.connect(t).Generation
	processes := []*install.Installer{b.Installer, b.another(stores.Install(postgrestest.Connect(t, b.database)))}
	const callers = 50
	for range expiries {
		b.clock.advance(2*time.Hour + time.Minute) // the old token has expired, so every caller needs the new one
		start := make(chan struct{})
		var all sync.WaitGroup
		for _, process := range processes {
			for range callers {
				all.Go(func() {
					<-start
					if _, err := process.Source(mall)(t.Context(), ""); err != nil {
						t.Error(err)
					}
				})
			}
		}
		close(start)
		all.Wait()
		now := b.token(t).Generation
		if now != last+1 {
			t.Errorf("generation %d → %d", last, now)
		}
		last = now
	}
	stats := b.sim.Stats(string(mall))
	t.Logf("2 processes × %d callers × %d expiries: %d refreshes, %d invalid grants, generation %d",
		callers, expiries, stats.Refreshes, stats.InvalidGrants, last)
	if stats.Refreshes != expiries || stats.InvalidGrants != 0 {
		t.Error("not one refresh an expiry")
	}
}

// Cafe24 has rotated the pair, and its answer is lost: nothing can restore the
// new pair. The mall is asked to reconnect after the second call, and the token
// endpoint is not called for it again.
func TestLostAnswerOfARefreshAsksToReconnect(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.connect(t)
	before := b.sim.Stats(string(mall)).Calls["POST oauth/token"]
	b.setFaults(t, tokenFault(cafe24sim.AnswerCut, 1))
	b.clock.advance(halfLife)
	for range 40 { // two hours of a job every three minutes, with a caller besides it
		if err := b.RefreshDue(t.Context(), mall); err != nil && !cafe24.Temporary(err) && !errors.Is(err, install.ErrReconnect) {
			t.Error(err)
		}
		if _, err := b.Source(mall)(t.Context(), ""); err != nil && !cafe24.Temporary(err) && !errors.Is(err, install.ErrReconnect) {
			t.Error(err)
		}
		b.clock.advance(3 * time.Minute)
	}
	if _, err := b.Source(mall)(t.Context(), ""); !errors.Is(err, install.ErrReconnect) {
		t.Errorf("with a dead token: %v", err)
	}
	m := b.state(t)
	calls := b.sim.Stats(string(mall)).Calls["POST oauth/token"] - before
	t.Logf("%d calls of the token endpoint, mall is %s for %q", calls, m.State, m.ReconnectReason)
	if m.State != lowstock.MallReconnect || m.ReconnectReason != "connection.invalid_grant" || calls > 3 {
		t.Error("not settled by reconnecting")
	}
}

// rejected is a store in which a new consent is stored between the refusal of
// the old pair and the record of that refusal.
type rejected struct {
	install.MallStore

	connect func()
}

func (s rejected) RejectToken(ctx context.Context, generation int64, reason string, now time.Time) (connect.Token, error) {
	s.connect()
	return s.MallStore.RejectToken(ctx, generation, reason, now)
}

func TestInvalidGrantNeverOverwritesANewerPair(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.connect(t)
	b.setFaults(t, cafe24sim.Faults{RefreshFails: true})
	b.clock.advance(halfLife)
	var newer connect.Token
	slow := b.anotherWith(func(m install.MallStore) install.MallStore { return rejected{m, func() { newer = b.connect(t) }} })
	access, err := slow.Source(mall)(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	if now := b.token(t); access.Reveal() != newer.Access.Reveal() || now.Generation != newer.Generation || now.Access != newer.Access {
		t.Error("the newer pair is not what is used and stored")
	}
	if m := b.state(t); m.State != lowstock.MallActive {
		t.Errorf("mall is %s", m.State)
	}
}

// A refusal that arrives while the mall connects again says nothing about the
// new connection.
func TestLateRefusalSparesNewConnection(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.connect(t)
	b.setFaults(t, cafe24sim.Faults{Revoked: true})
	_, late := b.platform.Mall(string(mall), b.Source(mall)).Store(t.Context())
	b.setFaults(t, cafe24sim.Faults{})
	b.connect(t)
	for range 2 { // the second time long after
		if v := b.Refused(t.Context(), mall, late); v != connect.RefusedOnce {
			t.Errorf("verdict %q on %v", v, late)
		}
		b.clock.advance(time.Hour)
	}
	if m := b.state(t); m.State != lowstock.MallActive {
		t.Errorf("mall is %s for %q", m.State, m.ReconnectReason)
	}
}

// A later installation continues the count of generations, so that nobody takes
// a pair of the second installation for a pair of the first.
func TestGenerationsGrowOverInstallations(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	first := b.connect(t)
	if err := b.Left(t.Context(), mall); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Source(mall)(t.Context(), ""); !errors.Is(err, install.ErrReconnect) {
		t.Errorf("after leaving: %v", err)
	}
	if second := b.connect(t); second.Generation <= first.Generation {
		t.Errorf("generation %d → %d", first.Generation, second.Generation)
	}
}
