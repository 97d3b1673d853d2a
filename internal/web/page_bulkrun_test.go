package web_test

import (
	"net/http"
	"net/url"
	"strconv"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/bulk"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
)

// raisedMany raises alerts for n items, and returns the newest one.
func (b *bench) raisedMany(t *testing.T, n int) (newest string) {
	t.Helper()
	b.exec(t, `
		insert into products (mall_id, product_no, product_code, product_name, display, selling, variant_count, observed_at)
		select 'hanbit', 5000 + p, 'L' || p, '니트 ' || p, true, true, 1, now() from generate_series(1, `+strconv.Itoa(n)+`) p`)
	b.exec(t, `
		insert into variants (mall_id, variant_code, product_no, options, display, selling, tracked, quantity, threshold, threshold_source, status, observed_at, source)
		select 'hanbit', 'L' || p, 5000 + p, '[]', true, true, true, 2, 0, 'mall', 'ok', now(), 'sweep' from generate_series(1, `+strconv.Itoa(n)+`) p`)
	b.exec(t, `update stock_counts set ok = ok + `+strconv.Itoa(n)+` where mall_id = 'hanbit'`)
	b.rule(t, lowstock.RuleChange{Threshold: new(5)})
	for b.slice(t).State != "done" {
	}
	counts, err := b.store.Mall(mall).AlertCounts(t.Context(), listing.Params{State: lowstock.IncidentStanding}, nil)
	if err != nil || counts.Found < n {
		t.Fatalf("%d alerts, %v", counts.Found, err)
	}
	return strconv.FormatInt(counts.Newest, 10)
}

// runSteps does steps of the due action; 0 for all.
func (b *bench) runSteps(t *testing.T, most int) {
	t.Helper()
	r, err := b.store.Mall(mall).ClaimBulkRun(t.Context(), b.clock.Now(), time.Minute)
	for n := 0; err == nil && r.Running() && (most == 0 || n < most); n++ {
		r, err = b.store.Mall(mall).StepBulkRun(t.Context(), r, b.clock.Now(), 0)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// An action on more alerts than a request acts on is answered at once. The list
// shows how far it is, with a button that stops it; what was done stays, is
// named and is undone the same way.
func TestALargeBulkActionShowsItsProgress(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.owner(t, mall)
	b.nameLevels(t)
	b.english(t)
	whole := map[string]string{"all": "1", "newest": b.raisedMany(t, bulk.Max+400)}
	list := htmx("div#alerts")
	w.get("/alerts").has(`<div id="bulk-run"></div>`)

	w.many("acknowledge", "/alerts", nil, whole).to("/alerts")
	const running = "‘확인했어요’ 적용 중: 0 / 2,400건"
	w.get("/alerts").has(running, `hx-get="/alerts/run?back=%2Falerts"`, `hx-trigger="every 1s"`, `action="/alerts/stop"`)
	w.get("/settings").lacks("적용 중")
	w.many("snooze", "/alerts", nil, whole, list...).want(http.StatusUnprocessableEntity).has("앞서 시작한 작업이 아직 진행 중이에요.")
	b.operator(t, "Z").get("/alerts").lacks("적용 중")
	b.operator(t, "Z").form("/alerts/stop", map[string]string{"bulk": "1"}).want(http.StatusForbidden)

	b.runSteps(t, 3)
	w.get("/alerts/run?back=/alerts", htmx("div#bulk-run")...).want(http.StatusOK).has("600 / 2,400건", `value="25"`, `hx-target="#standing"`).lacks("<!doctype")
	w.get("/alerts/run?back=https://evil.test").to("/alerts")
	w.press("/alerts/stop", url.Values{"bulk": {"1"}, "back": {"/alerts"}}, htmx("div#bulk-run")...).want(http.StatusOK).
		has("600건을 확인했어요. 중단해서 1,800건은 하지 않았어요.", `action="/alerts/undo"`, "목록 새로 보기").lacks("every 1s")
	w.get("/alerts?state=acknowledged").has("중단해서 1,800건은 하지 않았어요.", "목록의 알림 600건 모두")

	w.form("/alerts/undo", map[string]string{"bulk": "1", "back": "/alerts"}).to("/alerts")
	w.get("/alerts").has("되돌리는 중: 0 / 600건")
	b.runSteps(t, 0)
	w.get("/alerts").has("600건을 그 전 상태로 되돌렸어요.").lacks("every 1s", "중단해서")
	b.clock.advance(11 * time.Minute)
	w = b.owner(t, mall)
	w.get("/alerts").has(`<div id="bulk-run"></div>`)

	w.many("restock", "/alerts", nil, whole, list...).want(http.StatusOK).has(`hx-target="#bulk-run"`, "‘다음 입고까지 미루기’ 적용 중: 0 / 2,400건")
	w.form("/alerts/stop", map[string]string{"bulk": "2", "back": "/alerts?kind=low"}).to("/alerts?kind=low")
	w.get("/alerts").has("중단해서 2,400건은 하지 않았어요.").lacks("목록에 남은 알림이 없어서", `action="/alerts/undo"`)
}
