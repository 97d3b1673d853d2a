package web_test

import (
	"fmt"
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/web"
)

// refreshes returns the address that the Refresh header of an answer leads to.
func refreshes(r reply) string {
	_, address, _ := strings.Cut(r.Header.Get("Refresh"), "url=")
	return address
}

// alertLink returns the path of the button in a mail that leads to an alert.
func (b *bench) alertLink(of lowstock.MallID, id int64) string {
	return b.path(notify.Link{
		Action: notify.LinkOpen, Mall: of, Locale: "ko", Place: outgoing.Place{Page: outgoing.PageAlert, Number: id},
		ExpiresAt: b.clock.Now().Add(90 * 24 * time.Hour),
	})
}

func (b *bench) admin(of lowstock.MallID) string {
	return strings.ReplaceAll(b.sim.AdminURL(), "{mall_id}", string(of))
}

// TestAMailOpensTheVeryAlert uses the window in which the mail's button is
// pressed, and the admin's frame, which has its own cookies.
func TestAMailOpensTheVeryAlert(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.connect(t, mall)
	link := b.alertLink(mall, 7)

	window, frame := b.browser(t), b.framed(t)
	for range 3 { // scanners open the link
		page := window.get(link).want(http.StatusOK)
		if strings.Count(page.body, "<button") != 1 || strings.Contains(page.body, "<a href") {
			t.Errorf("not a page of one button: %s", page.body)
		}
	}
	frame.launch(mall).to("/stock")
	if got := refreshes(window.post(link, "").want(http.StatusOK)); got != b.admin(mall) {
		t.Fatalf("leads to %q, want the admin %q", got, b.admin(mall))
	}
	if window.cookie("__Host-session") != "" {
		t.Error("a link opened a session")
	}
	frame.launch(mall).to("/alerts/7")
	frame.launch(mall).to("/stock") // only once

	// With a session at top level the page asks nothing.
	window.launch(mall).to("/stock")
	window.get(link).to("/alerts/7")
	window.post(link, "").to("/alerts/7")
	b.browser(t).launch(mall).to("/stock")
}

func TestADestinationIsForOneLaunchOfItsMall(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.connect(t, mall)
	b.connect(t, otherMall)
	ask := func() *browser {
		t.Helper()
		w := b.browser(t)
		w.post(b.alertLink(mall, 7), "").want(http.StatusOK)
		return w
	}
	window := ask()
	b.framed(t).launch(otherMall).to("/stock")
	other := b.framed(t)
	other.header.Set("User-Agent", "another browser")
	other.launch(mall).to("/stock")
	colleague := b.browser(t)
	colleague.header.Set("Sec-Fetch-Dest", "document") // a top-level window that did not request the destination
	colleague.launch(mall).to("/stock")
	window.header.Set("Sec-Fetch-Dest", "document")
	window.launch(mall).to("/alerts/7")

	ask()
	viewer := b.framed(t) // the launch decides the rights, not the link
	viewer.open(mall, cafe24sim.Launch{UserType: "S", UserID: "supplier"}).to("/alerts/7")
	viewer.post("/alerts/7/acknowledge", "").want(http.StatusForbidden)
	viewer.get("/alerts/7").want(http.StatusForbidden)

	ask()
	b.clock.advance(16 * time.Minute)
	b.framed(t).launch(mall).to("/stock")

	// When a browser requested two destinations, the newer one counts, and a
	// replay does not get it.
	ask()
	ask().post(b.alertLink(mall, 8), "").want(http.StatusOK)
	frame := b.framed(t)
	address := b.sim.LaunchURL(string(mall), cafe24sim.Launch{Extra: map[string]string{"auth_config": t.Name()}})
	frame.get(address).to("/alerts/8")
	ask()
	b.clock.advance(3 * time.Second)
	frame.get(address).to("/stock")
}

