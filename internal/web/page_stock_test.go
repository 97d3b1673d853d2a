package web_test

import (
	"context"
	"html"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/stores"
	"cafe24-inventory-alert/internal/web"
)

func TestStockPage(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 40)
	page := w.get("/stock").want(http.StatusOK).has(
		"<!doctype html>", "품목 80개 중 50개", "니트 가디건 1호", "색상: 크림", "쇼핑몰 기본값", `lang="ko"`, "<tbody>", "방금 동기화",
	)
	if !strings.Contains(page.Header.Get("Content-Security-Policy"), "script-src 'self'") {
		t.Error("no policy")
	}
	if first := strings.Index(page.body, "P0000001A"); first < 0 || first > strings.Index(page.body, "P0000001B") {
		t.Error("the one that is out does not come first")
	}
	page.lacks("P0000040B").has("남은 일수", "/stock?sort=days_of_cover")
	w.get("/stock?sort=days_of_cover").want(http.StatusOK).has(`aria-sort="ascending"`, "곧 떨어질 순")
	next := regexp.MustCompile(`href="(/stock\?cursor=[^"]+)"`).FindStringSubmatch(page.body)
	if next == nil {
		t.Fatal("no second page")
	}
	w.get(next[1]).want(http.StatusOK).has("P0000040B", `href="/stock" hx-get="/stock"`).lacks("P0000001A")
	w.get("/stock?cursor=nonsense").to("/stock")
}

// A search with more than one page says on every page how much it found.
func TestSearchesShowHowMuchTheyFound(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 40)
	page := w.get("/stock?q=ㄴㅌ가디건").want(http.StatusOK).has("조건에 맞는 품목 80개 중 50개")
	next := regexp.MustCompile(`href="(/stock\?[^"]*cursor=[^"]+)"`).FindStringSubmatch(page.body)
	if next == nil {
		t.Fatal("no second page")
	}
	w.get(html.UnescapeString(next[1])).want(http.StatusOK).has("조건에 맞는 품목 80개 중 30개")
	w.get("/stock?q=니트가디건+12호").want(http.StatusOK).has("조건에 맞는 품목 2개")
}

func TestStockFilters(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 3)
	if err := b.store.Mall(mall).SaveSuppliers(t.Context(), []inbound.Supplier{{Code: "S0000001", Name: "한결직물"}}); err != nil {
		t.Fatal(err)
	}
	w.get("/stock?status=out").want(http.StatusOK).has("P0000001A").lacks("P0000001B", "P0000002A")
	w.get("/stock?q=3호").has("P0000003A").lacks("P0000001A")
	w.get("/stock?q=없는것").has("조건에 맞는 품목이 없어요", "필터 지우기")
	w.get("/stock?status=low").has("모두 넉넉해요")
	w.get("/stock?supplier=S0000001").has("P0000001A", "한결직물")
	w.get("/stock?supplier=S0000009").lacks("P0000001A")
	sorted := w.get("/stock?sort=-quantity").has(`aria-sort="descending"`)
	if strings.Index(sorted.body, "P0000003B") > strings.Index(sorted.body, "P0000001A") {
		t.Error("not sorted by quantity, most first")
	}
	w.get("/stock?status=nonsense&sort=x&category=-1").want(http.StatusOK).has("P0000001A")
	w.get("/stock?category=2147483648").want(http.StatusOK).has("P0000001A")
}

func TestStockFragments(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 3)
	list := w.get("/stock?q=1호", htmx("section#results")...).want(http.StatusOK)
	list.has(`<section id="results"`, `<hx-partial hx-target="#tiles"`).lacks("<!doctype", `id="filter"`)
	if !strings.Contains(list.Header.Get("Vary"), "HX-Request") {
		t.Error("a cache could mix the fragment up with the page")
	}
	w.get("/stock?status=out", htmx("div#view")...).has(`<div id="view"`, `id="filter"`).lacks("<!doctype")
	w.get("/stock", "HX-Request", "true", "HX-Request-Type", "full", "HX-History-Restore-Request", "true").has("<!doctype html>")
}

