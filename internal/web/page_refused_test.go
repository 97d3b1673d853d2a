package web_test

import (
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/web"
)

// refusedForm is a form as a person sends it, and the values of it that are
// refused.
type refusedForm struct {
	name   string
	to     string
	sent   url.Values
	bad    map[string][]string // by field, each of them refused
	ids    map[string]string   // of the fields in the document, when they differ from the names
	chosen []string            // select fields: a bad value cannot be shown in them
	htmx   bool                // the form is also sent by htmx
}

func (f refusedForm) id(field string) string {
	if id, other := f.ids[field]; other {
		return id
	}
	return field
}

// with returns the form with some fields changed.
func (f refusedForm) with(fields map[string]string) url.Values {
	sent := maps.Clone(f.sent)
	for field, value := range fields {
		sent[field] = []string{value}
	}
	return sent
}

func (w *browser) send(to string, sent url.Values, header ...string) reply {
	w.t.Helper()
	return w.press(to, sent, header...)
}

// setupForms are the forms of the first steps.
func setupForms() []refusedForm {
	return []refusedForm{
		{
			name: "the first threshold", to: "/setup/threshold", sent: url.Values{"threshold": {"7"}},
			bad: map[string][]string{"threshold": {"", "열", "-1", "1000001"}}, ids: map[string]string{"threshold": "setup-threshold"},
		},
		{
			name: "the first recipient", to: "/setup/recipient", sent: url.Values{"email": {"kim@shop.example"}},
			bad: map[string][]string{"email": {"", "kim", "ki\u200bm@shop.example", "Kim <kim@shop.example>"}}, ids: map[string]string{"email": "setup-email"},
		},
	}
}

// ruleForms are the forms of thresholds; node is the address of a rule of a
// category.
func ruleForms(node string) []refusedForm {
	number := map[string][]string{"threshold": {"열", "-1", "1000001", "1.5"}}
	both := map[string][]string{"threshold": {"", "열", "-1", "0", "366"}, "kind": {"weeks"}} // values for days of cover
	cell := map[string]string{"threshold": "t-P0000001A"}
	rule := strings.Replace(strings.TrimPrefix(node, "/"), "rules/", "rule-", 1)
	return []refusedForm{
		{
			name: "a cell of the list", to: "/stock/threshold", htmx: true, bad: number, ids: cell,
			sent: url.Values{"product_no": {"1"}, "variant_code": {"P0000001A"}, "threshold": {"7"}, "seen": {"9"}, "back": {"/stock?q=P0000001A"}},
		},
		{
			name: "a cell of a product", to: "/stock/threshold", htmx: true, bad: number, ids: cell,
			sent: url.Values{"product_no": {"1"}, "variant_code": {"P0000001A"}, "threshold": {"7"}, "seen": {"9"}, "back": {"/stock/1?days=90&variant=P0000001A"}},
		},
		{
			name: "a product's own", to: "/stock/1/rule", bad: map[string][]string{"threshold": {"열", "-1", "0", "366"}, "kind": {"weeks"}},
			ids: map[string]string{"kind": "threshold-kind"}, chosen: []string{"kind"},
			sent: url.Values{"threshold": {"7"}, "kind": {"days"}, "back": {"/stock/1?days=90&variant=P0000001B"}},
		},
		{
			name: "the default", to: "/rules", htmx: true, bad: both, ids: map[string]string{"threshold": "default-threshold", "kind": "default-threshold-kind"},
			sent: url.Values{"form": {"default"}, "threshold": {"7"}, "kind": {"days"}}, chosen: []string{"kind"},
		},
		{
			name: "one of a supplier", to: "/rules", htmx: true,
			bad:  map[string][]string{"threshold": {"열", "0"}, "kind": {"weeks"}, "of": {"x", "", "c0", "c77", "sS0000099"}},
			ids:  map[string]string{"threshold": "add-threshold", "kind": "add-threshold-kind", "of": "add-scope"},
			sent: url.Values{"form": {"add"}, "of": {"sS0000001"}, "threshold": {"7"}, "kind": {"days"}}, chosen: []string{"kind", "of"},
		},
		{
			name: "one of a category that has gone", to: "/rules", htmx: true, bad: map[string][]string{"threshold": {"열"}},
			ids:  map[string]string{"threshold": "add-threshold"},
			sent: url.Values{"form": {"add"}, "of": {"c77"}, "threshold": {"7"}, "kind": {"days"}},
		},
		{
			name: "a node of the tree", to: node, htmx: true, bad: both, ids: map[string]string{"threshold": rule + "-threshold", "kind": rule + "-threshold-kind"},
			sent: url.Values{"threshold": {"7"}, "kind": {"days"}}, chosen: []string{"kind"},
		},
		{
			name: "many at once", to: "/stock/bulk", bad: both, ids: map[string]string{"threshold": "bulk-threshold", "kind": "bulk-threshold-kind"},
			sent: url.Values{"code": {"P0000001A", "P0000002B"}, "threshold": {"7"}, "kind": {"days"}, "lower": {"1"}, "back": {"/stock?status=out"}}, chosen: []string{"kind"},
		},
		{
			name: "the whole list at once", to: "/stock/bulk", bad: map[string][]string{"threshold": {"열"}}, ids: map[string]string{"threshold": "bulk-threshold"},
			sent: url.Values{"all": {"1"}, "threshold": {"7"}, "kind": {"number"}, "back": {"/stock?status=out"}},
		},
	}
}

