package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/web"
)

const whoAmI = "/api/v1/sync"

func TestSessionDiesWithTheEpoch(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w, other := b.owner(t, mall), b.owner(t, otherMall)
	w.get(whoAmI).want(http.StatusOK)
	if err := b.store.Mall(mall).Uninstall(t.Context(), b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	w.get(whoAmI).want(http.StatusUnauthorized)
	w.get("/auth/install").want(http.StatusUnauthorized)
	w.get("/").want(http.StatusOK) // this page says where to open the app
	other.get(whoAmI).want(http.StatusOK)

	// The mall is connected again. Its earlier sessions stay ended.
	old := w.cookie("__Host-session")
	again := b.owner(t, mall)
	again.get(whoAmI).want(http.StatusOK)
	w.setSession(old)
	w.get(whoAmI).want(http.StatusUnauthorized)
}

func TestSessionEnds(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.owner(t, mall)
	for range 6 { // a session that is used often enough lives for twelve hours
		b.clock.advance(110 * time.Minute)
		w.get(whoAmI).want(http.StatusOK)
	}
	b.clock.advance(65 * time.Minute)
	ended := w.get("/auth/install").want(http.StatusUnauthorized)
	if !strings.Contains(ended.body, "카페24 관리자에서 열어 주세요") {
		t.Errorf("page does not say what to do: %s", ended.body)
	}
	if csp := ended.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "https://hanbit.cafe24.com") {
		t.Errorf("the admin's frame cannot show that the session has ended: %s", csp)
	}

	idle := b.owner(t, otherMall)
	b.clock.advance(2*time.Hour + time.Second)
	idle.get(whoAmI).want(http.StatusUnauthorized)
}

func TestSessionKeysRotate(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	sealed := b.owner(t, mall).cookie("__Host-session")

	for name, tc := range map[string]struct {
		keys   [][]byte
		status int
	}{
		"newer key in front": {[][]byte{key('b'), key('a')}, http.StatusOK},
		"old key gone":       {[][]byte{key('b')}, http.StatusUnauthorized},
	} {
		replica := b.replica(t, func(c *web.Config) { c.SessionKeys = tc.keys })
		w := replica.browser(t)
		w.setSession(sealed)
		if got := w.get(whoAmI).StatusCode; got != tc.status {
			t.Errorf("%s: status %d, want %d", name, got, tc.status)
		}
	}
}

func TestSessionCookieTamperedWith(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	sealed := b.owner(t, mall).cookie("__Host-session")
	middle := len(sealed) / 2
	flip := "A"
	if sealed[middle] == 'A' {
		flip = "B"
	}
	for name, value := range map[string]string{
		"flipped": sealed[:middle] + flip + sealed[middle+1:], "cut": sealed[:middle], "empty": "", "text": "hanbit", "huge": strings.Repeat("a", 4000),
	} {
		w := b.browser(t)
		w.setSession(value)
		if got := w.get(whoAmI).StatusCode; got != http.StatusUnauthorized {
			t.Errorf("%s: status %d", name, got)
		}
	}
	if strings.Contains(sealed, "hanbit") {
		t.Error("the cookie can be read")
	}
}

func TestSessionIsNewAtEveryLaunch(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.connect(t, mall)
	b.connect(t, otherMall)
	w := b.browser(t)
	w.launch(mall).to("/stock")
	first := w.cookie("__Host-session")
	w.launch(mall).to("/stock")
	if w.cookie("__Host-session") == first {
		t.Error("a launch kept the session of before")
	}
	w.launch(otherMall).to("/stock")
	frame := w.get("/auth/install").Header.Get("Content-Security-Policy")
	if !strings.Contains(frame, "https://dalbit.cafe24.com") {
		t.Errorf("the second launch's mall does not stand: %s", frame)
	}
}

// setSession puts a session cookie into the browser as if the app had set it.
func (w *browser) setSession(value string) {
	w.t.Helper()
	u, err := url.Parse(w.bench.app.URL)
	if err != nil {
		w.t.Fatal(err)
	}
	w.client.Jar.SetCookies(u, []*http.Cookie{{Name: "__Host-session", Value: value, Path: "/", Secure: true}})
}
