package web_test

import (
	"context"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/web"
)

func (b *bench) standing(t *testing.T) lowstock.Incident {
	t.Helper()
	list, _, err := b.store.Mall(mall).Incidents(t.Context(), listing.Params{State: lowstock.IncidentStanding, Limit: 10})
	if err != nil || len(list) != 1 {
		t.Fatalf("%d incidents stand, want 1: %v", len(list), err)
	}
	return list[0]
}

func TestAlertsPages(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 2)
	i := b.standing(t)
	one := "/alerts/" + strconv.FormatInt(i.ID, 10)
	w.get("/alerts").want(http.StatusOK).has("니트 가디건 1호", "재고 0개 · 기준 0개", "확인했어요", "7일 미루기", "해결로 표시", one)
	w.get(one).want(http.StatusOK).has("품절되어 알림이 시작됐어요", "누구에게 알렸나요")
	w.get("/alerts?state=resolved").has("여기에는 알림이 없어요")
	w.get("/alerts", htmx("div#alerts")...).has(`<div id="alerts"`).lacks("<!doctype")
	w.get("/alerts/999999").want(http.StatusNotFound)

	row := w.form(one+"/acknowledge", map[string]string{"back": "/alerts"}, htmx("li#alert-"+strconv.FormatInt(i.ID, 10))...).want(http.StatusOK)
	row.has(`<li id="alert-`, "확인함", "hx-partial").lacks("<!doctype", one+"/acknowledge")
	w.form(one+"/snooze", map[string]string{"back": one}).to(one + "?done=snoozed")
	if got := b.standing(t); got.State != lowstock.IncidentSnoozed || got.SnoozedUntil.Sub(b.clock.Now()) < 6*24*time.Hour {
		t.Errorf("incident %s until %s", got.State, got.SnoozedUntil)
	}
	w.get("/alerts?state=snoozed").has("까지 미룸")
	w.form(one+"/resolve", map[string]string{"back": "/alerts?state=snoozed"}, htmx("li#alert-1")...).has("해결됨",
		`<hx-partial hx-target="#standing" hx-swap="innerHTML"></hx-partial>`, `href="/alerts?state=snoozed"`).lacks(">1</span>")
	w.form(one+"/acknowledge", nil).to("/alerts?done=already")
	w.form(one+"/nonsense", nil).want(http.StatusNotFound)
	w.get(one+"?done=already").has("이미 해결된 알림이에요", "해결로 표시했어요", "hanbit").lacks(one + "/resolve")
	w.get("/alerts").has("처리할 알림이 없어요")
}

func TestRulesPage(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 3)
	if err := b.store.Mall(mall).SaveCategories(t.Context(), []inbound.Category{{No: 24, Name: "니트", FullName: "여성의류 > 니트"}}); err != nil {
		t.Fatal(err)
	}
	if err := b.store.Mall(mall).SaveSuppliers(t.Context(), []inbound.Supplier{{Code: "S0000001", Name: "한결직물"}}); err != nil {
		t.Fatal(err)
	}
	w.get("/rules").want(http.StatusOK).has("쇼핑몰 기본값", `value="c24"`, `value="sS0000001"`, "아직 정한 기준이 없어요")

	preview := map[string]string{"form": "default", "threshold": "5", "do": "preview"}
	w.form("/rules", preview).want(http.StatusOK).has("지금 3개 품목이 해당돼요", `value="5"`, "<!doctype")
	w.form("/rules", preview, htmx("section#default")...).has(`<section id="default"`, "지금 3개 품목이 해당돼요").lacks("<!doctype")
	if rules, err := b.store.Mall(mall).AllRules(t.Context()); err != nil || len(rules) != 0 {
		t.Fatalf("a preview set %+v, %v", rules, err)
	}
	w.form("/rules", map[string]string{"form": "default", "threshold": "5"}).to("/rules?done=saved")
	w.form("/rules", map[string]string{"form": "default", "threshold": ""}).want(http.StatusUnprocessableEntity).
		has(`href="#default-threshold"`, `aria-invalid="true"`, "숫자만 넣어 주세요")
	w.form("/rules", map[string]string{"form": "add", "of": "sS0000001", "threshold": "", "kind": "off", "do": "preview"}).want(http.StatusOK).has("지금 0개 품목이 해당돼요")
	w.form("/rules", map[string]string{"form": "add", "of": "sS0000001", "threshold": "12"}).to("/rules?done=saved")
	w.form("/rules", map[string]string{"form": "add", "of": "c24", "threshold": "", "kind": "off"}).to("/rules?done=saved")
	w.form("/rules", map[string]string{"form": "add", "of": "x", "threshold": "1"}).want(http.StatusUnprocessableEntity).has("카테고리나 공급사를 골라 주세요")
	w.get("/rules").has("한결직물", "여성의류 &gt; 니트", `value="12"`, `<option value="off" selected>`)
}