// planForms are the forms of promotions, holidays and orders.
func (b *bench) planForms() []refusedForm {
	promotion := map[string]string{"name": "promotion-name", "from": "promotion-from", "to": "promotion-to", "percent": "promotion-percent", "of": "promotion-scope"}
	return []refusedForm{
		{
			name: "a promotion", to: "/promotions", ids: promotion, chosen: []string{"of"},
			sent: url.Values{"name": {"여름 세일"}, "from": {b.inDays(3)}, "to": {b.inDays(5)}, "percent": {"150 %"}, "of": {"p1"}},
			bad: map[string][]string{
				"name": {"", strings.Repeat("가", 61)}, "from": {"", "soon", "1999-01-01"}, "to": {"", "soon", b.inDays(2), b.inDays(900)}, "percent": {"", "많이", "-1", "1001"}, "of": {"x", "c", "p0"},
			},
		},
		{
			name: "a promotion of what has gone", to: "/promotions", ids: promotion, bad: map[string][]string{"percent": {"많이"}},
			sent: url.Values{"name": {"여름 세일"}, "from": {b.inDays(3)}, "to": {b.inDays(5)}, "percent": {"150"}, "of": {"sS0000099"}},
		},
		{
			name: "holidays", to: "/promotions/holidays", ids: map[string]string{"seollal": "holiday-seollal", "chuseok": "holiday-chuseok", "other": "holiday-other"},
			sent: url.Values{"seollal": {"50"}, "chuseok": {"60%"}, "other": {"110"}},
			bad:  map[string][]string{"seollal": {"", "많이"}, "chuseok": {"-1"}, "other": {"1001", "1.5"}},
		},
		{
			name: "how orders come in", to: "/reorder/terms", chosen: []string{"level"},
			sent: url.Values{"lead_days": {"21"}, "order_days": {"35"}, "level": {"98"}, "supplier": {"S0000001"}},
			bad:  map[string][]string{"lead_days": {"", "0", "181", "곧"}, "order_days": {"", "0", "181", "곧"}, "level": {"", "50"}},
		},
		{
			name: "a supplier's orders", to: "/reorder/lead", sent: url.Values{"lead": {"9"}, "supplier": {"S0000001"}}, bad: map[string][]string{"lead": {"0", "-1", "181", "곧"}},
		},
		{
			name: "a supplier without a sheet", to: "/reorder/lead", sent: url.Values{"lead": {"9"}, "supplier": {"S0000002"}}, bad: map[string][]string{"lead": {"곧"}},
		},
		{
			name: "an order", to: "/purchase-orders", ids: map[string]string{"code": "units-P0000001A"},
			sent: url.Values{"shown": {"S0000001"}, "act": {"one"}, "code": {"P0000001A", "P0000002A"}, "units-P0000001A": {"7"}, "price-P0000001A": {"1,200"}, "units-P0000002A": {"2"}},
			bad:  map[string][]string{"units-P0000001A": {"-1", "1000001", "1.5", "열"}, "price-P0000001A": {"-1", "싸게", "1.005"}},
		},
		{
			name: "the totals of an order", to: "/reorder/preview",
			sent: url.Values{"shown": {"S0000001"}, "code": {"P0000001A"}, "units-P0000001A": {"7"}, "price-P0000001A": {"1,200"}},
			bad:  map[string][]string{"units-P0000001A": {"-1", "열"}, "price-P0000001A": {"싸게"}},
		},
		{
			name: "how an item is ordered", to: "/reorder/item", sent: url.Values{"shown": {"S0000001"}, "code": {"P0000001A"}, "act": {"save P0000001A"}, "units-P0000001A": {"7"}, "min-P0000001A": {"12"}},
			bad: map[string][]string{"min-P0000001A": {"-1", "열", "1000001"}, "pack-P0000001A": {"-1", "0.5"}, "cap-P0000001A": {"-1", "11"}, "cost-P0000001A": {"싸게", "-5"}, "source-P0000001A": {"없는 곳"}},
		},
		{
			name: "how a product is ordered", to: "/reorder/item", sent: url.Values{"product_no": {"1"}, "min": {"12"}, "back": {"/stock/1?days=90&variant=P0000001B"}},
			bad: map[string][]string{"min": {"-1", "열"}, "pack": {"-1", "0.5"}, "cap": {"-1", "11"}, "cost": {"싸게"}, "source": {"없는 곳"}},
		},
		{
			name: "a product's orders", to: "/reorder/lead", sent: url.Values{"lead": {"9"}, "product_no": {"1"}, "back": {"/stock/1?days=90&variant=P0000001B"}}, bad: map[string][]string{"lead": {"0", "181", "곧"}},
		},
	}
}