func TestADestinationSurvivesConsent(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	frame := b.framed(t)
	frame.launch(mall).to("/auth/install")
	window := b.browser(t)
	window.post(b.alertLink(mall, 7), "").want(http.StatusOK)
	frame.launch(mall).to("/auth/install")
	b.connect(t, mall)
	frame.launch(mall).to("/alerts/7")

	top := b.browser(t)
	top.launch(otherMall).to("/auth/install")
	authorize := top.get("/auth/install").want(http.StatusSeeOther).Header.Get("Location")
	b.browser(t).post(b.alertLink(otherMall, 9), "").want(http.StatusOK)
	top.get(b.agree(t, otherMall, authorize)).to("/alerts/9")
}

func TestLinksToAPlaceThatDoNotOpen(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.connect(t, mall)
	good := b.alertLink(mall, 7)
	w := b.browser(t)
	for name, path := range map[string]string{
		"tampered":       good[:20] + "xx" + good[22:],
		"another action": "/open/" + b.links.Sign(notify.Link{Action: notify.LinkUnsubscribe, Mall: mall, Email: "a@shop.test"}),
		"as an action":   "/act/" + strings.TrimPrefix(good, "/open/"),
		"text":           "/open/https:%2F%2Fevil.example",
		"foreign key":    "/open/" + notify.Links{Key: []byte("another key of enough bytes")}.Sign(notify.Link{Action: notify.LinkOpen, Mall: mall}),
	} {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			if got := w.do(method, path, ""); got.StatusCode != http.StatusNotFound || got.Header.Get("Refresh") != "" {
				t.Errorf("%s %s: status %d, %q", method, name, got.StatusCode, got.Header.Get("Refresh"))
			}
		}
	}
	unknown := b.alertLink("nobody-here", 7)
	w.post(unknown, "").want(http.StatusNotFound)
	b.clock.advance(91 * 24 * time.Hour)
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		w.do(method, good, "").want(http.StatusGone).has("기간이 지난 링크예요", b.admin(mall)).lacks("<button")
	}
	b.framed(t).launch(mall).to("/auth/install") // the tokens have expired as well
}

// TestEveryPageWithoutASessionLeadsToTheAdmin expects one button on each page:
// to the mall's own admin when the mall is proven, and to Cafe24's login
// otherwise.
func TestEveryPageWithoutASessionLeadsToTheAdmin(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ setting, known, unknown string }{
		"a site for all": {"https://admin.example/mall/{mall_id}", "https://admin.example/mall/hanbit", "https://admin.example/"},
		"a site each":    {"https://{mall_id}.cafe24.com/app", "https://hanbit.cafe24.com/app", "https://eclogin.cafe24.com/Shop/"},
		"not set":        {"", "https://hanbit.cafe24.com/disp/admin/shop1/myapps/list", "https://eclogin.cafe24.com/Shop/"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, func(c *web.Config) { c.AdminURL = tc.setting })
			for page, answer := range b.sessionless(t) {
				want := tc.known
				if strings.HasPrefix(page, "unknown: ") {
					want = tc.unknown
				}
				ways := wayLink.FindAllStringSubmatch(answer.body, -1)
				if len(ways) != 1 || html.UnescapeString(ways[0][1]) != want {
					t.Errorf("%s: %d ways to the admin, %q, want one to %s", page, len(ways), ways, want)
				}
			}
		})
	}
}

var wayLink = regexp.MustCompile(`<a href="(https?://[^"]*)" target="_top"[^>]*>`)

