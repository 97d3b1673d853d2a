package web_test

import (
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
)

const (
	mugWhite = "P000001A" // 3 left
	mugBlack = "P000001B" // none left
	hidden   = "P000002A" // none left, not displayed
	book     = "P000003A" // not tracked
	pens     = "P000004A" // 40 left
)

// stock gives a mall a small catalogue.
func (b *bench) stock(tb testing.TB, of lowstock.MallID) {
	tb.Helper()
	variant := func(no int64, code string, quantity int, options ...lowstock.Option) lowstock.Variant {
		return lowstock.Variant{
			ProductNo: no, Code: code, CustomCode: "own-" + code, Options: options, Display: true, Selling: true,
			Tracked: true, Quantity: quantity, Safety: 2,
		}
	}
	untracked := variant(3, book, 0)
	untracked.Tracked = false
	product := func(no int64, name string, display bool) lowstock.Product {
		return lowstock.Product{
			No: no, Code: fmt.Sprintf("P%06d", no), Name: name, SupplierCode: "S000000A", CategoryNos: []int{24},
			Display: display, Selling: true, Price: "12900.00",
		}
	}
	if err := b.store.Mall(of).SaveCategories(tb.Context(), []inbound.Category{{No: 24, Depth: 1, Name: "주방", FullName: "주방"}}); err != nil {
		tb.Fatal(err)
	}
	if err := b.store.Mall(of).SaveSuppliers(tb.Context(), []inbound.Supplier{{Code: "S000000A", Name: "한빛상사"}}); err != nil {
		tb.Fatal(err)
	}
	_, err := b.store.Mall(of).ApplyLevels(tb.Context(), inbound.Levels{
		Source: lowstock.SourceSweep, StartedAt: b.clock.Now(),
		Readings: []inbound.ProductReading{
			{Product: product(1, "머그컵", true), Variants: []lowstock.Variant{
				variant(1, mugWhite, 3, lowstock.Option{Name: "색상", Value: "화이트"}),
				variant(1, mugBlack, 0, lowstock.Option{Name: "색상", Value: "블랙"}),
			}},
			{Product: product(2, "접시", false), Variants: []lowstock.Variant{variant(2, hidden, 0)}},
			{Product: product(3, "책", true), Variants: []lowstock.Variant{untracked}},
			{Product: product(4, "볼펜", true), Variants: []lowstock.Variant{variant(4, pens, 40)}},
		},
	})
	if err != nil {
		tb.Fatal(err)
	}
}

// without removes the values that a test cannot know in advance.
func without(row map[string]any, names ...string) map[string]any {
	out := maps.Clone(row)
	for _, name := range names {
		delete(out, name)
	}
	return out
}

func list(t *testing.T, body map[string]any, name string) []map[string]any {
	t.Helper()
	rows, ok := body[name].([]any)
	if !ok {
		t.Fatalf("%s is no list in %v", name, body)
	}
	var out []map[string]any
	for _, row := range rows {
		object, ok := row.(map[string]any)
		if !ok {
			t.Fatalf("%s holds a %T", name, row)
		}
		out = append(out, object)
	}
	return out
}

func column(rows []map[string]any, name string) []any {
	var out []any
	for _, row := range rows {
		out = append(out, row[name])
	}
	return out
}

func TestAPIStock(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.owner(t, mall)
	b.stock(t, mall)
	_, router := b.document(t)
	read := func(path string) map[string]any {
		t.Helper()
		return w.get("/api/v1" + path).want(http.StatusOK).valid(router).object()
	}

	products := read("/products")
	if diff := cmp.Diff([]any{"out", "out", "untracked", "ok"}, column(list(t, products, "products"), "status")); diff != "" {
		t.Errorf("products (-want +got):\n%s", diff)
	}
	if products["next_cursor"] != nil {
		t.Errorf("next_cursor %v", products["next_cursor"])
	}
	want := map[string]any{
		"product_no": 1.0, "product_code": "P000001", "product_name": "머그컵", "supplier_code": "S000000A", "display": true,
		"selling": true, "variant_count": 2.0, "total_quantity": 3.0, "status": "out",
	}
	if diff := cmp.Diff(want, without(list(t, products, "products")[0], "observed_at")); diff != "" {
		t.Errorf("product (-want +got):\n%s", diff)
	}
	if got := len(list(t, read("/products?status=untracked"), "products")); got != 1 {
		t.Errorf("%d untracked products", got)
	}
	if got := list(t, read("/products?q=%EB%A8%B8%EA%B7%B8"), "products"); len(got) != 1 || got[0]["product_no"] != 1.0 {
		t.Errorf("search for 머그: %v", got)
	}

	row := map[string]any{
		"currency": "KRW", "product_no": 1.0, "product_name": "머그컵", "variant_code": mugWhite, "custom_variant_code": "own-" + mugWhite,
		"options": []any{map[string]any{"name": "색상", "value": "화이트"}}, "quantity": 3.0, "safety_inventory": 2.0, "tracked": true,
		"status": "ok", "threshold": 0.0, "threshold_source": "mall", "muted": false, "days_of_cover": nil, "daily_sales": nil, "threshold_days": nil, "silence": nil, "silence_text": nil,
		"sells_at_zero": false, "important": false, "incoming": 0.0, "incoming_on": nil, "incoming_late": false, "runs_out_on": nil, "suggestion": nil,
		"lost_units_ahead": nil, "money_at_risk": nil, "price": "12900.00", "supply_price": nil,
	}
	inventory := list(t, read("/inventory"), "inventory")
	if diff := cmp.Diff(row, without(inventory[0], "observed_at")); diff != "" {
		t.Errorf("row (-want +got):\n%s", diff)
	}
	written, _ := inventory[0]["observed_at"].(string)
	observed, err := time.Parse(time.RFC3339, written)
	if err != nil || !strings.HasSuffix(written, "+09:00") || b.clock.Now().Sub(observed) > time.Minute {
		t.Errorf("observed_at %v: %v", inventory[0]["observed_at"], err)
	}
	byQuantity := column(list(t, read("/inventory?sort=-quantity&limit=2"), "inventory"), "variant_code")
	if diff := cmp.Diff([]any{pens, mugWhite}, byQuantity); diff != "" {
		t.Errorf("by quantity (-want +got):\n%s", diff)
	}

	one := read("/products/1")
	if got := column(list(t, one, "variants"), "variant_code"); !cmp.Equal(got, []any{mugWhite, mugBlack}) || one["product_name"] != "머그컵" {
		t.Errorf("product 1: %v", one)
	}
	if got := column(list(t, read("/inventory/1"), "inventory"), "variant_code"); !cmp.Equal(got, []any{mugWhite, mugBlack}) {
		t.Errorf("rows of product 1: %v", got)
	}
}

