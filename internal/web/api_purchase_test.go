package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/team"
)

const purchasesAPI = "/api/v1/purchase-orders"

// A program makes a draft, changes it, sends it, records goods and ends the order.
func TestAPIPurchaseFromDraftToGoods(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 3)
	_, router := b.document(t)
	body := fmt.Sprintf(`{"key":"erp-1","to":["order@hangyeol.example"],"reply_to":"buy@shop.example","note":"a\nb",
		"lines":[{"variant_code":%q,"quantity":40,"pack":10,"unit_cost":1500.5},{"variant_code":%q,"quantity":7}]}`, variantCode(1, 0), variantCode(1, 1))
	made := w.post(purchasesAPI, body).want(http.StatusCreated).valid(router).object()
	again := w.post(purchasesAPI, body, "Idempotency-Key", "erp-1").want(http.StatusCreated).valid(router).object()
	if made["id"] != again["id"] || made["state"] != "draft" || made["number"] != nil || made["note"] != "a\nb" {
		t.Errorf("made %v, again %v", made, again)
	}
	at := fmt.Sprintf("%s/%.0f", purchasesAPI, made["id"])
	lines := list(t, made, "lines")
	if len(lines) != 2 || lines[0]["unit_cost"] != 1500.5 || lines[0]["pack"] != 10.0 || lines[0]["product_name"] == "" {
		t.Errorf("lines %v", lines)
	}
	change := fmt.Sprintf(`{"version":%.0f,"lines":[{"variant_code":%q,"quantity":48}]}`, made["version"], variantCode(1, 0))
	changed := w.do(http.MethodPut, at, change).want(http.StatusOK).valid(router).object()
	if lines = list(t, changed, "lines"); len(lines) != 1 || lines[0]["quantity"] != 48.0 || changed["note"] != "a\nb" {
		t.Errorf("changed %v", changed)
	}
	problem(t, w.do(http.MethodPut, at, change).want(http.StatusConflict).valid(router).object(), "CONFLICT")

	sent := w.post(at+"/send", `{"expected_on":"`+b.inDays(9)+`"}`).want(http.StatusOK).valid(router).object()
	if sent["state"] != "sent" || sent["number"] == nil || sent["next_on"] != b.inDays(9) {
		t.Errorf("sent %v", sent)
	}
	problem(t, w.post(at+"/send", `{}`).want(http.StatusConflict).valid(router).object(), "CONFLICT")
	problem(t, w.do(http.MethodDelete, at, "").want(http.StatusConflict).valid(router).object(), "CONFLICT")

	came := `{"lines":[{"line":1,"quantity":51}]}`
	for range 2 { // the same key adds nothing
		got := w.post(at+"/receipts", came, "Idempotency-Key", "goods-1").want(http.StatusOK).valid(router).object()
		if line := list(t, got, "lines")[0]; got["state"] != "received" || line["received"] != 51.0 || line["surplus"] != 3.0 || got["rest"] != 0.0 {
			t.Errorf("received %v", got)
		}
		if receipts := list(t, got, "receipts"); len(receipts) != 1 || receipts[0]["source"] != "api" {
			t.Errorf("receipts %v", receipts)
		}
	}
	receipt := list(t, w.get(at).want(http.StatusOK).valid(router).object(), "receipts")[0]["id"]
	for range 2 {
		got := w.post(fmt.Sprintf("%s/receipts/%.0f/undo", at, receipt), "").want(http.StatusOK).valid(router).object()
		if got["state"] != "sent" || got["rest"] != 48.0 {
			t.Errorf("undone %v", got)
		}
	}
	for act, state := range map[string]string{"cancel": "cancelled", "close": "cancelled"} {
		if got := w.post(at+"/"+act, `{"reason":"too late"}`).want(http.StatusOK).valid(router).object(); got["state"] != state {
			t.Errorf("%s: %v", act, got["state"])
		}
		if got := w.post(at+"/restore", `{}`).want(http.StatusOK).valid(router).object(); got["state"] != "sent" {
			t.Errorf("restored after %s: %v", act, got["state"])
		}
	}
}

func TestAPIPurchaseList(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 3)
	_, router := b.document(t)
	b.purchased(t, variantCode(1, 0))
	b.draft(t, variantCode(2, 0))
	for query, want := range map[string]int{
		"": 2, "?state=draft": 1, "?state=draft,sent": 2, "?state=received": 0, "?variant_code=" + variantCode(1, 0): 1, "?supplier_code=S0000001": 2,
		"?supplier_code=-": 0, "?late=true": 0, "?late=false": 2, "?q=nothing": 0,
	} {
		got := w.get(purchasesAPI + query).want(http.StatusOK).valid(router).object()
		if rows := list(t, got, "purchase_orders"); len(rows) != want {
			t.Errorf("%s: %d orders, want %d", query, len(rows), want)
		}
	}
	first := w.get(purchasesAPI + "?limit=1").want(http.StatusOK).valid(router).object()
	next, _ := first["next_cursor"].(string)
	second := w.get(purchasesAPI + "?limit=1&cursor=" + next).want(http.StatusOK).valid(router).object()
	if second["next_cursor"] != nil || list(t, first, "purchase_orders")[0]["id"] == list(t, second, "purchase_orders")[0]["id"] {
		t.Errorf("pages %v and %v", first, second)
	}
	for query, field := range map[string]string{"?state=open": "state", "?late=x": "late", "?variant_code=!!": "variant_code", "?cursor=x": "cursor", "?limit=0": "limit", "?supplier_code=!!": "supplier_code"} {
		if fields := problem(t, w.get(purchasesAPI+query).want(http.StatusUnprocessableEntity).valid(router).object(), "INVALID"); fields[field] == nil {
			t.Errorf("%s: %v", query, fields)
		}
	}
	b.clock.advance(8 * 24 * time.Hour)
	w.launch(mall)
	if late := w.get(purchasesAPI + "?late=true").valid(router).object(); late["late"] != 1.0 || len(list(t, late, "purchase_orders")) != 1 {
		t.Errorf("late %v", late)
	}
	w.get("/api/v1/suppliers").want(http.StatusOK).valid(router)
	w.get("/api/v1/morning").want(http.StatusOK).valid(router)
}

