package cafe24sim_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
)

func TestCatalogueIsBelievableAndAlwaysTheSame(t *testing.T) {
	t.Parallel()
	w, again := start(t, cafe24sim.Config{Seed: 7}), cafe24sim.New(cafe24sim.Config{Seed: 7})
	list := w.Products(mall)
	if diff := cmp.Diff(list, again.Products(mall)); diff != "" {
		t.Fatalf("another catalogue: %s", diff)
	}
	if cmp.Equal(list, cafe24sim.New(cafe24sim.Config{Seed: 8}).Products(mall)) {
		t.Error("the seed makes no difference")
	}
	var hidden, off, untracked, negative, out, single, crowded, pictures, html int
	codes := map[string]bool{}
	for _, p := range list {
		hidden, off = hidden+one(p.Hidden), off+one(p.NotSelling)
		single, crowded, pictures = single+one(len(p.Variants) == 1), crowded+one(len(p.Variants) > 100), pictures+one(p.Picture != "")
		html += one(strings.Contains(p.Name, "<"))
		for _, v := range p.Variants {
			codes[v.Code] = true
			untracked, negative, out = untracked+one(v.Untracked), negative+one(v.Quantity < 0), out+one(!v.Untracked && v.Quantity == 0)
			if !regexp.MustCompile(`^[A-Z0-9]{12}$`).MatchString(v.Code) || !strings.HasPrefix(v.Code, p.Code) {
				t.Fatalf("code %s of %s", v.Code, p.Code)
			}
		}
	}
	if len(list) != 1200 || hidden < 20 || off < 20 || untracked < 50 || negative < 3 || out < 50 || single < 100 || crowded < 2 || pictures < 1000 || html < 24 || html > 60 {
		t.Errorf("%d products, hidden %d, off %d, untracked %d, negative %d, out %d, single %d, crowded %d, pictures %d, HTML names %d",
			len(list), hidden, off, untracked, negative, out, single, crowded, pictures, html)
	}
	t.Logf("%d variants", len(codes))
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func TestTenThousandProductsQuickly(t *testing.T) {
	t.Parallel()
	w := empty(t)
	began := time.Now()
	must(t, w.MakeCatalogue(mall, 10_000))
	if took := time.Since(began); took > time.Minute { // about 0.3 s on an idle machine
		t.Errorf("took %s", took)
	}
	if got := into[map[string]int](t, w.get("products/count")); got["count"] != 10_000 {
		t.Errorf("%v", got)
	}
}

func TestCategoriesSuppliersShops(t *testing.T) {
	t.Parallel()
	w := start(t, cafe24sim.Config{Products: 300})
	type category struct {
		No     int                `json:"category_no"`
		Depth  int                `json:"category_depth"`
		Parent int                `json:"parent_category_no"`
		Full   map[string]*string `json:"full_category_name"`
	}
	all := into[struct{ Categories []category }](t, w.get("categories?limit=100")).Categories
	depths := map[int]int{}
	for _, c := range all {
		depths[c.Depth]++
		if (c.Depth == 1) != (c.Parent == 1) || c.Full["1"] == nil || c.Full["4"] != nil {
			t.Errorf("%+v", c)
		}
	}
	if depths[1] < 5 || depths[2] < 10 || depths[3] < 20 || depths[4] != 0 {
		t.Errorf("%v", depths)
	}
	if got := into[map[string]int](t, w.get("categories/count")); got["count"] != len(all) {
		t.Errorf("%v", got)
	}
	top := all[0]
	direct := into[map[string]int](t, w.get("products/count?category=24"))["count"]
	inside := into[struct{ Products []product }](t, w.get("categories/24/products?display_group=1"))
	if direct == 0 || direct != len(inside.Products) || top.No != 24 {
		t.Errorf("%d direct, %d inside", direct, len(inside.Products))
	}
	suppliers := into[struct{ Suppliers []map[string]any }](t, w.get("suppliers?limit=100")).Suppliers
	if len(suppliers) != 20 || suppliers[0]["manager_information"] == nil {
		t.Errorf("%v", suppliers)
	}
	store := into[struct{ Store map[string]any }](t, w.get("store")).Store
	if store["shop_name"] != "한빛상점" || store["email"] == "" || store["mall_id"] != mall {
		t.Errorf("%v", store)
	}
	if shops := into[struct{ Shops []map[string]any }](t, w.get("shops")).Shops; len(shops) != 2 || shops[0]["default"] != "T" {
		t.Errorf("%v", shops)
	}
	into[map[string]any](t, w.get("apps"))
}

func TestOrders(t *testing.T) {
	t.Parallel()
	w := start(t, cafe24sim.Config{Products: 50, HistoryDays: 5})
	for _, query := range []string{"", "?start_date=2026-11-01", "?start_date=2026-01-01&end_date=2026-11-20", "?start_date=2026-11-19&end_date=2026-11-20&limit=1001"} {
		if a := w.get("orders" + query); a.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", query, a.status)
		}
	}
	type order struct {
		ID    string `json:"order_id"`
		Phone string `json:"buyer_cellphone"`
		Items []struct {
			Variant  string `json:"variant_code"`
			Ordered  string `json:"ordered_date"`
			Quantity int
		}
	}
	list := into[struct{ Orders []order }](t, w.get("orders?start_date=2026-11-15&end_date=2026-11-20&limit=1000&embed=items")).Orders
	if len(list) < 200 || len(list[0].Items) == 0 || list[0].Phone == "" || list[0].ID < list[len(list)-1].ID {
		t.Fatalf("%d orders", len(list))
	}
	if _, err := time.Parse(time.DateTime, list[0].Items[0].Ordered); err != nil {
		t.Error(err)
	}
	bare := into[struct{ Orders []map[string]any }](t, w.get("orders?start_date=2026-11-15&end_date=2026-11-20&fields=order_id,items&embed=items")).Orders[0]
	if len(bare) != 2 {
		t.Errorf("fields keep the buyer out: %v", bare)
	}
	items := into[struct{ Items []any }](t, w.get("orders/"+list[0].ID+"/items"))
	if len(items.Items) != len(list[0].Items) {
		t.Errorf("%v", items)
	}
	must(t, w.SetFaults(mall, cafe24sim.Faults{EmptyItems: true}))
	hollow := into[struct{ Orders []order }](t, w.get("orders?start_date=2026-11-15&end_date=2026-11-20&embed=items")).Orders
	if len(hollow[0].Items) != 0 {
		t.Errorf("%v", hollow[0])
	}
}

func TestPictures(t *testing.T) {
	t.Parallel()
	w := start(t, cafe24sim.Config{Products: 30})
	for _, p := range into[productList](t, w.get("products?limit=30")).Products {
		if p.Image == "" {
			continue
		}
		a := w.do(w.request(http.MethodGet, strings.TrimPrefix(p.Image, w.url), ""))
		if a.status != http.StatusOK || a.header.Get("Content-Type") != "image/svg+xml" || !strings.HasSuffix(string(a.body), "</svg>") {
			t.Errorf("%s: %d", p.Image, a.status)
		}
	}
	if a := w.do(w.request(http.MethodGet, "/mall/"+mall+"/web/product/tiny/none-1.svg", "")); a.status != http.StatusNotFound {
		t.Errorf("unknown picture: %d", a.status)
	}
}