func TestStockOfANewMall(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.owner(t, mall)
	w.get("/stock").want(http.StatusOK).has(
		"아직 재고를 불러오지 않았어요", "세 단계면 준비가 끝나요", `hx-get="/stock/sync"`, `hx-trigger="every 2s"`, `<noscript><meta http-equiv="refresh" content="5">`,
	)
	w.get("/stock/sync", htmx("div#sync")...).has("재고를 불러오기 시작했어요", `hx-trigger="every 2s"`, `hx-target="#tiles"`)
	w.get("/stock", htmx("section#results")...).has(`<section id="results" class="dim" data-place="results-note" data-quiet="얼마나 읽었는지 잠시 알 수 없었어요. 곧 다시 알아볼게요." hx-get="/stock" hx-trigger="every 2s"`, `id="results-note"`)
	b.seed(t, 1)
	w.get("/stock", htmx("section#results")...).has("P0000001A").lacks("every 2s")
	w.get("/stock/sync").to("/stock")
	b.endSync(t)
	w.get("/stock/sync", htmx("div#sync")...).has(`hx-trigger="load"`, `hx-target="#view"`).lacks("every 2s")
	w.get("/stock").lacks("every 2s")

	w.form("/setup/skip", nil).to("/stock")
	w.get("/stock").lacks("세 단계면 준비가 끝나요")
}

func TestThresholdInTheRow(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 3)
	cell := map[string]string{"product_no": "2", "variant_code": "P0000002A", "threshold": "1,0", "back": "/stock?status=ok"}

	w.form("/stock/threshold", cell).to("/stock?done=saved&status=ok")
	w.get("/stock?q=2호&done=saved").has("저장했어요", `value="10"`, "품목 기준", "부족")

	cell["threshold"] = "4"
	w.form("/stock/threshold", cell, htmx("tr#row-P0000002A")...).want(http.StatusOK).has(
		`<tr id="row-P0000002A">`, `value="4"`, "정상", `<hx-partial hx-target="#toasts"`, "저장했어요",
		`<hx-partial hx-target="#standing"`, `<hx-partial hx-target="#tiles"`).lacks("<!doctype", "P0000002B")
	cell["back"] = "/stock/2"
	w.form("/stock/threshold", cell, htmx("tr#row-P0000002A")...).has(`<hx-partial hx-target="#standing"`).lacks("#tiles")

	cell["threshold"] = "" // the item inherits again
	w.form("/stock/threshold", cell, htmx("tr#row-P0000002A")...).has("쇼핑몰 기본값", `value="0"`, "넓은 기준을 따라요")
	if rules, err := b.store.Mall(mall).AllRules(t.Context()); err != nil || len(rules) != 0 {
		t.Errorf("rules left: %+v %v", rules, err)
	}
}

func TestThresholdInheritsButStaysMuted(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 3)
	muted, n := true, 7
	change := lowstock.RuleChange{ProductNo: 2, VariantCode: "P0000002A", Threshold: &n, Muted: &muted}
	if _, _, err := b.store.Mall(mall).SetRule(t.Context(), change, b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	w.form("/stock/threshold", map[string]string{"product_no": "2", "variant_code": "P0000002A", "threshold": ""}).to("/stock?done=inherited")
	rules, err := b.store.Mall(mall).AllRules(t.Context())
	if err != nil || len(rules) != 1 || !rules[0].Muted || rules[0].Threshold != nil {
		t.Errorf("rules %+v, %v", rules, err)
	}
}

