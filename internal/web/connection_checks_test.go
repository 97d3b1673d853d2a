package web_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/callrate"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/preference"
)

// sweep is a full sweep that finds a difference and takes 40 seconds.
func (b *bench) sweep(t *testing.T, products int, find func()) {
	t.Helper()
	b.clock.advance(6 * time.Hour)
	if _, err := b.store.Mall(mall).StartSync(t.Context(), b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	y, err := b.store.Mall(mall).ClaimSync(t.Context(), b.clock.Now(), time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	b.clock.advance(20 * time.Second)
	find()
	b.clock.advance(20 * time.Second)
	y.ProductsDone, y.ProductsTotal = products, products
	if _, err := b.store.Mall(mall).FinishSync(t.Context(), y, b.clock.Now(), b.clock.Now().Add(6*time.Hour)); err != nil {
		t.Fatal(err)
	}
}

// workings is the API answer about the checks.
type workings struct {
	Checks []struct {
		ID, State, Text string
		Do              *string `json:"what_to_do"`
	}
	Sweeps       []struct{ Products, Differed int }
	Notification struct {
		Alerts int
		Median *int `json:"median_seconds"`
		Worst  *int `json:"worst_seconds"`
	} `json:"telling_7d"`
	Quota struct {
		Bucket  int  `json:"bucket_percent"`
		Usage   *int `json:"usage_percent"`
		Stopped int  `json:"stopped_seconds"`
	}
	Sales  salesRecord    `json:"sales_record"`
	Mails  map[string]int `json:"mails_24h"`
	Others map[string]int `json:"other_messages_24h"`
	Scopes struct{ Granted, Missing []string }
}

// salesRecord is the part of the answer about the nightly forecast.
type salesRecord struct {
	Source         string
	Days           int
	DaysRead       int     `json:"days_read"`
	OlderDays      int     `json:"older_days"`
	OlderDaysRead  int     `json:"older_days_read"`
	LearningFailed *string `json:"learning_failed_at"`
	NotComputed    int     `json:"not_computed"`
}

func (w workings) state(id string) string {
	for _, c := range w.Checks {
		if c.ID == id {
			return c.State
		}
	}
	return ""
}

func (w *browser) workings() (out workings) {
	w.t.Helper()
	_, router := w.bench.document(w.t)
	answer := w.get("/api/v1/connection").want(http.StatusOK).valid(router)
	if err := json.Unmarshal([]byte(answer.body), &out); err != nil {
		w.t.Fatal(err)
	}
	for _, c := range out.Checks {
		if needs := c.State == "attention" || c.State == "stopped"; needs != (c.Do != nil) {
			w.t.Errorf("%s is %s, and what to do: %v", c.ID, c.State, c.Do)
		}
	}
	return out
}

// TestConnectionChecks compares every number of the page with what really
// happened.
func TestConnectionChecks(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.clock.stop()
	w := b.shop(t, 6)
	for id, want := range map[string]string{
		"token": "ok", "scopes": "ok", "webhooks": "ok", "sweep": "ok", "drift": "unknown", "told": "unknown", "quota": "ok", "mails": "unknown",
	} {
		if got := w.workings().state(id); got != want {
			t.Errorf("%s of a new mall: %q, want %q", id, got, want)
		}
	}

	b.sweep(t, 40, func() { b.found(t, lowstock.SourceSweep, 6, 25, 20) })
	b.sweep(t, 40, func() {})
	b.notified(t, "kim@shop.example")
	b.found(t, lowstock.SourceWatch, 5, 0, 23) // falls to 0, so an alert is raised
	message := b.collected(t)
	b.clock.advance(68 * time.Second)
	b.sent(t, message, outgoing.Outcome{State: lowstock.DeliverySent})
	w.launch(mall).to("/stock")
	w.get("/connection").want(http.StatusOK).has("한눈에 보기", "최근 전체 동기화 2번에서 상품 80개를 읽었고, 1개가 앱이 알던 것과 달랐어요",
		"상품 40개를 40초 만에 모두 읽었어요", "지난 7일 알림 1건은", "보통 71초", "보냄 1 · 다시 보내는 중 0 · 확인 불가 0 · 실패 0", `href="/connection/diagnostics"`)
	got := w.workings()
	if len(got.Sweeps) != 2 || got.Sweeps[1].Differed != 1 || got.Sweeps[0].Differed != 0 || got.Sweeps[0].Products != 40 {
		t.Errorf("sweeps %+v", got.Sweeps)
	}
	if got.Notification.Alerts != 1 || got.Notification.Median == nil || *got.Notification.Median != 71 || *got.Notification.Worst != 71 {
		t.Errorf("telling %+v", got.Notification)
	}
	if got.Mails["sent"] != 1 || got.Others["sent"] != 0 || len(got.Scopes.Missing) != 0 {
		t.Errorf("mails %v, others %v, missing %v", got.Mails, got.Others, got.Scopes.Missing)
	}
	for _, id := range []string{"drift", "told", "mails", "sweep"} {
		if state := got.state(id); state != "ok" {
			t.Errorf("%s is %q", id, state)
		}
	}
}

func TestConnectionChecksAskForAttention(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 6)
	b.notified(t, "kim@shop.example")
	for n := range 2 { // seven of 40 differ
		b.sweep(t, 20, func() {
			for no := range 3 + n {
				b.found(t, lowstock.SourceSweep, int64(no+1), 30+n, 40+n)
			}
		})
	}
	ask := callrate.Ask{Size: 40, Drain: 2, Rate: 100, Burst: 100, Patience: time.Second, Usage: 82}
	for range 10 {
		if turn, err := b.store.Mall(mall).TakeTurn(t.Context(), "GET products", ask); err != nil || !turn.Taken {
			t.Fatalf("%+v, %v", turn, err)
		}
	}
	b.clock.advance(20 * time.Hour)
	b.found(t, lowstock.SourceWatch, 5, 0, 23)
	b.sent(t, b.collected(t), outgoing.Outcome{State: lowstock.DeliveryFailed, Error: "letter.error.address"})
	w.launch(mall).to("/stock")
	got := w.workings()
	for id, want := range map[string]string{"drift": "attention", "mails": "attention", "webhooks": "attention", "sweep": "attention"} {
		if state := got.state(id); state != want {
			t.Errorf("%s is %q, want %q", id, state, want)
		}
	}
	if got.Quota.Usage == nil || *got.Quota.Usage != 82 || got.Quota.Bucket < 5 || got.Quota.Bucket > 25 {
		t.Errorf("quota %+v", got.Quota)
	}
	if err := b.store.Mall(mall).StopCalls(t.Context(), 3*time.Minute); err != nil {
		t.Fatal(err)
	}
	w.get("/connection").has("카페24가 3분 동안 호출하지 말라고 했어요", "변경 알림이 빠지고 있을 수 있어요", "끝내 보내지 못한 메일이 있고, 더는 다시 보내지 않아요", "지난 24시간 동안 알림이 한 건도 오지 않았는데")
	if state := w.workings().state("quota"); state != "attention" {
		t.Errorf("quota is %q", state)
	}
}

// TestDiagnosticsHoldNoSecret puts a known word into every secret or personal
// field, and searches for each of them.
func TestDiagnosticsHoldNoSecret(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 3)
	settings, err := b.store.Mall(mall).Settings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	settings.Targets = settings.Targets.With(lowstock.ChannelSlack, "https://hooks.slack.com/services/canaryslack").With(lowstock.ChannelWebhook, "https://canaryhook.example/canarypath")
	settings.Recipients = []preference.Recipient{{Email: "canarymail@shop.example", Immediate: true}, {Email: "canaryother@shop.example"}}
	if err := b.store.Mall(mall).SaveSettings(t.Context(), settings, "canaryby", b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	if err := b.store.Mall(mall).ConfirmRecipient(t.Context(), "canarymail@shop.example", b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	person := b.browser(t)
	person.open(mall, cafe24sim.Launch{UserID: "canaryid", UserName: "canaryname"}).to("/stock")
	made := w.form("/settings/tokens", map[string]string{"token_name": "canarytoken", "token_scope": "settings", "token_days": "30"}).want(http.StatusOK)
	_, value, _ := strings.Cut(made.body, `value="ia_`)
	value, _, _ = strings.Cut(value, `"`)
	b.found(t, lowstock.SourceWatch, 1, 9, 9)
	if _, err := b.store.Pool().Exec(t.Context(), `UPDATE recipients SET suspended_at = now() WHERE email = 'canaryother@shop.example'`); err != nil {
		t.Fatal(err)
	}
	b.checkup(t)
	token, err := b.store.Mall(mall).Token(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	stored, err := b.store.Mall(mall).Settings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	w.get("/connection").has("canaryother@shop.example") // this page may show it

	file := w.get("/connection/diagnostics").want(http.StatusOK)
	if kind := file.Header.Get("Content-Disposition"); !strings.HasPrefix(kind, `attachment; filename="diagnostics-hanbit-`) {
		t.Errorf("Content-Disposition %q", kind)
	}
	file.lacks("canary", token.Access.Reveal(), token.Refresh.Reveal(), stored.Targets.Of(lowstock.ChannelWebhook).Signing.Reveal(), "whsec_", "ia_", value, "@",
		cafe24sim.DefaultClientSecret, cafe24sim.DefaultWebhookKey, w.cookie("__Host-session"), "니트 가디건", url.QueryEscape("니트"), "hooks.slack.com")
	var d struct {
		Items      map[string]int
		Recipients map[string]int
		Settings   map[string]any
		Connection workings
	}
	if err := json.Unmarshal([]byte(file.body), &d); err != nil {
		t.Fatal(err)
	}
	if d.Items["ok"] == 0 || d.Recipients["confirmed"] != 1 || d.Recipients["suspended"] != 1 || d.Settings["slack"] != true || len(d.Connection.Checks) != 10 {
		t.Errorf("%s", file.body)
	}
	b.browser(t).get("/connection/diagnostics").want(http.StatusUnauthorized)
}