func settingsForms() []refusedForm {
	return []refusedForm{
		{
			name: "the schedule", to: "/settings/schedule",
			sent: url.Values{"collect_seconds": {"120"}, "quiet_from": {"22:00"}, "quiet_to": {"07:00"}, "daily_cap": {"9"}, "second_after_hours": {"5"}, "digest_at": {"08:30"}},
			bad: map[string][]string{
				"collect_seconds": {"", "열", "-1", "3601"}, "quiet_from": {"25:00"}, "quiet_to": {"", "noon"}, "daily_cap": {"101", "x"}, "second_after_hours": {"169", "x"}, "digest_at": {"", "8:30"},
			},
		},
		{
			name: "the language", to: "/settings/language", sent: url.Values{"locale": {"en"}, "timezone": {"Asia/Tokyo"}},
			bad: map[string][]string{"locale": {"", "fr"}, "timezone": {"", "Mars/Olympus"}}, chosen: []string{"locale"},
		},
		{
			name: "the channels", to: "/settings/channels", sent: url.Values{"slack_webhook_url": {"https://hooks.slack.com/services/T0/B0/abc"}, "webhook_url": {"https://hooks.example/a"}},
			bad: map[string][]string{
				"slack_webhook_url": {"http://hooks.slack.com/services/T0/B0/abc", "https://evil.example/", "https://hooks.slack.com/••••"},
				"webhook_url":       {"hooks.example", "ftp://hooks.example/a", "https://127.0.0.1/a", "https://hooks.example/••••"},
			},
		},
		{
			name: "what a recipient gets", to: "/settings/recipients", chosen: []string{"digest", "locale"},
			sent: url.Values{"email": {"kim@shop.example"}, "immediate": {"1"}, "second": {"1"}, "digest": {"weekly"}, "locale": {"en"}, "scope": {"some"}, "category": {"24", "77"}, "supplier": {"S0000001"}},
			ids:  map[string]string{"digest": "recipient-digest", "locale": "recipient-locale"},
			bad:  map[string][]string{"digest": {"hourly"}, "locale": {"fr"}},
		},
		{
			name: "a recipient of nothing", to: "/settings/recipients", ids: map[string]string{"supplier": "scope"}, chosen: []string{"supplier"},
			sent: url.Values{"email": {"kim@shop.example"}, "second": {"1"}, "digest": {"daily"}, "locale": {"ko"}, "scope": {"some"}},
			bad:  map[string][]string{"supplier": {"", "a b"}},
		},
		{
			name: "a new recipient", to: "/settings/recipients/add", sent: url.Values{"email": {"new@shop.example"}},
			bad: map[string][]string{"email": {"", "new", "kim@shop.example", "ne\u200bw@shop.example", "a@b.kr, c@d.kr"}},
		},
		{
			name: "a token", to: "/settings/tokens", chosen: []string{"token_scope", "token_days"},
			sent: url.Values{"token_name": {"재고 연동"}, "token_scope": {"read", "rules"}, "token_days": {"90"}},
			bad:  map[string][]string{"token_name": {"", strings.Repeat("가", 61)}, "token_scope": {"", "everything"}, "token_days": {"", "x", "9999", "-1"}},
		},
	}
}

