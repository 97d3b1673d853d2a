package web_test

import (
	"context"
	"errors"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/stores"
	"cafe24-inventory-alert/internal/web"
	"cafe24-inventory-alert/static"
)

const ownAdmin = "https://{mall_id}.cafe24.com"

// framedBench is an app with the default frame ancestors.
func framedBench(t *testing.T) *bench {
	t.Helper()
	return newBench(t, func(c *web.Config) { c.FrameAncestors = ownAdmin })
}

var (
	ancestors    = regexp.MustCompile(`frame-ancestors ([^;]+)$`)
	windowButton = regexp.MustCompile(`<a href="([^"]+)" target="_blank" rel="noopener"`)
)

// mayFrame returns who may show an answer in a frame.
func (r reply) mayFrame() string {
	r.t.Helper()
	found := ancestors.FindStringSubmatch(r.Header.Get("Content-Security-Policy"))
	if found == nil || r.Header.Get("X-Frame-Options") != "" {
		r.t.Fatalf("%s %s: CSP %q", r.Request.Method, r.Request.URL.Path, r.Header.Get("Content-Security-Policy"))
	}
	return found[1]
}

// window returns the address of the button that opens a separate window.
func (r reply) window() string {
	r.t.Helper()
	found := windowButton.FindAllStringSubmatch(r.body, -1)
	if len(found) != 1 {
		r.t.Fatalf("%s %s: %d buttons open a window: %s", r.Request.Method, r.Request.URL.Path, len(found), r.body)
	}
	return html.UnescapeString(found[0][1])
}

// cookieless is a browser that blocks the cookies of frames.
func (b *bench) cookieless(t *testing.T) *browser {
	t.Helper()
	w := b.framed(t)
	w.client.Jar = nil
	return w
}