func TestAPIPages(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.owner(t, mall)
	b.stock(t, mall)
	for path, tc := range map[string]struct {
		name, id string
		want     int
	}{
		"/products": {"products", "product_no", 4}, "/inventory": {"inventory", "variant_code", 5},
		"/inventory?sort=urgent": {"inventory", "variant_code", 5}, "/inventory?sort=name": {"inventory", "variant_code", 5},
		"/inventory/1": {"inventory", "variant_code", 2},
	} {
		glue, seen, cursor := "?", map[any]bool{}, ""
		if strings.Contains(path, "?") {
			glue = "&"
		}
		for range 10 {
			page := w.get("/api/v1" + path + glue + "limit=1" + cursor).want(http.StatusOK).object()
			for _, id := range column(list(t, page, tc.name), tc.id) {
				if seen[id] {
					t.Errorf("%s: %v twice", path, id)
				}
				seen[id] = true
			}
			next, ok := page["next_cursor"].(string)
			if !ok {
				break
			}
			cursor = "&cursor=" + next
		}
		if len(seen) != tc.want {
			t.Errorf("%s: %d rows over all pages, want %d", path, len(seen), tc.want)
		}
	}
}

func TestAPIAlertSettings(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.owner(t, mall)
	b.stock(t, mall)
	_, router := b.document(t)
	set := func(body string, status int) map[string]any {
		t.Helper()
		return w.post("/api/v1/alerts", body).want(status).valid(router).object()
	}
	for _, tc := range []struct {
		body string
		want map[string]any
	}{
		{`{"threshold":1}`, map[string]any{"scope": "mall", "threshold": 1.0}},
		{`{"product_no":1,"variant_code":null,"threshold":10}`, map[string]any{"scope": "product", "product_no": 1.0, "threshold": 10.0}},
		{`{"product_no":1,"variant_code":"` + mugWhite + `","threshold":2}`, map[string]any{"scope": "variant", "product_no": 1.0, "variant_code": mugWhite, "threshold": 2.0}},
		{`{"category_no":24,"threshold":5,"unknown":{}}`, map[string]any{"scope": "category", "category_no": 24.0, "threshold": 5.0}},
		{`{"supplier_code":"S000000A","muted":true}`, map[string]any{"scope": "supplier", "supplier_code": "S000000A", "kind": "off", "muted": true}},
	} {
		full := map[string]any{
			"product_no": nil, "variant_code": nil, "category_no": nil, "supplier_code": nil,
			"kind": "number", "threshold": nil, "days": nil, "muted": false,
		}
		maps.Copy(full, tc.want)
		row := set(tc.body, http.StatusCreated)
		if diff := cmp.Diff(full, without(row, "id", "updated_at")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tc.body, diff)
		}
		set(tc.body, http.StatusOK)
	}

	explained := w.get("/api/v1/inventory/1/" + mugWhite + "/explain").want(http.StatusOK).valid(router).object()
	if explained["threshold"] != 2.0 || explained["threshold_source"] != "variant" || explained["decision"] != "none" || explained["quantity"] != 3.0 {
		t.Errorf("explained: %v", explained)
	}
	for _, step := range list(t, explained, "steps") {
		if text, ok := step["text"].(string); !ok || text == "" || strings.Contains(text, "explain.") || strings.Contains(text, "{") {
			t.Errorf("step without words: %v", step)
		}
	}

	preview := w.post("/api/v1/alerts/preview", `{"product_no":4,"threshold":100}`).want(http.StatusOK).valid(router).object()
	if preview["matches_now"] != 1.0 {
		t.Errorf("preview: %v", preview)
	}
	rows := list(t, w.get("/api/v1/alerts").want(http.StatusOK).valid(router).object(), "alerts")
	if len(rows) != 5 {
		t.Fatalf("%d alert settings", len(rows))
	}
	for _, row := range rows {
		path := fmt.Sprintf("/api/v1/alerts/%.0f", row["id"])
		if gone := w.do(http.MethodDelete, path, "").want(http.StatusNoContent).valid(router); gone.body != "" {
			t.Errorf("body of a 204: %q", gone.body)
		}
		w.do(http.MethodDelete, path, "").want(http.StatusNotFound).valid(router)
	}
	inherited := w.get("/api/v1/inventory/1/" + mugWhite + "/explain").object()
	if inherited["threshold"] != 0.0 || inherited["threshold_source"] != "mall" {
		t.Errorf("after the deletion: %v", inherited)
	}
}

