package cafe24sim_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
)

// dressed is a mall with a set of two jackets and a bag.
func dressed(t *testing.T) (w *world, in *inbox, set, jacket, bag cafe24sim.Product) {
	t.Helper()
	w, in = hooked(t)
	jacket = w.add(cafe24sim.Product{Name: "자켓", Variants: []cafe24sim.Variant{{Quantity: 11}}})
	bag = w.add(cafe24sim.Product{Name: "가방", Variants: []cafe24sim.Variant{{Quantity: 40, DeductAtPayment: true}}})
	set = w.add(cafe24sim.Product{Name: "정장", Variants: []cafe24sim.Variant{{Quantity: 100}}})
	must(t, w.MakeSet(mall, set.No, cafe24sim.Part{ProductNo: jacket.No, Needed: 2}, cafe24sim.Part{ProductNo: bag.No, Needed: 1}))
	w.settled(in)
	return w, in, set, jacket, bag
}

func (w *world) wantStock(when string, want ...int) {
	w.t.Helper()
	var got []int
	for _, p := range w.Products(mall) {
		got = append(got, p.Variants[0].Quantity)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		w.t.Errorf("%s: %s", when, diff)
	}
}

func TestOrdersOfSetsTakeTheParts(t *testing.T) {
	t.Parallel()
	w, _, set, _, _ := dressed(t)
	code := set.Variants[0].Code
	unpaid, err := w.OrderUnpaid(mall, code, 2)
	must(t, err)
	w.wantStock("ordered", 7, 40, 98)
	must(t, w.PayOrder(mall, unpaid))
	w.wantStock("paid", 7, 38, 98)
	must(t, w.ClaimItem(mall, unpaid, 0, cafe24sim.Claim{Status: "R40", Quantity: 1}))
	w.wantStock("one came back", 9, 39, 99)
	must(t, w.CancelOrder(mall, unpaid))
	w.wantStock("cancelled", 11, 40, 100)
	if _, err := w.Sell(mall, code, 6); err == nil {
		t.Error("sold twelve jackets of eleven")
	}
}

func TestSetProductsInTheAPI(t *testing.T) {
	t.Parallel()
	w, _, set, _, _ := dressed(t)
	if a := w.get("products/3"); !strings.Contains(string(a.body), `"set_product_type":"C"`) {
		t.Errorf("%s", a.body)
	}
	if a := w.get("products/1"); !strings.Contains(string(a.body), `"set_product_type":null`) {
		t.Errorf("%s", a.body)
	}
	const parts = `"bundle_product_components":[{"product_code":"P000000B","product_no":1,`
	for _, path := range []string{"bundleproducts", "bundleproducts?product_no=3", "bundleproducts/3"} {
		if a := w.get(path); a.status != http.StatusOK || !strings.Contains(string(a.body), parts) || !strings.Contains(string(a.body), `"purchase_quantity":2`) {
			t.Errorf("%s: %d %s", path, a.status, a.body)
		}
	}
	if a := w.get("bundleproducts/1"); a.status != http.StatusNotFound {
		t.Errorf("no set: %d", a.status)
	}
	id, err := w.Sell(mall, set.Variants[0].Code, 2)
	must(t, err)
	for shape, want := range map[cafe24sim.SetItems]string{
		cafe24sim.SetItemsNull: `"product_bundle":"T","product_bundle_no":3,"product_bundle_list":null,"was_product_bundle":"F"}]`,
		cafe24sim.SetItemsList: `"product_bundle_list":[{"product_code":"P000000B","product_no":1,"quantity":"4","variant_code":"P000000B000A"},`,
		cafe24sim.SetItemsRows: `"variant_code":"P000000B000A","product_no":1,"product_code":"P000000B"`,
	} {
		must(t, w.SetFaults(mall, cafe24sim.Faults{SetItems: shape}))
		if a := w.get("orders/" + id + "/items"); !strings.Contains(string(a.body), want) {
			t.Errorf("%q: %s", shape, a.body)
		}
	}
	must(t, w.SetFaults(mall, cafe24sim.Faults{NoBundles: true}))
	for _, path := range []string{"bundleproducts", "bundleproducts/3"} {
		if a := w.get(path); a.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, a.status)
		}
	}
}

func TestSomeProductsOfACatalogueAreSets(t *testing.T) {
	t.Parallel()
	list := cafe24sim.New(cafe24sim.Config{Products: 300}).Products(mall)
	sets, out := 0, 0
	for _, p := range list {
		if p.Set == nil {
			continue
		}
		sets++
		for _, part := range p.Set.Parts {
			of := list[part.ProductNo-1]
			if of.No != part.ProductNo || of.Set != nil || len(of.Variants) != 1 {
				t.Errorf("part %+v of %s", of, p.Name)
			}
			out += one(of.Variants[0].Quantity <= 0)
		}
	}
	if sets != 3 || out == 0 {
		t.Errorf("%d sets, %d parts are out", sets, out)
	}
	for _, p := range cafe24sim.New(cafe24sim.Config{Products: 99}).Products(mall) {
		if p.Set != nil {
			t.Errorf("a small catalogue has the set %s", p.Name)
		}
	}
}

