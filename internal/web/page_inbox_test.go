package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"cafe24-inventory-alert/internal/lowstock"
)

// Each filter narrows the list, shows a chip that removes it, and is kept in
// every link and form of the page. A value that nothing has any more stays as a
// chip.
func TestTheInboxIsFiltered(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 0)
	ids := b.soldOut(t, 3)
	w.get("/alerts").has("품절 (6)", `<a class="tab" href="/alerts"`, "품절 먼저").lacks(`aria-label="고른 조건"`)
	w.get("/alerts?q="+url.QueryEscape("가디건 2호")).
		has("니트 가디건 2호", "찾는 말: 가디건 2호", `href="/alerts"`, "이 조건에 맞는 2건 모두", "품절 (2)").lacks("니트 가디건 1호")
	w.get("/alerts?q="+url.QueryEscape("니트 가디ㄱ")).has("니트 가디건 3호", "니트 가디건 1호")
	w.get("/alerts?kind=low").has("조건에 맞는 알림이 없어요", "종류: 부족", "부족 (0)", "품절 (6)").lacks(`id="many"`)
	w.get("/alerts?kind=out&supplier=S0000099&since=7&sort=oldest").has("공급사: S0000099 · 이제 없음", "시작된 때: 최근 7일",
		`href="/alerts?kind=out&amp;since=7&amp;sort=oldest"`, `href="/alerts?kind=out&amp;since=7&amp;sort=oldest&amp;state=snoozed&amp;supplier=S0000099"`)
	w.get("/alerts?kind=odd&category=x&since=5&recipient=a%40b&sort=x&state=x&view=x").has("이 쪽의 알림 모두 선택").lacks(`aria-label="고른 조건"`)
	w.get("/alerts?category=77").has("카테고리: 77 · 이제 없음")
	w.get("/alerts?recipient=slack").has("받는 사람: slack · 이제 없음")
	w.get("/alerts?state=resolved").has("최신순").lacks("놓칠 판매액 큰 순")

	// What a search swaps has the counts of the filters, too. A link swaps the form.
	w.get("/alerts?q="+url.QueryEscape("2호"), htmx("div#alerts")...).has(`<div id="alerts"`, `hx-target="#filter-choices"`, "품절 (2)").lacks(`id="filter"`)
	w.get("/alerts?kind=out", htmx("div#inbox")...).has(`<div id="inbox"`, `id="filter"`).lacks("<!doctype")

	// A bulk action reaches what the filter finds and nothing else, and keeps it.
	back := "/alerts?q=" + url.QueryEscape("2호") + "&sort=oldest"
	whole := map[string]string{"all": "1", "newest": strconv.FormatInt(ids[0], 10)}
	w.many("acknowledge", back, nil, whole).to("/alerts?done=many-acknowledge-2-2-0-0-0-0-1&q=" + url.QueryEscape("2호") + "&sort=oldest")
	done := 0
	for _, state := range b.states(t) {
		if state == lowstock.IncidentAcknowledged {
			done++
		}
	}
	if done != 2 {
		t.Errorf("%d acknowledged", done)
	}
	w.get("/alerts?done=many-acknowledge-2-2-0-0-0-0-1&q="+url.QueryEscape("2호")).has("2건을 확인했어요.", `action="/alerts/undo"`, `name="bulk" value="1"`)
	w.form("/alerts/undo", map[string]string{"bulk": "1", "back": back}).to("/alerts?done=undo-2-0&q=" + url.QueryEscape("2호") + "&sort=oldest")
	for id, state := range b.states(t) {
		if state != lowstock.IncidentOpen {
			t.Errorf("%d is %s after undoing", id, state)
		}
	}
	w.get("/alerts?done=undo-2-0").has("2건을 그 전 상태로 되돌렸어요.").lacks(`action="/alerts/undo"`)
	w.get(alertPath(ids[2])).has("되돌렸어요")
	w.form("/alerts/undo", map[string]string{"bulk": "99", "back": "/alerts"}).want(http.StatusNotFound)
	w.press("/alerts/undo", url.Values{"bulk": {"1"}, "back": {"/alerts"}}, htmx("div#alerts")...).has("되돌릴 알림이 없어요")
	b.operator(t, "Z").form("/alerts/undo", map[string]string{"bulk": "1"}).want(http.StatusForbidden)
}