func TestAPIIncidents(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.owner(t, mall)
	b.stock(t, mall)
	_, router := b.document(t)
	w.post("/api/v1/alerts", `{"product_no":1,"threshold":5}`).want(http.StatusCreated)

	all := list(t, w.get("/api/v1/incidents").want(http.StatusOK).valid(router).object(), "incidents")
	if len(all) != 2 {
		t.Fatalf("%d incidents: %v", len(all), all)
	}
	byCode := map[any]map[string]any{}
	for _, i := range all {
		byCode[i["variant_code"]] = i
	}
	low := byCode[mugWhite]
	want := map[string]any{
		"currency": "KRW", "product_no": 1.0, "product_name": "머그컵", "variant_code": mugWhite, "kind": "low", "state": "open", "quantity": 3.0,
		"threshold": 5.0, "sells_at_zero": false, "resolved_at": nil, "acknowledged_at": nil, "acknowledged_by": nil, "snoozed_until": nil, "until_restock": false,
		"ordered_quantity": nil, "expected_on": nil, "lost_units_ahead": nil, "money_at_risk": nil, "deliveries": []any{},
	}
	if diff := cmp.Diff(want, without(low, "id", "opened_at")); diff != "" {
		t.Errorf("incident (-want +got):\n%s", diff)
	}
	if byCode[mugBlack]["kind"] != "out" {
		t.Errorf("sold out: %v", byCode[mugBlack])
	}

	path := fmt.Sprintf("/api/v1/incidents/%.0f", low["id"])
	act := func(verb, body string, status int) map[string]any {
		t.Helper()
		return w.post(path+verb, body).want(status).valid(router).object()
	}
	if got := act("/acknowledge", "", http.StatusOK); got["state"] != "acknowledged" || got["acknowledged_at"] == nil {
		t.Errorf("acknowledged: %v", got)
	}
	act("/acknowledge", "", http.StatusOK)
	until := b.clock.Now().Add(time.Hour).Format(time.RFC3339)
	if got := act("/snooze", `{"until":"`+until+`"}`, http.StatusOK); got["state"] != "snoozed" || got["snoozed_until"] == nil {
		t.Errorf("snoozed: %v", got)
	}
	for _, body := range []string{`{}`, `{"until":null}`, `{"until":5}`, `{"until":"tomorrow"}`, `{"until":"2020-01-01T00:00:00Z"}`, `{"until":"2099-01-01"}`} {
		if fields := problem(t, act("/snooze", body, http.StatusUnprocessableEntity), "INVALID"); fields["until"] == nil {
			t.Errorf("%s: fields %v", body, fields)
		}
	}
	if got := list(t, w.get("/api/v1/incidents?state=snoozed").valid(router).object(), "incidents"); len(got) != 1 {
		t.Errorf("%d snoozed", len(got))
	}
	if got := act("/resolve", "", http.StatusOK); got["state"] != "resolved" || got["resolved_at"] == nil {
		t.Errorf("resolved: %v", got)
	}
	problem(t, act("/acknowledge", "", http.StatusConflict), "CONFLICT")
	problem(t, act("/snooze", `{"until":"`+until+`"}`, http.StatusConflict), "CONFLICT")
	if got := w.get(path).want(http.StatusOK).valid(router).object(); got["state"] != "resolved" {
		t.Errorf("incident: %v", got)
	}
}

// problem checks the form of the error and returns its fields.
func problem(t *testing.T, body map[string]any, code string) map[string]any {
	t.Helper()
	e, ok := body["error"].(map[string]any)
	if !ok || e["code"] != code {
		t.Fatalf("error %v, want code %s", body, code)
	}
	if text, ok := e["message"].(string); !ok || text == "" || strings.Contains(text, "error.") {
		t.Errorf("message %q", e["message"])
	}
	fields, _ := e["fields"].(map[string]any)
	for name, text := range fields {
		if s, ok := text.(string); !ok || s == "" || strings.Contains(s, "error.") {
			t.Errorf("field %s: %v", name, text)
		}
	}
	return fields
}
