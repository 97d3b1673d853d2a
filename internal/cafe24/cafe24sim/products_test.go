package cafe24sim_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
)

func numbers(list []product) []int {
	out := make([]int, len(list))
	for i, p := range list {
		out[i] = p.No
	}
	return out
}

func TestProductPages(t *testing.T) {
	t.Parallel()
	w := start(t, cafe24sim.Config{Products: 25})
	for query, want := range map[string][]int{
		"":                               {25, 24, 23, 22, 21, 20, 19, 18, 17, 16},
		"?limit=3&offset=1":              {24, 23, 22},
		"?limit=3&order=asc":             {1, 2, 3},
		"?since_product_no=0&limit=2":    {1, 2},
		"?since_product_no=22&limit=100": {23, 24, 25},
		"?product_no=4,2,99":             {4, 2},
		"?offset=5000":                   {},
	} {
		list := into[productList](t, w.get("products"+query))
		if diff := cmp.Diff(want, numbers(list.Products)); diff != "" {
			t.Errorf("%s: %s", query, diff)
		}
	}
}

func TestProductPagesRefuse(t *testing.T) {
	t.Parallel()
	w := start(t, cafe24sim.Config{Products: 3})
	many := strings.Repeat("1,", 100) + "1"
	for _, query := range []string{
		"limit=0", "limit=101", "limit=x", "offset=5001", "since_product_no=1&offset=1", "since_product_no=1&product_no=2",
		"since_product_no=1&sort=created_date", "product_no=" + many, "display=Y", "sort=price", "updated_start_date=2026-01-01", "product_no=a",
	} {
		if a := w.get("products?" + query); a.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", query, a.status)
		}
	}
}

func TestSweepBySinceProductNo(t *testing.T) {
	t.Parallel()
	w := start(t, cafe24sim.Config{Products: 350})
	var seen, calls int
	for next := "products?since_product_no=0&limit=100&embed=variants"; next != ""; calls++ {
		list := into[productList](t, w.get(next))
		seen += len(list.Products)
		next = ""
		if len(list.Links) > 0 {
			u, err := url.Parse(list.Links[0].Href)
			must(t, err)
			next = "products?" + u.RawQuery
		}
	}
	if seen != 350 || calls != 4 {
		t.Errorf("%d products in %d calls", seen, calls)
	}
}

func TestFilters(t *testing.T) {
	t.Parallel()
	w := empty(t)
	w.add(cafe24sim.Product{Name: "가", SupplierCode: "S1", Categories: []int{24}, Variants: []cafe24sim.Variant{{Quantity: 3}, {Quantity: 90}}})
	w.add(cafe24sim.Product{Name: "나", SupplierCode: "S2", Hidden: true, Categories: []int{24, 25}, Variants: []cafe24sim.Variant{{Quantity: 50}}})
	w.add(cafe24sim.Product{Name: "다", NotSelling: true, Variants: []cafe24sim.Variant{{Untracked: true}}})
	w.add(cafe24sim.Product{Name: "라", CustomCode: "SKU9", Variants: []cafe24sim.Variant{{Quantity: -2}}})
	for query, want := range map[string]int{
		"": 4, "stock_quantity_max=3&use_inventory=T": 2, "stock_quantity_min=80": 1, "display=F": 1, "display=T": 3, "selling=F": 1,
		"supplier_code=S1,S2": 2, "category=25": 1, "category=24&include_sub_category=T": 2, "use_inventory=F": 1,
		"custom_product_code=SKU9": 1, "product_code=P000000B": 1, "product_name=" + url.QueryEscape("가"): 1, "stock_quantity_max=-1": 1,
	} {
		got := into[map[string]int](t, w.get("products/count?"+query))
		if got["count"] != want {
			t.Errorf("%s: %d, want %d", query, got["count"], want)
		}
	}
}

func TestEmbedIsCappedAtHundred(t *testing.T) {
	t.Parallel()
	w := empty(t)
	p := w.add(cafe24sim.Product{Name: "많아요", Variants: make([]cafe24sim.Variant, 130)})
	list := into[productList](t, w.get("products?embed=variants"))
	if n := len(list.Products[0].Variants); n != 100 {
		t.Errorf("embedded %d", n)
	}
	all := into[struct{ Variants []variant }](t, w.get(fmt.Sprintf("products/%d/variants", p.No)))
	if len(all.Variants) != 130 || all.Variants[129].Code != p.Variants[129].Code {
		t.Errorf("%d variants", len(all.Variants))
	}
}