func TestThresholdRefused(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 3)
	cell := map[string]string{"product_no": "2", "variant_code": "P0000002A", "threshold": "열 개", "back": "/stock?q=2호"}
	row := w.form("/stock/threshold", cell, htmx("tr#row-P0000002A")...).want(http.StatusUnprocessableEntity)
	row.has(`aria-invalid="true"`, `value="열 개"`, "숫자만 넣어 주세요", `id="t-P0000002A-error"`).lacks("<!doctype")

	page := w.form("/stock/threshold", cell).want(http.StatusUnprocessableEntity)
	page.has("<title>오류: 재고", `href="#t-P0000002A"`, `value="열 개"`, "숫자만 넣어 주세요", "P0000002B").lacks("P0000001A")

	cell["threshold"], cell["back"] = "1000001", "/stock/2?variant=P0000002B"
	w.form("/stock/threshold", cell).want(http.StatusUnprocessableEntity).has("0부터 1,000,000까지", `href="#t-P0000002A"`, "이 상품의 알림 기준")

	cell["variant_code"] = "P9999999A"
	cell["threshold"] = "1"
	w.form("/stock/threshold", cell).want(http.StatusNotFound)
	cell["variant_code"], cell["back"] = "P0000002A", "//evil.test/"
	w.form("/stock/threshold", cell).to("/stock?done=saved")
}

func TestProductPage(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 3)
	b.clock.advance(time.Minute)
	levels := inbound.Levels{Source: lowstock.SourceHint, StartedAt: b.clock.Now(), Readings: []inbound.ProductReading{{
		Product:  lowstock.Product{No: 1, Code: "P0000001", Name: "니트 가디건 1호", Display: true, Selling: true, Price: "39000.00"},
		Variants: []lowstock.Variant{{ProductNo: 1, Code: "P0000001B", Display: true, Selling: true, Tracked: true, Quantity: 1}},
	}}}
	if _, err := b.store.Mall(mall).ApplyLevels(t.Context(), levels); err != nil {
		t.Fatal(err)
	}
	w.get("/stock/1").want(http.StatusOK).has("39,000", "왜 알리나요", "기준", "표로 보기")
	w.get("/stock/1?variant=P0000001B").has("재고는 1개예요", `<path d="M`, "알리지 않아요", `aria-current="true"`)
	w.get("/stock/999").want(http.StatusNotFound).has("찾을 수 없어요")
	w.get("/stock/abc").want(http.StatusNotFound)

	w.form("/stock/1/rule", map[string]string{"threshold": "6"}).to("/stock/1?done=saved")
	page := w.get("/stock/1").has(`value="6"`, "상품 기준", "기준 지우기")
	w.form("/stock/1/rule", map[string]string{"threshold": "x"}).want(http.StatusUnprocessableEntity).has(`value="x"`, `href="#threshold"`)
	w.form("/stock/1/rule", map[string]string{"threshold": " "}).to("/stock/1?done=inherited")
	w.get("/stock/1").lacks(`value="6"`, "기준 지우기")
	w.form("/stock/1/rule", map[string]string{}).to("/stock/1?done=inherited")
	w.form("/stock/1/rule", map[string]string{"kind": "off"}).to("/stock/1?done=saved")
	w.get("/stock/1").has("알림 꺼 둠", `<option value="off" selected>`)

	remove := regexp.MustCompile(`(?s)name="back" value="([^"]+)".*formaction="(/rules/\d+/delete)"`).FindStringSubmatch(w.get("/stock/1").body)
	if remove == nil {
		t.Fatalf("no way to remove the rule: %.200s", page.body)
	}
	w.form(remove[2], map[string]string{"back": html.UnescapeString(remove[1])}).to("/stock/1?done=deleted&variant=P0000001B")
	w.get("/stock/1").lacks("기준 지우기")
}

func TestSubOperatorHasNoFormsOfTheOwner(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.shop(t, 2)
	w := b.viewer(t)
	for _, path := range []string{"/stock/1", "/rules", "/settings"} {
		w.get(path).want(http.StatusOK).has("대표운영자만 바꿀 수 있어요").lacks(">저장<")
	}
	w.form("/stock/threshold", map[string]string{"product_no": "2", "variant_code": "P0000002A", "threshold": "1"}).want(http.StatusForbidden)
}