func TestRuleRows(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 3)
	n := 12
	rule, _, err := b.store.Mall(mall).SetRule(t.Context(), lowstock.RuleChange{ProductNo: 2, Threshold: &n, By: "hanbit"}, b.clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	at := "/rules/" + strconv.FormatInt(rule.ID, 10)
	w.get("/rules").has("니트 가디건 2호", `value="12"`, at+"/delete")
	w.form(at, map[string]string{"threshold": "x", "kind": "days"}, htmx("div#rule-1")...).want(http.StatusUnprocessableEntity).
		has(`value="x"`, `<option value="days" selected>`, "숫자만").lacks("<!doctype")
	w.form(at, map[string]string{"threshold": "x"}).want(http.StatusUnprocessableEntity).has(`value="x"`, `href="#rule-`, "<!doctype")
	w.form(at, map[string]string{"threshold": "9"}, htmx("div#rule-1")...).want(http.StatusOK).has(`value="9"`, "hx-partial")
	w.form(at, map[string]string{"threshold": "366", "kind": "days"}).want(http.StatusUnprocessableEntity).has("1일에서 365일")
	w.form(at, map[string]string{"threshold": "14", "kind": "days"}, htmx("div#rule-1")...).want(http.StatusOK).has(`value="14"`, `<option value="days" selected>`)
	w.form(at, map[string]string{"threshold": "", "kind": "off"}).to("/rules?done=saved")
	rules, err := b.store.Mall(mall).AllRules(t.Context())
	if err != nil || len(rules) != 1 || rules[0].Threshold != nil || rules[0].Days == nil || !rules[0].Muted {
		t.Fatalf("rules %+v, %v", rules, err)
	}
	at = "/rules/" + strconv.FormatInt(rules[0].ID, 10)
	w.form(at+"/delete", nil).to("/rules?done=deleted")
	w.form(at+"/delete", nil).to("/rules?done=deleted")
	w.form(at, map[string]string{"threshold": "1"}).want(http.StatusNotFound)
}

func TestRulesInParts(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 60)
	for no := range int64(60) {
		if _, _, err := b.store.Mall(mall).SetRule(t.Context(), lowstock.RuleChange{ProductNo: no + 1, Threshold: new(int)}, b.clock.Now()); err != nil {
			t.Fatal(err)
		}
	}
	w.get("/rules").has("상품 10개 더 보기", "/rules?scope=product&amp;skip=50")
	rest := w.get("/rules?scope=product&skip=50").has("모든 기준 보기").lacks("공급사 기준 ")
	if got := strings.Count(rest.body, `class="node"`); got != 10 {
		t.Errorf("%d rules in the second part", got)
	}
}

