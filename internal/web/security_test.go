package web_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/web"
	"cafe24-inventory-alert/views/paths"
)

var routeParam = regexp.MustCompile(`:[a-z_]+`)

// concrete returns an address of a route.
func (b *bench) concrete(route string) string {
	switch {
	case strings.HasSuffix(route, "/:token"):
		action := map[string]notify.LinkAction{
			"/unsubscribe/:token": notify.LinkUnsubscribe, "/confirm/:token": notify.LinkConfirm, "/act/:token": notify.LinkAcknowledge,
			"/open/:token": notify.LinkOpen,
		}[route]
		return strings.Replace(route, ":token", b.links.Sign(notify.Link{Action: action, Mall: mall, Email: "a@shop.test", IncidentID: 1}), 1)
	case route == "/help/:page":
		return "/help/stock"
	case strings.HasPrefix(route, "/suppliers/"):
		route = strings.Replace(route, ":code", "S0000001", 1)
	case strings.Contains(route, ":variant_code"):
		route = strings.Replace(route, ":variant_code", mugWhite, 1)
	}
	return strings.Replace(routeParam.ReplaceAllString(route, "1"), "*", "unknown", 1)
}

type address struct{ method, route, path string }

// addresses has one address of every route. Logging out is the last one.
func (b *bench) addresses(t *testing.T) []address {
	t.Helper()
	var all []address
	for _, r := range b.routes(t) {
		if r.Method != "echo_route_not_found" && r.Method != http.MethodHead {
			all = append(all, address{r.Method, r.Path, b.concrete(r.Path)})
		}
	}
	all = append(all, address{http.MethodGet, "", "/nothing/here"}, address{http.MethodGet, "", "/api/v1/nothing"})
	isLast := func(a address) int { return map[bool]int{true: 1}[a.path == paths.Logout] }
	slices.SortStableFunc(all, func(a, b address) int { return isLast(a) - isLast(b) })
	return all
}

func TestHeadersOnEveryRoute(t *testing.T) {
	t.Parallel()
	b := newBench(t, func(c *web.Config) { c.Debug = true })
	b.runIntake(t)
	w := b.owner(t, mall)
	b.stock(t, mall)
	for _, who := range []struct {
		name      string
		browser   *browser
		ancestors string
	}{
		{"nobody", b.browser(t), "frame-ancestors 'none'"},
		{"owner", w, "frame-ancestors https://hanbit.cafe24.com"},
	} {
		for _, a := range b.addresses(t) {
			answer := who.browser.do(a.method, a.path, "")
			h := answer.Header
			at := who.name + " " + a.method + " " + a.route
			csp := h.Get("Content-Security-Policy")
			for _, part := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'", "object-src 'none'", "frame-ancestors "} {
				if !strings.Contains(csp, part) {
					t.Errorf("%s: CSP lacks %s: %s", at, part, csp)
				}
			}
			if strings.Contains(csp, "unsafe") || strings.Contains(csp, "{mall_id}") || strings.Contains(csp, "frame-ancestors *") {
				t.Errorf("%s: CSP %s", at, csp)
			}
			if who.name == "nobody" && !strings.Contains(csp, who.ancestors) {
				t.Errorf("%s: may be framed: %s", at, csp)
			}
			if strings.HasPrefix(h.Get("Content-Type"), "text/html") {
				if who.name == "owner" && needsSession(a) && !strings.Contains(csp, who.ancestors) {
					t.Errorf("%s: the admin cannot frame it: %s", at, csp)
				}
				help := strings.HasPrefix(a.route, "/help") // the same for everybody
				if h.Get("Cache-Control") != "no-store" && !help {
					t.Errorf("%s: Cache-Control %q", at, h.Get("Cache-Control"))
				}
				if !strings.Contains(strings.Join(h.Values("Vary"), ","), "HX-Request") && !help {
					t.Errorf("%s: Vary %q", at, h.Values("Vary"))
				}
			}
			if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("X-Frame-Options") != "" ||
				!strings.Contains(h.Get("Strict-Transport-Security"), "max-age=31536000") {
				t.Errorf("%s: headers %v", at, h)
			}
			if !slices.Contains([]string{"same-origin", "no-referrer"}, h.Get("Referrer-Policy")) {
				t.Errorf("%s: Referrer-Policy %q", at, h.Get("Referrer-Policy"))
			}
		}
	}
}

