package web_test

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/purchase"
	"cafe24-inventory-alert/static"
)

// These are all forms of pages, by what they do. What deletes, resolves, revokes or widens rights
// asks once more. A changed threshold is undone from the record of changes. Everything else is
// changed back by the same form, or sends something that its own limits hold.
const (
	asksOnceMore = "asks once more"
	hasUndo      = "has undo"
	everyday     = "everyday"  // changed back by the same form or by its neighbour
	previews     = "previews"  // shows what would change
	ownPage      = "has a GET" // with the same address, which is the question
)

func formsOfPages() map[string]string {
	forms := formsOfPurchases()
	maps.Copy(forms, formsOfOthers())
	return forms
}

// formsOfOthers are the forms that are not about purchase orders.
func formsOfOthers() map[string]string {
	return map[string]string{
		"/alerts/:id/:act":                  asksOnceMore, // resolve
		"/alerts/many":                      asksOnceMore, // resolve
		"/alerts/views":                     asksOnceMore, // delete
		"/alerts/ordered":                   hasUndo,
		"/alerts/undo":                      everyday,
		"/alerts/stop":                      everyday, // the action is done again by its own button
		"/rules/:id/delete":                 asksOnceMore,
		"/promotions/:id/delete":            asksOnceMore,
		"/settings/recipients/remove":       asksOnceMore,
		"/settings/channels":                asksOnceMore, // delete an address
		"/settings/webhook-secret":          asksOnceMore, // replace
		"/settings/tokens":                  asksOnceMore,
		"/settings/tokens/:id/delete":       asksOnceMore,
		"/settings/team":                    asksOnceMore, // more rights for sub-operators
		"/stock/threshold":                  hasUndo,
		"/stock/:product_no/rule":           hasUndo,
		"/rules":                            hasUndo,
		"/rules/:id":                        hasUndo,
		"/rules/import":                     hasUndo,
		"/rules/sheet/apply":                hasUndo,
		"/rules/changes/:id/undo":           hasUndo,
		"/setup/threshold":                  hasUndo,
		"/morning":                          hasUndo,
		"/morning/:id/undo":                 everyday,
		"/stock/bulk":                       previews,
		"/rules/sheet":                      previews,
		"/stock/columns":                    everyday,
		"/setup/skip":                       everyday,
		"/first-look/dismiss":               everyday, // the page stays
		"/setup/recipient":                  everyday, // a recipient gets nothing before confirming
		"/settings/recipients/add":          everyday,
		"/settings/recipients":              everyday,
		"/settings/recipients/confirm":      everyday,
		"/settings/test":                    everyday,
		"/settings/schedule":                everyday,
		"/settings/language":                everyday,
		"/settings/theme":                   everyday,
		"/promotions":                       everyday,
		"/promotions/holidays":              everyday,
		"/reorder/terms":                    everyday,
		"/reorder/lead":                     everyday,
		"/reorder/mail":                     everyday,
		"/reorder/preview":                  previews,
		"/reorder/item":                     everyday,
		"/reorder/late":                     asksOnceMore,
		"/purchase-orders":                  everyday, // a draft is deleted on its page
		"/stock/supplier":                   hasUndo,
		"/stock/supplier/:id/undo":          everyday,
		"/suppliers":                        everyday,
		"/suppliers/:code":                  everyday,
		"/suppliers/:code/delete":           asksOnceMore,
		"/suppliers/:code/products":         everyday, // its neighbour removes them
		"/suppliers/:code/products/release": everyday,
		"/connection/sync":                  everyday,
		"/contact":                          previews,
		"/contact/send":                     everyday,
		"/settings/team/end":                ownPage, // /settings/team?end= asks
		"/logout":                           everyday,
		"/unsubscribe/:token":               ownPage,
		"/confirm/:token":                   ownPage,
		"/act/:token":                       ownPage,
		"/open/:token":                      ownPage,
		"/s/:token":                         ownPage,
	}
}