func TestSettingsForms(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 1)
	if err := b.store.Mall(mall).SaveShop(t.Context(), "한빛상점", "help@hanbit.example"); err != nil {
		t.Fatal(err)
	}
	w.get("/settings").want(http.StatusOK).has("아직 받는 사람이 없어서", "help@hanbit.example 추가", `value="Asia/Seoul"`)

	w.form("/settings/recipients/add", map[string]string{"email": "name@"}).want(http.StatusUnprocessableEntity).
		has("<title>오류:", `value="name@"`, `href="#email"`, "메일 주소를 확인해 주세요")
	w.form("/settings/recipients/add", map[string]string{"email": " Owner@Hanbit.example "}).to("/settings?done=added")
	w.form("/settings/recipients/add", map[string]string{"email": "owner@hanbit.example"}).want(http.StatusUnprocessableEntity).has("두 번")
	w.form("/settings/recipients", map[string]string{"email": "owner@hanbit.example", "digest": "weekly"}).to("/settings?done=saved")
	w.form("/settings/recipients", map[string]string{"email": "other@hanbit.example"}).want(http.StatusUnprocessableEntity)

	w.form("/settings/schedule", map[string]string{"collect_seconds": "x", "quiet_from": "21:00", "digest_at": "08:30"}).
		want(http.StatusUnprocessableEntity).has(`href="#collect_seconds"`, `value="21:00"`, `value="08:30"`)
	w.form("/settings/schedule", map[string]string{"collect_seconds": "30", "quiet_from": "21:00", "digest_at": "08:30"}).
		want(http.StatusUnprocessableEntity).has(`href="#quiet_to"`, "시작과 끝을 함께")
	w.form("/settings/schedule", map[string]string{"collect_seconds": "30", "quiet_from": "21:00", "quiet_to": "07:00", "digest_at": "08:30"}).to("/settings?done=saved")
	w.form("/settings/language", map[string]string{"locale": "en", "timezone": "Mars/Base"}).want(http.StatusUnprocessableEntity).has(`value="Mars/Base"`, `value="en" selected`)
	w.form("/settings/language", map[string]string{"locale": "en", "timezone": "Asia/Tokyo"}).to("/settings?done=saved")

	got, err := b.store.Mall(mall).Settings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := preference.Settings{
		Locale: "en", Timezone: "Asia/Tokyo", CollectSeconds: 30, DailyCap: 3, QuietFrom: "21:00", QuietTo: "07:00", DigestAt: "08:30",
		Recipients: []preference.Recipient{{Email: "owner@hanbit.example", Digest: preference.DigestWeekly}}, UpdatedAt: got.UpdatedAt,
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(preference.Recipient{}, "ConfirmSentAt")); diff != "" {
		t.Error(diff)
	}
	w.get("/settings?done=added").has("확인 메일을 보냈어요. 받은 분이", "확인 대기 중", "확인 메일 다시 보내기", "아직 확인을 마친 받는 사람이 없어서")
	w.form("/settings/recipients/remove", map[string]string{"email": "owner@hanbit.example"}).to("/settings?done=deleted")
	w.get("/settings").has("아직 받는 사람이 없어서")
}

func TestSettingsChannelsAreMasked(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 1)
	secret := "https://hooks.slack.com/services/T0/B0/verysecret"
	w.form("/settings/channels", map[string]string{"slack_webhook_url": "http://127.0.0.1/x", "webhook_url": ""}).
		want(http.StatusUnprocessableEntity).has(`href="#slack_webhook_url"`, `value="http://127.0.0.1/x"`)
	w.form("/settings/channels", map[string]string{"slack_webhook_url": secret}).to("/settings?done=saved")
	page := w.get("/settings").has("https://hooks.slack.com/", "Slack 시험").lacks("verysecret")
	mask := regexp.MustCompile(`id="slack_webhook_url"[^>]*value="([^"]+)"`).FindStringSubmatch(page.body)
	if mask == nil {
		t.Fatal("no mask")
	}
	w.form("/settings/channels", map[string]string{"slack_webhook_url": mask[1]}).to("/settings?done=saved")
	if got, err := b.store.Mall(mall).Settings(t.Context()); err != nil || got.Targets.Of(lowstock.ChannelSlack).Address.Reveal() != secret {
		t.Errorf("the mask did not keep the address: %v", err)
	}
	w.form("/settings/channels", map[string]string{"slack_webhook_url": ""}).to("/settings?done=saved")
	w.get("/settings").lacks("Slack 시험")
}