// TestAnswersSayWhatTheyAre checks every route: an answer with text names its
// character set, no other origin may read it, and TRACE and lists of folders are
// refused.
func TestAnswersSayWhatTheyAre(t *testing.T) {
	t.Parallel()
	b := newBench(t, func(c *web.Config) { c.Debug = true })
	b.runIntake(t)
	w := b.owner(t, mall)
	b.stock(t, mall)
	for _, a := range b.addresses(t) {
		answer := w.do(a.method, a.path, "{}", "Origin", b.app.URL)
		at, kind := a.method+" "+a.route, answer.Header.Get("Content-Type")
		if (strings.HasPrefix(kind, "text/") || kind == "" && answer.body != "") && !strings.Contains(strings.ToLower(kind), "charset=utf-8") {
			t.Errorf("%s: Content-Type %q", at, kind)
		}
		if answer.body != "" && strings.HasPrefix(a.route, "/api/") && !strings.HasPrefix(kind, "application/json") {
			t.Errorf("%s: Content-Type %q", at, kind)
		}
		for header := range answer.Header {
			if strings.HasPrefix(header, "Access-Control-") {
				t.Errorf("%s: %s %q", at, header, answer.Header.Get(header))
			}
		}
		if got := w.do(http.MethodTrace, a.path, "").StatusCode; got < 400 {
			t.Errorf("TRACE %s: status %d", a.route, got)
		}
	}
	for _, folder := range []string{"/static/", "/static", "/static/..", "/"} {
		if page := w.get(folder); strings.Contains(page.body, "app.css</a>") || strings.Contains(page.body, "<pre>") {
			t.Errorf("%s lists its files", folder)
		}
	}
}

// needsSession says whether a route is not public.
func needsSession(a address) bool {
	for _, open := range []string{"/logout", "/health", "/readyz", "/webhooks", "/static", "/docs", "/auth/c", "/auth/window", "/unsubscribe", "/confirm", "/act", "/open", "/s/:token", "/privacy", "/help", "/status", "/api/v1/openapi.json"} {
		if strings.HasPrefix(a.route, open) {
			return false
		}
	}
	return a.route != "" && a.route != "/"
}

func TestEveryRouteNeedsASession(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.browser(t)
	for _, a := range b.addresses(t) {
		if !needsSession(a) {
			continue
		}
		answer := w.do(a.method, a.path, "{}")
		if answer.StatusCode != http.StatusUnauthorized {
			t.Errorf("%s %s: status %d without a session", a.method, a.route, answer.StatusCode)
		}
		json := strings.HasPrefix(answer.Header.Get("Content-Type"), "application/json")
		if json != strings.HasPrefix(a.route, "/api/") {
			t.Errorf("%s %s: Content-Type %q", a.method, a.route, answer.Header.Get("Content-Type"))
		}
	}
}

func TestCrossSiteIsRefused(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.owner(t, mall)
	b.stock(t, mall)
	refused := [][]string{
		{"Sec-Fetch-Site", "cross-site"},
		{"Sec-Fetch-Site", "same-site"},
		{"Origin", "https://evil.example"},
		{"Sec-Fetch-Site", "cross-site", "Origin", b.app.URL},
		{"Origin", "null"},
	}
	for _, a := range b.addresses(t) {
		if a.method == http.MethodGet || a.route == "/webhooks/cafe24" || a.route == "/unsubscribe/:token" {
			continue
		}
		for _, header := range refused {
			if a.route == "/s/:token" && header[1] == "null" {
				continue // its page has no referrer, and its address is the proof
			}
			if got := w.do(a.method, a.path, "{}", header...).StatusCode; got != http.StatusForbidden {
				t.Errorf("%s %s with %v: status %d", a.method, a.route, header, got)
			}
		}
	}
	for _, header := range [][]string{nil, {"Sec-Fetch-Site", "same-origin"}, {"Origin", b.app.URL}} {
		w.post("/api/v1/alerts/preview", `{"threshold":1}`, header...).want(http.StatusOK)
	}
}

func TestViewersChangeNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.connect(t, mall)
	b.stock(t, mall)
	w := b.browser(t)
	w.open(mall, cafe24sim.Launch{UserType: "S"}).to("/stock")
	for _, a := range b.addresses(t) {
		if a.method == http.MethodGet || !needsSession(a) || a.path == paths.EndSessions || a.path == paths.Theme { // their own
			continue
		}
		if got := w.do(a.method, a.path, "{}").StatusCode; got != http.StatusForbidden {
			t.Errorf("%s %s: status %d", a.method, a.route, got)
		}
	}
}

