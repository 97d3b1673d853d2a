package web_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/web"
)

var handoffLink = regexp.MustCompile(`href="(/auth/consent\?code=[^"]+)" target="_top"`)

// agree accepts on Cafe24's consent page and returns the address that the
// browser is sent to.
func (b *bench) agree(t *testing.T, of lowstock.MallID, authorize string) string {
	t.Helper()
	back, err := b.sim.Consent(string(of), authorize)
	if err != nil {
		t.Fatal(err)
	}
	return back
}

// begin follows the consent up to the authorize address.
func (w *browser) begin(of lowstock.MallID) string {
	w.t.Helper()
	w.launch(of).to("/auth/install")
	return w.get("/auth/install").want(http.StatusSeeOther).Header.Get("Location")
}

func TestConsentAtTopLevel(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.browser(t)
	w.launch(mall).to("/auth/install")
	start := w.get("/auth/install").want(http.StatusSeeOther)
	cookie := start.Header.Get("Set-Cookie")
	for _, part := range []string{"__Host-oauth=", "; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/", "; Max-Age=600"} {
		if !strings.Contains(cookie, part) {
			t.Errorf("cookie lacks %q: %s", part, cookie)
		}
	}
	if strings.Contains(cookie, "Partitioned") {
		t.Errorf("the consent's cookie is not a frame's: %s", cookie)
	}
	authorize, err := url.Parse(start.Header.Get("Location"))
	if err != nil {
		t.Fatal(err)
	}
	if state := authorize.Query().Get("state"); len(state) < 43 {
		t.Errorf("state of %d characters is less than 256 bits", len(state))
	}
	w.get(b.agree(t, mall, authorize.String())).to("/stock")
	if w.cookie("__Host-oauth") != "" {
		t.Error("the consent's cookie is still there")
	}
	stored, err := b.store.Mall(mall).Info(t.Context())
	if err != nil || stored.State != lowstock.MallActive {
		t.Fatalf("mall is %q, %v", stored.State, err)
	}
	w.get("/api/v1/sync").want(http.StatusOK)
	b.browser(t).launch(mall).to("/stock")
	if log := b.log.String(); strings.Contains(log, authorize.Query().Get("state")) || strings.Contains(log, "hmac") {
		t.Error("the log holds a query")
	}
}

func TestConsentLeavesTheFrame(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	frame, top := b.framed(t), b.browser(t) // two cookie jars, as browsers partition them
	frame.launch(mall).to("/auth/install")
	page := frame.get("/auth/install").want(http.StatusOK)
	if got := len(handoffLink.FindAllString(page.body, -1)); got != 1 {
		t.Fatalf("%d links leave the frame, want 1: %s", got, page.body)
	}
	if csp := page.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "frame-ancestors https://hanbit.cafe24.com") {
		t.Errorf("the page cannot be framed by the admin: %s", csp)
	}
	link := html.UnescapeString(handoffLink.FindStringSubmatch(page.body)[1])

	out := top.get(link).want(http.StatusSeeOther)
	if top.cookie("__Host-oauth") == "" {
		t.Fatal("no cookie at top level")
	}
	back := b.agree(t, mall, out.Header.Get("Location"))
	admin := strings.ReplaceAll(b.sim.AdminURL(), "{mall_id}", string(mall))
	top.get(back).to(admin)
	if top.cookie("__Host-session") != "" {
		t.Error("a framed consent opened a session outside of the frame")
	}
	frame.launch(mall).to("/stock")

	b.browser(t).get(link).want(http.StatusForbidden) // works only once
	fresh := handoffLink.FindStringSubmatch(frame.get("/auth/install").want(http.StatusOK).body)[1]
	b.clock.advance(61 * time.Second)
	b.browser(t).get(html.UnescapeString(fresh)).want(http.StatusForbidden)
}

func TestConsentFromFrameWithoutAdminAddress(t *testing.T) {
	t.Parallel()
	b := newBench(t, func(c *web.Config) { c.AdminURL = "" })
	frame, top := b.framed(t), b.browser(t)
	frame.launch(mall)
	link := handoffLink.FindStringSubmatch(frame.get("/auth/install").body)[1]
	authorize := top.get(html.UnescapeString(link)).Header.Get("Location")
	top.get(b.agree(t, mall, authorize)).to("/stock")
	top.get("/api/v1/sync").want(http.StatusOK)
}

