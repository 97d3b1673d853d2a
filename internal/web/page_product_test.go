package web_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// shoe brings product 9 in two colours and three sizes, so many pieces of each.
func (b *bench) shoe(t *testing.T, quantities ...int) {
	t.Helper()
	r := lowstock.ProductReading{Product: lowstock.Product{No: 9, Name: "레더 스니커즈", Display: true, Selling: true, CategoryNos: []int{}}}
	for i, quantity := range quantities {
		r.Variants = append(r.Variants, lowstock.Variant{
			ProductNo: 9, Code: variantCode(9, i), Display: true, Selling: true, Tracked: true, Quantity: quantity,
			Options: []lowstock.Option{{Name: "색상", Value: []string{"크림", "블랙"}[i/3]}, {Name: "사이즈", Value: fmt.Sprint(230 + i%3*10)}},
		})
	}
	b.clock.advance(time.Second)
	if _, err := b.store.ApplyLevels(t.Context(), mall, lowstock.Levels{Source: lowstock.SourceHint, StartedAt: b.clock.Now(), Readings: []lowstock.ProductReading{r}}, lowstock.Evaluate); err != nil {
		t.Fatal(err)
	}
}

// A product of two options shows them crossed, and the list all the same.
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
