package web_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
)

// canaries are words that stand in addresses, names and codes of this mall and
// nowhere else.
type canaries struct {
	addresses []string // recipients, channels, the shop's own address
	items     []string // products, options, suppliers, categories
}

// planted is a mall in which every place that may hold an address holds one of
// its own: recipients in each state, a delivery that failed with the address in
// the answer, an alert that a recipient acknowledged, the record of changes, a
// trouble, and every channel.
func (b *bench) planted(t *testing.T) (owner *browser, c canaries, incident int64) {
	t.Helper()
	owner, incident, message := b.raised(t) // to owner@shop.test
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, email := range []string{"canarydaily@shop.test", "canarygone@shop.test", "canarywaits@shop.test"} {
		owner.form("/settings/recipients/add", map[string]string{"email": email}).want(http.StatusSeeOther)
	}
	for _, email := range []string{"canarydaily@shop.test", "canarygone@shop.test"} {
		check(b.store.Mall(mall).ConfirmRecipient(t.Context(), email, b.clock.Now()))
	}
	check(b.store.Mall(mall).Unsubscribe(t.Context(), "canarygone@shop.test", b.clock.Now()))
	owner.form("/settings/recipients", map[string]string{"email": "canarydaily@shop.test", "immediate": "1", "digest": "daily"}).want(http.StatusSeeOther)
	settings, err := b.store.Mall(mall).Settings(t.Context())
	check(err)
	settings.Targets = settings.Targets.With(lowstock.ChannelSlack, "https://hooks.slack.com/services/T0/B0/canaryslack")
	settings.Targets = settings.Targets.With(lowstock.ChannelWebhook, "https://canaryerp.example/hook")
	check(b.store.Mall(mall).SaveSettings(t.Context(), settings, "hanbit", b.clock.Now()))
	_, err = b.store.Mall(mall).AcknowledgeIncident(t.Context(), incident, "canarydaily@shop.test", b.clock.Now())
	check(err)
	b.sent(t, message, outgoing.Outcome{State: lowstock.DeliveryFailed, Error: "letter.error.address", Answer: "550 5.1.1 <owner@shop.test>: no such user"})
	b.clock.advance(time.Minute)
	b.checkup(t)
	return owner, canaries{
		addresses: []string{"owner@shop", "canarydaily", "canarygone", "canarywaits", "canaryslack", "canaryerp", "shop.test"},
		items:     []string{"니트", "P0000001A", "가디건"},
	}, incident
}

// readable is an answer as text, also that of a workbook.
func (r reply) readable() string {
	if !strings.HasPrefix(r.body, "PK") {
		return r.body
	}
	book, err := zip.NewReader(bytes.NewReader([]byte(r.body)), int64(len(r.body)))
	if err != nil {
		r.t.Fatal(err)
	}
	var all strings.Builder
	for _, f := range book.File {
		part, err := f.Open()
		if err != nil {
			r.t.Fatal(err)
		}
		if _, err := io.Copy(&all, part); err != nil { //nolint:gosec // the app has just made it
			r.t.Fatal(err)
		}
		_ = part.Close()
	}
	return all.String()
}

// looks are addresses beyond one of every route: exports in each format, pages
// with a query, and what an alert is opened with.
func looks(incident int64) []string {
	one := strconv.FormatInt(incident, 10)
	return []string{
		"/stock/export?format=csv", "/stock/export?format=xlsx", "/reorder/export?format=csv", "/reorder/export?format=xlsx", "/alerts/" + one, "/api/v1/incidents/" + one,
		"/api/v1/incidents?state=resolved", "/alerts?state=all", "/settings?edit=r-1", "/settings/digest?recipient=r-2", "/connection/diagnostics",
		"/api/v1/inventory/1/P0000001A/explain", "/stock?q=1", "/rules?under=c24", "/report?month=2026-11", "/api/v1/alerts/changes", "/settings/team",
	}
}

// walk requests every GET route and looks, and calls see with each answer.
func (w *browser) walk(t *testing.T, incident int64, see func(path string, r reply)) {
	t.Helper()
	for _, a := range w.bench.addresses(t) {
		if a.method == http.MethodGet && needsSession(a) {
			path := strings.Replace(a.path, mugWhite, "P0000001A", 1)
			see(path, w.get(path))
		}
	}
	for _, path := range looks(incident) {
		see(path, w.get(path))
	}
}

