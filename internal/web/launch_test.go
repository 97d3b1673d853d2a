package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
)

func TestLaunchOpensASession(t *testing.T) {
	t.Parallel()
	b := newBench(t)

	fresh := b.browser(t)
	fresh.launch(mall).to("/auth/install")
	fresh.get("/").to("/stock")

	b.connect(t, mall)
	w := b.browser(t)
	set := w.launch(mall).to("/stock").Header.Values("Set-Cookie")
	if len(set) != 1 {
		t.Fatalf("cookies: %q", set)
	}
	for _, part := range []string{"__Host-session=", "; Secure", "; HttpOnly", "; SameSite=None", "; Partitioned", "; Path=/"} {
		if !strings.Contains(set[0], part) {
			t.Errorf("cookie lacks %q: %s", part, set[0])
		}
	}
	if strings.Contains(set[0], "Domain") {
		t.Errorf("a __Host- cookie has no Domain: %s", set[0])
	}
	w.get("/").to("/stock")
	w.get("/api/v1/sync").want(http.StatusOK)
}

func TestLaunchWithDeadTokensLeadsToConsent(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.connect(t, mall)
	if err := b.store.Mall(mall).MarkReconnect(t.Context(), "connection.invalid_grant", time.Now()); err != nil {
		t.Fatal(err)
	}
	b.browser(t).launch(mall).to("/auth/install")

	b.connect(t, mall)
	b.clock.advance(15 * 24 * time.Hour) // refresh tokens live two weeks
	b.browser(t).launch(mall).to("/auth/install")
}

func TestLandingWithoutLaunchOrSession(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	page := b.browser(t).get("/").want(http.StatusOK)
	if !strings.Contains(page.body, "카페24 쇼핑몰 관리자") {
		t.Errorf("does not say where to open the app: %s", page.body)
	}
	if english := b.browser(t).get("/", "Accept-Language", "en-US"); !strings.Contains(english.body, "Cafe24 admin") {
		t.Errorf("no English: %s", english.body)
	}
}