// TestTheFrameIsNeverGrey checks that every error in the frame of a mall that is proven is a page of
// this app which its admin may show, with a button that leads on. Where nothing proves a mall, no
// frame shows the page.
func TestTheFrameIsNeverGrey(t *testing.T) {
	t.Parallel()
	b := framedBench(t)
	b.connect(t, mall)
	signed := func(l cafe24sim.Launch) string { return b.sim.LaunchURL(string(mall), l) }
	ended := b.framed(t)
	ended.launch(mall).to("/stock")
	b.clock.advance(13 * time.Hour)
	live := b.framed(t)
	live.launch(mall).to("/stock")
	sealed := live.cookie("__Host-session")
	broken := func(err error) *browser {
		w := b.replica(t, func(c *web.Config) {
			c.FrameAncestors, c.Store = ownAdmin, failing{stores.Web(b.store), func(context.Context) error { return err }}
		}).framed(t)
		w.setSession(sealed)
		return w
	}
	used := signed(cafe24sim.Launch{Extra: map[string]string{"auth_config": "used"}})
	b.browser(t).get(used).to("/stock")
	b.clock.advance(3 * time.Second)
	nobody := func() *browser { return b.cookieless(t) }
	bad := strings.Replace(signed(cafe24sim.Launch{}), "lang=ko_KR", "lang=en_US", 1)
	large := strings.Repeat("x", 300<<10)
	const known, unknown = "https://hanbit.cafe24.com", "'none'"
	for name, tc := range map[string]struct {
		answer reply
		status int
		framed string
		window bool // the button opens a separate window
	}{
		"unknown address":             {nobody().get("/nothing"), http.StatusNotFound, unknown, false},
		"unknown file":                {nobody().get("/static/nothing.js"), http.StatusNotFound, unknown, false},
		"unknown address of the API":  {nobody().get("/api/v1/nothing"), http.StatusNotFound, unknown, false},
		"API without a cookie":        {nobody().get("/api/v1/products"), http.StatusUnauthorized, unknown, false},
		"webhooks":                    {nobody().get("/webhooks/cafe24"), http.StatusMethodNotAllowed, unknown, false},
		"lost cookie":                 {nobody().get("/alerts"), http.StatusUnauthorized, unknown, false},
		"lost cookie, form":           {nobody().post("/settings/schedule", "a=b"), http.StatusUnauthorized, unknown, false},
		"cookie of another key":       {b.garbled(t), http.StatusUnauthorized, unknown, false},
		"the address alone":           {nobody().get("/"), http.StatusOK, unknown, false},
		"method":                      {nobody().do(http.MethodPut, "/stock", ""), http.StatusMethodNotAllowed, unknown, false},
		"large form":                  {nobody().post("/settings/schedule", large), http.StatusRequestEntityTooLarge, unknown, false},
		"long address":                {nobody().get("/stock?q=" + strings.Repeat("x", 15<<10)), http.StatusUnauthorized, unknown, false},
		"code of nobody":              {nobody().get("/auth/consent?code=x"), http.StatusForbidden, unknown, false},
		"window of nobody":            {nobody().get("/auth/window?code=x"), http.StatusForbidden, unknown, false},
		"callback of nobody":          {nobody().get("/auth/callback"), http.StatusForbidden, unknown, false},
		"another site's form":         {nobody().do(http.MethodPost, "/settings/schedule", "", "Sec-Fetch-Site", "cross-site"), http.StatusForbidden, unknown, false},
		"ended session":               {ended.get("/stock"), http.StatusUnauthorized, known, false},
		"ended session, form":         {ended.post("/settings/schedule", "a=b"), http.StatusUnauthorized, known, false},
		"bad signature":               {nobody().get(bad), http.StatusForbidden, unknown, false},
		"bad signature, no mall":      {nobody().get("/?hmac=x"), http.StatusForbidden, unknown, false},
		"duplicate parameter":         {nobody().get(signed(cafe24sim.Launch{}) + "&mall_id=dalbit"), http.StatusForbidden, unknown, false},
		"stale launch":                {nobody().get(signed(cafe24sim.Launch{At: b.clock.Now().Add(-6 * time.Minute)})), http.StatusForbidden, known, false},
		"used launch":                 {nobody().get(used), http.StatusForbidden, known, false},
		"live: unknown address":       {live.get("/nothing"), http.StatusNotFound, known, true},
		"live: unknown product":       {live.get("/stock/99"), http.StatusNotFound, known, true},
		"live: unknown file":          {live.get("/static/nothing.js"), http.StatusNotFound, known, true},
		"live: API":                   {live.get("/api/v1/nothing"), http.StatusNotFound, known, true},
		"live: another mall":          {live.get("/stock?mall_id=dalbit"), http.StatusNotFound, known, true},
		"live: method":                {live.do(http.MethodPut, "/stock", ""), http.StatusMethodNotAllowed, known, true},
		"live: large form":            {live.post("/settings/schedule", large), http.StatusRequestEntityTooLarge, known, true},
		"live: bad signature":         {live.get(bad), http.StatusForbidden, known, true},
		"live: another mall's launch": {live.get(strings.Replace(bad, "mall_id=hanbit", "mall_id=dalbit", 1)), http.StatusForbidden, known, true},
		"live: broken":                {broken(errors.New("broken")).get("/api/v1/sync"), http.StatusInternalServerError, known, true},
		"live: database away":         {broken(lowstock.Fail(lowstock.CodeUnavailable, "error.unavailable", nil)).get("/api/v1/sync"), http.StatusServiceUnavailable, known, false},
		"live: may not":               {b.viewerIn(t).post("/settings/schedule", "a=b"), http.StatusForbidden, known, true},
	} {
		r := tc.answer
		r.t = t
		if r.StatusCode != tc.status || !strings.HasPrefix(r.Header.Get("Content-Type"), "text/html") {
			t.Errorf("%s: status %d, %s: %.200s", name, r.StatusCode, r.Header.Get("Content-Type"), r.body)
		}
		if got := r.mayFrame(); got != tc.framed {
			t.Errorf("%s: may be framed by %s, want %s", name, got, tc.framed)
		}
		if strings.Contains(r.body, "<form") {
			t.Errorf("%s: has a form", name)
		}
		if !tc.window {
			if len(wayLink.FindAllString(r.body, -1)) != 1 {
				t.Errorf("%s: no way to the admin: %s", name, r.body)
			}
			continue
		}
		top := b.browser(t)
		if got := top.get(r.window()); got.StatusCode != http.StatusSeeOther || got.Header.Get("Location") != "/stock" {
			t.Errorf("%s: the window answers %d, %s", name, got.StatusCode, got.Header.Get("Location"))
		}
		top.get("/stock").want(http.StatusOK)
	}
	if log := b.log.String(); strings.Contains(log, "code=") || strings.Contains(log, "hmac") {
		t.Error("the log holds a query")
	}
}

// TestOutsideOfAFrameNothingIsFramed requests the same pages at top level.
func TestOutsideOfAFrameNothingIsFramed(t *testing.T) {
	t.Parallel()
	b := framedBench(t)
	for _, path := range []string{"/nothing", "/stock", "/", "/auth/window?code=x", "/static/nothing.js"} {
		if got := b.browser(t).get(path).mayFrame(); got != "'none'" {
			t.Errorf("%s may be framed by %s", path, got)
		}
	}
	// The session decides the mall, whatever the browser reports about the frame.
	w := b.owner(t, mall)
	bad := strings.Replace(b.sim.LaunchURL(string(mall), cafe24sim.Launch{}), "lang=ko_KR", "lang=en_US", 1)
	for _, path := range []string{"/nothing", "/?a=1&a=2", bad + "&mall_id=hanbit", bad} {
		if got := w.get(path).mayFrame(); got != "https://hanbit.cafe24.com" {
			t.Errorf("%s may be framed by %s", path, got)
		}
	}
	// A page that asks a question is never shown in a frame of another site, because its button
	// changes something.
	if got := b.framed(t).get(b.alertLink(mall, 7)).want(http.StatusOK).mayFrame(); got != "'none'" {
		t.Errorf("a page with a button may be framed by %s", got)
	}
}