// TestEveryFormIsListedByWhatItDoes fails for a new form that nobody has decided about.
func TestEveryFormIsListedByWhatItDoes(t *testing.T) {
	t.Parallel()
	forms, served := formsOfPages(), []string{}
	for _, r := range newBench(t).routes(t) {
		program := strings.HasPrefix(r.Path, "/api/") || r.Path == "/webhooks/cafe24"
		if r.Method != http.MethodPost || program {
			continue
		}
		served = append(served, r.Path)
		if forms[r.Path] == "" {
			t.Errorf("POST %s: say in formsOfPages whether it asks once more", r.Path)
		}
	}
	for path := range forms {
		if !slices.Contains(served, path) {
			t.Errorf("%s is gone", path)
		}
	}
}

// asking is a request that asks once more, and what is there before the second press only.
type asking struct {
	route, to string
	sent      url.Values
	is        func() bool
}

func idText(id int64) string { return strconv.FormatInt(id, 10) }

// asks makes one of everything that a form can delete, resolve, revoke or widen.
func (b *bench) asks(t *testing.T, w *browser) []asking {
	t.Helper()
	w.form("/settings/recipients/add", map[string]string{"email": "kim@shop.example"}).want(http.StatusSeeOther)
	w.form("/settings/channels", map[string]string{"webhook_url": "https://hooks.shop.example/stock"}).want(http.StatusSeeOther)
	w.form("/settings/tokens", map[string]string{"token_name": "ERP", "token_scope": "read", "token_days": "30"}).want(http.StatusOK)
	w.form("/promotions", map[string]string{"name": "겨울 세일", "from": b.inDays(1), "to": b.inDays(3), "percent": "150"}).want(http.StatusSeeOther)
	alerts := b.soldOut(t, 2)
	rule := b.rule(t, lowstock.RuleChange{ProductNo: 1, Threshold: new(4)})
	settings := func() preference.Settings {
		s, err := b.store.Mall(mall).Settings(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	webhook := func() preference.Target { return settings().Targets.Of(lowstock.ChannelWebhook) }
	secret := webhook().Signing
	tokens := func() int {
		list, err := b.store.Mall(mall).APITokens(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	list, err := b.store.Mall(mall).APITokens(t.Context())
	if err != nil || len(list) != 1 {
		t.Fatalf("tokens %+v, %v", list, err)
	}
	plan, err := b.store.Mall(mall).Events(t.Context())
	if err != nil || len(plan.Promotions) != 1 {
		t.Fatalf("promotions %+v, %v", plan.Promotions, err)
	}
	open := func(of ...int) func() bool {
		return func() bool {
			return !slices.ContainsFunc(of, func(n int) bool { return b.states(t)[alerts[n]] == lowstock.IncidentResolved })
		}
	}
	w.form("/alerts/views", map[string]string{"act": "save", "name": "품절", "query": "kind=out"}).want(http.StatusSeeOther)
	views := func() []listing.AlertView {
		list, err := b.store.Mall(mall).AlertViews(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	own := b.ownSupplier(t, "나리 공방")
	return append(b.asksOfPurchases(t), []asking{
		{"/alerts/:id/:act", alertPath(alerts[0]) + "/resolve", nil, open(0)},
		{"/alerts/many", "/alerts/many", url.Values{"act": {"resolve"}, "id": {idText(alerts[1]), idText(alerts[2])}}, open(1, 2)},
		{"/alerts/many", "/alerts/many", url.Values{"act": {"resolve"}, "all": {"1"}, "newest": {idText(alerts[0])}}, open(3)},
		{"/alerts/views", "/alerts/views", url.Values{"act": {"delete"}, "view": {idText(views()[0].ID)}}, func() bool { return len(views()) == 1 }},
		{"/reorder/late", "/reorder/late", url.Values{"act": {"giveup " + variantCode(2, 1)}}, b.lateRest(t, variantCode(2, 1))},
		{"/rules/:id/delete", rule + "/delete", nil, func() bool {
			rules, err := b.store.Mall(mall).AllRules(t.Context())
			return err == nil && slices.ContainsFunc(rules, func(r lowstock.Rule) bool { return r.ProductNo == 1 && r.VariantCode == "" })
		}},
		{"/promotions/:id/delete", "/promotions/" + idText(plan.Promotions[0].ID) + "/delete", nil, func() bool {
			plan, err := b.store.Mall(mall).Events(t.Context())
			return err == nil && len(plan.Promotions) == 1
		}},
		{"/suppliers/:code/delete", "/suppliers/" + own + "/delete", nil, func() bool {
			list, _, err := b.store.Mall(mall).SupplierPage(t.Context(), purchase.SupplierQuery{Search: "나리", Zone: time.UTC, Limit: 2})
			return err == nil && len(list) == 1
		}},
		{"/settings/recipients/remove", "/settings/recipients/remove", url.Values{"email": {"kim@shop.example"}}, func() bool { return len(settings().Recipients) == 1 }},
		{"/settings/webhook-secret", "/settings/webhook-secret", url.Values{"do": {"rotate"}}, func() bool { return webhook().Signing.Reveal() == secret.Reveal() }},
		{"/settings/channels", "/settings/channels", url.Values{"webhook_url": {""}}, func() bool { return webhook().Address != "" }},
		{"/settings/tokens", "/settings/tokens", url.Values{"token_name": {"POS"}, "token_scope": {"read"}, "token_days": {"30"}}, func() bool { return tokens() == 1 }},
		{"/settings/tokens/:id/delete", "/settings/tokens/" + idText(list[0].ID) + "/delete", nil, func() bool { return tokens() == 2 }},
		{"/settings/team", "/settings/team", url.Values{"subs": {"1"}}, func() bool { return !settings().SubsChangeRules }},
	}...)
}

// TestWhatCannotBeTakenBackAsksOnceMore sends the first press of each, as one click in a frame
// would, and then the second.
func TestWhatCannotBeTakenBackAsksOnceMore(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 2)
	var done []string
	for _, a := range b.asks(t, w) {
		done = append(done, a.route)
		header := []string{"Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "same-origin"}
		if !a.is() {
			t.Errorf("%s %v: nothing to change", a.to, a.sent)
		}
		page := w.post(a.to, a.sent.Encode(), header...).want(http.StatusOK)
		if !a.is() || !page.asks() {
			t.Errorf("%s %v: done at once, or not asked: %.300s", a.to, a.sent, page.body)
		}
		page.has(`action="`+a.to, "까요?", "취소").lacks("hx-", static.Path("app.js"), static.Path("htmx.min.js"))
		if got := page.mayFrame(); got != "https://hanbit.cafe24.com" {
			t.Errorf("%s: may be framed by %s", a.to, got)
		}
		// The answer to the question is a field of the body only.
		if w.post(a.to+"?sure=1", a.sent.Encode(), header...).want(http.StatusOK); !a.is() {
			t.Errorf("%s: a link answers the question", a.to)
		}
		sure := url.Values{"sure": {"1"}}
		maps.Copy(sure, a.sent)
		if w.post(a.to, sure.Encode(), header...); a.is() {
			t.Errorf("%s %v: not done after the second press", a.to, a.sent)
		}
	}
	for route, what := range formsOfPages() {
		if what == asksOnceMore && !slices.Contains(done, route) {
			t.Errorf("%s: nobody checks that it asks", route)
		}
	}
	for _, path := range []string{"/stock", "/stock/1", "/alerts", "/purchase-orders", "/rules", "/promotions", "/settings"} {
		if w.get(path).want(http.StatusOK).asks() {
			t.Errorf("%s answers a question that it did not ask", path)
		}
	}
}

// TestAQuestionStandsInThePlaceOfTheRow checks what htmx swaps in.
func TestAQuestionStandsInThePlaceOfTheRow(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 0)
	id := b.soldOut(t, 1)[0]
	header := func(target string) []string {
		return append(htmx(target), "Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "same-origin")
	}
	row := "alert-" + idText(id)
	w.post(alertPath(id)+"/resolve", "back=%2Falerts", header("li#"+row)...).want(http.StatusOK).
		has(`<li id="`+row+`"`, `hx-target="#`+row+`"`, "니트 가디건 1호", `href="/alerts"`).lacks("<html")
	w.post("/alerts/many", "act=resolve&id="+idText(id), header("div#alerts")...).want(http.StatusOK).
		has(`<div id="alerts"`, `hx-target="#alerts"`, "알림 1건을").lacks("<html")
	w.post("/alerts/many", "act=resolve&id="+idText(id), header(`div#x" onclick="`)...).want(http.StatusOK).lacks("onclick")
	w.post(alertPath(id)+"/acknowledge", "back=%2Falerts", header("li#"+row)...).want(http.StatusOK).lacks(`name="sure"`)
}

// TestALinkFillsNoForm sends forms whose fields are in the address.
func TestALinkFillsNoForm(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 2)
	w.form("/settings/recipients/add", map[string]string{"email": "kim@shop.example"}).want(http.StatusSeeOther)
	before, err := b.store.Mall(mall).Settings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	fields := "threshold=9&kind=number&form=default&product_no=1&variant_code=P0000001A&email=lee%40shop.example&sure=1&subs=1" +
		"&webhook_url=https%3A%2F%2Fhooks.evil.example%2F&token_name=evil&name=evil&from=" + b.inDays(1) + "&to=" + b.inDays(2) +
		"&percent=150&collect_seconds=5&act=resolve&all=1&newest=999&do=rotate&locale=en&lead=3&days=3"
	for route, what := range formsOfPages() {
		if what == ownPage || route == "/logout" || route == "/connection/sync" || strings.Contains(route, ":act") || route == "/settings/recipients/confirm" {
			continue
		}
		for _, kind := range []string{"application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", ""} {
			body := ""
			if strings.HasPrefix(kind, "multipart") {
				body = "--x--\r\n"
			}
			w.post(b.concrete(route)+"?"+fields, body, "Content-Type", kind, "Sec-Fetch-Site", "same-origin")
		}
	}
	rules, err := b.store.Mall(mall).AllRules(t.Context())
	if err != nil || slices.ContainsFunc(rules, func(r lowstock.Rule) bool { return r.Threshold != nil && *r.Threshold == 9 }) {
		t.Errorf("rules %+v, %v", rules, err)
	}
	after, err := b.store.Mall(mall).Settings(t.Context())
	if err != nil || len(after.Recipients) != 1 || after.SubsChangeRules || after.Locale != before.Locale || after.CollectSeconds != before.CollectSeconds ||
		after.Targets.Of(lowstock.ChannelWebhook).Address != "" {
		t.Errorf("settings %+v, %v", after, err)
	}
	if list, err := b.store.Mall(mall).APITokens(t.Context()); err != nil || len(list) > 0 {
		t.Errorf("tokens %+v, %v", list, err)
	}
	if plan, err := b.store.Mall(mall).Events(t.Context()); err != nil || len(plan.Promotions) > 0 {
		t.Errorf("promotions %+v, %v", plan.Promotions, err)
	}
	// An older page sends the way back in the address; it leads nowhere any more.
	rule := b.rule(t, lowstock.RuleChange{ProductNo: 1, Threshold: new(4)})
	w.form(rule+"/delete?back=%2Fsettings", nil).to("/rules?done=deleted")
}

// TestTheAPITakesOnlyJSON sends what a form of another page could send.
func TestTheAPITakesOnlyJSON(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 1)
	for kind, status := range map[string]int{
		"application/x-www-form-urlencoded": http.StatusUnprocessableEntity, "text/plain": http.StatusUnprocessableEntity, "multipart/form-data; boundary=x": http.StatusUnprocessableEntity,
		"text/html": http.StatusUnprocessableEntity, "application/xml": http.StatusUnprocessableEntity, "json": http.StatusUnprocessableEntity, ";": http.StatusUnprocessableEntity,
		"application/json": http.StatusOK, "Application/JSON; charset=UTF-8": http.StatusOK, "": http.StatusOK,
	} {
		w.post("/api/v1/alerts/preview?threshold=5", `{"threshold":1}`, "Content-Type", kind, "Sec-Fetch-Site", "same-origin").want(status)
		put := w.do(http.MethodPut, "/api/v1/settings?locale=en", `{"locale":"ko"}`, "Content-Type", kind, "Sec-Fetch-Site", "same-origin").want(status)
		if status != http.StatusOK {
			put.has(`"code":"INVALID"`, "application/json")
		}
	}
	// The address fills in no field of a body.
	w.post("/api/v1/alerts?threshold=5&product_no=1", `{}`, "Content-Type", "application/json", "Sec-Fetch-Site", "same-origin").want(http.StatusUnprocessableEntity)
	w.do(http.MethodPut, "/api/v1/settings?locale=en", `{}`, "Content-Type", "application/json", "Sec-Fetch-Site", "same-origin").want(http.StatusOK).has(`"locale":"ko"`)
}
