package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
)

// path is a link's address without the app's own.
func (b *bench) path(l notify.Link) string {
	return strings.TrimPrefix(b.links.URL(l), b.links.AppURL)
}

func (b *bench) recipient(t *testing.T) lowstock.Recipient {
	t.Helper()
	settings, err := b.store.Settings(t.Context(), mall)
	if err != nil || len(settings.Recipients) != 1 {
		t.Fatalf("recipients %v, %v", settings.Recipients, err)
	}
	return settings.Recipients[0]
}

func TestUnsubscribeByLink(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.owner(t, mall).do(http.MethodPut, "/api/v1/settings", `{"recipients":[{"email":"a@shop.test"}]}`).want(http.StatusOK)
	path := b.path(notify.Link{Action: notify.LinkUnsubscribe, Mall: mall, Email: "a@shop.test"})
	w := b.browser(t)
	for range 3 { // scanners look
		page := w.get(path).want(http.StatusOK)
		if strings.Count(page.body, "<button") != 1 || !strings.Contains(page.body, "a@shop.test") {
			t.Errorf("page: %s", page.body)
		}
	}
	if !b.recipient(t).UnsubscribedAt.IsZero() {
		t.Fatal("looking unsubscribed")
	}
	// A mail client's one click: no cookie, no origin of ours.
	w.post(path, "List-Unsubscribe=One-Click", "Content-Type", "application/x-www-form-urlencoded",
		"Origin", "https://mail.example", "Sec-Fetch-Site", "cross-site").want(http.StatusOK)
	if b.recipient(t).UnsubscribedAt.IsZero() {
		t.Fatal("the click did nothing")
	}
	w.post(path, "").want(http.StatusOK)

	confirm := b.path(notify.Link{Action: notify.LinkConfirm, Mall: mall, Email: "a@shop.test", ExpiresAt: b.clock.Now().Add(time.Hour)})
	w.get(confirm).want(http.StatusOK)
	if b.recipient(t).UnsubscribedAt.IsZero() {
		t.Fatal("looking confirmed")
	}
	w.post(confirm, "").want(http.StatusOK)
	if !b.recipient(t).UnsubscribedAt.IsZero() {
		t.Error("not subscribed again")
	}
}

func TestActByLink(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	owner := b.owner(t, mall)
	b.stock(t, mall)
	owner.post("/api/v1/alerts", `{"product_no":1,"threshold":5}`).want(http.StatusCreated)
	number, _ := list(t, owner.get("/api/v1/incidents").object(), "incidents")[0]["id"].(float64)
	id := int64(number)
	state := func() any {
		t.Helper()
		return owner.get(fmt.Sprintf("/api/v1/incidents/%d", id)).object()["state"]
	}
	link := func(action notify.LinkAction, of lowstock.MallID) string {
		return b.path(notify.Link{Action: action, Mall: of, Email: "a@shop.test", IncidentID: id, ExpiresAt: b.clock.Now().Add(time.Hour)})
	}
	w := b.browser(t)
	w.get(link(notify.LinkAcknowledge, mall)).want(http.StatusOK)
	if state() != "open" {
		t.Fatal("looking acknowledged")
	}
	w.post(link(notify.LinkAcknowledge, mall), "").want(http.StatusOK)
	if state() != "acknowledged" {
		t.Errorf("state %v", state())
	}
	w.post(link(notify.LinkSnooze, mall), "").want(http.StatusOK)
	if state() != "snoozed" {
		t.Errorf("state %v", state())
	}
	if _, err := b.store.ResolveIncident(t.Context(), mall, id, "hanbit", b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	if page := w.post(link(notify.LinkSnooze, mall), "").want(http.StatusOK); !strings.Contains(page.body, "이미 해결된") {
		t.Errorf("page: %s", page.body)
	}
	b.connect(t, otherMall)
	w.post(link(notify.LinkAcknowledge, otherMall), "").want(http.StatusNotFound)
	if w.cookie("__Host-session") != "" {
		t.Error("a link opened a session")
	}
}

func TestLinksThatDoNotOpen(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.connect(t, mall)
	unsubscribe := b.links.Sign(notify.Link{Action: notify.LinkUnsubscribe, Mall: mall, Email: "a@shop.test"})
	acknowledge := b.links.Sign(notify.Link{Action: notify.LinkAcknowledge, Mall: mall, IncidentID: 1, ExpiresAt: b.clock.Now().Add(time.Hour)})
	unknown := b.links.Sign(notify.Link{Action: notify.LinkUnsubscribe, Mall: "nobody-here", Email: "a@shop.test"})
	flip := "A"
	if unsubscribe[5] == 'A' {
		flip = "B"
	}
	w := b.browser(t)
	for name, path := range map[string]string{
		"tampered":  "/unsubscribe/" + unsubscribe[:5] + flip + unsubscribe[6:],
		"cut":       "/unsubscribe/" + unsubscribe[:20],
		"text":      "/unsubscribe/hello",
		"elsewhere": "/act/" + unsubscribe,
		"reversed":  "/unsubscribe/" + acknowledge,
		"confirm":   "/confirm/" + unsubscribe,
		"mall gone": "/unsubscribe/" + unknown,
	} {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			if got := w.do(method, path, "").StatusCode; got != http.StatusNotFound {
				t.Errorf("%s %s: status %d", method, name, got)
			}
		}
	}
	b.clock.advance(61 * time.Minute)
	if page := w.post("/act/"+acknowledge, "").want(http.StatusNotFound); strings.Contains(page.body, "link_") {
		t.Errorf("page without words: %s", page.body)
	}
}