// TestBlockedCookies checks this order: the launch proves the caller, the next request has no
// cookie, and the app continues in a separate window as the same person.
func TestBlockedCookies(t *testing.T) {
	t.Parallel()
	b := framedBench(t)
	b.connect(t, mall)
	frame := b.cookieless(t)
	open := func(as cafe24sim.Launch) reply {
		t.Helper()
		return frame.get(frame.open(mall, as).to("/stock").Header.Get("Location")).want(http.StatusUnauthorized).
			has("이 브라우저가 쿠키를 막고 있어요", "1분 안에")
	}
	page := open(cafe24sim.Launch{UserID: "lee", UserType: "A"})
	if got := page.mayFrame(); got != "https://hanbit.cafe24.com" {
		t.Errorf("may be framed by %s", got)
	}
	link := page.window()
	top := b.browser(t)
	cookie := top.get(link).to("/stock").Header.Get("Set-Cookie")
	if !strings.HasPrefix(cookie, "__Host-session=") || !strings.Contains(cookie, "Partitioned") {
		t.Errorf("cookie %q", cookie)
	}
	top.get("/stock").want(http.StatusOK)
	top.post("/settings/schedule", "").want(http.StatusForbidden) // with the rights of the person who launched it
	top.get(link).to("/stock")                                    // pressed twice
	b.browser(t).get(link).want(http.StatusForbidden).has("새 창을 여는 시간 1분이 지났거나")

	link = open(cafe24sim.Launch{}).window()
	b.clock.advance(61 * time.Second)
	b.browser(t).get(link).want(http.StatusForbidden)

	link = open(cafe24sim.Launch{}).window()
	if err := b.store.Mall(mall).Uninstall(t.Context(), b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	b.browser(t).get(link).want(http.StatusForbidden)

	// A mall without consent gives it in the window.
	answer := frame.launch(otherMall).to("/auth/install")
	link = frame.get(answer.Header.Get("Location")).want(http.StatusUnauthorized).window()
	window := b.browser(t)
	window.get(link).to("/auth/install")
	window.get("/auth/install").want(http.StatusSeeOther)
}

// TestACodeIsForAWindowOnly also checks that a code leads only to a page of this app.
func TestACodeIsForAWindowOnly(t *testing.T) {
	t.Parallel()
	b := framedBench(t)
	b.connect(t, mall)
	frame := b.cookieless(t)
	carried := func() string {
		t.Helper()
		u, err := url.Parse(frame.launch(mall).to("/stock").Header.Get("Location"))
		if err != nil {
			t.Fatal(err)
		}
		return u.Query().Get("window")
	}
	b.browser(t).get("/auth/consent?code=" + carried()).want(http.StatusForbidden)
	for to, want := range map[string]string{
		"/alerts/7": "/alerts/7", "//evil.example": "/stock", "https://evil.example": "/stock", `/\evil.example`: "/stock", "": "/stock",
	} {
		b.browser(t).get("/auth/window?code=" + carried() + "&to=" + url.QueryEscape(to)).to(want)
	}
	// A window with the session of another mall gets the session of this mall, as by a launch.
	other := b.owner(t, otherMall)
	other.get("/auth/window?code=" + carried()).to("/stock")
	// A text that only looks like a code is neither offered nor removed from an address.
	frame.get("/stock?window=x").want(http.StatusUnauthorized).lacks("target=\"_blank\"")
	// The mall's sessions have been ended meanwhile.
	code := carried()
	if _, err := b.store.Pool().Exec(t.Context(), `UPDATE malls SET session_epoch = session_epoch + 1`); err != nil {
		t.Fatal(err)
	}
	b.browser(t).get("/auth/window?code=" + code).want(http.StatusForbidden)
}

// TestAKeptCookieNeedsNoCode checks that the code is removed from the address, and that the next
// launch has none.
func TestAKeptCookieNeedsNoCode(t *testing.T) {
	t.Parallel()
	b := framedBench(t)
	b.connect(t, mall)
	frame := b.framed(t)
	first := frame.launch(mall).Header.Get("Location")
	if !carriedCode.MatchString(first) {
		t.Fatalf("the first launch leads to %q", first)
	}
	again := frame.get(first)
	if got := again.want(http.StatusSeeOther).Header.Get("Location"); got != "/stock" {
		t.Errorf("goes on to %q", got)
	}
	if got := frame.launch(mall).Header.Get("Location"); got != "/stock" {
		t.Errorf("the next launch leads to %q", got)
	}
	if got := b.browser(t).launch(mall).Header.Get("Location"); got != "/stock" {
		t.Errorf("a launch at top level leads to %q", got)
	}
}

// TestAWindowIsTheSameSession checks that the window's session ends when the frame's session would
// end.
func TestAWindowIsTheSameSession(t *testing.T) {
	t.Parallel()
	b := framedBench(t)
	b.connect(t, mall)
	frame := b.framed(t)
	frame.launch(mall).to("/stock")
	for range 8 {
		b.clock.advance(85 * time.Minute) // 11 h 20 min of 12
		frame.get("/stock").want(http.StatusOK)
	}
	top := b.browser(t)
	top.get(frame.get("/nothing").window()).to("/stock")
	top.get("/stock").want(http.StatusOK)
	b.clock.advance(45 * time.Minute)
	top.get("/stock").want(http.StatusUnauthorized)
}

// TestProvenLaunchesAreLimitedByMall checks that one address may open many malls. A refused person
// can open the app with the same launch a minute later.
func TestProvenLaunchesAreLimitedByMall(t *testing.T) {
	t.Parallel()
	b := framedBench(t)
	b.connect(t, mall)
	b.connect(t, otherMall)
	b.clock.stop()
	for range 60 {
		b.cookieless(t).launch(mall).to("/stock")
	}
	frame := b.cookieless(t)
	over := frame.launch(mall).want(http.StatusTooManyRequests)
	if over.Header.Get("Retry-After") == "" || over.mayFrame() != "https://hanbit.cafe24.com" {
		t.Errorf("headers %v", over.Header)
	}
	frame.launch(otherMall).to("/stock")
	b.clock.advance(time.Minute)
	top := b.browser(t)
	top.get(over.window()).to("/stock")
	top.get("/stock").want(http.StatusOK)

	for range 60 {
		frame.get("/?mall_id=hanbit").want(http.StatusForbidden)
	}
	flood := frame.get("/?mall_id=hanbit").want(http.StatusTooManyRequests)
	if got := flood.mayFrame(); got != "'none'" { // nothing proves the mall
		t.Errorf("may be framed by %s", got)
	}
	frame.launch(mall).to("/stock") // other launches do not delay proven ones
}

// TestALaunchThatIsOverGivesNothing checks that a used launch opens no session. It continues in a
// living session of that mall, whoever owns the session.
func TestALaunchThatIsOverGivesNothing(t *testing.T) {
	t.Parallel()
	b := framedBench(t)
	b.connect(t, mall)
	b.connect(t, otherMall)
	b.clock.stop()
	owners := b.sim.LaunchURL(string(mall), cafe24sim.Launch{UserID: "owner"})
	b.browser(t).get(owners).to("/stock")
	for name, address := range map[string]string{
		"used just now": owners,
		"stale":         b.sim.LaunchURL(string(mall), cafe24sim.Launch{UserID: "owner", At: b.clock.Now().Add(-time.Hour)}),
	} {
		viewer := b.viewerIn(t)
		got := viewer.get(address).to("/stock")
		if len(got.Header.Values("Set-Cookie")) > 0 || got.Header.Get("Location") != "/stock" {
			t.Errorf("%s: %v", name, got.Header)
		}
		viewer.post("/settings/schedule", "").want(http.StatusForbidden)

		for _, without := range []*browser{b.framed(t), b.owner(t, otherMall)} {
			before := without.cookie("__Host-session")
			page := without.get(address, "Sec-Fetch-Dest", "iframe").want(http.StatusForbidden).has("카페24 관리자에서 앱을 다시 열어 주세요")
			if framed := page.mayFrame(); !strings.Contains(framed, "https://hanbit.cafe24.com") {
				t.Errorf("%s: may be framed by %s", name, framed)
			}
			if without.cookie("__Host-session") != before {
				t.Errorf("%s: opened a session", name)
			}
		}
	}
	// A double click opens two windows. The second gets the session of the first one shortly after.
	if got := b.browser(t).get(owners).want(http.StatusForbidden).Header.Get("Refresh"); got != "2; url=/" {
		t.Errorf("a twin goes on to %q", got)
	}
	b.clock.advance(3 * time.Second)
	if got := b.browser(t).get(owners).want(http.StatusForbidden).Header.Get("Refresh"); got != "" {
		t.Errorf("a used launch goes on to %q", got)
	}
}

// TestFilesAreServed also checks that a missing file is answered by a page.
func TestFilesAreServed(t *testing.T) {
	t.Parallel()
	b := framedBench(t)
	w := b.framed(t)
	w.get(static.Path("app.css")).want(http.StatusOK)
	w.do(http.MethodHead, static.Path("app.js"), "").want(http.StatusOK)
	w.get("/static/app.js").want(http.StatusNotFound)
}