// sessionless opens every kind of page that a person without a session sees.
func (b *bench) sessionless(t *testing.T) map[string]reply {
	t.Helper()
	owner := b.owner(t, mall)
	owner.do(http.MethodPut, "/api/v1/settings", `{"recipients":[{"email":"a@shop.test"}]}`).want(http.StatusOK)
	launch := func(l cafe24sim.Launch) string { return b.sim.LaunchURL(string(mall), l) }
	used := launch(cafe24sim.Launch{Extra: map[string]string{"auth_config": "used"}})
	ended := b.browser(t)
	ended.get(used).to("/stock")
	msg := func(action notify.LinkAction, id int64) string {
		return b.path(notify.Link{Action: action, Mall: mall, Email: "a@shop.test", IncidentID: id, ExpiresAt: b.clock.Now().Add(time.Hour)})
	}
	expires, open, unsubscribe := msg(notify.LinkAcknowledge, 1), b.alertLink(mall, 7), msg(notify.LinkUnsubscribe, 0)
	confirmed := b.browser(t).post(msg(notify.LinkConfirm, 0), "").want(http.StatusOK)
	b.clock.advance(13 * time.Hour)

	w := func() *browser { return b.browser(t) }
	return map[string]reply{
		"unknown: the address alone":    w().get("/").want(http.StatusOK),
		"unknown: an address that errs": w().get("/nothing").want(http.StatusNotFound),
		"unknown: a page":               w().get("/stock").want(http.StatusUnauthorized),
		"unknown: an action":            w().post("/settings/team", "").want(http.StatusUnauthorized),
		"unknown: a forged launch":      w().get("/?mall_id=hanbit&timestamp=1&hmac=AAAA").want(http.StatusForbidden),
		"unknown: consent of nobody":    w().get("/auth/callback").want(http.StatusForbidden),
		"unknown: a handoff of nobody":  w().get("/auth/consent?code=x").want(http.StatusForbidden),
		"unknown: a broken link":        w().get("/act/broken").want(http.StatusNotFound),
		"a session that has ended":      ended.get("/stock").want(http.StatusUnauthorized),
		"the address, after a session":  ended.get("/").want(http.StatusOK),
		"unknown page, after a session": ended.get("/nothing").want(http.StatusNotFound),
		"a stale launch":                w().get(launch(cafe24sim.Launch{At: b.clock.Now().Add(-6 * time.Minute)})).want(http.StatusForbidden),
		"a used launch":                 w().get(used).want(http.StatusForbidden),
		"an expired button":             w().get(expires).want(http.StatusGone),
		"confirmed":                     confirmed,
		"unsubscribed":                  w().post(unsubscribe, "").want(http.StatusOK),
		"on the way":                    w().post(open, "").want(http.StatusOK),
	}
}

func TestAStaleLaunchContinuesASession(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.owner(t, mall)
	before := w.cookie("__Host-session")
	stale := b.sim.LaunchURL(string(mall), cafe24sim.Launch{At: b.clock.Now().Add(-6 * time.Minute), UserType: "A"})
	w.get(stale).to("/stock")
	if w.cookie("__Host-session") != before {
		t.Error("a stale launch made a new session")
	}
	other := b.owner(t, otherMall)
	other.get(stale).want(http.StatusForbidden)
	other.get("/").to("/stock")
	b.browser(t).get(stale).want(http.StatusForbidden)
	w.get(strings.Replace(stale, "user_type=A", "user_type=P", 1)).want(http.StatusForbidden)
}

// TestPlacesOfAMessageArePages checks that every page that a message may lead
// to exists.
func TestPlacesOfAMessageArePages(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.owner(t, mall)
	b.stock(t, mall)
	w.post("/api/v1/alerts", `{"product_no":1,"threshold":5}`).want(http.StatusCreated)
	id := list(t, w.get("/api/v1/incidents").object(), "incidents")[0]["id"].(float64) //nolint:errcheck,forcetypeassert // a test
	for _, place := range []outgoing.Place{
		{Page: outgoing.PageAlert, Number: int64(id)},
		{Page: outgoing.PageAlerts},
		{Page: outgoing.PageMorning},
		{Page: outgoing.PageStock},
		{Page: outgoing.PageReorder, Code: "S&1=/?"},
		{Page: outgoing.PageSettings},
		{Page: outgoing.PageConnection},
		{Page: "https://evil.example"},
		{},
	} {
		answer := w.get(b.path(notify.Link{Action: notify.LinkOpen, Mall: mall, Place: place})).want(http.StatusSeeOther)
		to := answer.Header.Get("Location")
		if !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") {
			t.Fatalf("%+v leads to %q", place, to)
		}
		if got := w.get(to).StatusCode; got != http.StatusOK {
			t.Errorf("%s: status %d", fmt.Sprint(place), got)
		}
	}
}
