package web_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/web"
	"cafe24-inventory-alert/internal/web/kit"
)

// lines returns the lines of the log with this message.
func (b *bench) lines(t *testing.T, message string) (found []map[string]any) {
	t.Helper()
	for line := range strings.Lines(b.log.String()) {
		var fields map[string]any
		if err := json.Unmarshal([]byte(line), &fields); err != nil {
			t.Fatalf("not one line of JSON: %v: %q", err, line)
		}
		if fields["msg"] == message {
			found = append(found, fields)
		}
	}
	return found
}

// logged runs do and fails the test unless it has logged one line of the event,
// with these fields.
func (b *bench) logged(t *testing.T, event kit.Event, want map[string]string, do func()) {
	t.Helper()
	before := len(b.lines(t, "security"))
	do()
	var found []map[string]any
	for _, line := range b.lines(t, "security")[before:] {
		if line["event"] == string(event) {
			found = append(found, line)
		}
	}
	if len(found) != 1 {
		t.Errorf("%s: %d lines", event, len(found))
		return
	}
	for key, value := range want {
		if got, _ := found[0][key].(string); got != value {
			t.Errorf("%s: %s is %q, want %q: %v", event, key, got, value, found[0])
		}
	}
	for _, key := range []string{"time", "level", "address", "route", "method", "request_id"} {
		if got, _ := found[0][key].(string); got == "" {
			t.Errorf("%s: no %s: %v", event, key, found[0])
		}
	}
	if level := found[0]["level"]; (level == "WARN") != slices.Contains(kit.RefusedEvents(), event) {
		t.Errorf("%s: level %s", event, level)
	}
}

type fields = map[string]string