// hasNoFields are the forms in which nothing is typed. Their fields come from
// the page, and a value that the page did not send is refused as a whole.
func hasNoFields() []string {
	return []string{
		"/stock/columns", "/settings/theme", "/setup/skip", "/first-look/dismiss", "/alerts/:id/:act", "/alerts/undo", "/alerts/stop", "/morning/:id/undo", "/rules/import", "/rules/changes/:id/undo", "/rules/:id/delete", "/promotions/:id/delete", "/reorder/mail",
		"/stock/supplier/:id/undo", "/suppliers/:code/delete", "/suppliers/:code/products/release",
		"/logout", "/settings/team", "/settings/team/end", "/settings/recipients/remove", "/settings/recipients/confirm", "/settings/test", "/settings/webhook-secret", "/settings/tokens/:id/delete",
		"/connection/sync", "/purchase-orders/:id/delete", "/purchase-orders/:id/receipts/:receipt/undo", "/purchase-orders/:id/close", "/purchase-orders/:id/cancel", "/purchase-orders/:id/restore", "/purchase-orders/:id/unlink", "/purchase-orders/:id/proposals/:proposal", "/rules/sheet", "/rules/sheet/apply", "/unsubscribe/:token", "/confirm/:token", "/act/:token", "/open/:token", "/s/:token", "/webhooks/cafe24",
	}
}

// Every refused value is shown again as it was typed. Each message is at its
// field and in the language of the person who typed, with and without
// JavaScript.
func TestRefusedFormsKeepWhatWasTyped(t *testing.T) {
	t.Parallel()
	b := newBench(t, func(c *web.Config) { c.Support.Email = "help@app.example" })
	w := b.shop(t, 3)
	b.nameLevels(t)
	for _, f := range setupForms() {
		f.refuse(t, w, b.english(t))
	}
	w.form("/settings/recipients/add", map[string]string{"email": "kim@shop.example"}).want(http.StatusSeeOther)
	node := b.rule(t, lowstock.RuleChange{CategoryNo: 24, Threshold: new(4)})
	all := slices.Concat(setupForms(), ruleForms(node), b.planForms(), settingsForms(), contactForms(), b.alertForms(t), b.supplierForms(t), b.purchaseForms(t))
	english := b.english(t)
	for _, f := range all {
		f.refuse(t, w, english)
	}
	if got, err := b.store.Mall(mall).Settings(t.Context()); err != nil || len(got.Recipients) != 1 || got.Locale != "ko" {
		t.Errorf("a refused form was kept: %+v, %v", got, err)
	}
	covered := hasNoFields()
	for _, f := range all {
		covered = append(covered, f.to)
	}
	covered = append(covered, "/reorder/late", "/rules/:id", "/stock/:product_no/rule", "/suppliers/:code", "/suppliers/:code/products")
	covered = append(covered, purchaseFormRoutes()...)
	for _, route := range b.routes(t) {
		if route.Method == http.MethodPost && !strings.HasPrefix(route.Path, "/api/") && !slices.Contains(covered, route.Path) {
			t.Errorf("no form is tried at %s", route.Path)
		}
	}
}