func TestUnknownAddresses(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.browser(t)
	for path, status := range map[string]int{
		"/nothing": http.StatusNotFound, "/api/v1/nothing": http.StatusNotFound, "/api": http.StatusNotFound, "/webhooks/other": http.StatusNotFound,
	} {
		w.get(path).want(status)
	}
	if allow := w.do(http.MethodPut, "/api/v1/alerts", "").want(http.StatusMethodNotAllowed).Header.Get("Allow"); allow != "GET, POST" {
		t.Errorf("Allow %q", allow)
	}
	w.post("/healthz", "").want(http.StatusMethodNotAllowed)
}

func TestPlainHTTPOnlyOnTheLoopback(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for appURL, good := range map[string]bool{
		"https://app.example": true, "http://localhost:8080": true, "http://127.0.0.1:8080": true, "http://[::1]:8080": true,
		"http://app.localhost:1": true, "http://app.example": false, "ftp://localhost": false, "https://app.example/": false,
		"https://u:p@app.example": false, "https://app.example?x=1": false, "app.example": false, "": false, "http://10.0.0.1": false,
	} {
		cfg := b.config(t, "https://app.example")
		cfg.AppURL, cfg.Metrics = appURL, nil
		if _, err := web.New(cfg); (err == nil) != good {
			t.Errorf("%q: %v", appURL, err)
		}
	}
	plain := b.replica(t, func(c *web.Config) { c.AppURL = "http://localhost:8080" }).browser(t).get("/")
	if plain.Header.Get("Strict-Transport-Security") != "" || !strings.Contains(plain.Header.Get("Content-Security-Policy"), "img-src 'self' https: data: http:") {
		t.Errorf("headers over http: %v", plain.Header)
	}
}

func TestConfigurationNamesEveryProblem(t *testing.T) {
	t.Parallel()
	_, err := web.New(web.Config{AppURL: "x"})
	if err == nil {
		t.Fatal("no error")
	}
	for _, part := range []string{"Platform", "Store", "Intake", "Install", "Work", "Links", "Targets", "Messages", "Log", "SessionKeys", "AppURL"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q does not name %s", err, part)
		}
	}
	b := newBench(t)
	cfg := b.config(t, b.app.URL)
	cfg.SessionKeys, cfg.Metrics = [][]byte{key('a')[:31]}, nil
	if _, err := web.New(cfg); err == nil {
		t.Error("a short key was taken")
	}
}

// TestAnImageIsNoOtherAddress stores products as an older version did, and requests every page that
// shows them.
func TestAnImageIsNoOtherAddress(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.owner(t, mall)
	b.endSync(t)
	for at, image := range []string{
		"javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "file:///etc/passwd", "https://192.168.0.1/reboot", `x" onerror="alert(1)`,
		"http://hanbit.cafe24.com/web/product/tiny/1.jpg",
	} {
		b.clock.advance(time.Second)
		reading := inbound.ProductReading{Product: lowstock.Product{No: 1, Name: "니트", Display: true, Selling: true, CategoryNos: []int{}, ImageURL: image}}
		reading.Variants = []lowstock.Variant{{ProductNo: 1, Code: variantCode(1, 0), Display: true, Selling: true, Tracked: true}}
		if _, err := b.store.Mall(mall).ApplyLevels(t.Context(), inbound.Levels{Source: lowstock.SourceHint, StartedAt: b.clock.Now(), Readings: []inbound.ProductReading{reading}}); err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{"/stock", "/stock/1", "/alerts", "/alerts/1", "/report"} {
			page := w.get(path).want(http.StatusOK).lacks("javascript:", "text/html,", "file:", "192.168", "onerror")
			for _, found := range regexp.MustCompile(`<img src="([^"]*)"`).FindAllStringSubmatch(page.body, -1) {
				if at < 5 || found[1] != "https://hanbit.cafe24.com/web/product/tiny/1.jpg" {
					t.Errorf("%s loads %q of %q", path, found[1], image)
				}
			}
		}
		if at == 5 {
			w.get("/stock").has(`<img src="https://hanbit.cafe24.com/`)
		}
	}
}