func TestPagesOfAnotherMall(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.shop(t, 2)
	other := b.owner(t, otherMall)
	other.get("/stock").want(http.StatusOK).lacks("니트 가디건")
	other.get("/stock/1").want(http.StatusNotFound)
	other.form("/stock/threshold", map[string]string{"product_no": "2", "variant_code": "P0000002A", "threshold": "1"}).want(http.StatusNotFound)
	b.browser(t).get("/stock").want(http.StatusUnauthorized)
}

func TestEnglish(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.shop(t, 2)
	w := b.english(t)
	hangul := regexp.MustCompile(`[가-힣]+`)
	for _, path := range []string{"/alerts", "/rules", "/settings", "/connection", "/stock?q=nothing", "/reorder", "/promotions", "/report"} {
		page := w.get(path).want(http.StatusOK).has(`lang="en"`)
		for _, word := range hangul.FindAllString(page.body, -1) {
			if !strings.Contains("니트가디건호색상크림블랙한빛상점한빛리빙대표관리자", word) {
				t.Errorf("%s says %q", path, word)
			}
		}
	}
}

func TestFirstStepsWhereTheyStand(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 3)
	w.get("/stock").has(`id="setup-threshold"`, `value="5"`, `id="setup-email"`, "확인 메일 보내기")
	w.form("/setup/threshold", map[string]string{"threshold": "100", "do": "preview"}, htmx("p")...).want(http.StatusOK).has("품목이 해당돼요").lacks("<p")
	w.form("/setup/threshold", map[string]string{"threshold": "1x", "do": "preview"}, htmx("p")...).want(http.StatusOK).has("숫자만 넣어 주세요").lacks("품목이 해당돼요", "<p")
	w.form("/setup/threshold", map[string]string{"threshold": "100", "do": "preview"}).want(http.StatusOK).has("품목이 해당돼요", `value="100"`, "<!doctype html>")
	if rules, err := b.store.Mall(mall).AllRules(t.Context()); err != nil || len(rules) != 0 {
		t.Fatalf("a preview set %v (%v)", rules, err)
	}
	w.form("/setup/threshold", map[string]string{"threshold": "열"}).want(http.StatusUnprocessableEntity).has(`value="열"`, `href="#setup-threshold"`, `id="setup-threshold-error"`)
	w.form("/setup/threshold", map[string]string{"threshold": "７"}).to("/stock?done=saved") // in full width, as a Korean keyboard may type it
	w.get("/stock").has("쇼핑몰 기본값은 7개예요").lacks(`id="setup-threshold"`)

	w.form("/setup/recipient", map[string]string{"email": "나@"}).want(http.StatusUnprocessableEntity).has(`value="나@"`, `id="setup-email-error"`)
	w.form("/setup/recipient", map[string]string{"email": "md@example.com"}).to("/stock?done=confirm_sent")
	w.get("/stock").has("md@example.com에 확인 메일을 보냈어요").lacks(`id="setup-email"`)
	w.form("/setup/recipient", map[string]string{"email": "md@example.com"}).want(http.StatusUnprocessableEntity).has("세 단계면")
}

// The button of a suggestion sends its number beside what stands in the field,
// since both belong to the form of the row.
func TestASuggestionIsTakenInTheFormOfItsRow(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 3)
	cell := map[string]string{"product_no": "2", "variant_code": "P0000002A", "threshold": "3", "take": "7", "back": "/stock", "seen": ""}
	w.form("/stock/threshold", cell, htmx("tr")...).want(http.StatusOK).has(`value="7"`, `name="seen" value="7"`)
	cell["take"] = "9" // seen is what the page showed before
	w.form("/stock/threshold", cell, htmx("tr")...).want(http.StatusUnprocessableEntity).has("그사이 7개로", `value="9"`)
	w.form("/stock/threshold", cell).want(http.StatusConflict).has("그사이 7개로", `value="9"`, "<!doctype html>")
	cell["take"] = "many"
	w.form("/stock/threshold", cell).want(http.StatusUnprocessableEntity).has(`value="many"`, `aria-invalid="true"`)
	if body := w.get("/api/v1/inventory/2").body; !strings.Contains(body, `"threshold":7`) {
		t.Errorf("not taken: %s", body)
	}
}

