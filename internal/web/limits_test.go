package web_test

import (
	"net/http"
	"net/netip"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/web"
)

func TestCallsAreLimitedBySession(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w, other := b.owner(t, mall), b.browser(t)
	other.launch(mall).to("/stock")
	b.clock.stop()
	const path = "/api/v1/incidents/x" // a 404 whose only query reads the session
	for range 200 {
		w.get(path).want(http.StatusNotFound)
	}
	over := w.get(path).want(http.StatusTooManyRequests)
	problem(t, over.object(), "RATE_LIMITED")
	if over.Header.Get("Retry-After") != "1" {
		t.Errorf("Retry-After %q", over.Header.Get("Retry-After"))
	}
	other.get(path).want(http.StatusNotFound)
	b.clock.advance(time.Second)
	for range 100 {
		w.get(path).want(http.StatusNotFound)
	}
	w.get(path).want(http.StatusTooManyRequests)
}

func TestLaunchLimitBehindAProxy(t *testing.T) {
	t.Parallel()
	b := newBench(t, func(c *web.Config) { c.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")} })
	w := b.browser(t)
	const query = "/?mall_id=hanbit"
	for range 60 {
		// The addresses that the client itself put in front do not count.
		w.get(query, "X-Forwarded-For", "198.51.100.1, 203.0.113.9").want(http.StatusForbidden)
	}
	w.get(query, "X-Forwarded-For", "198.51.100.2, 203.0.113.9").want(http.StatusTooManyRequests)
	w.get(query, "X-Forwarded-For", "203.0.113.10").want(http.StatusForbidden)

	for range 60 { // one customer has a whole /64
		w.get(query, "X-Forwarded-For", "2001:db8:1:2::1").want(http.StatusForbidden)
	}
	w.get(query, "X-Forwarded-For", "2001:db8:1:2:ffff::9").want(http.StatusTooManyRequests)
	w.get(query, "X-Forwarded-For", "2001:db8:1:3::1").want(http.StatusForbidden)
}