func TestRecipientForm(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 1)
	if err := b.store.Mall(mall).SaveCategories(t.Context(), []inbound.Category{{No: 24, Name: "니트", FullName: "여성의류 > 니트"}, {No: 25, Name: "팬츠"}}); err != nil {
		t.Fatal(err)
	}
	if err := b.store.Mall(mall).SaveSuppliers(t.Context(), []inbound.Supplier{{Code: "S0000001", Name: "한결직물"}}); err != nil {
		t.Fatal(err)
	}
	b.notified(t, "owner@hanbit.example")
	w.get("/settings").has("확인됨", "바로 알림 · 전체 상품", `href="/settings?edit=r-1#r-1"`).lacks(`name="scope"`)
	w.get("/settings?edit=r-1").has(`name="scope" value="all" checked`, `name="category" value="24"`, "여성의류 &gt; 니트", "한결직물").lacks(`href="/settings?edit=r-1#r-1"`)

	form := map[string]string{"email": "owner@hanbit.example", "second": "1", "digest": "weekly", "locale": "en", "scope": "some"}
	w.form("/settings/recipients", form).want(http.StatusUnprocessableEntity).has(
		`href="#scope"`, "하나 이상 골라 주세요", `name="scope" value="some" checked`, `name="second" value="1" checked`, `value="weekly" selected`, `value="en" selected`)
	form["category"], form["supplier"] = "24", "S0000001"
	w.form("/settings/recipients", form).to("/settings?done=saved")
	got := b.recipient(t)
	want := preference.Recipient{
		Email: "owner@hanbit.example", Digest: preference.DigestWeekly, Second: true, Locale: "en", Categories: []int{24}, Suppliers: []string{"S0000001"},
		ConfirmedAt: got.ConfirmedAt, ConfirmSentAt: got.ConfirmSentAt,
	}
	if diff := cmp.Diff(want, got); diff != "" || got.ConfirmedAt.IsZero() {
		t.Errorf("recipient (-want +got):\n%s", diff)
	}
	w.get("/settings").has("두 번째로 받음 · 매주 요약 · 여성의류 &gt; 니트 외 1곳만 · 영어", "두 번째 받는 사람을 정했지만 시간이 0이에요")
	form["immediate"] = "1"
	w.form("/settings/recipients", form).to("/settings?done=saved")
	w.get("/settings").has("아무도 고르지 않은 상품의 알림은 누구에게도 가지 않아요")
	w.form("/settings/schedule", map[string]string{"collect_seconds": "60", "daily_cap": "101", "second_after_hours": "x", "digest_at": "09:00"}).
		want(http.StatusUnprocessableEntity).has(`value="101"`, `href="#second_after_hours"`, `value="x"`)
	w.form("/settings/schedule", map[string]string{"collect_seconds": "60", "daily_cap": "7", "second_after_hours": "4", "digest_at": "09:00"}).to("/settings?done=saved")
	w.get("/settings").has(`value="7"`, `value="4"`).lacks("시간이 0이에요")
	b.viewer(t).get("/settings?edit=r-1").want(http.StatusOK).lacks(`name="scope"`, "시험 메일")
}

func TestConfirmationAgain(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 1)
	w.form("/settings/recipients/add", map[string]string{"email": "owner@hanbit.example"}).to("/settings?done=added")
	w.get("/stock").has("에 확인 메일을 보냈어요")
	form := map[string]string{"email": "owner@hanbit.example"}
	w.form("/settings/recipients/confirm", map[string]string{"email": "stranger@else.example"}).want(http.StatusNotFound)
	for range 2 { // the first one was sent when the address was added
		w.form("/settings/recipients/confirm", form).to("/settings?done=confirm_sent")
	}
	w.form("/settings/recipients/confirm", form).want(http.StatusTooManyRequests).has("<!doctype", "이 주소로 하루에 보낼 수 있는 확인 메일이 다 나갔어요", "부터 다시 보낼 수 있어요", `id="r-1-test"`)
	if err := b.store.Mall(mall).ConfirmRecipient(t.Context(), "owner@hanbit.example", b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	w.get("/settings").has("확인됨").lacks("확인 메일 다시")
	w.get("/stock").has("1명에게 알려요")
}

func TestWebhookSecretIsShownOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 1)
	w.get("/settings").lacks("웹훅 서명 키")
	w.form("/settings/webhook-secret", map[string]string{"do": "show"}).want(http.StatusNotFound)
	w.form("/settings/channels", map[string]string{"slack_webhook_url": "", "webhook_url": "https://example.com/hook"}).to("/settings?done=saved")
	secret := func() string {
		t.Helper()
		settings, err := b.store.Mall(mall).Settings(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return settings.Targets.Of(lowstock.ChannelWebhook).Signing.Reveal()
	}
	first := secret()
	w.get("/settings").has("웹훅 서명 키", "whsec_••••", "standardwebhooks").lacks(first)
	w.form("/settings/webhook-secret", map[string]string{"do": "show"}).want(http.StatusOK).has(first, "지금만 보여요")
	shown := w.form("/settings/webhook-secret", map[string]string{"do": "rotate"}).want(http.StatusOK)
	if secret() == first {
		t.Error("nothing was made anew")
	}
	shown.has(secret()).lacks(first)
	w.get("/settings").lacks(secret())
	b.viewer(t).form("/settings/webhook-secret", map[string]string{"do": "show"}).want(http.StatusForbidden).lacks(secret())
}

