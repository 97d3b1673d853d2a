package web_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/preference"
)

// path is a link's address without the app's own.
func (b *bench) path(l notify.Link) string {
	return strings.TrimPrefix(b.links.URL(l), b.links.AppURL)
}

func (b *bench) recipient(t *testing.T) preference.Recipient {
	t.Helper()
	settings, err := b.store.Mall(mall).Settings(t.Context())
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
	for range 3 { // scanners open the link
		page := w.get(path).want(http.StatusOK)
		if strings.Count(page.body, "<button") != 1 || !strings.Contains(page.body, "a@shop.test") {
			t.Errorf("page: %s", page.body)
		}
	}
	if !b.recipient(t).UnsubscribedAt.IsZero() {
		t.Fatal("looking unsubscribed")
	}
	// A mail client's one click (RFC 8058) has no cookie, and its own origin.
	w.post(path, "List-Unsubscribe=One-Click", "Content-Type", "application/x-www-form-urlencoded",
		"Origin", "https://mail.example", "Sec-Fetch-Site", "cross-site").want(http.StatusOK)
	if b.recipient(t).UnsubscribedAt.IsZero() {
		t.Fatal("the click did nothing")
	}
	w.post(path, "").want(http.StatusOK).has("그만 보낼게요")
	page := w.get(path).want(http.StatusOK).has("그만 보낼게요").lacks("<form")

	confirm := regexp.MustCompile(`/confirm/[A-Za-z0-9_-]+`).FindString(page.body)
	w.get(confirm).want(http.StatusOK)
	if b.recipient(t).UnsubscribedAt.IsZero() {
		t.Fatal("looking confirmed")
	}
	w.post(confirm, "").want(http.StatusOK)
	if got := b.recipient(t); !got.UnsubscribedAt.IsZero() || got.ConfirmedAt.IsZero() {
		t.Errorf("not subscribed again: %+v", got)
	}
}

// TestOneClickFromAMailProvider sends exactly what RFC 8058 makes a provider's
// server send. The server is not a browser: no Origin, no Sec-Fetch headers, no
// cookie.
func TestOneClickFromAMailProvider(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.owner(t, mall).do(http.MethodPut, "/api/v1/settings", `{"recipients":[{"email":"a@shop.test"}]}`).want(http.StatusOK)
	path := b.path(notify.Link{Action: notify.LinkUnsubscribe, Mall: mall, Email: "a@shop.test"})
	for contentType, body := range map[string]string{
		"application/x-www-form-urlencoded": "List-Unsubscribe=One-Click",
		"multipart/form-data; boundary=x":   "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n",
	} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, b.app.URL+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", contentType)
		res, err := b.app.Client().Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		if res.StatusCode != http.StatusOK {
			t.Errorf("%s: status %d", contentType, res.StatusCode)
		}
		if b.recipient(t).UnsubscribedAt.IsZero() {
			t.Errorf("%s: still subscribed", contentType)
		}
		if err := b.store.Mall(mall).ConfirmRecipient(t.Context(), "a@shop.test", b.clock.Now()); err != nil {
			t.Fatal(err)
		}
	}
}

func TestConfirmByLink(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	owner := b.owner(t, mall)
	owner.do(http.MethodPut, "/api/v1/settings", `{"recipients":[{"email":"a@shop.test","locale":"en"}]}`).want(http.StatusOK)
	path := b.path(notify.Link{Action: notify.LinkConfirm, Mall: mall, Email: "a@shop.test", ExpiresAt: b.clock.Now().Add(time.Hour)})
	w := b.browser(t)
	w.get(path).want(http.StatusOK).has("Receive stock alerts?", "a@shop.test", "<button")
	if !b.recipient(t).ConfirmedAt.IsZero() {
		t.Fatal("looking confirmed")
	}
	w.post(path, "", "Sec-Fetch-Site", "cross-site").want(http.StatusForbidden)
	if !b.recipient(t).ConfirmedAt.IsZero() {
		t.Fatal("another site's form confirmed")
	}
	w.post(path, "").want(http.StatusOK).has("Stock alerts will now be sent to a@shop.test")
	if b.recipient(t).ConfirmedAt.IsZero() {
		t.Error("not confirmed")
	}
	w.post(path, "").want(http.StatusOK)
	owner.do(http.MethodPut, "/api/v1/settings", `{"recipients":[]}`).want(http.StatusOK)
	w.post(path, "").want(http.StatusNotFound).has("등록되지 않은 주소예요")
	b.clock.advance(2 * time.Hour)
	w.get(path).want(http.StatusGone).has("기간이 지난 링크예요").lacks("<button")
}

