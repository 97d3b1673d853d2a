package web_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAPIRulesOfThreeKinds(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.owner(t, mall)
	b.stock(t, mall)
	_, router := b.document(t)
	for _, tc := range []struct {
		body string
		want map[string]any
	}{
		{`{"product_no":1,"kind":"days","days":14}`, map[string]any{"kind": "days", "threshold": nil, "days": 14.0, "muted": false}},
		{`{"product_no":1,"days":7}`, map[string]any{"kind": "days", "threshold": nil, "days": 7.0, "muted": false}},
		{`{"product_no":1,"kind":"off"}`, map[string]any{"kind": "off", "threshold": nil, "days": 7.0, "muted": true}},
		{`{"product_no":1,"threshold":3}`, map[string]any{"kind": "off", "threshold": 3.0, "days": nil, "muted": true}},
		{`{"product_no":1,"kind":"number","threshold":4,"days":null}`, map[string]any{"kind": "number", "threshold": 4.0, "days": nil, "muted": false}},
		{`{"product_no":1,"kind":"days","days":5,"muted":false}`, map[string]any{"kind": "days", "threshold": nil, "days": 5.0, "muted": false}},
	} {
		row := w.post("/api/v1/alerts", tc.body).valid(router).object()
		got := map[string]any{"kind": row["kind"], "threshold": row["threshold"], "days": row["days"], "muted": row["muted"]}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tc.body, diff)
		}
	}
	for body, field := range map[string]string{
		`{"kind":"days"}`: "days", `{"days":0}`: "days", `{"days":366}`: "days", `{"days":"x"}`: "days", `{"kind":"number"}`: "threshold",
		`{"kind":"week","days":7}`: "kind", `{"kind":"number","days":7}`: "kind", `{"threshold":1,"days":7}`: "days",
		`{"kind":"off","muted":false}`: "kind", `{"kind":"number","threshold":1,"muted":true}`: "kind",
	} {
		fields := problem(t, w.post("/api/v1/alerts", body).want(http.StatusUnprocessableEntity).valid(router).object(), "INVALID")
		if fields[field] == nil {
			t.Errorf("%s: fields %v, want %s", body, fields, field)
		}
	}
}

func TestAPIChangesAreUndone(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.owner(t, mall)
	b.stock(t, mall)
	_, router := b.document(t)
	preview := w.post("/api/v1/alerts/preview", `{"product_no":1,"threshold":5}`).want(http.StatusOK).valid(router).object()
	if preview["opens"] != 1.0 || preview["matches_now"] != 2.0 || preview["worsens"] != 0.0 || preview["resolves"] != 0.0 {
		t.Errorf("preview: %v", preview) // the other item is sold out and already has an alert
	}
	w.post("/api/v1/alerts", `{"product_no":1,"threshold":5}`).want(http.StatusCreated)
	w.post("/api/v1/alerts", `{"product_no":1,"kind":"days","days":9}`).want(http.StatusOK)
	changes := list(t, w.get("/api/v1/alerts/changes?limit=1").want(http.StatusOK).valid(router).object(), "changes")
	if len(changes) != 1 || changes[0]["cause"] != "set" || changes[0]["rules"] != 1.0 || changes[0]["changed_by"] == "" {
		t.Fatalf("changes: %v", changes)
	}
	version := list(t, changes[0], "versions")[0]
	want := map[string]any{
		"scope": "product", "product_no": 1.0, "variant_code": nil, "category_no": nil, "supplier_code": nil,
		"before": map[string]any{"kind": "number", "threshold": 5.0, "days": nil, "muted": false},
		"after":  map[string]any{"kind": "days", "threshold": nil, "days": 9.0, "muted": false},
	}
	if diff := cmp.Diff(want, version); diff != "" {
		t.Errorf("version (-want +got):\n%s", diff)
	}
	undo := fmt.Sprintf("/api/v1/alerts/changes/%.0f/undo", changes[0]["id"])
	undone := w.post(undo, "").want(http.StatusOK).valid(router).object()
	if undone["cause"] != "undo" {
		t.Errorf("undone: %v", undone)
	}
	problem(t, w.post(undo, "").want(http.StatusConflict).valid(router).object(), "CONFLICT")
	w.post("/api/v1/alerts/changes/999999/undo", "").want(http.StatusNotFound).valid(router)
	rows := list(t, w.get("/api/v1/alerts").object(), "alerts")
	if len(rows) != 1 || rows[0]["kind"] != "number" || rows[0]["threshold"] != 5.0 {
		t.Errorf("rules: %v", rows)
	}
	problem(t, w.get("/api/v1/alerts/changes?cursor=bad").want(http.StatusUnprocessableEntity).valid(router).object(), "INVALID")
}

func TestAPIImportsSafetyInventory(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.owner(t, mall)
	b.stock(t, mall)
	_, router := b.document(t)
	plan := w.post("/api/v1/alerts/import-safety", `{"preview":true}`).want(http.StatusOK).valid(router).object()
	if plan["change"] != nil || plan["preview"] == nil {
		t.Errorf("plan: %v", plan)
	}
	done := w.post("/api/v1/alerts/import-safety", `{}`).want(http.StatusOK).valid(router).object()
	if done["rules"] != plan["rules"] || done["preview"] != nil || (done["change"] == nil) != (done["rules"] == 0.0) {
		t.Errorf("done: %v after %v", done, plan)
	}
	if again := w.post("/api/v1/alerts/import-safety", `{"replace":true}`).want(http.StatusOK).valid(router).object(); again["rules"] != 0.0 || again["change"] != nil {
		t.Errorf("again: %v", again)
	}
	problem(t, w.post("/api/v1/alerts/import-safety", `{"replace":"x"}`).want(http.StatusUnprocessableEntity).valid(router).object(), "INVALID")
}

func TestAPIShowsWhatIsSilent(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.owner(t, mall)
	b.stock(t, mall)
	_, router := b.document(t)
	w.post("/api/v1/alerts", `{"product_no":1,"muted":true}`).want(http.StatusCreated)
	rows := list(t, w.get("/api/v1/inventory?silent=true").want(http.StatusOK).valid(router).object(), "inventory")
	if len(rows) < 2 {
		t.Fatalf("silent: %v", rows)
	}
	for _, row := range rows {
		if row["silence"] == nil || row["silence_text"] == nil || row["silence_text"] == "" {
			t.Errorf("silent without a reason: %v", row)
		}
	}
	problem(t, w.get("/api/v1/inventory?silent=x").want(http.StatusUnprocessableEntity).valid(router).object(), "INVALID")
}