func TestConsentThatFails(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		spoil  func(b *bench, w *browser, back *url.URL) *browser
		status int
		says   string
	}{
		"declined": {func(_ *bench, w *browser, back *url.URL) *browser {
			back.RawQuery = url.Values{"error": {"access_denied"}, "state": {back.Query().Get("state")}}.Encode()
			return w
		}, http.StatusForbidden, "동의가 취소됐어요"},
		"another browser": {
			func(b *bench, w *browser, _ *url.URL) *browser { return b.browser(w.t) },
			http.StatusForbidden, "다른 브라우저",
		},
		"state unknown": {func(_ *bench, w *browser, back *url.URL) *browser {
			q := back.Query()
			q.Set("state", strings.Repeat("a", 43))
			back.RawQuery = q.Encode()
			return w
		}, http.StatusForbidden, "시간이 지났거나"},
		"state too old": {func(b *bench, w *browser, _ *url.URL) *browser {
			b.clock.advance(11 * time.Minute)
			return w
		}, http.StatusForbidden, "시간이 지났거나"},
		"no query": {func(_ *bench, w *browser, back *url.URL) *browser {
			back.RawQuery = ""
			return w
		}, http.StatusForbidden, "시간이 지났거나"},
		"code wrong": {func(_ *bench, w *browser, back *url.URL) *browser {
			q := back.Query()
			q.Set("code", "wrong")
			back.RawQuery = q.Encode()
			return w
		}, http.StatusForbidden, "인증 코드"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			w := b.browser(t)
			back, err := url.Parse(b.agree(t, mall, w.begin(mall)))
			if err != nil {
				t.Fatal(err)
			}
			w = tc.spoil(b, w, back)
			page := w.get(back.String()).want(tc.status)
			if !strings.Contains(page.body, tc.says) {
				t.Errorf("page does not say %q: %s", tc.says, page.body)
			}
			if stored, err := b.store.Mall(mall).Info(t.Context()); err != nil || stored.State != lowstock.MallNew {
				t.Errorf("mall is %q, %v", stored.State, err)
			}
			w.get(back.String()).want(http.StatusForbidden) // a state can be used only once
		})
	}
}

func TestConsentWithoutProductScope(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.browser(t)
	authorize, err := url.Parse(w.begin(mall))
	if err != nil {
		t.Fatal(err)
	}
	q := authorize.Query()
	q.Set("scope", "mall.read_store")
	authorize.RawQuery = q.Encode()
	page := w.get(b.agree(t, mall, authorize.String())).want(http.StatusForbidden)
	if !strings.Contains(page.body, "상품을 읽는 권한") || !strings.Contains(page.body, `href="/auth/install"`) {
		t.Errorf("page does not say what to do: %s", page.body)
	}
}

func TestConsentNeedsASession(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.browser(t).get("/auth/install").want(http.StatusUnauthorized)
	b.browser(t).get("/auth/consent").want(http.StatusForbidden)
	b.browser(t).get("/auth/consent?code=abc").want(http.StatusForbidden)
}

func TestConsentOfAnotherMallDoesNotConnect(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.browser(t)
	back, err := url.Parse(b.agree(t, mall, w.begin(mall)))
	if err != nil {
		t.Fatal(err)
	}
	other := b.browser(t)
	theirs, err := url.Parse(b.agree(t, otherMall, other.begin(otherMall)))
	if err != nil {
		t.Fatal(err)
	}
	q := back.Query()
	q.Set("code", theirs.Query().Get("code"))
	back.RawQuery = q.Encode()
	w.get(back.String()).want(http.StatusForbidden)
	for _, id := range []lowstock.MallID{mall, otherMall} {
		if stored, err := b.store.Mall(id).Info(t.Context()); err != nil || stored.State != lowstock.MallNew {
			t.Errorf("%s is %q, %v", id, stored.State, err)
		}
	}
}

func TestTheLaunchDecidesTheRights(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.connect(t, mall)
	for kind, want := range map[string][2]int{
		"P": {http.StatusOK, http.StatusCreated}, "A": {http.StatusOK, http.StatusForbidden},
		"S": {http.StatusForbidden, http.StatusForbidden}, "F": {http.StatusForbidden, http.StatusForbidden},
	} {
		w := b.browser(t)
		w.open(mall, cafe24sim.Launch{UserType: kind, UserID: "user_" + kind, Extra: map[string]string{"auth_config": kind}}).to("/stock")
		w.get("/api/v1/alerts").want(want[0])
		w.post("/api/v1/alerts", `{"threshold":3}`).want(want[1])
	}
}