// outcomes is background work whose test messages have the given outcome.
type outcomes struct {
	web.Work

	outcome outgoing.Outcome
	err     error
}

func (o outcomes) SendTest(context.Context, lowstock.MallID, lowstock.Channel, string) (outgoing.Outcome, error) {
	return o.outcome, o.err
}

func TestTooManyTestsExplainWhy(t *testing.T) {
	t.Parallel()
	b := newBench(t, func(c *web.Config) {
		c.Work = outcomes{c.Work, outgoing.Outcome{}, lowstock.Fail(lowstock.CodeRateLimited, "error.tests_many", nil)}
	})
	w := b.shop(t, 1)
	b.notified(t, "owner@hanbit.example")
	w.form("/settings/test", map[string]string{"email": "owner@hanbit.example"}).want(http.StatusTooManyRequests).has("<!doctype", "한 시간에 5번까지")
	w.form("/settings/test", map[string]string{"email": "owner@hanbit.example"}, htmx("div#r-1-test")...).want(http.StatusOK).
		has(`<div id="r-1-test"`, "보내지 않음", "한 시간에 5번까지").lacks("<!doctype")
}

func TestTestMailShowsItsOutcome(t *testing.T) {
	t.Parallel()
	for state, text := range map[lowstock.DeliveryState]string{
		lowstock.DeliverySent: "받는 서버가 메일을 받았어요", lowstock.DeliveryUnknown: "확인 불가", lowstock.DeliveryFailed: "보내지 못했어요",
	} {
		t.Run(string(state), func(t *testing.T) {
			t.Parallel()
			b := newBench(t, func(c *web.Config) { c.Work = outcomes{c.Work, outgoing.Outcome{State: state}, nil} })
			w := b.shop(t, 1)
			b.notified(t, "owner@hanbit.example")
			w.form("/settings/test", map[string]string{"email": "owner@hanbit.example"}, htmx("div#r-1-test")...).want(http.StatusOK).
				has(`<div id="r-1-test" role="status">`, text).lacks("<!doctype")
			w.form("/settings/test", map[string]string{"email": "owner@hanbit.example"}).want(http.StatusOK).has(text, "<!doctype")
			w.form("/settings/test", map[string]string{"email": "stranger@else.example"}).want(http.StatusNotFound)
			w.form("/settings/test", map[string]string{"channel": "slack"}).want(http.StatusNotFound)
		})
	}
}

func TestTestMailOverRealSMTP(t *testing.T) {
	t.Parallel()
	b := newBench(t) // nothing listens on the address of its SMTP server
	w := b.shop(t, 1)
	b.notified(t, "owner@hanbit.example")
	w.get("/settings").has("시험 메일</button>")
	w.form("/settings/test", map[string]string{"email": "owner@hanbit.example"}, htmx("div#r-1-test")...).want(http.StatusOK).has("실패").lacks("보냄")
	if err := b.store.Mall(mall).Unsubscribe(t.Context(), "owner@hanbit.example", b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	w.get("/settings").has("수신 거부", "그만 받겠다고 해서").lacks("시험 메일", "확인 메일 다시")
	w.form("/settings/test", map[string]string{"email": "owner@hanbit.example"}).want(http.StatusConflict)
}

func TestConnectionPage(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 2)
	w.get("/connection").want(http.StatusOK).has("연결됨", "재고를 지켜보고 있어요", "지금 동기화", "상품과 재고", "지난 24시간 동안 보낸 것이 없어요")
	w.form("/connection/sync", nil).to("/connection?done=sync")
	w.get("/connection").has("전체 재고를 읽고 있어요", "every 2s")
	w.get("/connection", htmx("div#view")...).has(`<div id="view"`).lacks("<!doctype")

	if err := b.store.Mall(mall).MarkReconnect(t.Context(), "connection.invalid_grant", time.Now()); err != nil {
		t.Fatal(err)
	}
	w.get("/connection").has("연결 끊김", "카페24에 다시 연결", "인증을 더 이상").lacks("지금 동기화")
	w.form("/connection/sync", nil).to("/connection")
	w.get("/stock").has("카페24 연결이 끊겨서", `href="/auth/install"`)
}