func TestInventoryIsFlatOrNested(t *testing.T) {
	t.Parallel()
	w := empty(t)
	p := w.add(cafe24sim.Product{Name: "단품", Categories: []int{24}, Variants: []cafe24sim.Variant{{Quantity: 7, SafetyInventory: 2}}})
	flat := into[productList](t, w.get("products?embed=variants")).Products[0]
	if v := flat.Variants[0]; v.Inventories != nil || v.Quantity == nil || *v.Quantity != 7 || string(v.Options) != "null" {
		t.Errorf("flat: %+v", v)
	}
	nested := into[productList](t, w.get("products?embed=variants,inventories")).Products[0]
	if v := nested.Variants[0]; v.Quantity != nil || v.Inventories == nil || v.Inventories.Quantity != 7 || v.Inventories.Safety != 2 {
		t.Errorf("nested: %+v", v)
	}
	if flat.Category != nil {
		t.Error("the list has categories")
	}
	one := into[struct{ Product product }](t, w.get(fmt.Sprintf("products/%d", p.No)))
	if len(one.Product.Category) != 1 {
		t.Errorf("the detail has %v", one.Product.Category)
	}
	if got := p.Variants[0].Code; len(got) != 12 || !strings.HasPrefix(got, p.Code) || len(p.Code) != 8 {
		t.Errorf("codes %s %s", p.Code, got)
	}
}

func TestFieldsTrim(t *testing.T) {
	t.Parallel()
	w := empty(t)
	w.add(cafe24sim.Product{Name: "하나"})
	got := into[map[string][]map[string]any](t, w.get("products?fields=product_no,product_name&embed=variants"))["products"][0]
	if len(got) != 3 || got["product_name"] != "하나" || got["variants"] == nil {
		t.Errorf("%v", got)
	}
}

func TestWritingInventory(t *testing.T) {
	t.Parallel()
	w := empty(t)
	p := w.add(cafe24sim.Product{Name: "쓰기", Variants: []cafe24sim.Variant{{Quantity: 5}, {Quantity: 6}}})
	path := fmt.Sprintf("products/%d/variants/%s/inventories", p.No, p.Variants[0].Code)
	if a := w.call(http.MethodPut, path, `{"quantity":1}`); a.status != http.StatusBadRequest || !strings.Contains(string(a.body), "Request parameter") {
		t.Errorf("no wrapper: %d %s", a.status, a.body)
	}
	into[any](t, w.call(http.MethodPut, path, `{"shop_no":1,"request":{"safety_inventory":8}}`))
	if v, err := w.Variant(mall, p.Variants[0].Code); err != nil || v.SafetyInventory != 8 || v.Quantity != 5 {
		t.Errorf("%+v %v", v, err)
	}
	if a := w.call(http.MethodPut, path, `{"shop_no":1,"request":{"safety_inventory":8}}`); a.status != http.StatusConflict {
		t.Errorf("no change: %d", a.status)
	}
	bulk := fmt.Sprintf(`{"requests":[{"variant_code":%q,"quantity":15},{"variant_code":%q,"safety_inventory":3}]}`, p.Variants[0].Code, p.Variants[1].Code)
	got := into[struct{ Variants []variant }](t, w.call(http.MethodPut, fmt.Sprintf("products/%d/variants", p.No), bulk))
	if got.Variants[0].Inventories.Quantity != 15 || got.Variants[1].Inventories.Safety != 3 {
		t.Errorf("%+v", got)
	}
	bad := fmt.Sprintf(`{"requests":[{"variant_code":%q,"quantity":1},{"variant_code":"P0000000000A","quantity":1}]}`, p.Variants[0].Code)
	if a := w.call(http.MethodPut, fmt.Sprintf("products/%d/variants", p.No), bad); a.status != http.StatusNotFound {
		t.Errorf("foreign variant: %d", a.status)
	}
	bad = fmt.Sprintf(`{"requests":[{"variant_code":%q,"quantity":1,"use_inventory":"Y"}]}`, p.Variants[0].Code)
	if a := w.call(http.MethodPut, fmt.Sprintf("products/%d/variants", p.No), bad); a.status != http.StatusUnprocessableEntity {
		t.Errorf("neither T nor F: %d", a.status)
	}
	if q, _ := w.Stock(mall, p.Variants[0].Code); q != 15 {
		t.Errorf("a refused bulk changed something: %d", q)
	}
}

// With the shape switched on, every name is sent with HTML. Without it, only the names that merchants wrote with HTML
// are.
func TestNamesComeWithHTML(t *testing.T) {
	t.Parallel()
	w := empty(t)
	p := w.add(cafe24sim.Product{Name: "니트 A&B", Variants: []cafe24sim.Variant{{Options: []cafe24sim.Option{{Name: "색상", Value: "블랙 화이트"}}}}})
	type list struct {
		Products []struct {
			Name     string `json:"product_name"`
			Variants []struct{ Options []cafe24sim.Option }
		}
	}
	path := fmt.Sprintf("products?product_no=%d&embed=variants", p.No)
	if got := into[list](t, w.get(path)).Products[0]; got.Name != "니트 A&B" || got.Variants[0].Options[0].Name != "색상" {
		t.Errorf("%+v", got)
	}
	must(t, w.SetFaults(mall, cafe24sim.Faults{HTMLNames: true}))
	got := into[list](t, w.get(path)).Products[0]
	if got.Name != "니트 A&B<BR/>" || got.Variants[0].Options[0].Value != `<span style="color:#c00">블랙</span><br>화이트` {
		t.Errorf("%+v", got)
	}
	if name := into[struct{ Store map[string]any }](t, w.get("store")).Store["shop_name"]; name != `<span style="color:#c00">한빛상점</span>` {
		t.Errorf("%v", name)
	}
}