func TestAPIPurchaseRefusesAtTheField(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 3)
	_, router := b.document(t)
	code := variantCode(1, 0)
	refused := func(method, path, body, field string) {
		t.Helper()
		if fields := problem(t, w.do(method, path, body, "Content-Type", "application/json").want(http.StatusUnprocessableEntity).valid(router).object(), "INVALID"); fields[field] == nil {
			t.Errorf("%s: fields %v, want %s", body, fields, field)
		}
	}
	for body, field := range map[string]string{
		`{}`: "lines", `{"lines":[]}`: "lines", `{"lines":[1]}`: "lines", `{"lines":[{"quantity":1}]}`: "lines[0].variant_code",
		`{"lines":[{"variant_code":"X9","quantity":1}]}`:                                                        "lines[0].variant_code",
		`{"lines":[{"variant_code":"` + code + `","quantity":1},{"variant_code":"` + code + `","quantity":1}]}`: "lines[1].variant_code",
		`{"lines":[{"variant_code":"` + code + `","quantity":0}]}`:                                              "lines[0].quantity",
		`{"lines":[{"variant_code":"` + code + `","quantity":1,"pack":0}]}`:                                     "lines[0].pack",
		`{"lines":[{"variant_code":"` + code + `","quantity":1,"unit_cost":1.005}]}`:                            "lines[0].unit_cost",
		`{"supplier_code":"S9999999","lines":[{"variant_code":"` + code + `","quantity":1}]}`:                   "supplier_code",
		`{"to":["x"],"lines":[{"variant_code":"` + code + `","quantity":1}]}`:                                   "to",
		`{"reply_to":"x","lines":[{"variant_code":"` + code + `","quantity":1}]}`:                               "reply_to",
		`{"key":"` + strings.Repeat("k", 201) + `","lines":[{"variant_code":"` + code + `","quantity":1}]}`:     "key",
		`{"note":"` + strings.Repeat("가", 2001) + `","lines":[{"variant_code":"` + code + `","quantity":1}]}`:   "note",
	} {
		refused(http.MethodPost, purchasesAPI, body, field)
	}
	o := b.purchased(t, code)
	at := fmt.Sprintf("%s/%d", purchasesAPI, o.ID)
	refused(http.MethodPost, at+"/receipts", `{"lines":[{"line":1,"quantity":5}]}`, "key")
	refused(http.MethodPost, at+"/receipts", `{"key":"k","lines":[]}`, "lines")
	refused(http.MethodPost, at+"/receipts", `{"key":"k","lines":[{"line":9,"quantity":5}]}`, "lines[0].line")
	refused(http.MethodPost, at+"/receipts", `{"key":"k","lines":[{"line":1,"quantity":-5}]}`, "lines[0].quantity")
	refused(http.MethodPost, at+"/receipts", `{"key":"k","came_on":"`+b.inDays(1)+`","lines":[{"line":1,"quantity":5}]}`, "came_on")
	refused(http.MethodPost, at+"/close", `{"version":0}`, "version")
	d := b.draft(t, code)
	at = fmt.Sprintf("%s/%d", purchasesAPI, d.ID)
	refused(http.MethodPut, at, `{}`, "version")
	refused(http.MethodPost, at+"/send", `{"to":[]}`, "to")
	refused(http.MethodPost, at+"/send", `{"reply_to":""}`, "reply_to")
	refused(http.MethodPost, at+"/send", `{"expected_on":"`+b.inDays(-1)+`"}`, "expected_on")
	w.do(http.MethodDelete, at+"?version=1", "").want(http.StatusNoContent)
	w.get(at).want(http.StatusNotFound)
}

// An order of another mall is not found, and a token that reads cannot change.
func TestAPIPurchaseRights(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.shop(t, 2)
	o := b.purchased(t, variantCode(1, 0))
	at := fmt.Sprintf("%s/%d", purchasesAPI, o.ID)
	reader := "ia_" + strings.Repeat("r", 43)
	b.keepToken(t, reader, team.APIToken{Name: "reader", Scopes: []team.Scope{team.ScopeRead}})
	program := b.browser(t)
	program.get(at, bearer(reader)...).want(http.StatusOK)
	for path, body := range map[string]string{"/receipts": `{"key":"k","lines":[{"line":1,"quantity":5}]}`, "/close": `{}`, "/send": `{}`} {
		problem(t, program.post(at+path, body, bearer(reader)...).want(http.StatusForbidden).object(), "FORBIDDEN")
	}
	other := b.owner(t, otherMall)
	other.get(at).want(http.StatusNotFound)
	for path, body := range map[string]string{"/receipts": `{"key":"k","lines":[{"line":1,"quantity":5}]}`, "/close": `{}`, "/send": `{}`} {
		problem(t, other.post(at+path, body).want(http.StatusNotFound).object(), "NOT_FOUND")
	}
	if now := b.order(t, o.ID); now.Received() != 0 || now.Version != o.Version {
		t.Errorf("a refused call changed %+v", now)
	}
}