// A saved view is its query. Touching a filter leaves it, and offers to store
// the change.
func TestSavedViewsOfTheInbox(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 0)
	b.soldOut(t, 1)
	view := func(act, name, id, query string) reply {
		return w.form("/alerts/views", map[string]string{"act": act, "name": name, "view": id, "query": query, "back": "/alerts?kind=out"})
	}
	view("save", "아침 품절", "", "kind=out&cursor=x&junk=1").to("/alerts?done=saved&kind=out&view=1")
	w.get("/alerts").has(`href="/alerts?kind=out&amp;view=1"`, "아침 품절").lacks("조건이 바뀌었어요")
	w.get("/alerts?kind=out&view=1").has(`class="view" href="/alerts?kind=out&amp;view=1"`, "이름 바꾸기", `name="view" value="1"`).lacks("조건이 바뀌었어요")
	w.get("/alerts?kind=low&view=1").has("‘아침 품절’에서 조건이 바뀌었어요.", "이 보기에 저장", `name="query" value="kind=low"`)
	view("update", "", "1", "kind=low").to("/alerts?done=saved&kind=low&view=1")
	view("rename", "낮은 재고", "1", "kind=out").to("/alerts?done=saved&kind=low&view=1")
	view("copy", "", "1", "").to("/alerts?done=saved&kind=low&view=2")
	w.get("/alerts").has("낮은 재고 (2)")
	view("save", "낮은 재고", "", "kind=out").want(http.StatusUnprocessableEntity).has("<title>오류:", `id="view-name-error"`, "같은 이름의 보기가 있어요", `value="낮은 재고"`)
	view("rename", "", "1", "").want(http.StatusUnprocessableEntity).has("이름은 1자에서 30자까지예요.")
	view("rename", "x", "9", "").want(http.StatusNotFound)
	view("odd", "x", "1", "").want(http.StatusNotFound)
	w.press("/alerts/views", url.Values{"act": {"delete"}, "view": {"1"}, "back": {"/alerts"}}).to("/alerts?done=deleted")
	w.get("/alerts?kind=low&view=1").want(http.StatusOK).lacks(`view=1"`)
	b.operator(t, "Z").form("/alerts/views", map[string]string{"act": "save", "name": "x"}).want(http.StatusForbidden)
}

