package install_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/install"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/postgres/postgrestest"
	"cafe24-inventory-alert/internal/stores"
)

// refused makes a call and returns the installer's verdict on its answer.
func (b *bench) refused(t *testing.T, i *install.Installer) connect.Verdict {
	t.Helper()
	_, err := b.platform.Mall(string(mall), i.Source(mall)).ProductsCount(t.Context(), cafe24.ProductQuery{})
	if err == nil {
		t.Error("the call was answered")
	}
	return i.Refused(t.Context(), mall, err)
}

func (b *bench) wantVerdict(t *testing.T, what string, got, want connect.Verdict) {
	t.Helper()
	if got != want {
		t.Errorf("%s: verdict %q, want %q", what, got, want)
	}
	state := map[bool]lowstock.MallState{true: lowstock.MallReconnect, false: lowstock.MallActive}[want == connect.RefusedForGood]
	if m := b.state(t); m.State != state {
		t.Errorf("%s: mall is %s for %q", what, m.State, m.ReconnectReason)
	}
}

// read makes a call about products that succeeds.
func (b *bench) read(t *testing.T) {
	t.Helper()
	_, err := b.store.Mall(mall).ApplyLevels(t.Context(), inbound.Levels{
		Source: lowstock.SourceHint, StartedAt: b.clock.Now(), AnswerAt: b.clock.Now(),
		Readings: []inbound.ProductReading{{Product: lowstock.Product{No: 1, Code: "P1", CategoryNos: []int{}}}},
	})
	if err != nil {
		t.Fatal(err)
	}
}

// The verdict is final only after two refusals some minutes apart, without a
// good answer between them. It does not matter which process gets which
// refusal, or whether a process was restarted.
func TestOneRefusalIsNoVerdict(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		faults cafe24sim.Faults
		reason string
	}{
		"the app is gone":         {cafe24sim.Faults{Revoked: true}, "connection.app_removed"},
		"a permission is missing": {cafe24sim.Faults{ScopeMissing: true}, "connection.scope"},
		"no token is taken":       {cafe24sim.Faults{Answer: cafe24sim.AnswerRefused}, "connection.unauthorized"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			b.connect(t)
			b.clock.advance(11 * time.Minute)
			b.setFaults(t, c.faults)
			b.wantVerdict(t, "the first", b.refused(t, b.Installer), connect.RefusedOnce)
			b.clock.advance(2 * time.Minute)
			b.wantVerdict(t, "another soon after", b.refused(t, b.Installer), connect.RefusedOnce)
			b.read(t)
			b.clock.advance(2 * time.Minute)
			b.wantVerdict(t, "the first after a good answer", b.refused(t, b.Installer), connect.RefusedOnce)
			b.clock.advance(4 * time.Minute)
			other := b.another(stores.Install(postgrestest.Connect(t, b.database)))
			b.wantVerdict(t, "minutes later, in another process", b.refused(t, other), connect.RefusedForGood)
			if m := b.state(t); m.ReconnectReason != c.reason {
				t.Errorf("for %q, want %q", m.ReconnectReason, c.reason)
			}
			b.wantVerdict(t, "after the verdict", b.refused(t, b.Installer), connect.RefusedForGood)
		})
	}
}

// An answer that does not come from the API is no refusal, however often it
// comes.
func TestStrangersRefuseNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.connect(t)
	for _, answer := range []cafe24sim.Answer{cafe24sim.AnswerBlocked, cafe24sim.AnswerRedirect, cafe24sim.AnswerConflict} {
		b.setFaults(t, cafe24sim.Faults{Answer: answer})
		for range 2 {
			b.wantVerdict(t, string(answer), b.refused(t, b.Installer), connect.NoVerdict)
			b.clock.advance(5 * time.Minute)
		}
	}
	if n := b.sim.Stats(string(mall)).Refreshes; n != 0 {
		t.Errorf("%d refreshes", n)
	}
	if v := b.Refused(t.Context(), mall, errors.New("anything else")); v != connect.NoVerdict {
		t.Errorf("any error is a refusal: %q", v)
	}
}

// forbidden is the API's own 403 to a call that began at a time.
func forbidden(at time.Time) error {
	return &cafe24.ForbiddenError{APIError: cafe24.APIError{Status: 403, Documented: true}, CalledAt: at}
}

