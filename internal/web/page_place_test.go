package web_test

import (
	"net/http"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
)

// A reload of the admin opens the app again, by a new launch or by the same one.
// The stock list then forwards to the page that this operator saw last.
func TestAReloadOfTheAdminShowsTheSamePage(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.shop(t, 3)
	w := b.framed(t)
	launch := b.sim.LaunchURL(string(mall), cafe24sim.Launch{Extra: map[string]string{"auth_config": "once"}})
	w.get(launch).to("/stock")
	w.get("/stock").want(http.StatusOK)
	const out = "/stock?status=out&sort=name&q=%EB%8B%88%ED%8A%B8"
	shows := func(page string) {
		t.Helper()
		if page != "/stock" {
			w.get("/stock").to(page)
		}
		w.get(page).want(http.StatusOK)
		w.get("/stock").want(http.StatusOK) // once
		w.get(page).want(http.StatusOK)
	}
	reloads := func(page string) {
		t.Helper()
		w.launch(mall).to("/stock")
		shows(page)
		w.get(launch).to("/stock") // used before, with a living session
		shows(page)
	}
	reloads("/stock")
	w.get(out).want(http.StatusOK)
	reloads(out)
	w.get("/alerts").want(http.StatusOK)
	reloads("/alerts")
	w.get("/settings?done=saved").want(http.StatusOK)
	reloads("/settings")

	// A search swaps a part of the page and pushes its address; other parts have none.
	w.get(out, htmx("section#results")...).want(http.StatusOK)
	w.get("/rules/checking", htmx("div#checking")...).want(http.StatusOK)
	w.get("/nothing/here").want(http.StatusNotFound)
	w.get("/stock/export?format=csv").want(http.StatusOK)
	reloads(out)

	// Not for another operator, outside of the frame, after a log-out, or hours later.
	w.open(mall, cafe24sim.Launch{UserID: "clerk", UserType: "A"}).to("/stock")
	shows("/stock")
	w.get("/alerts").want(http.StatusOK)
	w.launch(mall).to("/stock")
	shows("/stock")
	w.get("/alerts").want(http.StatusOK)
	w.launch(mall).to("/stock")
	w.get("/stock", "Sec-Fetch-Dest", "document").want(http.StatusOK)
	w.get("/alerts").want(http.StatusOK)
	w.form("/logout", nil).want(http.StatusOK)
	w.launch(mall).to("/stock")
	shows("/stock")
	w.get("/alerts").want(http.StatusOK)
	b.clock.advance(121 * time.Minute)
	w.launch(mall).to("/stock")
	shows("/stock")
}

// A mall that is not connected yet begins with the consent, which is no page to
// come back to.
func TestTheConsentIsNoPageToComeBackTo(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.framed(t)
	w.launch(mall).to("/auth/install")
	w.get("/auth/install").want(http.StatusOK)
	b.connect(t, mall)
	w.launch(mall).to("/stock")
	w.get("/stock").want(http.StatusOK)
}

// A page that is gone since it was seen is shown once, not at every reload.
func TestAPageThatIsGoneIsForgotten(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.shop(t, 3)
	w := b.framed(t)
	w.launch(mall).to("/stock")
	w.get("/stock/2").want(http.StatusOK)
	if kept := w.cookie("__Host-place"); kept == "" || len(kept) > 200 {
		t.Errorf("place %q", kept)
	}
	w.launch(mall).to("/stock")
	w.get("/stock").to("/stock/2")
	w.launch(mall).to("/stock") // the page itself was not shown
	w.get("/stock").want(http.StatusOK)
}
