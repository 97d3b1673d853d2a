package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/lowstock"
)

func TestAPISettings(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.owner(t, mall)
	_, router := b.document(t)
	put := func(body string) map[string]any {
		t.Helper()
		return w.do(http.MethodPut, "/api/v1/settings", body).want(http.StatusOK).valid(router).object()
	}
	before := w.get("/api/v1/settings").want(http.StatusOK).valid(router).object()
	want := map[string]any{
		"locale": "ko", "timezone": "Asia/Seoul", "collect_seconds": 60.0, "daily_cap": 3.0, "second_after_hours": 0.0, "quiet_from": nil, "quiet_to": nil,
		"recipients": []any{}, "slack_webhook_url": nil, "webhook_url": nil, "webhook_secret": nil, "sub_operators_change_rules": false,
	}
	if diff := cmp.Diff(want, without(before, otherFields()...)); diff != "" {
		t.Errorf("a new mall (-want +got):\n%s", diff)
	}

	const slack = "https://hooks.slack.com/services/T000/B000/secretsecret"
	got := put(`{"timezone":"America/New_York","collect_seconds":0,"quiet_from":"22:00","quiet_to":"07:00","slack_webhook_url":"` + slack + `",
		"recipients":[{"email":" Owner@Shop.test ","immediate":true,"digest":"daily"},{"email":"b@shop.test"}]}`)
	asked, _ := list(t, got, "recipients")[0]["confirmation"].(map[string]any)
	recipient := func(email, digest string) map[string]any {
		return map[string]any{
			"email": email, "immediate": true, "digest": digest, "second": false, "locale": "", "category_nos": []any{}, "supplier_codes": []any{},
			"confirmed_at": nil, "unsubscribed_at": nil, "suspended_at": nil,
			"confirmation": map[string]any{"state": "asked", "asked_at": asked["asked_at"], "ask_after": nil, "waiting_for": nil},
		}
	}
	want = map[string]any{
		"locale": "ko", "timezone": "America/New_York", "collect_seconds": 0.0, "daily_cap": 3.0, "second_after_hours": 0.0, "quiet_from": "22:00", "quiet_to": "07:00",
		"recipients":        []any{recipient("owner@shop.test", "daily"), recipient("b@shop.test", "off")},
		"slack_webhook_url": "https://hooks.slack.com/••••", "webhook_url": nil, "webhook_secret": nil, "sub_operators_change_rules": false,
	}
	if diff := cmp.Diff(want, without(got, otherFields()...)); diff != "" {
		t.Errorf("changed (-want +got):\n%s", diff)
	}

	if got := put(`{"sub_operators_change_rules":true}`); got["sub_operators_change_rules"] != true {
		t.Errorf("sub-operators: %v", got)
	}
	again := put(`{"slack_webhook_url":"https://hooks.slack.com/••••","quiet_from":null,"quiet_to":""}`)
	if again["quiet_from"] != nil || again["quiet_to"] != nil || again["slack_webhook_url"] != "https://hooks.slack.com/••••" {
		t.Errorf("cleared: %v", again)
	}
	stored, err := b.store.Mall(mall).Settings(t.Context())
	if err != nil || stored.Targets.Of(lowstock.ChannelSlack).Address.Reveal() != slack {
		t.Errorf("the mask replaced the secret: %v", err)
	}
	same := put(`{"recipients":[{"email":"owner@shop.test"},{"email":"b@shop.test","immediate":false}]}`)
	if diff := cmp.Diff([]any{"daily", "off"}, column(list(t, same, "recipients"), "digest")); diff != "" {
		t.Errorf("what was left out changed (-want +got):\n%s", diff)
	}
	if err := b.store.Mall(mall).Unsubscribe(t.Context(), "b@shop.test", b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	kept := put(`{"recipients":[{"email":"b@shop.test","digest":"weekly"}],"slack_webhook_url":null}`)
	row := list(t, kept, "recipients")[0]
	if at, ok := row["unsubscribed_at"].(string); !ok || strings.HasSuffix(at, "+09:00") {
		t.Errorf("who unsubscribed: %v", row)
	}
	if kept["slack_webhook_url"] != nil {
		t.Errorf("slack %v", kept["slack_webhook_url"])
	}
	if strings.Contains(b.log.String(), "secretsecret") {
		t.Error("the log holds the Slack address")
	}
}

// TestAPIRecipientsKeepWhatIsLeftOut checks that a body with one field of a
// recipient changes only that field.
func TestAPIRecipientsKeepWhatIsLeftOut(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.owner(t, mall)
	_, router := b.document(t)
	put := func(body string) map[string]any {
		t.Helper()
		return list(t, w.do(http.MethodPut, "/api/v1/settings", body).want(http.StatusOK).valid(router).object(), "recipients")[0]
	}
	full := put(`{"daily_cap":5,"second_after_hours":4,"recipients":[{"email":"a@shop.test","immediate":false,"digest":"weekly","second":true,"locale":"en",
		"category_nos":[24,25],"supplier_codes":["S0000001"],"confirmed_at":"2020-01-01T00:00:00Z"}]}`)
	if full["confirmed_at"] != nil {
		t.Error("the merchant confirmed for the recipient")
	}
	if err := b.store.Mall(mall).ConfirmRecipient(t.Context(), "a@shop.test", b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	kept := put(`{"recipients":[{"email":"a@shop.test"}]}`)
	if kept["confirmed_at"] == nil {
		t.Error("the confirmation is lost")
	}
	if diff := cmp.Diff(without(full, "confirmed_at", "confirmation"), without(kept, "confirmed_at", "confirmation")); diff != "" {
		t.Errorf("what was left out changed (-want +got):\n%s", diff)
	}
	all := put(`{"recipients":[{"email":"a@shop.test","category_nos":null,"supplier_codes":[],"locale":null,"second":false}]}`)
	if diff := cmp.Diff([]any{}, all["category_nos"]); diff != "" || all["locale"] != "" || all["second"] != false || all["digest"] != "weekly" {
		t.Errorf("cleared: %v", all)
	}
	settings := w.get("/api/v1/settings").object()
	if settings["daily_cap"] != 5.0 || settings["second_after_hours"] != 4.0 {
		t.Errorf("settings %v", settings)
	}
	for _, row := range []string{
		`{"email":"a@shop.test","category_nos":["24"]}`, `{"email":"a@shop.test","category_nos":[0]}`, `{"email":"a@shop.test","category_nos":[99999999999]}`,
		`{"email":"a@shop.test","supplier_codes":["a b"]}`, `{"email":"a@shop.test","locale":"fr"}`, `{"email":"a@shop.test","second":"yes"}`,
	} {
		if fields := problem(t, w.do(http.MethodPut, "/api/v1/settings", `{"recipients":[`+row+`]}`).want(http.StatusUnprocessableEntity).object(), "INVALID"); fields["recipients"] == nil {
			t.Errorf("%s: fields %v", row, fields)
		}
	}
	for body, field := range map[string]string{`{"daily_cap":101}`: "daily_cap", `{"second_after_hours":-1}`: "second_after_hours", `{"daily_cap":"x"}`: "daily_cap"} {
		if fields := problem(t, w.do(http.MethodPut, "/api/v1/settings", body).want(http.StatusUnprocessableEntity).object(), "INVALID"); fields[field] == nil {
			t.Errorf("%s: fields %v", body, fields)
		}
	}
}

func TestAPIWebhookSecret(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.owner(t, mall)
	_, router := b.document(t)
	problem(t, w.post("/api/v1/settings/webhook-secret", "").want(http.StatusConflict).valid(router).object(), "CONFLICT")
	saved := w.do(http.MethodPut, "/api/v1/settings", `{"webhook_url":"https://example.com/hook"}`).want(http.StatusOK).valid(router).object()
	if saved["webhook_secret"] != "whsec_••••" {
		t.Errorf("secret %v", saved["webhook_secret"])
	}
	before, err := b.store.Mall(mall).Settings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	made, _ := w.post("/api/v1/settings/webhook-secret", "").want(http.StatusOK).valid(router).object()["webhook_secret"].(string)
	after, err := b.store.Mall(mall).Settings(t.Context())
	if err != nil || made == "" || made != after.Targets.Of(lowstock.ChannelWebhook).Signing.Reveal() || made == before.Targets.Of(lowstock.ChannelWebhook).Signing.Reveal() {
		t.Errorf("the secret was not replaced by the one shown: %v", err)
	}
	if strings.Contains(b.log.String(), "whsec_") {
		t.Error("the log holds a secret")
	}
}

func TestAPISync(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, router := b.document(t)
	fresh := b.browser(t)
	fresh.launch(mall).to("/auth/install")
	never := fresh.get("/api/v1/sync").want(http.StatusOK).valid(router).object()["sync"]
	want := map[string]any{"state": "never", "products_done": 0.0, "products_total": 0.0, "started_at": nil, "finished_at": nil, "error": nil}
	if diff := cmp.Diff(any(want), never); diff != "" {
		t.Errorf("before the first (-want +got):\n%s", diff)
	}
	problem(t, fresh.post("/api/v1/sync", "").want(http.StatusUnauthorized).valid(router).object(), "TOKEN_EXPIRED")

	w := b.owner(t, mall)
	start := func() map[string]any {
		t.Helper()
		sync, _ := w.post("/api/v1/sync", "").want(http.StatusAccepted).valid(router).object()["sync"].(map[string]any)
		return sync
	}
	started := start()
	if started["state"] != "running" || started["started_at"] == nil {
		t.Errorf("started: %v", started)
	}
	joined := start()
	if joined["started_at"] != started["started_at"] {
		t.Errorf("a second one began: %v, %v", started, joined)
	}
	if err := b.store.Mall(mall).MarkReconnect(t.Context(), "connection.invalid_grant", time.Now()); err != nil {
		t.Fatal(err)
	}
	problem(t, w.post("/api/v1/sync", "").want(http.StatusUnauthorized).object(), "TOKEN_EXPIRED")
}
