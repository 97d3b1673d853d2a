package install_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/team"
)

func TestLaunchOpensMall(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	got, operator, replay, err := b.Launch(t.Context(), b.launchQuery(cafe24sim.Launch{
		UserID: "kim", UserName: "\u200b김\u00a0 하\ufeff나", UserType: "A", Lang: "en_US",
	}))
	if err != nil || replay {
		t.Fatalf("replay %v, error %v", replay, err)
	}
	if got.ID != mall || got.State != lowstock.MallNew {
		t.Errorf("mall %s is %s", got.ID, got.State)
	}
	if diff := cmp.Diff(team.Operator{ID: "kim", Name: "김 하나", Type: "A", Lang: "en_US"}, operator); diff != "" {
		t.Error(diff)
	}
	settings, err := b.store.Mall(mall).Settings(t.Context())
	if err != nil || settings.Locale != "en" {
		t.Errorf("locale %q, error %v", settings.Locale, err)
	}
}

func TestLaunchRefused(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	good := b.launchQuery(cafe24sim.Launch{})
	for name, tc := range map[string]struct{ query, key string }{
		"empty":     {"", "error.launch_malformed"},
		"twice":     {"mall_id=other&" + good, "error.launch_malformed"},
		"tampered":  {"a=1&" + good, "error.launch_signature"},
		"stale":     {b.launchQuery(cafe24sim.Launch{At: time.Now().Add(-time.Hour)}), "error.launch_stale"},
		"from afar": {b.launchQuery(cafe24sim.Launch{At: time.Now().Add(time.Hour)}), "error.launch_stale"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, _, _, err := b.Launch(t.Context(), tc.query)
			if lowstock.ErrorCode(err) != lowstock.CodeForbidden || keyOf(err) != tc.key {
				t.Errorf("got %v, want %s", err, tc.key)
			}
		})
	}
}

// Two windows that one double click opens carry the same signed text. The
// second one opens no session, and has an error of its own for a moment.
func TestATwinLaunchOpensNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	query := b.launchQuery(cafe24sim.Launch{})
	for _, wanted := range []struct {
		after  time.Duration
		replay bool
		key    string
	}{{0, false, ""}, {0, true, "error.launch_twin"}, {3 * time.Second, true, ""}} {
		b.clock.advance(wanted.after)
		if _, _, replay, err := b.Launch(t.Context(), query); keyOf(err) != wanted.key || replay != wanted.replay {
			t.Fatalf("after %s: replay %v, error %v", wanted.after, replay, err)
		}
	}
}

func TestReplayBringsNoMallBack(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	query := b.launchQuery(cafe24sim.Launch{})
	if _, _, _, err := b.Launch(t.Context(), query); err != nil {
		t.Fatal(err)
	}
	if err := b.Left(t.Context(), mall); err != nil {
		t.Fatal(err)
	}
	got, _, replay, err := b.Launch(t.Context(), query)
	if err != nil || !replay {
		t.Fatalf("replay %v, error %v", replay, err)
	}
	if got.State != lowstock.MallUninstalled {
		t.Errorf("the replayed launch made the mall %s", got.State)
	}
	if _, _, _, err := b.Launch(t.Context(), b.launchQuery(cafe24sim.Launch{UserName: "again"})); err != nil {
		t.Fatal(err)
	}
	if state := b.state(t).State; state != lowstock.MallNew {
		t.Errorf("a fresh launch left the mall %s", state)
	}
}