// refuse sends the form with each bad value alone, and with all of them together.
func (f refusedForm) refuse(t *testing.T, w, english *browser) {
	t.Helper()
	first := map[string]string{}
	for _, field := range slices.Sorted(maps.Keys(f.bad)) {
		first[field] = f.bad[field][0]
		for _, value := range f.bad[field] {
			f.refused(t, w, map[string]string{field: value})
		}
	}
	f.refused(t, w, first)
	if f.htmx {
		f.refused(t, w, first, htmx("div#x")...)
	}
	page := english.send(f.to, f.with(first)).want(http.StatusUnprocessableEntity)
	for field := range first {
		if text := messageAt(t, page.body, f.id(field)); text == "" || regexp.MustCompile(`[가-힣]`).MatchString(text) {
			t.Errorf("%s, %s: %q is not English", f.name, field, text)
		}
	}
}

func (f refusedForm) refused(t *testing.T, w *browser, bad map[string]string, header ...string) {
	t.Helper()
	sent := f.with(bad)
	page := w.send(f.to, sent, header...)
	if page.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("%s with %q: status %d", f.name, bad, page.StatusCode)
		return
	}
	body := page.body
	if strings.HasPrefix(body, "<tr") { // a row without a table is not valid HTML
		body = "<table>" + body
	}
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for field := range bad {
		id := f.id(field)
		if messageAt(t, page.body, id) == "" {
			t.Errorf("%s with %q (htmx %v): no message at %s", f.name, bad, len(header) > 0, id)
			continue
		}
		if len(header) == 0 && !strings.Contains(page.body, `href="#`+id+`"`) {
			t.Errorf("%s with %q: the summary does not lead to %s", f.name, bad, id)
		}
		again := resent(doc, id)
		for name, values := range sent {
			_, wrong := bad[name]
			if name == "act" || slices.Contains(f.chosen, name) && wrong {
				continue
			}
			if name == "id" { // the page shows the last id
				values = values[len(values)-1:]
			}
			if got := again[name]; !slices.Equal(got, values) {
				t.Errorf("%s with %q (htmx %v): %s is %q in the form that comes back, %q was typed", f.name, bad, len(header) > 0, name, got, values)
			}
		}
	}
}

// A form that the page no longer has is shown again for what was typed.
func TestRefusedWhereTheFormHasGone(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 1)
	settings, err := b.store.Mall(mall).Settings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i := range preference.MaxRecipients {
		settings.Recipients = append(settings.Recipients, preference.Recipient{Email: strconv.Itoa(i) + "@shop.example", Immediate: true})
	}
	if err := b.store.Mall(mall).SaveSettings(t.Context(), settings, "kim", b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	w.get("/settings").lacks(`id="email"`)
	for _, f := range []refusedForm{
		{name: "one too many", to: "/settings/recipients/add", sent: url.Values{"email": {"new@shop.example"}}, bad: map[string][]string{"email": {"new@shop.example", "new"}}},
		{
			name: "a recipient who has gone", to: "/settings/recipients", sent: url.Values{"email": {"gone@shop.example"}}, bad: map[string][]string{"email": {"gone@shop.example"}},
		},
		{
			name: "nothing to order", to: "/reorder/lead", sent: url.Values{"lead": {"9"}, "supplier": {"S0000001"}}, bad: map[string][]string{"lead": {"soon"}},
		},
	} {
		f.refuse(t, w, b.english(t))
	}
	// When a rule was changed meanwhile, the person sees that change and the
	// typed value.
	w.form("/stock/threshold", map[string]string{"product_no": "1", "variant_code": "P0000001A", "threshold": "4", "seen": "", "back": "/stock"}).want(http.StatusSeeOther)
	sent := url.Values{"product_no": {"1"}, "variant_code": {"P0000001A"}, "threshold": {"7"}, "seen": {""}, "back": {"/stock"}}
	page := w.send("/stock/threshold", sent).want(http.StatusConflict).has(`value="7"`, `name="seen" value="4"`)
	if messageAt(t, page.body, "t-P0000001A") == "" {
		t.Error("a conflict is not at its field")
	}
	w.send("/stock/bulk", url.Values{"kind": {"days"}, "threshold": {"열"}, "back": {"/stock"}}).want(http.StatusUnprocessableEntity).
		has(`href="#bulk"`, `id="bulk-error"`, `href="#bulk-threshold"`, `value="열"`, `<option value="days" selected>`)
}