func TestActByLink(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	owner := b.owner(t, mall)
	owner.do(http.MethodPut, "/api/v1/settings", `{"recipients":[{"email":"a@shop.test"}]}`).want(http.StatusOK)
	b.stock(t, mall)
	owner.post("/api/v1/alerts", `{"product_no":1,"threshold":5}`).want(http.StatusCreated)
	number, _ := list(t, owner.get("/api/v1/incidents").object(), "incidents")[0]["id"].(float64)
	id := int64(number)
	state := func() any {
		t.Helper()
		return owner.get(fmt.Sprintf("/api/v1/incidents/%d", id)).object()["state"]
	}
	expires := b.clock.Now().Add(time.Hour) // of one mail: its links stay the same
	link := func(action notify.LinkAction, of lowstock.MallID) string {
		return b.path(notify.Link{Action: action, Mall: of, Email: "a@shop.test", IncidentID: id, ExpiresAt: expires})
	}
	w := b.browser(t)
	w.get(link(notify.LinkAcknowledge, mall)).want(http.StatusOK).has("확인했다고 남길까요", "머그컵", "<button")
	if state() != "open" {
		t.Fatal("looking acknowledged")
	}
	w.post(link(notify.LinkAcknowledge, mall), "").want(http.StatusOK).has("확인한 것으로 남겼어요", "머그컵")
	if state() != "acknowledged" {
		t.Errorf("state %v", state())
	}
	if got := owner.get(fmt.Sprintf("/api/v1/incidents/%d", id)).object()["acknowledged_by"]; got != "a@shop.test" {
		t.Errorf("acknowledged by %v", got)
	}
	w.post(link(notify.LinkSnooze, mall), "").want(http.StatusOK).has("7일 미뤘어요")
	if state() != "snoozed" {
		t.Errorf("state %v", state())
	}
	// Each link works once: a second press does not undo what was done
	// meanwhile.
	for _, action := range []notify.LinkAction{notify.LinkAcknowledge, notify.LinkSnooze} {
		w.post(link(action, mall), "").want(http.StatusConflict).has("이미 처리한 링크예요")
	}
	if state() != "snoozed" {
		t.Errorf("a used link changed it to %v", state())
	}
	b.connect(t, otherMall)
	w.post(link(notify.LinkAcknowledge, otherMall), "").want(http.StatusNotFound)
	if w.cookie("__Host-session") != "" {
		t.Error("a link opened a session")
	}
}

// TestActOnAllOfAMessage checks the one button of a mail about several items.
func TestActOnAllOfAMessage(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.owner(t, mall)
	b.endSync(t)
	b.notified(t, "a@shop.test")
	b.notified(t, "b@shop.test")
	w.post("/api/v1/alerts", `{"threshold":3}`).want(http.StatusCreated)
	b.seed(t, 1) // one item sold out, one low
	message := b.collected(t)
	link := func(action notify.LinkAction) string {
		return b.path(notify.Link{Action: action, Mall: mall, Email: "a@shop.test", MessageID: message, ExpiresAt: b.clock.Now().Add(time.Hour)})
	}
	viewer := b.browser(t)
	viewer.get(link(notify.LinkSnooze)).want(http.StatusOK).has("니트 가디건 1호", "외 1개 품목")

	all := list(t, w.get("/api/v1/incidents").object(), "incidents")
	first := fmt.Sprintf("/api/v1/incidents/%.0f", all[0]["id"])
	w.post(first+"/order", `{"quantity":50,"expected_on":"`+b.clock.Now().AddDate(0, 0, 3).Format(time.DateOnly)+`"}`).want(http.StatusOK)
	viewer.post(link(notify.LinkSnooze), "").want(http.StatusOK).has("7일 미뤘어요")
	viewer.post(link(notify.LinkAcknowledge), "").want(http.StatusOK).has("이미 맡은 분이 있어요") // all are snoozed
	states := column(list(t, w.get("/api/v1/incidents").object(), "incidents"), "ordered_quantity")
	if states[0] != 50.0 {
		t.Errorf("a mail's button took an order back: %v", states)
	}
	for _, i := range all {
		w.post(fmt.Sprintf("/api/v1/incidents/%.0f/resolve", i["id"]), "").want(http.StatusOK)
	}
	later := b.path(notify.Link{Action: notify.LinkSnooze, Mall: mall, Email: "b@shop.test", MessageID: message, ExpiresAt: b.clock.Now().Add(time.Hour)})
	viewer.get(later).want(http.StatusOK).has("이미 해결됐어요").lacks("<button")
	viewer.post(later, "").want(http.StatusOK).has("이미 해결됐어요")
}

