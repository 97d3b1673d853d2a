package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"cafe24-inventory-alert/internal/web"
	"cafe24-inventory-alert/static"
)

func TestHealthAnswersHealthy(t *testing.T) {
	t.Parallel()
	w := newBench(t).browser(t)
	for _, path := range []string{"/healthz", "/health", "/health/"} {
		if got := w.get(path).want(http.StatusOK); strings.TrimSpace(got.body) != `{"status":"healthy"}` {
			t.Errorf("%s answered %s", path, got.body)
		}
	}
}

// TestATrailingSlashAnswersLikeNone expects the same status, place and body,
// and never a redirect, which would lose the body of a POST.
func TestATrailingSlashAnswersLikeNone(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.runIntake(t)
	w := b.owner(t, mall)
	b.stock(t, mall)
	visitor := b.browser(t)
	for _, who := range []*browser{w, visitor} {
		for _, a := range b.addresses(t) {
			if a.path == "/" || a.method != http.MethodGet || strings.HasSuffix(a.path, "/install") || strings.HasSuffix(a.path, "/connection") {
				continue // "/" has none; the others contain the time of day or a secret
			}
			plain, slashed := who.do(a.method, a.path, ""), who.do(a.method, a.path+"/", "")
			if plain.StatusCode != slashed.StatusCode || plain.Header.Get("Location") != slashed.Header.Get("Location") {
				t.Errorf("%s %s: %d %q, with a slash %d %q", a.method, a.path,
					plain.StatusCode, plain.Header.Get("Location"), slashed.StatusCode, slashed.Header.Get("Location"))
			}
		}
	}
	css := static.Path("app.css")
	visitor.get(css + "/").want(http.StatusOK)
	w.get("/stock/?status=out").want(http.StatusOK).has("<table")
	w.get("/api/v1/products/?limit=1").want(http.StatusOK)
	w.post("/api/v1/alerts/", `{"product_no":1,"threshold":7}`).want(http.StatusCreated)
	w.post("/connection/sync/", "").want(http.StatusSeeOther)
	visitor.post("/webhooks/cafe24/", `{}`).want(http.StatusUnauthorized)
	visitor.get("/act/%2F").want(http.StatusNotFound) // an escaped slash is part of a name
	visitor.get("/").want(http.StatusOK)
}

// TestAMallIDInTheQueryIsTheCallersOrNothing checks pages and the API, with
// sessions and with tokens.
func TestAMallIDInTheQueryIsTheCallersOrNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.owner(t, mall)
	b.stock(t, mall)
	b.connect(t, otherMall)
	made := w.form("/settings/tokens", map[string]string{"token_name": "ERP", "token_scope": "read", "token_days": "365"}).want(http.StatusOK)
	value := regexp.MustCompile(`ia_[A-Za-z0-9_-]{20,}`).FindString(made.body)
	program := b.browser(t)
	for _, path := range []string{
		"/api/v1/products", "/api/v1/products/1", "/api/v1/inventory", "/api/v1/alerts", "/api/v1/settings", "/api/v1/connection", "/stock", "/stock/1", "/settings",
	} {
		for query, status := range map[string]int{
			"mall_id=hanbit": http.StatusOK, "mall_id=dalbit": http.StatusNotFound, "mall_id=nobody": http.StatusNotFound,
			"mall_id=": http.StatusNotFound, "mall%5Fid=dalbit": http.StatusNotFound,
			"mall_id=hanbit&mall_id=dalbit": http.StatusNotFound, "limit=1&mall_id=HANBIT": http.StatusNotFound,
		} {
			got := w.get(path + "?" + query).want(status)
			if status == http.StatusNotFound && strings.Contains(got.body, "머그컵") {
				t.Errorf("%s?%s shows the caller's goods", path, query)
			}
			if strings.HasPrefix(path, "/api/") {
				program.get(path+"?"+query, "Authorization", "Bearer "+value).want(status)
			}
		}
	}
	w.do(http.MethodPut, "/api/v1/settings?mall_id=dalbit", `{"collect_seconds":7}`).want(http.StatusNotFound)
	w.post("/api/v1/alerts?mall_id=dalbit", `{"threshold":7}`).want(http.StatusNotFound)
	if rules := list(t, w.get("/api/v1/alerts").object(), "alerts"); len(rules) != 0 {
		t.Errorf("a refused call changed %v", rules)
	}
}

// TestListsShowHowManyThereAre checks that each page of a list shows the total.
func TestListsShowHowManyThereAre(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.owner(t, mall)
	b.stock(t, mall)
	for path, name := range map[string]string{
		"/api/v1/products?limit=1": "products", "/api/v1/products?limit=1&q=P0000": "products", "/api/v1/products?q=%EC%A0%91%EC%8B%9C": "products",
		"/api/v1/inventory?limit=1": "inventory", "/api/v1/inventory?limit=1&status=out": "inventory", "/api/v1/inventory?q=nothing": "inventory",
		"/api/v1/inventory/1": "inventory", "/api/v1/inventory/1?limit=1": "inventory",
	} {
		var totals []any
		rows := 0
		for cursor := ""; ; {
			got := w.get(path + cursor).want(http.StatusOK).object()
			rows += len(list(t, got, name))
			totals = append(totals, got["total"])
			next, more := got["next_cursor"].(string)
			if !more {
				break
			}
			cursor = "&cursor=" + url.QueryEscape(next)
		}
		for _, n := range totals {
			if n != float64(rows) {
				t.Errorf("%s: totals %v of %d rows", path, totals, rows)
			}
		}
	}
	for _, odd := range []string{"1.", "-1.x", "x.eyJ9", "5.%25"} {
		w.get("/api/v1/products?cursor=" + odd).want(http.StatusUnprocessableEntity)
	}
}

func TestPagesAreOfTheNamedApp(t *testing.T) {
	t.Parallel()
	b := newBench(t, func(c *web.Config) { c.AppName = `<i>창고</i> & "지기"` })
	const escaped = `&lt;i&gt;창고&lt;/i&gt; &amp; &#34;지기&#34;`
	w := b.owner(t, mall)
	w.get("/stock").want(http.StatusOK).has(" · "+escaped+"</title>").lacks("<i>창고", "재고 알림</title>")
	w.get("/settings").want(http.StatusOK).has(escaped)
	visitor := b.browser(t)
	visitor.get("/").want(http.StatusOK).has("<title>"+escaped+"</title>", escaped+"</h1>").lacks("<i>창고")
	visitor.get("/nothing").want(http.StatusNotFound).has(" · " + escaped + "</title>")

	own := newBench(t).browser(t)
	own.get("/").want(http.StatusOK).has("재고 알림</h1>")
	own.get("/", "Accept-Language", "en").want(http.StatusOK).has("Inventory Alert</h1>")
}
