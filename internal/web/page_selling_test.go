package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
)

const (
	atZero, below, soldOut = "P0000009A", "P0000009B", "P0000009C"
)

// sellsOn reads a product with three variants. One is on sale at 0, one has
// sold 3 that are not there, and one is sold out and important.
func (b *bench) sellsOn(t *testing.T) {
	t.Helper()
	b.clock.advance(time.Second)
	variant := func(code, value string, quantity int, sells bool) lowstock.Variant {
		return lowstock.Variant{
			ProductNo: 9, Code: code, Options: []lowstock.Option{{Name: "색상", Value: value}}, Display: true, Selling: true, Tracked: true,
			Quantity: quantity, SellsAtZero: sells, Important: !sells,
		}
	}
	levels := inbound.Levels{Source: lowstock.SourceSweep, StartedAt: b.clock.Now(), Readings: []inbound.ProductReading{{
		Product:  lowstock.Product{No: 9, Code: "P0000009", Name: "예약 판매 코트", Display: true, Selling: true, CategoryNos: []int{}},
		Variants: []lowstock.Variant{variant(atZero, "블랙", 0, true), variant(below, "카멜", -3, true), variant(soldOut, "네이비", 0, false)},
	}}}
	if _, err := b.store.Mall(mall).ApplyLevels(t.Context(), levels); err != nil {
		t.Fatal(err)
	}
}

func TestStillSellingIsShownEverywhere(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 1)
	w.get("/stock").lacks("계속 판매 중이", "그중")
	b.sellsOn(t)
	const zero, owed = "재고 0인데 계속 판매 중", "재고 −3, 없는 3개가 팔렸고 계속 판매 중"

	page := w.get("/stock?q=예약").want(http.StatusOK).has("그중 2개 계속 판매 중", zero, owed, "중요재고").body
	if a, b, c := strings.Index(page, "row-"+atZero), strings.Index(page, "row-"+below), strings.Index(page, "row-"+soldOut); c < a || c < b {
		t.Errorf("what still sells does not come first: %d, %d, %d", a, b, c)
	}
	w.get("/stock?status=selling").has("row-"+atZero, "row-"+below).lacks("row-" + soldOut)
	w.get("/stock?status=out").has("row-"+atZero, "row-"+soldOut)
	w.get("/stock?important=1").has("row-" + soldOut).lacks("row-" + atZero)
	w.get("/stock/9?variant="+below).has(owed, "재고가 −3개, 없는 3개가 팔렸고 계속 판매 중이에요", "2개 계속 판매 중", "3개 중 1개 품절", "중요재고").lacks("재고가 -3개라 품절", "재고가 −3개라 품절")
	w.get("/stock/9?variant=" + soldOut).has("재고가 0개라 품절이에요")
	w.get("/alerts").has(zero, owed)

	steps := w.get("/api/v1/inventory/9/" + atZero + "/explain").want(http.StatusOK).object()
	if codes := column(list(t, steps, "steps"), "code"); steps["sells_at_zero"] != true || steps["status"] != "out" || codes[2] != "selling_at_zero" {
		t.Errorf("explained by %v", codes)
	}
	for query, want := range map[string]string{"?important=true": soldOut, "?sort=urgent&limit=1&status=out": below} {
		rows := list(t, w.get("/api/v1/inventory"+query).want(http.StatusOK).object(), "inventory")
		if len(rows) != 1 || rows[0]["variant_code"] != want || rows[0]["status"] != "out" || rows[0]["sells_at_zero"] != (want == below) {
			t.Errorf("%s: %v", query, rows)
		}
	}
	w.get("/api/v1/inventory?important=yes").want(http.StatusUnprocessableEntity)
	for _, i := range list(t, w.get("/api/v1/incidents").want(http.StatusOK).object(), "incidents") {
		if i["product_no"] == 9.0 && i["sells_at_zero"] != (i["variant_code"] != soldOut) {
			t.Errorf("%v", i)
		}
		if i["variant_code"] == below {
			id, _ := i["id"].(float64)
			w.get(alertPath(int64(id))).has(owed, "재고 −3개인데 계속 판매 중이라 알림이 시작됐어요")
		}
	}
	csv := w.get("/stock/export?format=csv&q=예약").want(http.StatusOK).body
	if n := strings.Count(csv, "계속 판매 중"); n != 2 {
		t.Errorf("%d lines say it:\n%s", n, csv)
	}
}