// A bulk order is shown before it is done. What has no quantity is not changed.
func TestABulkOrder(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 0)
	ids := b.soldOut(t, 2)
	day := b.clock.Now().AddDate(0, 0, 10).Format("2006-01-02")
	whole := map[string]string{"all": "1", "newest": strconv.FormatInt(ids[0], 10)}
	page := w.many("order", "/alerts?kind=out", nil, whole).want(http.StatusOK).has("공급사 발주 기록", "제안할 만큼 팔린 기록이 없어요", `name="back" value="/alerts?kind=out"`)
	if n := len(regexp.MustCompile(`name="quantity-\d+"`).FindAllString(page.body, -1)); n != 4 {
		t.Errorf("%d lines", n)
	}
	if states := b.states(t); states[ids[0]] != lowstock.IncidentOpen {
		t.Error("something was done before it was confirmed")
	}
	w.many("order", "/alerts", ids[:1], nil, htmx("div#alerts")...).has(`<div id="alerts"`, "공급사 발주 기록").lacks("<!doctype")
	w.many("order", "/alerts", nil, nil).want(http.StatusUnprocessableEntity).has("알림을 하나 이상 골라 주세요.")
	w.many("order", "/alerts", nil, map[string]string{"id": "x"}).want(http.StatusNotFound)

	order := func(quantities ...string) reply {
		v := url.Values{"back": {"/alerts?kind=out"}}
		for n, quantity := range quantities {
			id := strconv.FormatInt(ids[n], 10)
			v.Add("id", id)
			v.Set("quantity-"+id, quantity)
			v.Set("expected_on-"+id, day)
		}
		return w.press("/alerts/ordered", v)
	}
	order("0", "ten", "5").want(http.StatusUnprocessableEntity).
		has(fmt.Sprintf(`id="quantity-%d-error"`, ids[0]), fmt.Sprintf(`id="quantity-%d-error"`, ids[1]), `value="ten"`).
		lacks(fmt.Sprintf(`id="quantity-%d-error"`, ids[2]))
	order("30", "", "5").to("/alerts?done=many-order-3-2-1-0-0-0-1&kind=out")
	w.get("/alerts?done=many-order-3-2-1-0-0-0-1").has("3건 중 2건의 공급사 발주를 기록했어요. 1건은 수량이 비어 있어서 그대로 두었어요.", "다시 알림:")
	list, err := b.store.Mall(mall).IncidentsByID(t.Context(), ids[:3])
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range list {
		want := map[int64]int{ids[0]: 30, ids[2]: 5}[i.ID]
		if i.Order.Quantity != want || want > 0 != i.OnOrder() {
			t.Errorf("%d: %+v, want %d", i.ID, i.Order, want)
		}
	}
	w.many("order", "/alerts", ids[:1], nil).has("발주해 둔 30개")
	w.form("/alerts/undo", map[string]string{"bulk": "1", "back": "/alerts"}).to("/alerts?done=undo-2-0")
	for id, state := range b.states(t) {
		if state != lowstock.IncidentOpen {
			t.Errorf("%d is %s after undoing", id, state)
		}
	}
	w.press("/alerts/ordered", url.Values{"back": {"/alerts"}}).want(http.StatusNotFound)
	w.many("resolve", "/alerts", ids[:1], nil)
	w.many("order", "/alerts", ids[:1], nil).to("/alerts?done=many-order-1-0-0-0-1-0-0")
	if strings.Contains(w.get("/alerts?done=many-order-1-0-0-0-1-0-0").body, `action="/alerts/undo"`) {
		t.Error("nothing was done, and undoing is offered")
	}
}

// The API takes the filters of the page. Its order stays newest first.
func TestAPIIncidentsAreFiltered(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 0)
	ids := b.soldOut(t, 3)
	_, router := b.document(t)
	found := func(query string) []map[string]any {
		t.Helper()
		return list(t, w.get("/api/v1/incidents"+query).want(http.StatusOK).valid(router).object(), "incidents")
	}
	if rows := found(""); len(rows) != 6 || rows[0]["id"] != float64(ids[0]) {
		t.Errorf("%d incidents, %v first", len(rows), rows[0])
	}
	for query, want := range map[string]int{
		"?kind=out": 6, "?kind=low": 0, "?q=" + url.QueryEscape("2호"): 2, "?category_no=7": 0, "?supplier_code=S0000099": 0,
		"?since=2099-01-01T00:00:00%2B09:00": 0, "?since=2001-01-01T00:00:00Z&sort=urgent": 6, "?sort=oldest&limit=4": 4,
	} {
		if rows := found(query); len(rows) != want {
			t.Errorf("%s: %d incidents, want %d", query, len(rows), want)
		}
	}
	for _, name := range []string{"kind", "sort", "since", "category_no", "state"} {
		fields := problem(t, w.get("/api/v1/incidents?"+name+"=x").want(http.StatusUnprocessableEntity).object(), "INVALID")
		if fields[name] == nil {
			t.Errorf("%s: %v", name, fields)
		}
	}
}
