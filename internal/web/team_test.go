package web_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/team"
)

// needed is the right that an unsafe route should need, judged by its address
// alone.
func needed(path string) team.Right {
	api, path := strings.HasPrefix(path, "/api/v1"), strings.TrimPrefix(path, "/api/v1")
	switch {
	case api && path == "/purchase-orders": // with any cost and supplier; the page takes what the sheet proposes
		return team.RightRules
	case api && strings.HasPrefix(path, "/purchase-orders/") && strings.HasSuffix(path, "/receipts"):
		return team.RightAct
	case path == "/settings/team/end", path == "/settings/theme":
		return team.RightNone
	case strings.HasPrefix(path, "/settings"), strings.HasPrefix(path, "/setup"):
		return team.RightOwn
	case strings.HasPrefix(path, "/incidents"), strings.HasPrefix(path, "/alerts") && !api, strings.HasPrefix(path, "/morning"), strings.HasSuffix(path, "/sync"), path == "/stock/columns", strings.HasPrefix(path, "/contact"), path == "/purchase-orders", path == "/reorder/preview":
		return team.RightAct
	case strings.HasPrefix(path, "/purchase-orders/") && (strings.HasSuffix(path, "/receive") || strings.HasSuffix(path, "/answer") || strings.HasSuffix(path, "/undo") || strings.Contains(path, "/proposals/")):
		return team.RightAct
	}
	return team.RightRules
}

func (b *bench) operator(t *testing.T, kind string) *browser {
	t.Helper()
	w := b.browser(t)
	w.open(mall, cafe24sim.Launch{UserType: kind, UserID: "staff_" + kind}).to("/stock")
	return w
}

func (b *bench) letSubs(t *testing.T, change bool) {
	t.Helper()
	settings, err := b.store.Mall(mall).Settings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	settings.SubsChangeRules = change
	if err := b.store.Mall(mall).SaveSettings(t.Context(), settings, "hanbit", b.clock.Now()); err != nil {
		t.Fatal(err)
	}
}

// TestWhoMayDoWhat calls every unsafe route as every kind of operator. An
// operator without the right gets 403 and a text that says who has it. An
// operator with the right gets any other status.
func TestWhoMayDoWhat(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.shop(t, 2)
	for _, tc := range []struct {
		kind string
		subs bool // sub-operators may change rules
		has  team.Right
	}{
		{"Z", true, team.RightNone},
		{"S", true, team.RightNone},
		{"A", true, team.RightRules},
		{"A", false, team.RightAct},
		{"P", false, team.RightOwn},
	} {
		b.letSubs(t, tc.subs)
		w, asked := b.operator(t, tc.kind), 0
		for _, r := range b.routes(t) {
			if r.Method == http.MethodGet || r.Method == http.MethodHead || r.Method == echo.RouteNotFound || strings.Contains(r.Path, ":token") || r.Path == "/webhooks/cafe24" || r.Path == "/logout" {
				continue
			}
			asked++
			address := r.Path
			for _, name := range []string{":id", ":act", ":product_no", ":receipt", ":proposal"} {
				address = strings.ReplaceAll(address, name, "999999")
			}
			got := w.do(r.Method, address, "", "Sec-Fetch-Site", "same-origin")
			if may := tc.has >= needed(r.Path); may == (got.StatusCode == http.StatusForbidden) {
				t.Errorf("%q (sub-operators change rules: %v) %s %s: status %d", tc.kind, tc.subs, r.Method, r.Path, got.StatusCode)
			}
			if got.StatusCode != http.StatusForbidden {
				continue
			}
			if got.has("대표운영자"); strings.HasPrefix(r.Path, "/api/") {
				got.has(`"code":"FORBIDDEN"`)
			}
		}
		if asked < 40 {
			t.Errorf("%d routes", asked)
		}
	}
}

