package web_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/stores"
	"cafe24-inventory-alert/internal/web"
)

// TestOnlyTheOwnAdminFrames walks every route as every kind of caller: no answer may be shown in a
// frame of another mall, whose storefront has the same form of address, and none without a mall.
func TestOnlyTheOwnAdminFrames(t *testing.T) {
	t.Parallel()
	b := newBench(t, func(c *web.Config) { c.Debug = true })
	b.runIntake(t)
	ended := b.framed(t)
	b.connect(t, mall)
	ended.launch(mall).to("/stock")
	b.clock.advance(13 * time.Hour)
	live := b.owner(t, mall)
	b.stock(t, mall)
	framed := b.framed(t)
	framed.launch(mall).to("/stock")
	broken := func(err error) *browser {
		w := b.replica(t, func(c *web.Config) {
			c.Store = failing{stores.Web(b.store), func(context.Context) error { return err }}
		}).framed(t)
		w.setSession(live.cookie("__Host-session"))
		return w
	}
	const own, none = "https://hanbit.cafe24.com", "'none'"
	for name, who := range map[string]struct {
		browser *browser
		may     []string
	}{
		"nobody":               {b.browser(t), []string{none}},
		"nobody, in a frame":   {b.cookieless(t), []string{none}},
		"nobody, with a code":  {b.claiming(t, "window="+strings.Repeat("x", 43)), []string{none}},
		"nobody, with a claim": {b.claiming(t, "mall_id=evilshop&hmac=x&timestamp=1"), []string{none}},
		"ended session":        {ended, []string{none, own}},
		"live session":         {live, []string{none, own}},
		"live, in a frame":     {framed, []string{none, own}},
		"live, with a claim":   {live.claiming("mall_id=evilshop&hmac=x&timestamp=1"), []string{none, own}},
		"broken":               {broken(errors.New("broken")), []string{none, own}},
		"database away":        {broken(lowstock.Fail(lowstock.CodeUnavailable, "error.unavailable", nil)), []string{none, own}},
	} {
		for _, a := range b.addresses(t) {
			answer := who.browser.do(a.method, a.path, "")
			if csp := answer.Header.Values("Content-Security-Policy"); len(csp) != 1 {
				t.Errorf("%s: %s %s: policies %q", name, a.method, a.route, csp)
			}
			if got := answer.mayFrame(); !slices.Contains(who.may, got) {
				t.Errorf("%s: %s %s: status %d may be framed by %s", name, a.method, a.route, answer.StatusCode, got)
			}
		}
	}
}

// claiming is a browser in a frame that sends this query with every request.
func (b *bench) claiming(t *testing.T, query string) *browser {
	t.Helper()
	return b.cookieless(t).claiming(query)
}

func (w *browser) claiming(query string) *browser {
	client := *w.client
	client.Transport = withQuery{w.client.Transport, query}
	header := w.header.Clone()
	header.Set("Sec-Fetch-Dest", "iframe")
	return &browser{t: w.t, bench: w.bench, client: &client, header: header}
}

// withQuery adds a query to every request.
type withQuery struct {
	http.RoundTripper

	query string
}

func (q withQuery) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.URL.RawQuery = q.query
	return q.RoundTripper.RoundTrip(r)
}

// TestARefusedLaunchIsFramedByTheMallOfItsSignature also checks the merchant who opens a genuine
// launch of an own mall in front of the session of another mall.
func TestARefusedLaunchIsFramedByTheMallOfItsSignature(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	victim := b.framed(t)
	b.connect(t, mall)
	victim.launch(mall).to("/stock")
	b.connect(t, otherMall)
	stale := b.sim.LaunchURL(string(otherMall), cafe24sim.Launch{At: b.clock.Now().Add(-time.Hour)})
	page := victim.get(stale).want(http.StatusForbidden)
	if got := page.mayFrame(); got != "https://dalbit.cafe24.com" {
		t.Errorf("may be framed by %s", got)
	}
	page.lacks("/auth/window", "hanbit") // no way into the session of the other mall
	if got := b.cookieless(t).get(stale).want(http.StatusForbidden).mayFrame(); got != "https://dalbit.cafe24.com" {
		t.Errorf("without a session it may be framed by %s", got)
	}
}

// garbled requests a page with a cookie that no key opens.
func (b *bench) garbled(t *testing.T) reply {
	t.Helper()
	return b.cookieless(t).get("/stock", "Cookie", "__Host-session=MTc4")
}

// viewerIn is the frame of an operator who may only look.
func (b *bench) viewerIn(t *testing.T) *browser {
	t.Helper()
	w := b.framed(t)
	w.open(mall, cafe24sim.Launch{UserType: "A", UserID: "viewer"}).to("/stock")
	return w
}