func TestRefusalsAreLogged(t *testing.T) {
	t.Parallel()
	b := newBench(t, func(c *web.Config) { c.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")} })
	w := b.owner(t, mall)
	sub := b.browser(t)
	sub.open(mall, cafe24sim.Launch{UserID: "clerk", UserType: "A"}).to("/stock")
	token := w.token()
	nobody := b.browser(t)
	nobody.header.Set("X-Forwarded-For", "203.0.113.7")
	from := func(want fields) fields { want["address"] = "203.0.113.7"; return want }
	launch := b.sim.LaunchURL(string(mall), cafe24sim.Launch{})
	bad := strings.Replace(launch, "lang=ko_KR", "lang=en_US", 1)
	gone := b.browser(t)
	gone.launch(mall)
	old := gone.cookie("__Host-session")
	for _, tc := range []struct {
		event kit.Event
		want  fields
		do    func()
	}{
		{kit.EventLaunchRefused, from(fields{"reason": "launch_signature", "claimed": "hanbit", "mall": ""}), func() { nobody.get(bad) }},
		{kit.EventLaunchRefused, from(fields{"reason": "launch_duplicate_parameter"}), func() { nobody.get(launch + "&mall_id=dalbit") }},
		{kit.EventLaunchRefused, from(fields{"reason": "launch_malformed"}), func() { nobody.get("/?mall_id=hanbit") }},
		{kit.EventLaunchRefused, from(fields{"reason": "launch_stale", "mall": "hanbit"}), func() {
			nobody.get(b.sim.LaunchURL(string(mall), cafe24sim.Launch{At: b.clock.Now().Add(-time.Hour)}))
		}},
		{kit.EventLaunchRefused, from(fields{"reason": "launch_used", "mall": "hanbit"}), func() {
			b.browser(t).get(launch)
			b.clock.advance(3 * time.Second)
			nobody.get(launch)
		}},
		{kit.EventConsentRefused, from(fields{"reason": "consent_state", "route": "/auth/callback"}), func() { nobody.get("/auth/callback?state=x&code=y") }},
		{kit.EventConsentRefused, from(fields{"route": "/auth/consent"}), func() { nobody.get("/auth/consent?code=x") }},
		{kit.EventSessionRefused, from(fields{"reason": "window_code"}), func() { nobody.get("/auth/window?code=x") }},
		{kit.EventSessionRefused, from(fields{"reason": "session_unreadable", "right": "see"}), func() { nobody.get("/stock", "Cookie", "__Host-session=x") }},
		{kit.EventTokenRefused, from(fields{"reason": "token_malformed"}), func() { nobody.get(whoAmI, withToken("ia_x")...) }},
		{kit.EventTokenRefused, from(fields{"reason": "token_unknown"}), func() { nobody.get(whoAmI, withToken(randomToken())...) }},
		{kit.EventRightRefused, fields{"reason": "may_own", "right": "own", "who": "clerk", "mall": "hanbit", "route": "/settings/schedule"}, func() { sub.form("/settings/schedule", nil).want(http.StatusForbidden) }},
		{kit.EventOtherMallRefused, fields{"who": "hanbit", "mall": "hanbit"}, func() { w.get("/stock?mall_id=dalbit").want(http.StatusNotFound) }},
		{kit.EventOtherMallRefused, fields{"who": "api:ERP", "mall": "hanbit"}, func() { nobody.get(whoAmI+"?mall_id=dalbit", withToken(token)...).want(http.StatusNotFound) }},
		{kit.EventCrossSiteRefused, fields{"reason": "cross_site"}, func() { w.post("/settings/schedule", "", "Sec-Fetch-Site", "cross-site").want(http.StatusForbidden) }},
		{kit.EventInputRefused, fields{"reason": "ambiguous_form"}, func() {
			w.post("/settings/schedule", "a=1&a=2", "Content-Type", "application/x-www-form-urlencoded").want(http.StatusUnprocessableEntity)
		}},
		{kit.EventInputRefused, fields{"reason": "too_large"}, func() {
			w.post("/settings/schedule", strings.Repeat("x", 300<<10)).want(http.StatusRequestEntityTooLarge)
		}},
		{kit.EventWebhookRefused, from(fields{"reason": "proof"}), func() {
			nobody.post("/webhooks/cafe24", `{"event_no":90075}`, "X-Api-Key", "wrong").want(http.StatusForbidden)
		}},
		{kit.EventLinkRefused, from(fields{"reason": "link_broken"}), func() { nobody.get("/confirm/x").want(http.StatusNotFound) }},
		{kit.EventLinkRefused, from(fields{"reason": "link_expired", "mall": "hanbit"}), func() {
			nobody.get("/act/" + b.links.Sign(notify.Link{Action: notify.LinkAcknowledge, Mall: mall, Email: "a@x.kr", IncidentID: 1, ExpiresAt: b.clock.Now().Add(-time.Hour)})).want(http.StatusGone)
		}},
		{kit.EventSessionRefused, fields{"reason": "session_too_old", "who": "hanbit", "mall": "hanbit"}, func() {
			b.clock.advance(13 * time.Hour)
			gone.get("/stock").want(http.StatusUnauthorized)
		}},
		{kit.EventSessionRefused, fields{"reason": "session_ended", "who": "dalbit", "mall": "dalbit"}, func() {
			left := b.owner(t, otherMall)
			if err := b.store.Mall(otherMall).Uninstall(t.Context(), b.clock.Now()); err != nil {
				t.Fatal(err)
			}
			left.get("/stock").want(http.StatusUnauthorized)
		}},
		{kit.EventRateLimited, from(fields{"reason": "launches"}), func() {
			for range 100 {
				nobody.get(bad)
			}
		}},
	} {
		b.logged(t, tc.event, tc.want, tc.do)
	}
	for _, secret := range []string{token, old, "hmac"} {
		if strings.Contains(b.log.String(), secret) {
			t.Errorf("the log holds %s", secret)
		}
	}
	requests := b.lines(t, "request")
	ended := requests[slices.IndexFunc(requests, func(l map[string]any) bool { return l["reason"] == "session_ended" })]
	want := fields{"address": "127.0.0.1", "who": "dalbit", "mall": "dalbit", "right": "see", "code": "UNAUTHORIZED"}
	for key, value := range want {
		if ended[key] != value {
			t.Errorf("request: %s is %v, want %s", key, ended[key], value)
		}
	}
}

func TestWhatIsDoneIsLogged(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	fresh, w := b.browser(t), b.browser(t)
	b.logged(t, kit.EventSessionMade, fields{"by": "launch", "user_type": "P", "who": "hanbit", "mall": "hanbit", "reason": ""}, func() { fresh.launch(mall) })
	authorize := fresh.get("/auth/install").Header.Get("Location")
	b.logged(t, kit.EventMallConsented, fields{"who": "hanbit", "mall": "hanbit"}, func() { fresh.get(b.agree(t, mall, authorize)).to("/stock") })
	b.logged(t, kit.EventSessionMade, fields{"reason": "type_without_rights", "user_type": "X"}, func() { b.browser(t).open(mall, cafe24sim.Launch{UserID: "x", UserType: "X"}) })
	w.launch(mall).to("/stock")
	b.stock(t, mall)
	w.do(http.MethodPut, "/api/v1/settings", `{"recipients":[{"email":"a@shop.test"}]}`).want(http.StatusOK)
	owner := func(more fields) fields {
		maps.Copy(more, fields{"who": "hanbit", "mall": "hanbit"})
		return more
	}
	var made string
	for _, tc := range []struct {
		event kit.Event
		want  fields
		do    func()
	}{
		{kit.EventTokenMade, owner(fields{"right": "own"}), func() { made = w.token() }},
		{kit.EventRulesChanged, fields{"who": "api:ERP", "route": "/api/v1/alerts", "right": "rules"}, func() {
			b.browser(t).post("/api/v1/alerts", `{"product_no":1,"threshold":3}`, withToken(made)...).want(http.StatusCreated)
		}},
		{kit.EventSettingsChanged, owner(fields{"route": "/settings/language"}), func() {
			w.form("/settings/language", map[string]string{"locale": "en", "timezone": "Asia/Seoul"}).want(http.StatusSeeOther)
		}},
		{kit.EventAlertsActed, owner(fields{"route": "/api/v1/sync", "right": "act"}), func() { w.post("/api/v1/sync", "").want(http.StatusAccepted) }},
		{kit.EventExportMade, owner(fields{"route": "/stock/export"}), func() { w.get("/stock/export?format=csv").want(http.StatusOK) }},
		{kit.EventExportMade, owner(fields{"route": "/connection/diagnostics"}), func() { w.get("/connection/diagnostics").want(http.StatusOK) }},
		{kit.EventTokenRevoked, owner(fields{"subject": "1"}), func() { w.form("/settings/tokens/1/delete", nil).want(http.StatusSeeOther) }},
		{kit.EventLinkUsed, fields{"action": "unsubscribe", "mall": "hanbit", "who": ""}, func() {
			link := b.links.Sign(notify.Link{Action: notify.LinkUnsubscribe, Mall: mall, Email: "a@shop.test"})
			b.browser(t).post("/unsubscribe/"+link, "").want(http.StatusOK)
		}},
	} {
		b.logged(t, tc.event, tc.want, tc.do)
	}
	before := len(b.lines(t, "security"))
	w.get("/stock").want(http.StatusOK)
	w.form("/settings/language", map[string]string{"locale": "xx"}).want(http.StatusUnprocessableEntity)
	w.post("/api/v1/alerts/preview", `{"threshold":1}`).want(http.StatusOK)
	if more := b.lines(t, "security")[before:]; len(more) > 0 {
		t.Errorf("logged what changed nothing: %v", more)
	}
}

// TestAFloodDoesNotFillTheLog sends many refused requests. The log must say how
// many lines are missing.
func TestAFloodDoesNotFillTheLog(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.owner(t, mall)
	b.clock.stop()
	b.log.reset()
	stranger := b.browser(t)
	for range 700 {
		stranger.get("/?mall_id=hanbit&hmac=x")
		stranger.get(whoAmI, withToken(randomToken())...)
	}
	for range 300 {
		w.get("/api/v1/incidents/x")
	}
	if n := len(b.lines(t, "security")); n > 20+20+3 {
		t.Errorf("%d lines of events", n)
	}
	if n := len(b.lines(t, "request")); n > 600+200+20 {
		t.Errorf("%d lines of requests", n)
	}
	b.clock.advance(time.Minute)
	stranger.get("/?mall_id=hanbit&hmac=x")
	lines := append(b.lines(t, "security"), b.lines(t, "request")...)
	missed := func(message string) bool {
		return slices.ContainsFunc(lines, func(l map[string]any) bool { n, _ := l["missed"].(float64); return l["msg"] == message && n > 30 })
	}
	if !missed("security") || !missed("request") {
		t.Error("no line says how many are missing")
	}
}

// TestTheLogCannotBeForged puts line breaks and quotes into what a launch
// carries, and into what a stranger can choose.
func TestTheLogCannotBeForged(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.connect(t, mall)
	const forged = "x\r\n{\"level\":\"INFO\",\"msg\":\"forged\"}"
	b.browser(t).open(mall, cafe24sim.Launch{UserID: forged, UserName: forged, UserType: "P\n{\"msg\":\"forged\"}"})
	w := b.browser(t)
	w.get("/%0a%7b%22msg%22:%22forged%22%7d").want(http.StatusNotFound)
	w.get("/?mall_id=hanbit%0a%7b%22msg%22:%22forged%22%7d").want(http.StatusForbidden)
	w.get("/stock/1%0a?x=%0d%0a", "Authorization", "Bearer \"forged\"", "User-Agent", "\"forged\"")
	if forgedLines := b.lines(t, "forged"); len(forgedLines) > 0 { // lines fails for a line that is not JSON
		t.Errorf("forged: %v", forgedLines)
	}
	if made := b.lines(t, "security"); len(made) == 0 {
		t.Error("nothing was logged")
	}
}

// TestTheInventoryOfTheLogIsWhole compares the table of the documentation with
// the events that the program knows.
func TestTheInventoryOfTheLogIsWhole(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "operations.md"))
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]string{}
	for _, row := range regexp.MustCompile("(?m)^\\| `([a-z_]+)` \\| (info|warn) \\|").FindAllStringSubmatch(string(text), -1) {
		listed[row[1]] = row[2]
	}
	for level, events := range map[string][]kit.Event{"info": kit.DoneEvents(), "warn": kit.RefusedEvents()} {
		for _, event := range events {
			if listed[string(event)] != level {
				t.Errorf("docs/operations.md does not have %s as %s", event, level)
			}
			delete(listed, string(event))
		}
	}
	if len(listed) > 0 {
		t.Errorf("docs/operations.md has events that the program does not know: %v", listed)
	}
}