func TestSubOperatorSeesWhatHeMayDo(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	owner := b.shop(t, 3)
	b.notified(t, "kim@shop.example")
	sub, guest := b.operator(t, "A"), b.operator(t, "Z")

	const only, note = "대표운영자만 바꿀 수 있어요.", "이 계정 종류로는 쇼핑몰의 재고와 설정을 볼 수 없어요."
	for _, path := range []string{"/stock", "/stock/1", "/rules", "/promotions", "/settings", "/connection", "/reorder", "/purchase-orders", "/alerts", "/morning", "/report"} {
		sub.get(path).want(http.StatusOK).lacks(note)
		guest.get(path).want(http.StatusForbidden).has(note, `action="/logout"`, `href="/settings/team"`).lacks("니트", "kim@shop.example")
	}
	for _, path := range []string{"/stock/1", "/rules", "/promotions", "/settings"} {
		sub.get(path).has(only)
		owner.get(path).lacks(only)
	}
	sub.get("/alerts").has("/acknowledge", `action="/alerts/many"`)
	sub.get("/connection").has(`action="/connection/sync"`)
	sub.get("/stock").has(`action="/stock/columns"`).lacks(`action="/stock/bulk"`, `action="/stock/threshold"`)
	sub.get("/settings").lacks("kim@shop.example").has("k***@…", "알림 처리만").lacks(`action="/settings/team"`, `action="/settings/recipients/add"`, `action="/settings/tokens"`)
	sub.get("/stock/export?format=csv").want(http.StatusOK)

	owner.form("/settings/team", map[string]string{"subs": "1"}).to("/settings?done=saved")
	sub.get("/rules").lacks(only).has(`action="/rules"`)
	sub.form("/rules", map[string]string{"form": "default", "default-threshold": "4", "default-threshold-kind": "number"})
	sub.get("/settings").has(only, "알림 처리와 기준 바꾸기").lacks(`action="/settings/team"`)
	owner.form("/settings/team", nil).to("/settings?done=saved")
	sub.get("/rules").has(only)
	owner.get("/settings").has("부운영자도 알림 기준 바꾸기: 켬 → 끔", "부운영자도 알림 기준 바꾸기: 끔 → 켬")
}

// TestChangesOfSettingsAreOnRecord expects who, what and when. The record of a
// secret only says that it was set.
func TestChangesOfSettingsAreOnRecord(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 2)
	w.get("/settings").has("아직 바뀐 설정이 없어요.")
	for path, fields := range map[string]map[string]string{
		"/settings/recipients/add": {"email": "lee@shop.example"},
		"/settings/schedule":       {"collect_seconds": "90", "daily_cap": "3", "second_after_hours": "0", "quiet_from": "22:00", "quiet_to": "07:00", "digest_at": "09:00"},
		"/settings/language":       {"locale": "en", "timezone": "Asia/Seoul"},
		"/settings/channels":       {"slack_webhook_url": "https://hooks.slack.com/services/T0/B0/verysecret"},
		"/reorder/terms":           {"lead_days": "9", "order_days": "28", "level": "98"},
		"/reorder/lead":            {"product_no": "1", "lead": "21"},
	} {
		if got := w.form(path, fields); got.StatusCode != http.StatusSeeOther {
			t.Fatalf("%s: status %d: %.300s", path, got.StatusCode, got.body)
		}
	}
	w.form("/settings/tokens", map[string]string{"token_name": "ERP", "token_scope": "read", "token_days": "365"}).want(http.StatusOK)
	if err := b.store.Mall(mall).ConfirmRecipient(t.Context(), "lee@shop.example", b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	page := w.get("/settings").lacks("verysecret", "아직 바뀐 설정이 없어요.").has(
		"받는 사람 lee@shop.example 추가", "모아 보내기: 60초 → 90초", "방해 금지 시간: 없음 → 22:00–07:00", "메일 언어: 한국어 → 영어",
		"Slack 웹훅 주소 등록", "API 토큰 ‘ERP’ 만듦: 읽기 · ", "조달 기간: 14일 → 9일", "품절 없이 버틸 확률: 95% → 98%",
		"상품 1번, 조달 기간: 없음 → 21일", " 메일에서 알림을 받겠다고 함")
	page.has("<span>본인</span>", "<span>대표 관리자 (hanbit)</span>")
	list, err := b.store.Mall(mall).SettingChanges(t.Context(), 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range list {
		if c.At.IsZero() || c.By == "" || c.What == preference.Setting(lowstock.ChannelSlack) && c.To != preference.SettingOn {
			t.Errorf("%+v", c)
		}
	}
	w.form("/settings/schedule", map[string]string{"collect_seconds": "90", "daily_cap": "3", "second_after_hours": "0", "quiet_from": "22:00", "quiet_to": "07:00", "digest_at": "09:00"})
	again, err := b.store.Mall(mall).SettingChanges(t.Context(), 100)
	if err != nil || len(again) != len(list) {
		t.Errorf("saved without a change, and %d became %d: %v", len(list), len(again), err)
	}
}