func TestWebhooksOfOrdersThatChange(t *testing.T) {
	t.Parallel()
	w, in, _, jacket, bag := dressed(t)
	id, err := w.Sell(mall, bag.Variants[0].Code, 1)
	must(t, err)
	w.settled(in)
	must(t, w.AddToOrder(mall, id, jacket.Variants[0].Code, 4))
	w.wantStock("added", 7, 39, 100)
	got := w.settled(in)
	if diff := cmp.Diff([]int{90031}, events(got)); diff != "" || got[0].Resource["ordering_product_code"] != jacket.Code || got[0].Resource["order_id"] != id {
		t.Errorf("%s %+v", diff, got)
	}
	must(t, w.ReturnOrder(mall, id))
	w.wantStock("returned", 11, 40, 100)
	if got := w.settled(in); len(got) != 1 || got[0].EventNo != 90160 || got[0].Resource["claim_code"] == "" || got[0].Resource["ordering_product_code"] != nil {
		t.Errorf("%+v", got)
	}
	id, err = w.Sell(mall, jacket.Variants[0].Code, 4)
	must(t, err)
	w.settled(in)
	must(t, w.DeleteOrder(mall, id))
	w.wantStock("deleted", 11, 40, 100)
	if diff := cmp.Diff([]int{90070}, events(w.settled(in))); diff != "" {
		t.Error(diff)
	}
	if n := len(w.Orders(mall)); n != 1 || w.DeleteOrder(mall, id) == nil {
		t.Errorf("%d orders", n)
	}
}

func TestWebhooksOfLists(t *testing.T) {
	t.Parallel()
	w, in, _, _, _ := dressed(t)
	no, err := w.AddCategory(mall, 1, "새 분류")
	must(t, err)
	must(t, w.RenameCategory(mall, no, "다른 분류"))
	code, err := w.AddSupplier(mall, "새 공급사")
	must(t, err)
	must(t, w.RenameSupplier(mall, code, "다른 공급사"))
	must(t, w.RenameShop(mall, "다른 상점"))
	if a := w.get("categories?limit=100"); !strings.Contains(string(a.body), "다른 분류") {
		t.Errorf("%s", a.body)
	}
	if a := w.get("suppliers/" + code); !strings.Contains(string(a.body), "다른 공급사") {
		t.Errorf("%s", a.body)
	}
	if a := w.get("store"); !strings.Contains(string(a.body), "다른 상점") {
		t.Errorf("%s", a.body)
	}
	must(t, w.DeleteCategory(mall, no))
	must(t, w.DeleteSupplier(mall, code))
	if diff := cmp.Diff([]int{90042, 90043, 90044, 90090, 90091, 90093, 90111}, events(w.settled(in))); diff != "" {
		t.Error(diff)
	}
	if w.RenameCategory(mall, no, "x") == nil || w.DeleteSupplier(mall, code) == nil {
		t.Error("what is gone can be changed")
	}
}

func TestControlsOfOrdersAndLists(t *testing.T) {
	t.Parallel()
	w, _, set, jacket, bag := dressed(t)
	id, err := w.Sell(mall, bag.Variants[0].Code, 1)
	must(t, err)
	w.press(url.Values{"do": {"add_to_order"}, "order": {id}, "variant": {jacket.Variants[0].Code}, "n": {"2"}})
	w.wantStock("added", 9, 39, 100)
	if to := w.press(url.Values{"do": {"add_to_order"}, "order": {id}, "variant": {jacket.Variants[0].Code}, "n": {"0"}}); !strings.Contains(to, "failed=1") {
		t.Error(to)
	}
	w.press(url.Values{"do": {"return"}, "order": {id}})
	w.wantStock("returned", 11, 40, 100)
	id, err = w.Sell(mall, set.Variants[0].Code, 1)
	must(t, err)
	w.press(url.Values{"do": {"delete_order"}, "order": {id}})
	w.wantStock("deleted", 11, 40, 100)
	for _, form := range []url.Values{
		{"do": {"category"}, "name": {"조작한 분류"}},
		{"do": {"category"}, "entry": {"24"}, "name": {"고친 분류"}},
		{"do": {"supplier"}, "name": {"조작한 공급사"}},
		{"do": {"shop"}, "name": {"고친 상점"}},
	} {
		if to := w.press(form); strings.Contains(to, "failed=1") {
			t.Errorf("%v: %s", form, to)
		}
	}
	for _, form := range []url.Values{{"do": {"category"}, "entry": {"99999"}, "name": {"x"}}, {"do": {"category"}, "entry": {"x"}, "name": {"x"}}, {"do": {"shop"}}} {
		if to := w.press(form); !strings.Contains(to, "failed=1") {
			t.Errorf("%v: %s", form, to)
		}
	}
	w.press(url.Values{"do": {"faults"}, "set_items": {"rows"}, "no_bundles": {"T"}})
	if f := w.Faults(mall); f.SetItems != cafe24sim.SetItemsRows || !f.NoBundles {
		t.Errorf("%+v", f)
	}
	page := string(w.do(w.request(http.MethodGet, "/mall/"+mall+"/control", "")).body)
	if !strings.Contains(page, "고친 상점") || !strings.Contains(page, `<option value="rows" selected>`) {
		t.Error(page)
	}
}

func TestChangedListsSurviveARestart(t *testing.T) {
	t.Parallel()
	cfg := cafe24sim.Config{Products: 5, DataFile: filepath.Join(t.TempDir(), "state.json")}
	first := cafe24sim.New(cfg)
	_, err := first.AddCategory(mall, 24, "새 분류")
	must(t, err)
	must(t, first.RenameShop(mall, "다른 상점"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	first.Run(ctx)
	w := serveAgain(t, cafe24sim.New(cfg))
	if a := w.get("categories?limit=100"); !strings.Contains(string(a.body), "새 분류") {
		t.Errorf("%s", a.body)
	}
	if a := w.get("store"); !strings.Contains(string(a.body), "다른 상점") {
		t.Errorf("%s", a.body)
	}
}

func serveAgain(t *testing.T, s *cafe24sim.Server) *world {
	t.Helper()
	grant, err := s.Grant(mall)
	must(t, err)
	server := httptest.NewServer(s.Handler())
	t.Cleanup(server.Close)
	return &world{Server: s, t: t, url: server.URL, token: grant.AccessToken}
}
