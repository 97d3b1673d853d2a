package web_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
)

// shoe brings product 9 in two colours and three sizes, each with the given
// stock.
func (b *bench) shoe(tb testing.TB, quantities ...int) {
	tb.Helper()
	r := inbound.ProductReading{Product: lowstock.Product{No: 9, Name: "레더 스니커즈", Display: true, Selling: true, CategoryNos: []int{}}}
	for i, quantity := range quantities {
		r.Variants = append(r.Variants, lowstock.Variant{
			ProductNo: 9, Code: variantCode(9, i), Display: true, Selling: true, Tracked: true, Quantity: quantity,
			Options: []lowstock.Option{{Name: "색상", Value: []string{"크림", "블랙"}[i/3]}, {Name: "사이즈", Value: strconv.Itoa(230 + i%3*10)}},
		})
	}
	b.clock.advance(time.Second)
	if _, err := b.store.Mall(mall).ApplyLevels(tb.Context(), inbound.Levels{Source: lowstock.SourceHint, StartedAt: b.clock.Now(), Readings: []inbound.ProductReading{r}}); err != nil {
		tb.Fatal(err)
	}
}

// A product with two options shows them as a table, and the list as well.
func TestProductByItsOptions(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 1)
	b.shoe(t, 4, 0, 12, 7, 8)
	page := w.get("/stock/9?variant=P0000009B").has("옵션별 재고", `<table class="matrix"`, `<th scope="col">240</th>`, `<th scope="row">블랙</th>`,
		`href="/stock/9?variant=P0000009C#variant"`, "없는 품목", `href="#list"`, `name="variant_code" value="P0000009E"`)
	cell := `<a href="/stock/9?variant=P0000009B#variant" class="matrix-cell tone-out" aria-current="page">`
	if !strings.Contains(page.body, cell) {
		t.Errorf("no chosen cell %s", cell)
	}
	if list, panel := strings.Index(page.body, `id="list"`), strings.Index(page.body, `id="variant"`); panel > list {
		t.Error("what is chosen stands below the list, not below the table")
	}
	b.viewer(t).get("/stock/9").has(`<table class="matrix"`)
	w.get("/stock/1").lacks(`<table class="matrix"`, "옵션별 재고").has(`id="list"`, `id="variant"`)
}

// The chart of a variant shows 30 or 90 days, with the events of these days
// marked and listed. Other choices on the page keep the number of days.
func TestHistoryOfAVariant(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 1)
	b.clock.advance(-40 * 24 * time.Hour)
	b.shoe(t, 30, 30)
	b.shoe(t, 0, 30)
	b.clock.advance(40 * 24 * time.Hour)
	b.shoe(t, 25, 30)
	one := "/stock/9?variant=P0000009A"
	w.get(one).has("최근 30일 재고", `href="/stock/9?days=90&amp;variant=P0000009A#variant"`, "알림 해결 1번", "입고 1번", "재고가 25개 늘었어요.", "재고가 25개로 회복되어 해결됐어요.", `class="resolved"`, `class="rise"`).
		lacks("알림 시작 1번", `class="opened"`)
	w.get("/stock/9?days=90&variant=P0000009A").has("최근 90일 재고", "알림 시작 1번", "알림 해결 1번", "입고 1번", "품절되어 알림이 시작됐어요.", `class="opened"`,
		`aria-current="page">90일`, `href="/stock/9?days=90&amp;variant=P0000009B#variant"`, `value="/stock/9?days=90&amp;variant=P0000009A"`)
	w.get("/stock/9?days=90&variant=P0000009B").lacks("알림 시작", "입고 1번")
	w.get("/stock/9?days=5000&variant=P0000009A").has("최근 30일 재고")
	w.form("/stock/threshold", map[string]string{"product_no": "9", "variant_code": "P0000009A", "threshold": "3", "back": "/stock/9?days=90&variant=P0000009A"}, htmx("tr#row-P0000009A")...).
		has(`href="/stock/9?days=90&amp;variant=P0000009A#variant"`)
}

