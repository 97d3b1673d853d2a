package web_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/rulebook"
)

// slice runs one slice of the due evaluation, and returns its progress.
func (b *bench) slice(t *testing.T) rulebook.Evaluation {
	t.Helper()
	e, err := b.store.Mall(mall).ClaimEvaluation(t.Context(), b.clock.Now(), time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	e, _, err = b.store.Mall(mall).EvaluateSlice(t.Context(), e, b.clock.Now(), 0)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// A change of a default that concerns a large mall answers at once. The pages
// and the API show how far the evaluation of the alerts has progressed. The
// same is true for a change or an undo that is made meanwhile.
func TestALargeChangeShowsItsProgress(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.owner(t, mall)
	b.nameLevels(t)
	b.seed(t, 1100) // 2,200 items
	_, router := b.document(t)
	evaluation := func() map[string]any {
		t.Helper()
		e, _ := w.get("/api/v1/alerts/evaluation").want(http.StatusOK).valid(router).object()["evaluation"].(map[string]any)
		return e
	}
	if e := evaluation(); e["state"] != "none" || e["started_at"] != nil || e["change_id"] != nil {
		t.Errorf("before any change: %v", e)
	}
	w.get("/rules").lacks("적용하고 있어요").has(`<div id="checking"></div>`)

	w.post("/api/v1/alerts", `{"threshold":10}`).want(http.StatusCreated).valid(router)
	if e := evaluation(); e["state"] != "running" || e["variants_done"] != 0.0 || e["variants_total"] != 2200.0 || e["finished_at"] != nil || e["change_id"] == nil {
		t.Errorf("after a change: %v", e)
	}
	b.slice(t)
	if e := evaluation(); e["state"] != "running" || e["variants_done"] != 1000.0 {
		t.Errorf("after a slice: %v", e)
	}
	const running = "2,200개 중 1,000개에 적용했어요"
	for _, page := range []string{"/rules", "/stock", "/stock/1"} {
		w.get(page).has(running, `value="45"`, `hx-get="/rules/checking"`, `hx-trigger="every 2s"`)
	}
	w.get("/settings").lacks(running)
	w.get("/rules/checking", append(htmx("div#checking"), "HX-Current-URL", "https://app/stock?status=low")...).has(running, `hx-target="#tiles"`, `hx-target="#standing"`)
	w.get("/rules/checking", append(htmx("div#checking"), "HX-Current-URL", "https://app/rules")...).has(running).lacks(`hx-target="#tiles"`)
	w.get("/rules/checking").to("/rules")

	w.form("/rules", map[string]string{"form": "default", "kind": "number", "threshold": "0"}).to("/rules?done=saved")
	w.get("/rules").has("2,200개 중 0개에 적용했어요")
	node := b.rule(t, lowstock.RuleChange{CategoryNo: 24, Threshold: new(4)})
	w.form(node, map[string]string{"kind": "number", "threshold": "3"}, htmx("div#x")...).want(http.StatusOK).has(`hx-target="#checking"`, "2,200개 중 0개에 적용했어요")
	changes := list(t, w.get("/api/v1/alerts/changes?limit=1").object(), "changes")
	w.form(fmt.Sprintf("/rules/changes/%.0f/undo", changes[0]["id"]), nil).to("/rules?done=undone")

	for e := b.slice(t); e.State == rulebook.EvaluationRunning; {
		e = b.slice(t)
	}
	if e := evaluation(); e["state"] != "done" || e["variants_done"] != 2200.0 || e["finished_at"] == nil {
		t.Errorf("at the end: %v", e)
	}
	w.get("/rules").lacks("적용하고 있어요")
	w.get("/rules/checking", append(htmx("div#checking"), "HX-Current-URL", "https://app/stock?status=low&done=saved")...).
		has("2,200개 품목에 모두 적용했어요", `href="/stock?status=low"`).lacks("every 2s")
	w.get("/rules/checking", append(htmx("div#checking"), "HX-Current-URL", "https://app/rules/import")...).has(`href="/rules"`)
	if row := list(t, w.get("/api/v1/inventory?limit=1").object(), "inventory")[0]; row["threshold"] != 4.0 {
		t.Errorf("the undone rule does not hold: %v", row)
	}
}
