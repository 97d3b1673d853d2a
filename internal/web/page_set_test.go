package web_test

import (
	"fmt"
	"net/http"
	"testing"

	"cafe24-inventory-alert/internal/bundles"
)

// makeSet makes product 3 a set of other products.
func (b *bench) makeSet(t *testing.T, parts ...bundles.Need) {
	t.Helper()
	now := b.clock.Now()
	if err := b.store.Mall(mall).NoteSets(t.Context(), map[int64]string{3: "C"}, now); err != nil {
		t.Fatal(err)
	}
	reading := bundles.Reading{ProductNo: 3, Known: len(parts) > 0, Whole: true, Parts: parts}
	if err := b.store.Mall(mall).SaveSets(t.Context(), []bundles.Reading{reading}, now, now); err != nil {
		t.Fatal(err)
	}
}

func TestASetAndItsParts(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 4)
	w.get("/stock/3").want(http.StatusOK).lacks("세트")
	w.get("/stock").want(http.StatusOK).lacks("구성상품")
	b.makeSet(t)
	w.get("/stock/3").want(http.StatusOK).has("세트 구성", "카페24가 이 세트의 구성을 알려 주지 않았어요").lacks("만들 수 있는")

	b.makeSet(t, bundles.Need{ProductNo: 1, Needed: 2}, bundles.Need{Code: "P0000002", Needed: 1}, bundles.Need{ProductNo: 99, Needed: 1})
	w.get("/stock/3").want(http.StatusOK).
		has("지금 세트를 많아야 1개 만들 수 있어요", `href="/stock/1"`, `href="/stock/2"`, "니트 가디건 2호", "재고 목록에 없음", "상품 전체 재고로 계산").lacks("판매할 수 없음")
	w.get("/stock/1").want(http.StatusOK).has("이 상품이 들어가는 세트", `href="/stock/3"`, "니트 가디건 3호").lacks("판매할 수 없음")

	b.makeSet(t, bundles.Need{ProductNo: 1, Needed: 4}, bundles.Need{ProductNo: 2, Needed: 1})
	w.get("/stock/3").want(http.StatusOK).has("세트 니트 가디건 3호는 판매할 수 없음: 구성상품 니트 가디건 1호 재고 3개, 세트당 4개 필요", "구성상품 부족")
	w.get("/stock/1").want(http.StatusOK).has("이 상품이 모자라서 세트 니트 가디건 3호도 판매할 수 없어요", "판매할 수 없음")
	w.get("/stock").want(http.StatusOK).has("구성상품 부족")
	row := w.form("/stock/threshold", map[string]string{"product_no": "3", "variant_code": "P0000003A", "threshold": "2", "back": "/stock"}, htmx("row-P0000003A")...)
	row.want(http.StatusOK).has("구성상품 부족") // the row that is swapped in says it as well
}

func TestTheAlertOfAPartNamesTheSetsItStops(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 4)
	incidents := list(t, w.get("/api/v1/incidents?state=open").object(), "incidents")
	page := alertAddress(t, incidents, 1)
	w.get(page).want(http.StatusOK).lacks("판매할 수 없어요")
	b.makeSet(t, bundles.Need{ProductNo: 1, Needed: 4})
	w.get(page).want(http.StatusOK).has("세트 니트 가디건 3호도 판매할 수 없어요.")
	steps := list(t, w.get("/api/v1/inventory/1/P0000001A/explain").want(http.StatusOK).object(), "steps")
	if last := steps[len(steps)-1]; last["code"] != "stops_set" || last["says"] != true {
		t.Errorf("%v", last)
	}
	steps = list(t, w.get("/api/v1/inventory/3/P0000003A/explain").want(http.StatusOK).object(), "steps")
	if last := steps[len(steps)-1]; last["code"] != "set_part_short" || last["text"] != "이 세트는 판매할 수 없음: 구성상품 니트 가디건 1호 재고 3개, 세트당 4개 필요" {
		t.Errorf("%v", last)
	}
}

func alertAddress(t *testing.T, incidents []map[string]any, productNo float64) string {
	t.Helper()
	for _, i := range incidents {
		if i["product_no"] == productNo {
			return fmt.Sprintf("/alerts/%.0f", i["id"])
		}
	}
	t.Fatalf("no alert of product %.0f", productNo)
	return ""
}

func TestSetsInTheAPI(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 4)
	_, router := b.document(t)
	of := func(path string) map[string]any { return w.get(path).want(http.StatusOK).valid(router).object() }
	if p := of("/api/v1/products/3"); p["set_type"] != nil || len(list(t, p, "set_parts")) != 0 || p["set_makes"] != nil || len(list(t, p, "in_sets")) != 0 {
		t.Errorf("%v", p)
	}
	b.makeSet(t, bundles.Need{ProductNo: 1, Needed: 2}, bundles.Need{ProductNo: 99, Needed: 1})
	p := of("/api/v1/products/3")
	parts := list(t, p, "set_parts")
	if p["set_type"] != "C" || p["set_makes"] != 1.0 || p["set_makes_estimate"] != true || len(parts) != 2 {
		t.Fatalf("%v", p)
	}
	if one := parts[0]; one["product_no"] != 1.0 || one["needed"] != 2.0 || one["quantity"] != 3.0 || one["makes"] != 1.0 || parts[1]["quantity"] != nil {
		t.Errorf("%v", parts)
	}
	if in := list(t, of("/api/v1/products/1"), "in_sets"); len(in) != 1 || in[0]["product_no"] != 3.0 || in[0]["stopped"] != false {
		t.Errorf("%v", in)
	}
}