// TestARowOpensItsOwnOption checks that a row of any list leads to its own option, not to the
// product's first one.
func TestARowOpensItsOwnOption(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 1)
	b.shoe(t, 85, 0, 12, 7, 8)
	row := w.get("/stock?q=" + variantCode(9, 1))
	row.has(`href="/stock/9?variant=P0000009B#variant"`).lacks(`href="/stock/9"`)
	w.get("/alerts").has(`href="/stock/9?variant=P0000009B#variant"`)
	b.sells(t, variantCode(9, 1), 2, 3, 1)
	b.selling(t, 2, 30)
	w.get("/reorder").has(`href="/stock/9?variant=P0000009B#variant"`)
	w.get("/stock/9?variant=P0000009B").has(`name="back" value="/stock/9?variant=P0000009B"`)
	w.form("/stock/9/rule", map[string]string{"threshold": "6", "back": "/stock/9?variant=P0000009B"}).to("/stock/9?done=saved&variant=P0000009B")
	w.get("/stock?q="+variantCode(9, 1)).has(`class="cell-source quiet-link`, `href="/stock/9?variant=P0000009B">상품 기준`)
}

// A product that is opened without an option shows the most urgent one, even
// when that is not on the first page of the list.
func TestAProductShowsItsWorstOption(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 1)
	b.shoe(t, 85, 40, 12, 0, 8)
	w.get("/stock/9").has("재고 0개 · 기준 0개", `<tr id="row-P0000009D" aria-current="true"`)
	many := inbound.ProductReading{Product: lowstock.Product{No: 12, Name: "포스터", Display: true, Selling: true, CategoryNos: []int{}}}
	for i := range 130 {
		quantity := 1535
		if i == 129 {
			quantity = 0
		}
		many.Variants = append(many.Variants, lowstock.Variant{ProductNo: 12, Code: fmt.Sprintf("P000012%03d", i), Display: true, Selling: true, Tracked: true, Quantity: quantity})
	}
	b.clock.advance(time.Second)
	if _, err := b.store.Mall(mall).ApplyLevels(t.Context(), inbound.Levels{Source: lowstock.SourceHint, StartedAt: b.clock.Now(), Readings: []inbound.ProductReading{many}}); err != nil {
		t.Fatal(err)
	}
	w.get("/stock/12").has("재고 0개 · 기준 0개", "130개 중 1개 품절").lacks(`<tr id="row-P000012129"`)
}

// The state of one option is not shown as the state of the product.
func TestAProductIsNotSoldOutForOneOption(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 1)
	head := func() string {
		_, after, _ := strings.Cut(w.get("/stock/9").body, "<h1>")
		before, _, _ := strings.Cut(after, "</div>")
		return strings.Join(strings.Fields(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(before, " ")), " ")
	}
	b.shoe(t, 1535, 0, 12, 7, 8)
	if got, want := head(), "레더 스니커즈 5개 중 1개 품절"; got != want {
		t.Errorf("head %q, want %q", got, want)
	}
	w.form("/stock/9/rule", map[string]string{"threshold": "8"}).to("/stock/9?done=saved")
	if got, want := head(), "레더 스니커즈 5개 중 1개 품절 2개 부족"; got != want {
		t.Errorf("head %q, want %q", got, want)
	}
	b.shoe(t, 1535, 9, 12, 7, 8)
	if got, want := head(), "레더 스니커즈 5개 중 2개 부족"; got != want {
		t.Errorf("head %q, want %q", got, want)
	}
	b.shoe(t, 0, 0, 0, 0, 0)
	if got, want := head(), "레더 스니커즈 품절"; got != want {
		t.Errorf("head %q, want %q", got, want)
	}
	b.shoe(t, 1535, 0, 12, 7, 8)
	if got := w.get("/api/v1/products/9").want(http.StatusOK).object()["status"]; got != "out" {
		t.Errorf("the API's status is %q, want the worst", got)
	}
}
