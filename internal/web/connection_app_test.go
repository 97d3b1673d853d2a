package web_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/install"
	"cafe24-inventory-alert/internal/stores"
	"cafe24-inventory-alert/internal/web"
)

// refuseApp makes Cafe24 refuse a renewal because of the app's own credentials.
func (b *bench) refuseApp(t *testing.T) {
	t.Helper()
	token, err := b.store.Mall(mall).Token(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	now := b.clock.Now()
	_, err = b.store.Mall(mall).PostponeRefused(t.Context(), token.Generation, connect.RenewalRefusal{
		Blame: "client", Client: b.platform.ClientFingerprint(), At: now, NextAt: now.Add(time.Minute),
	})
	if err != nil {
		t.Fatal(err)
	}
}

type appJSON struct {
	AppRefusedSince *string `json:"app_refused_since"`
	APIVersion      struct {
		Configured string
		InUse      string `json:"in_use"`
	} `json:"api_version"`
}

func (w *browser) appAnswer() (out appJSON) {
	w.t.Helper()
	_, router := w.bench.document(w.t)
	if err := json.Unmarshal([]byte(w.get("/api/v1/connection").want(http.StatusOK).valid(router).body), &out); err != nil {
		w.t.Fatal(err)
	}
	return out
}

// While Cafe24 refuses the app itself, every page says that the app's operator
// must act. No page says that the merchant must reconnect. That holds at once,
// after half an hour when a mail reports it, and when nothing can be read any
// more.
func TestConnectionBlamesTheOperator(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 1)
	if got := w.appAnswer(); got.AppRefusedSince != nil {
		t.Errorf("refused since %s", *got.AppRefusedSince)
	}
	const reconnect = "다시 연결"
	check := func(when, tokenState string) {
		t.Helper()
		w.get("/stock").has("카페24가 앱의 인증을 갱신해 주지 않아요", "앱 운영자가 고쳐야", `href="/connection"`).lacks(reconnect, `href="/auth/install"`)
		w.get("/connection").has("카페24가 앱의 인증을 갱신해 주지 않아요", "앱 운영자가 고쳐야", "쇼핑몰에서 할 일은 없어요").
			lacks(reconnect, "연결 끊김", "재고를 지켜보고 있어요")
		if state := w.workings().state("token"); state != tokenState {
			t.Errorf("%s: the token's check is %q", when, state)
		}
		if w.appAnswer().AppRefusedSince == nil {
			t.Errorf("%s: the API does not say it", when)
		}
	}
	b.clock.advance(61 * time.Minute)
	b.refuseApp(t)
	check("at once", "attention")
	for range 6 {
		b.checkup(t)
		b.refuseApp(t)
	}
	check("with a mail", "attention")
	b.clock.advance(30 * time.Minute)
	b.refuseApp(t)
	check("without access", "stopped")
	w.get("/connection").has("고쳐질 때까지 재고를 읽지 못하고").lacks("지금 쓰는 인증이 끝나면, ")

	if err := b.store.Mall(mall).Connect(t.Context(), b.freshToken(t), b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	b.checkup(t)
	w.get("/stock").lacks("앱 운영자가 고쳐야")
	w.get("/connection").has("카페24가 앱의 인증을 다시 갱신해 줘요").lacks("앱 운영자가 고쳐야")
}

// freshToken is a token pair as a renewal returns it.
func (b *bench) freshToken(t *testing.T) connect.Token {
	t.Helper()
	now := b.clock.Now()
	return connect.Token{
		Access: "a", Refresh: "r", Scopes: b.platform.Scopes(), IssuedAt: now,
		AccessExpiresAt: now.Add(2 * time.Hour), RefreshExpiresAt: now.Add(14 * 24 * time.Hour), NextRefreshAt: now.Add(time.Hour),
	}
}

// A consent that fails because of the app's own credentials names the cause.
func TestConsentOfARefusedAppBlamesTheOperator(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"invalid_grant", "invalid_client"} {
		b := newBench(t)
		w := b.browser(t)
		authorize := w.begin(mall)
		if err := b.sim.SetFaults(string(mall), cafe24sim.Faults{WrongSecret: true, SecretWord: word}); err != nil {
			t.Fatal(err)
		}
		w.get(b.agree(t, mall, authorize)).want(http.StatusBadGateway).
			has("앱 운영자가 고쳐야 해요", "동의하신 내용에는 문제가 없으니", `href="/auth/install"`).lacks("인증 코드를 쓸 수 없어요")
		if err := b.sim.SetFaults(string(mall), cafe24sim.Faults{}); err != nil {
			t.Fatal(err)
		}
		w.get(b.agree(t, mall, w.get("/auth/install").want(http.StatusSeeOther).Header.Get("Location"))).to("/stock")
	}
}

// The page has a line for an API version that Cafe24 refuses, whichever process
// has found the refusal.
func TestConnectionShowsWhichVersionIsUsed(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 1)
	if got := w.appAnswer().APIVersion; got.Configured != "2026-09-01" || got.InUse != "2026-09-01" || w.workings().state("version") != "" {
		t.Errorf("at first %+v", got)
	}
	w.get("/connection").lacks("카페24 API 버전")
	if err := b.store.NoteVersionReplaced(t.Context(), "2026-09-01", "2026-12-01", b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	w.get("/connection").has("카페24 API 버전", "2026-09-01", "2026-12-01", "CAFE24_API_VERSION").lacks(`href="/auth/install"`)
	if got := w.appAnswer().APIVersion; got.Configured != "2026-09-01" || got.InUse != "2026-12-01" || w.workings().state("version") != "attention" {
		t.Errorf("as another process says %+v", got)
	}
	if err := b.sim.SetFaults(string(mall), cafe24sim.Faults{OfferedVersions: "2027-03-01"}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.platform.Mall(string(mall), install.New(install.Config{Store: stores.Install(b.store), Platform: b.platform, Now: b.clock.Now}).Source(mall)).Store(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := w.appAnswer().APIVersion; got.InUse != "2027-03-01" {
		t.Errorf("as the process itself has found out %+v", got)
	}
}

// A problem that only the operator must handle is in the body, and the process
// stays ready.
func TestReadyzNamesWhatTheOperatorHasToDo(t *testing.T) {
	t.Parallel()
	shownKey := []string{"set CAFE24_CLIENT_SECRET"}
	b := newBench(t, func(c *web.Config) {
		c.Details = func(context.Context) ([]string, error) { return shownKey, nil }
	})
	w := b.browser(t)
	eventually(t, "ready", func() bool { return w.get("/readyz").StatusCode == http.StatusOK })
	if body := w.get("/readyz").want(http.StatusOK).body; strings.TrimSpace(body) != `{"status":"ready","details":["set CAFE24_CLIENT_SECRET"]}` {
		t.Errorf("%s", body)
	}
	shownKey = nil
	if body := w.get("/readyz").want(http.StatusOK).body; strings.TrimSpace(body) != `{"status":"ready"}` {
		t.Errorf("%s", body)
	}
}
