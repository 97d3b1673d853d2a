package install_test

import (
	"net/url"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/team"
)

func TestInstallThroughConsentPage(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, operator, _, err := b.Launch(t.Context(), b.launchQuery(cafe24sim.Launch{}))
	if err != nil {
		t.Fatal(err)
	}
	code, err := b.Handoff(t.Context(), mall, operator)
	if err != nil {
		t.Fatal(err)
	}
	address, cookie, err := b.BeginFromHandoff(t.Context(), code)
	if err != nil {
		t.Fatal(err)
	}
	result, err := b.Callback(t.Context(), queryOf(t, press(t.Context(), t, address, "allow")), cookie)
	if err != nil {
		t.Fatal(err)
	}
	if result.Mall != mall || result.Operator != operator || !result.Framed {
		t.Errorf("got %+v", result)
	}
	m := b.state(t)
	if m.State != lowstock.MallActive || m.ShopName == "" {
		t.Errorf("mall is %s, named %q", m.State, m.ShopName)
	}
	token := b.token(t)
	if token.Generation != 1 || token.Access == "" || token.Refresh == "" {
		t.Errorf("token of generation %d", token.Generation)
	}
	life, half := token.AccessExpiresAt.Sub(token.IssuedAt), token.NextRefreshAt.Sub(token.IssuedAt)
	if life < 119*time.Minute || life > 2*time.Hour || (half-life/2).Abs() > time.Millisecond {
		t.Errorf("life %s, renewed after %s", life, half)
	}
	if sync, err := b.store.Mall(mall).LatestSync(t.Context()); err != nil || !sync.First || sync.State != inbound.SyncRunning {
		t.Errorf("sync %+v, error %v", sync, err)
	}
	if _, _, err := b.BeginFromHandoff(t.Context(), code); keyOf(err) != "error.consent_state" {
		t.Errorf("a handoff worked twice: %v", err)
	}
}

func TestHandoffLivesAMinute(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	code, err := b.Handoff(t.Context(), mall, team.Operator{})
	if err != nil {
		t.Fatal(err)
	}
	b.clock.advance(61 * time.Second)
	if _, _, err := b.BeginFromHandoff(t.Context(), code); keyOf(err) != "error.consent_state" {
		t.Errorf("got %v", err)
	}
}

func TestConsentDenied(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	address, cookie, err := b.Begin(t.Context(), mall, team.Operator{}, false)
	if err != nil {
		t.Fatal(err)
	}
	result, err := b.Callback(t.Context(), queryOf(t, press(t.Context(), t, address, "deny")), cookie)
	if keyOf(err) != "error.consent_denied" || result.Mall != mall {
		t.Errorf("got %v for %q", err, result.Mall)
	}
}

func TestCallbackRefused(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		scopes []string
		before func(b *bench, query url.Values, cookie *string)
		key    string
		code   lowstock.Code
	}{
		"another browser": {
			before: func(_ *bench, _ url.Values, cookie *string) { *cookie = "another" },
			key:    "error.consent_state", code: lowstock.CodeForbidden,
		},
		"no cookie": {
			before: func(_ *bench, _ url.Values, cookie *string) { *cookie = "" },
			key:    "error.consent_state", code: lowstock.CodeForbidden,
		},
		"unknown state": {
			before: func(_ *bench, query url.Values, _ *string) { query.Set("state", "guessed") },
			key:    "error.consent_state", code: lowstock.CodeForbidden,
		},
		"old state": {
			before: func(b *bench, _ url.Values, _ *string) { b.clock.advance(11 * time.Minute) },
			key:    "error.consent_state", code: lowstock.CodeForbidden,
		},
		"old code": {
			before: func(b *bench, _ url.Values, _ *string) { b.clock.advance(61 * time.Second) },
			key:    "error.consent_code", code: lowstock.CodeForbidden,
		},
		"no code": {
			before: func(_ *bench, query url.Values, _ *string) { query.Del("code") },
			key:    "error.consent_code", code: lowstock.CodeForbidden,
		},
		"no product scope": {
			scopes: []string{"mall.read_store"},
			before: func(*bench, url.Values, *string) {},
			key:    "error.consent_scope", code: lowstock.CodeForbidden,
		},
		"invalid scope": {
			before: func(_ *bench, query url.Values, _ *string) { query.Set("error", "invalid_scope") },
			key:    "error.consent_scope", code: lowstock.CodeForbidden,
		},
		"token endpoint down": {
			before: func(b *bench, _ url.Values, _ *string) {
				_ = b.sim.SetFaults(string(mall), cafe24sim.Faults{Answer: cafe24sim.AnswerUnavailable, Endpoint: "POST oauth/token"})
			},
			key: "error.consent_unavailable", code: lowstock.CodeUnavailable,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, tc.scopes...)
			if _, _, _, err := b.Launch(t.Context(), b.launchQuery(cafe24sim.Launch{})); err != nil {
				t.Fatal(err)
			}
			address, cookie, err := b.Begin(t.Context(), mall, team.Operator{}, false)
			if err != nil {
				t.Fatal(err)
			}
			query := b.agree(t, address)
			tc.before(b, query, &cookie)
			_, err = b.Callback(t.Context(), query, cookie)
			if keyOf(err) != tc.key || lowstock.ErrorCode(err) != tc.code {
				t.Errorf("got %v, want %s", err, tc.key)
			}
			if state := b.state(t).State; state != lowstock.MallNew {
				t.Errorf("mall is %s", state)
			}
		})
	}
}

func TestStateWorksOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	if _, _, _, err := b.Launch(t.Context(), b.launchQuery(cafe24sim.Launch{})); err != nil {
		t.Fatal(err)
	}
	address, cookie, err := b.Begin(t.Context(), mall, team.Operator{}, false)
	if err != nil {
		t.Fatal(err)
	}
	query := b.agree(t, address)
	if _, err := b.Callback(t.Context(), query, cookie); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Callback(t.Context(), b.agree(t, address), cookie); keyOf(err) != "error.consent_state" {
		t.Errorf("the state worked twice: %v", err)
	}
	if state := b.state(t).State; state != lowstock.MallActive {
		t.Errorf("the refused second visit left the mall %s", state)
	}
}