func TestThresholdThatSomebodyElseSet(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 3)
	own := func() string { return w.get("/api/v1/inventory/2").body }
	cell := map[string]string{"product_no": "2", "variant_code": "P0000002A", "threshold": "4", "back": "/stock", "seen": ""}
	w.get("/stock").has(`name="seen" value=""`)
	w.form("/stock/threshold", cell, htmx("tr")...).want(http.StatusOK).has(`name="seen" value="4"`)

	cell["threshold"] = "4" // the same value is no conflict
	w.form("/stock/threshold", cell, htmx("tr")...).want(http.StatusOK)
	cell["threshold"] = "9"
	w.form("/stock/threshold", cell, htmx("tr")...).want(http.StatusUnprocessableEntity).has(
		"그사이 4개로 바뀌었어요", `value="9"`, `aria-invalid="true"`, `name="seen" value="4"`)
	w.form("/stock/threshold", cell).want(http.StatusConflict).has("그사이 4개로", `value="9"`, "<!doctype html>")
	cell["threshold"] = ""
	w.form("/stock/threshold", cell, htmx("tr")...).want(http.StatusUnprocessableEntity).has("그사이 4개로")
	if body := own(); !strings.Contains(body, `"threshold":4`) {
		t.Errorf("overwritten: %s", body)
	}
	cell["threshold"], cell["seen"] = "9", "4"
	w.form("/stock/threshold", cell, htmx("tr")...).want(http.StatusOK).has(`value="9"`)
	delete(cell, "seen") // a form that does not send the seen value overwrites
	cell["threshold"] = "3"
	w.form("/stock/threshold", cell, htmx("tr")...).want(http.StatusOK).has(`value="3"`)
}

// restless sells something out each time the list is read.
type restless struct {
	web.Store
	sellOut func()
}

func (r restless) Mall(id lowstock.MallID) web.MallStore {
	return restlessMall{r.Store.Mall(id), r.sellOut}
}

type restlessMall struct {
	web.MallStore
	sellOut func()
}

func (r restlessMall) Inventory(ctx context.Context, q listing.Params) ([]listing.InventoryRow, string, error) {
	rows, next, err := r.MallStore.Inventory(ctx, q)
	r.sellOut()
	return rows, next, err
}

// A page shows one point in time. An item that is sold out between the read of
// the list and of the tiles is in both on the next page, and in neither on this
// page.
func TestTilesAndListAgree(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	sold := 0
	other := b.replica(t, func(cfg *web.Config) {
		cfg.Store = restless{stores.Web(b.store), func() {
			sold++
			b.found(t, lowstock.SourceHint, 1, 0, 0)
		}}
	})
	b.shop(t, 3)
	w := other.browser(t)
	w.launch(mall).to("/stock")
	outTile := regexp.MustCompile(`href="/stock\?status=out"(?s:.*?)tabular-nums[^>]*>(\d+)<`)
	row := regexp.MustCompile(`(?s)<tr id="row-.*?</tr>`)
	for n, out := range []int{1, 2} {
		page := w.get("/stock").want(http.StatusOK)
		if shown := outTile.FindStringSubmatch(page.body); shown == nil || shown[1] != strconv.Itoa(out) {
			t.Errorf("page %d: tile %.300q, want %d", n, shown, out)
		}
		rows := slices.DeleteFunc(row.FindAllString(page.body, -1), func(r string) bool { return !strings.Contains(r, "품절<") })
		if len(rows) != out {
			t.Errorf("page %d: %d rows are sold out, want %d", n, len(rows), out)
		}
	}
	if sold != 2 {
		t.Errorf("sold out %d times", sold)
	}
}