// TestLinksOfFormerRecipientsDoNothing checks three former recipients: an
// address that has unsubscribed, an address that the mall has removed, and a
// channel that was removed. The page says so before anything is pressed.
func TestLinksOfFormerRecipientsDoNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	owner := b.owner(t, mall)
	owner.do(http.MethodPut, "/api/v1/settings", `{"recipients":[{"email":"left@shop.test"},{"email":"removed@shop.test"},{"email":"stays@shop.test"}]}`).want(http.StatusOK)
	b.stock(t, mall)
	owner.post("/api/v1/alerts", `{"product_no":1,"threshold":5}`).want(http.StatusCreated)
	number, _ := list(t, owner.get("/api/v1/incidents").object(), "incidents")[0]["id"].(float64)
	path := func(action notify.LinkAction, email string) string {
		l := notify.Link{Action: action, Mall: mall, Email: email, ExpiresAt: b.clock.Now().Add(24 * time.Hour)}
		switch action {
		case notify.LinkOpen:
			l.Place, l.Locale = outgoing.Place{Page: outgoing.PageAlert, Number: int64(number)}, "ko"
		case notify.LinkAcknowledge, notify.LinkSnooze:
			l.IncidentID = int64(number)
		case notify.LinkUnsubscribe, notify.LinkConfirm, notify.LinkReturn, notify.LinkRefuse, notify.LinkAccept:
		}
		return b.path(l)
	}
	for _, email := range []string{"left@shop.test", "removed@shop.test", "stays@shop.test"} {
		b.browser(t).post(path(notify.LinkConfirm, email), "").want(http.StatusOK)
	}
	b.browser(t).post(path(notify.LinkUnsubscribe, "left@shop.test"), "").want(http.StatusOK)
	owner.do(http.MethodPut, "/api/v1/settings", `{"recipients":[{"email":"left@shop.test"},{"email":"stays@shop.test"}]}`).want(http.StatusOK)
	before := owner.get("/api/v1/settings").object()
	const removed, left, gone = "더 이상 알림을 받지 않아요", "알림을 그만 받기로 한 주소예요", "등록되지 않은 주소예요"
	for _, tc := range []struct {
		action notify.LinkAction
		email  string
		status int
		says   string
	}{
		{notify.LinkAcknowledge, "removed@shop.test", http.StatusGone, removed},
		{notify.LinkSnooze, "removed@shop.test", http.StatusGone, removed},
		{notify.LinkOpen, "removed@shop.test", http.StatusGone, removed},
		{notify.LinkConfirm, "removed@shop.test", http.StatusNotFound, gone},
		{notify.LinkReturn, "removed@shop.test", http.StatusNotFound, gone},
		{notify.LinkUnsubscribe, "removed@shop.test", http.StatusOK, removed},
		{notify.LinkAcknowledge, "left@shop.test", http.StatusGone, left},
		{notify.LinkSnooze, "left@shop.test", http.StatusGone, left},
		{notify.LinkOpen, "left@shop.test", http.StatusGone, left},
		{notify.LinkConfirm, "left@shop.test", http.StatusGone, left},
		{notify.LinkUnsubscribe, "left@shop.test", http.StatusOK, "그만 보낼게요"},
		{notify.LinkSnooze, "slack", http.StatusGone, removed},
	} {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			got := b.browser(t).do(method, path(tc.action, tc.email), "")
			if got.StatusCode != tc.status || !strings.Contains(got.body, tc.says) || strings.Contains(got.body, "<form") {
				t.Errorf("%s %s of %s: status %d, want %d and %s: %s", method, tc.action, tc.email, got.StatusCode, tc.status, tc.says, got.body)
			}
			if got.Header.Get("Refresh") != "" {
				t.Errorf("%s of %s leads on", tc.action, tc.email)
			}
		}
	}
	if diff := cmp.Diff(before, owner.get("/api/v1/settings").object()); diff != "" {
		t.Errorf("the settings changed: %s", diff)
	}
	if state := owner.get(fmt.Sprintf("/api/v1/incidents/%.0f", number)).object()["state"]; state != "open" {
		t.Errorf("the alert is %v", state)
	}
	window := b.browser(t) // a person with a session needs no link
	window.launch(mall).to("/stock")
	window.get(path(notify.LinkOpen, "removed@shop.test")).to(fmt.Sprintf("/alerts/%.0f", number))
	b.browser(t).get(path(notify.LinkOpen, "stays@shop.test")).want(http.StatusOK).has("<form")

	// The page of an unsubscription and the page of an old invitation link to
	// subscribing again.
	page := b.browser(t).get(path(notify.LinkConfirm, "left@shop.test")).want(http.StatusGone)
	back := regexp.MustCompile(`/confirm/[A-Za-z0-9_-]+`).FindString(page.body)
	b.browser(t).post(back, "").want(http.StatusOK).has("확인했어요")
	b.browser(t).post(path(notify.LinkSnooze, "left@shop.test"), "").want(http.StatusOK).has("7일 미뤘어요")
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
	w.get("/act/"+acknowledge).want(http.StatusGone).has("기간이 지난 링크예요").lacks("<button", "link_")
	w.post("/act/"+acknowledge, "").want(http.StatusGone).has("기간이 지난 링크예요").lacks("link_")
}