// neighbours connects n more malls.
func (b *bench) neighbours(t *testing.T, n int) []lowstock.MallID {
	t.Helper()
	now := b.clock.Now()
	var list []lowstock.MallID
	for i := range n {
		id := lowstock.MallID("neighbour" + string(rune('a'+i)))
		_, err := b.store.Mall(id).LaunchMall(t.Context(), "ko")
		if err == nil {
			err = b.store.Mall(id).Connect(t.Context(), connect.Token{Access: "a", Refresh: "r", IssuedAt: now, AccessExpiresAt: now.Add(time.Hour), RefreshExpiresAt: now.Add(time.Hour), NextRefreshAt: now.Add(time.Hour)}, now)
		}
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, id)
	}
	return list
}

func (b *bench) verdicts(ctx context.Context, malls []lowstock.MallID) map[connect.Verdict]int {
	counts := map[connect.Verdict]int{}
	for _, id := range malls {
		counts[b.Refused(ctx, id, forbidden(b.clock.Now()))]++
	}
	return counts
}

// A guard that refuses all malls of a server says nothing about any single
// mall. A mall that is still refused when the guard has ended has to reconnect.
func TestManyMallsRefusedAtOnceAreNotMeant(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	malls := b.neighbours(t, 10)
	b.verdicts(t.Context(), malls)
	for range 12 { // an hour
		b.clock.advance(5 * time.Minute)
		if got := b.verdicts(t.Context(), malls); got[connect.RefusedMany] != len(malls) {
			t.Fatalf("while it is shut: %v", got)
		}
	}
	b.clock.advance(time.Minute)
	for _, id := range malls[1:] {
		if err := b.store.Mall(id).FinishWatch(t.Context(), b.clock.Now()); err != nil {
			t.Fatal(err)
		}
	}
	b.clock.advance(time.Minute)
	if got := b.Refused(t.Context(), malls[0], forbidden(b.clock.Now())); got != connect.RefusedForGood {
		t.Errorf("the one that is still refused: %q", got)
	}
	for _, id := range malls[1:] {
		if m, err := b.store.Mall(id).Info(t.Context()); err != nil || m.State != lowstock.MallActive {
			t.Errorf("%s is %s, error %v", id, m.State, err)
		}
	}
}

// If there are only two malls, both may get the final verdict. Three refused
// malls of ten may get it too, while the others are answered.
func TestFewMallsAreMeant(t *testing.T) {
	t.Parallel()
	t.Run("two malls", func(t *testing.T) {
		t.Parallel()
		b := newBench(t)
		malls := b.neighbours(t, 2)
		b.verdicts(t.Context(), malls)
		b.clock.advance(4 * time.Minute)
		if got := b.verdicts(t.Context(), malls); got[connect.RefusedForGood] != 2 {
			t.Errorf("%v", got)
		}
	})
	t.Run("three of ten", func(t *testing.T) {
		t.Parallel()
		b := newBench(t)
		malls := b.neighbours(t, 10)
		b.verdicts(t.Context(), malls[:3])
		b.clock.advance(4 * time.Minute)
		for _, id := range malls[3:] {
			if err := b.store.Mall(id).FinishWatch(t.Context(), b.clock.Now()); err != nil {
				t.Fatal(err)
			}
		}
		if got := b.verdicts(t.Context(), malls[:3]); got[connect.RefusedForGood] != 3 {
			t.Errorf("%v", got)
		}
	})
}

// A pair that is refused again soon after its renewal is renewed again, with
// pauses, and never so often that Cafe24's limit of new pairs is reached.
func TestRefusedPairsAreRenewedWithinABudget(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.connect(t)
	b.clock.advance(halfLife)
	if _, err := b.Source(mall)(t.Context(), ""); err != nil { // the renewal of every hour
		t.Fatal(err)
	}
	b.clock.advance(2 * time.Minute)
	young := b.token(t).Access
	access, err := b.Source(mall)(t.Context(), young)
	if err != nil || access.Reveal() == young.Reveal() {
		t.Errorf("two minutes after a renewal: the same pair again, error %v", err)
	}
	const hours = 6
	before := b.sim.Stats(string(mall)).Refreshes
	for range hours * 60 {
		b.clock.advance(time.Minute)
		if _, err := b.Source(mall)(t.Context(), b.token(t).Access); err != nil {
			t.Fatal(err)
		}
	}
	if n := b.sim.Stats(string(mall)).Refreshes - before; n < 10 || n > hours/2*15 {
		t.Errorf("%d renewals in %d hours in which every pair is refused", n, hours)
	}
	if n := len(b.token(t).PairsAt); n > 15 {
		t.Errorf("%d pairs in two hours", n)
	}
}