func TestLaunchTamperedWithIsRefused(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.connect(t, mall)
	signed := func(l cafe24sim.Launch) string {
		_, query, _ := strings.Cut(b.sim.LaunchURL(string(mall), l), "?")
		return query
	}
	good := signed(cafe24sim.Launch{Extra: map[string]string{"auth_config": "x y"}})
	body, mac, _ := strings.Cut(good, "&hmac=")
	raw, _ := url.PathUnescape(mac)
	pairs := strings.Split(body, "&")
	swapped := strings.Join(append([]string{pairs[1], pairs[0]}, pairs[2:]...), "&")
	flipped := "A"
	if raw[0] == 'A' {
		flipped = "B"
	}
	for name, query := range map[string]string{
		"no hmac":               body,
		"empty hmac":            body + "&hmac=",
		"hmac alone":            "hmac=" + mac,
		"hmac of other key":     body + "&hmac=" + url.QueryEscape("c29tZXRoaW5nIGVsc2UgdGhhdCBpcyAzMiBieXRlcw=="),
		"hmac flipped":          body + "&hmac=" + url.QueryEscape(flipped+raw[1:]),
		"hmac cut":              body + "&hmac=" + url.QueryEscape(raw[:20]),
		"hmac lower case":       body + "&hmac=" + url.QueryEscape(strings.ToLower(raw)),
		"hmac twice":            good + "&hmac=" + mac,
		"hmac hex":              body + "&hmac=" + strings.Repeat("ab", 32),
		"double encoded":        body + "&hmac=" + url.QueryEscape(mac),
		"order":                 swapped + "&hmac=" + mac,
		"other mall":            strings.Replace(body, "mall_id=hanbit", "mall_id=dalbit", 1) + "&hmac=" + mac,
		"mall twice":            good + "&mall_id=dalbit",
		"mall twice first":      "mall_id=dalbit&" + good,
		"mall twice encoded":    good + "&mall%5Fid=dalbit",
		"mall case":             strings.Replace(body, "mall_id=hanbit", "mall_id=Hanbit", 1) + "&hmac=" + mac,
		"mall gone":             strings.Replace(body, "mall_id=hanbit&", "", 1) + "&hmac=" + mac,
		"other user":            strings.Replace(body, "user_id=hanbit", "user_id=other", 1) + "&hmac=" + mac,
		"other type":            strings.Replace(body, "user_type=P", "user_type=A", 1) + "&hmac=" + mac,
		"other lang":            strings.Replace(body, "lang=ko_KR", "lang=en_US", 1) + "&hmac=" + mac,
		"space as plus":         strings.Replace(body, "x%20y", "x+y", 1) + "&hmac=" + mac,
		"added":                 good + "&extra=1",
		"added before":          "extra=1&" + good,
		"empty pair":            good + "&",
		"semicolon":             strings.ReplaceAll(good, "&", ";"),
		"bad escape":            good + "&x=%zz",
		"stale":                 signed(cafe24sim.Launch{At: b.clock.Now().Add(-6 * time.Minute)}),
		"future":                signed(cafe24sim.Launch{At: b.clock.Now().Add(10 * time.Minute)}),
		"no timestamp":          signed(cafe24sim.Launch{Extra: map[string]string{"timestamp": ""}}),
		"timestamp of letters":  signed(cafe24sim.Launch{Extra: map[string]string{"timestamp": "now"}}),
		"negative timestamp":    signed(cafe24sim.Launch{Extra: map[string]string{"timestamp": "-1"}}),
		"no mall, signed":       signed(cafe24sim.Launch{Extra: map[string]string{"mall_id": ""}}),
		"mall of dots, signed":  signed(cafe24sim.Launch{Extra: map[string]string{"mall_id": "evil.example"}}),
		"mall of space, signed": signed(cafe24sim.Launch{Extra: map[string]string{"mall_id": "a b *"}}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := b.browser(t)
			page := w.get("/?" + query).want(http.StatusForbidden)
			if len(page.Header.Values("Set-Cookie")) > 0 || w.cookie("__Host-session") != "" {
				t.Error("a refused launch set a cookie")
			}
			if !strings.Contains(page.body, "카페24 관리자에서 앱을 다시 열어 주세요") && !strings.Contains(page.body, "Open the app again from the Cafe24 admin") {
				t.Errorf("the page does not say what to do: %.400s", page.body)
			}
			if strings.Contains(page.Header.Get("Content-Security-Policy"), "evil") {
				t.Error("an unchecked mall id reached a header")
			}
		})
	}
	t.Run("untouched", func(t *testing.T) {
		t.Parallel()
		b.browser(t).get("/?" + good).to("/stock")
	})
}

func TestLaunchReplayed(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.connect(t, mall)
	b.connect(t, otherMall)
	address := b.sim.LaunchURL(string(mall), cafe24sim.Launch{})
	w := b.browser(t)
	w.get(address).to("/stock")
	before := w.cookie("__Host-session")
	b.clock.advance(3 * time.Second) // within 2 s a replay counts as the second window of a double click
	w.get(address).to("/stock")      // a reloaded frame continues
	if w.cookie("__Host-session") != before {
		t.Error("a replay made a new session")
	}

	thief := b.browser(t)
	thief.get(address).want(http.StatusForbidden)
	if thief.cookie("__Host-session") != "" {
		t.Error("a replay opened a session")
	}
	stranger := b.browser(t)
	stranger.launch(otherMall).to("/stock")
	stranger.get(address).want(http.StatusForbidden)
	stranger.get("/api/v1/sync").want(http.StatusOK)

	if err := b.store.Mall(mall).Uninstall(t.Context(), b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	w.get(address).want(http.StatusForbidden)
}

func TestLaunchesAreLimitedByAddress(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.browser(t)
	for range 60 {
		w.get("/?mall_id=hanbit").want(http.StatusForbidden)
	}
	over := w.get("/?mall_id=hanbit", "X-Forwarded-For", "203.0.113.9", "X-Real-IP", "203.0.113.9").want(http.StatusTooManyRequests)
	if after := over.Header.Get("Retry-After"); after == "" || after == "0" {
		t.Errorf("Retry-After %q", after)
	}
	w.get("/").want(http.StatusOK) // not a launch
	b.clock.advance(time.Minute)
	w.get("/?mall_id=hanbit").want(http.StatusForbidden)
}