// TestLeastTypesSeeNothing walks every route as a supplier and as a type that
// nobody knows: no item of the mall and no address may be in any answer.
func TestLeastTypesSeeNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, planted, incident := b.planted(t)
	b.letSubs(t, true)
	for _, kind := range []string{"S", "Z"} {
		w, allowed := b.operator(t, kind), 0
		w.walk(t, incident, func(path string, r reply) {
			for _, word := range append(planted.items, planted.addresses...) {
				if path != "/settings/digest?recipient=r-2" && strings.Contains(r.readable(), word) {
					t.Errorf("%s: %s shows %q", kind, path, word)
				}
			}
			if r.StatusCode == http.StatusOK {
				allowed++
				if !strings.HasPrefix(path, "/settings/team") && path != "/nothing/here" {
					t.Errorf("%s: %s is open", kind, path)
				}
			}
		})
		if allowed == 0 {
			t.Errorf("%s cannot even see its own sessions", kind)
		}
		page := w.get("/stock").want(http.StatusForbidden).has("볼 수 있는 화면이 없어요", "대표운영자나 부운영자", `action="/logout"`, `href="/settings/team"`)
		page.lacks("<nav", "알림 기준")
		w.get("/settings/team").want(http.StatusOK).has("staff_"+kind).lacks("hanbit<", "<nav", "처리하지 않은 알림")
		w.get("/api/v1/products").want(http.StatusForbidden).has(`"code":"FORBIDDEN"`)
	}
}

// TestOnlyOwnersSeeAddresses walks every route as a sub-operator, whatever the
// owner allows, and as the owner, who has to see each address somewhere: else
// the walk looks at the wrong places.
func TestOnlyOwnersSeeAddresses(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	owner, planted, incident := b.planted(t)
	for _, subs := range []bool{false, true} {
		b.letSubs(t, subs)
		w := b.operator(t, "A")
		w.walk(t, incident, func(path string, r reply) {
			for _, word := range planted.addresses {
				if strings.Contains(r.readable(), word) {
					t.Errorf("sub-operator (rules: %v): %s shows %q", subs, path, word)
				}
			}
		})
		w.get("/settings").has("c***@…", "o***@…")
		act := "/api/v1/incidents/" + strconv.FormatInt(incident, 10) + "/"
		for _, path := range []string{act + "acknowledge", "/alerts/" + strconv.FormatInt(incident, 10) + "/acknowledge"} {
			if r := w.do(http.MethodPost, path, "{}"); strings.Contains(r.body, "shop.test") {
				t.Errorf("%s shows an address", path)
			}
		}
	}
	seen := map[string]bool{}
	owner.walk(t, incident, func(_ string, r reply) {
		for _, word := range planted.addresses {
			seen[word] = seen[word] || strings.Contains(r.readable(), word)
		}
	})
	for _, word := range planted.addresses {
		if word != "canaryslack" && !seen[word] { // a Slack address is masked for its owner too
			t.Errorf("the owner's walk did not find %q", word)
		}
	}
}

// TestSubOperatorMailsASheetByAMask holds that the reorder sheet goes to the
// recipient whose mask was chosen, and to no address that is typed.
func TestSubOperatorMailsASheetByAMask(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.planted(t)
	b.letSubs(t, true)
	b.sells(t, "P0000002A", 2, 3, 1, 2, 4, 2, 3)
	b.selling(t, 2.4, 45)
	w := b.operator(t, "A")
	page := w.get("/reorder").want(http.StatusOK).has(`action="/reorder/mail"`, "o***@…").lacks("shop.test")
	_, form, _ := strings.Cut(page.body, `action="/reorder/mail"`)
	choice, supplier := textBetween(t, form, `<option value="`, `"`), textBetween(t, form, `name="supplier" value="`, `"`)
	for _, bad := range []string{"owner@shop.test", "9 o***@…", "0 x***@…", "-1 o***@…", ""} {
		w.form("/reorder/mail", map[string]string{"supplier": supplier, "to": bad}).want(http.StatusNotFound)
	}
	if to := w.form("/reorder/mail", map[string]string{"supplier": supplier, "to": choice}).want(http.StatusSeeOther).Header.Get("Location"); !strings.Contains(to, "done=mailed") {
		t.Errorf("went to %s", to)
	}
}

// TestAPIMasksForLesserSessions holds the JSON of settings: masked addresses
// for a sub-operator, whole ones for the owner.
func TestAPIMasksForLesserSessions(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	owner, _, _ := b.planted(t)
	var got struct {
		Recipients []struct{ Email string }
		Slack      *string `json:"slack_webhook_url"`
		Webhook    *string `json:"webhook_url"`
	}
	for w, email := range map[*browser]string{owner: "owner@shop.test", b.operator(t, "A"): "o***@…"} {
		if err := json.Unmarshal([]byte(w.get("/api/v1/settings").want(http.StatusOK).body), &got); err != nil {
			t.Fatal(err)
		}
		if len(got.Recipients) != 4 || got.Recipients[0].Email != email {
			t.Errorf("recipients %+v, want %s first", got.Recipients, email)
		}
		if got.Slack == nil || got.Webhook == nil || strings.Contains(*got.Webhook, "canaryerp") != (w == owner) {
			t.Errorf("channels %v, %v", got.Slack, got.Webhook)
		}
	}
}

// textBetween is the text between two marks.
func textBetween(t *testing.T, text, from, to string) string {
	t.Helper()
	_, rest, _ := strings.Cut(text, from)
	found, _, ok := strings.Cut(rest, to)
	if !ok {
		t.Fatalf("no %s…%s in the page", from, to)
	}
	return found
}
