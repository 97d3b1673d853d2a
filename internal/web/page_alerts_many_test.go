package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/bulk"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
)

// many posts the bulk action bar of the list. A name that is given twice is
// sent twice, as checkboxes are.
func (w *browser) many(act, back string, ids []int64, more map[string]string, header ...string) reply {
	w.t.Helper()
	v := url.Values{"act": {act}, "back": {back}}
	for _, id := range ids {
		v.Add("id", strconv.FormatInt(id, 10))
	}
	for name, value := range more {
		v.Set(name, value)
	}
	return w.press("/alerts/many", v, header...)
}

// soldOut makes n products whose two variants are out of stock, and returns
// their alerts, newest first.
func (b *bench) soldOut(t *testing.T, n int) []int64 {
	t.Helper()
	var readings []inbound.ProductReading
	for no := int64(1); no <= int64(n); no++ {
		r := inbound.ProductReading{Product: lowstock.Product{No: no, Name: fmt.Sprintf("니트 가디건 %d호", no), Display: true, Selling: true, CategoryNos: []int{}}}
		for j := range 2 {
			r.Variants = append(r.Variants, lowstock.Variant{ProductNo: no, Code: variantCode(no, j), Display: true, Selling: true, Tracked: true})
		}
		readings = append(readings, r)
	}
	b.clock.advance(time.Second)
	if _, err := b.store.Mall(mall).ApplyLevels(t.Context(), inbound.Levels{Source: lowstock.SourceHint, StartedAt: b.clock.Now(), Readings: readings}); err != nil {
		t.Fatal(err)
	}
	list, _, err := b.store.Mall(mall).Incidents(t.Context(), listing.Params{State: lowstock.IncidentStanding, Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	var ids []int64
	for _, i := range list {
		ids = append(ids, i.ID)
	}
	return ids
}

func (b *bench) states(t *testing.T) map[int64]lowstock.IncidentState {
	t.Helper()
	list, _, err := b.store.Mall(mall).Incidents(t.Context(), listing.Params{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	states := map[int64]lowstock.IncidentState{}
	for _, i := range list {
		states[i.ID] = i.State
	}
	return states
}

func TestActingOnPickedAlerts(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 0)
	ids := b.soldOut(t, 6)
	page := w.get("/alerts").has(`<form id="many"`, `name="newest" value="`+strconv.FormatInt(ids[0], 10)+`"`, "목록의 알림 12건 모두", "이 쪽의 알림 모두 선택")
	if n := strings.Count(page.body, `name="id"`); n != 12 {
		t.Errorf("%d boxes", n)
	}
	if n := strings.Count(page.body, "<h2 "); n != 6 {
		t.Errorf("%d products, want 6 with two alerts each", n)
	}
	b.operator(t, "Z").get("/alerts").want(http.StatusForbidden).lacks("니트 가디건 1호", `name="id"`)
	b.operator(t, "Z").many("resolve", "/alerts", ids, nil).want(http.StatusForbidden)

	w.form(alertPath(ids[3])+"/resolve", nil).to("/alerts?done=resolved")
	w.many("acknowledge", "/alerts", ids, nil).to("/alerts?done=many-acknowledge-12-11-0-0-1-0-1")
	w.get("/alerts?done=many-acknowledge-12-11-0-0-1-0-1").has("12건 중 11건을 확인했어요. 1건은 이미 해결된 알림이에요.").lacks(`class="toast"`)
	w.many("acknowledge", "/alerts", ids[:2], nil).to("/alerts?done=many-acknowledge-2-0-2-0-0-0-0")
	w.get("/alerts?done=many-acknowledge-2-0-2-0-0-0-0").has("2건 중 0건을 확인했어요. 2건은 이미 확인한 알림이에요.")
	w.get("/alerts?state=acknowledged").lacks(`value="acknowledge"`).has(`value="snooze"`)
	w.get("/alerts?state=resolved").lacks(`name="id"`, `id="many"`)

	// With htmx the answer is the list, with the result and the count in the
	// bar.
	bar := htmx("div#alerts")
	w.many("restock", "/alerts?state=acknowledged", ids[:2], nil, bar...).want(http.StatusOK).
		has(`<div id="alerts"`, `hx-target="#acted"`, "2건을 다음 입고까지 미뤘어요.", "목록의 알림 9건 모두", `hx-target="#standing"`).lacks("<!doctype")
	w.get("/alerts?state=snoozed", bar...).has(`hx-target="#acted"`).lacks("미뤘어요")
	w.many("snooze", "/alerts", ids[:1], nil, bar...).has("1건을 7일 미뤘어요.")
	w.many("resolve", "/alerts", append(ids[:2:2], 1<<60), nil, bar...).has("3건 중 2건을 해결로 표시했어요. 1건은 찾지 못했어요.")
	if got := b.states(t); got[ids[0]] != lowstock.IncidentResolved || got[ids[2]] != lowstock.IncidentAcknowledged {
		t.Errorf("states %v", got)
	}
	b.english(t).get("/alerts?done=many-resolve-3-1-0-1-1-0-9").has("Marked 1 of 3 resolved. 1 was already resolved. 1 waits for ordered goods and was not changed.")
	for _, done := range []string{"many-", "many-acknowledge-1-1", "many-ordered-1-1-0-0-0-0-1", "many-resolve-9999-1-0-0-0-0-1", "many-resolve--1-1-0-0-0-0-1", "many-resolve-a-1-0-0-0-0-1", "many-resolve-1-1-0-0-0", "many-resolve-1-1-0-0-0-0-x", "undo-1", "undo-x-1"} {
		w.get("/alerts?done=" + done).want(http.StatusOK).has(`<div id="acted" role="status"></div>`)
	}
}

func TestActingOnTheWholeList(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 0)
	ids := b.soldOut(t, 3)
	day := b.clock.Now().AddDate(0, 0, 10).Format("2006-01-02")
	w.form(alertPath(ids[0])+"/order", map[string]string{"quantity": "30", "expected_on": day}).to("/alerts?done=ordered")
	whole := map[string]string{"all": "1", "newest": strconv.FormatInt(ids[1], 10)}
	w.many("acknowledge", "/alerts", nil, whole).to("/alerts?done=many-acknowledge-5-5-0-0-0-0-1")
	whole["newest"] = strconv.FormatInt(ids[0], 10)
	w.many("snooze", "/alerts", ids[:1], whole).to("/alerts?done=many-snooze-6-5-0-1-0-0-2")
	w.get("/alerts?done=many-snooze-6-5-0-1-0-0-2").has("6건 중 5건을 7일 미뤘어요. 1건은 공급사 발주를 적어 두고")
	w.many("resolve", "/alerts?state=snoozed", nil, whole).to("/alerts?done=many-resolve-6-6-0-0-0-0-3&state=snoozed")
	w.many("resolve", "/alerts", nil, whole).to("/alerts?done=many-resolve-0-0-0-0-0-0-0")
	w.get("/alerts?done=many-resolve-0-0-0-0-0-0-0").has("바뀐 것이 없어요", "처리할 알림이 없어요")
}

func TestWhatTheBarRefuses(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 0)
	ids := b.soldOut(t, 1)
	w.many("acknowledge", "/alerts", nil, nil).want(http.StatusUnprocessableEntity).
		has("<!doctype", "<title>오류:", `href="#many"`, `id="many-error"`, "알림을 하나 이상 골라 주세요.")
	w.many("acknowledge", "/alerts", nil, nil, htmx("div#alerts")...).want(http.StatusUnprocessableEntity).
		has(`<div id="alerts"`, `id="many-error"`, "알림을 하나 이상 골라 주세요.").lacks("<!doctype")
	w.many("acknowledge", "/alerts?state=resolved", nil, nil).want(http.StatusUnprocessableEntity).has("알림을 하나 이상 골라 주세요.")
	w.many("delete", "/alerts", ids, nil).want(http.StatusNotFound)
	w.many("resolve", "/alerts", nil, map[string]string{"id": "x"}).want(http.StatusNotFound)
	w.many("resolve", "/alerts", nil, map[string]string{"all": "1", "newest": "x"}).want(http.StatusNotFound)
	many := make([]int64, bulk.Max+1)
	for i := range many {
		many[i] = int64(i + 1)
	}
	w.many("resolve", "/alerts", many, nil).want(http.StatusUnprocessableEntity).has("한 번에 2,000건까지")
	w.many("resolve", "https://evil.test/", ids, nil).to("/alerts?done=many-resolve-2-2-0-0-0-0-1")
}

// A cursor with no alerts after it shows the beginning of the list.
func TestAPageThatWasHandled(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 0)
	ids := b.soldOut(t, 26)
	page := w.get("/alerts")
	_, rest, _ := strings.Cut(page.body, `href="/alerts?cursor=`)
	cursor, _, _ := strings.Cut(rest, `"`)
	second := "/alerts?cursor=" + cursor
	w.get(second).has("목록의 알림 52건 모두", `value="`+second+`"`)
	w.many("resolve", second, ids[50:], nil, htmx("div#alerts")...).has("2건을 해결로 표시했어요.", "목록의 알림 50건 모두")
	w.get(second + "&done=many-resolve-2-2-0-0-0").to("/alerts?done=many-resolve-2-2-0-0-0")
}
