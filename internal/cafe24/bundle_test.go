package cafe24_test

import (
	"errors"
	"net/http"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/cafe24"
)

func TestBundlesAreReadTolerantly(t *testing.T) {
	t.Parallel()
	const (
		row   = `{"product_no":70,"bundle_product_components":[{"product_no":71,"product_code":"P0000CT","purchase_quantity":2},{"product_no":"72","purchase_quantity":"1.00"}]}`
		short = `{"product_no":"70","bundle_product_components":{"product_code":"P0000CT"}}`
		bad   = `{"product_no":70,"bundle_product_components":[null,{"purchase_quantity":1},{"product_no":71,"purchase_quantity":"two"},{"product_no":72,"purchase_quantity":0},{"product_no":73}]}`
	)
	whole := cafe24.Bundle{ProductNo: 70, Parts: []cafe24.BundlePart{{ProductNo: 71, ProductCode: "P0000CT", Quantity: 2}, {ProductNo: 72, Quantity: 1}}}
	single := cafe24.Bundle{ProductNo: 70, Parts: []cafe24.BundlePart{{ProductCode: "P0000CT", Quantity: 1}}}
	for body, want := range map[string]cafe24.Bundle{
		`{"bundleproduct":` + row + `}`:                                        whole,
		`{"bundleproducts":` + row + `}`:                                       whole,
		`{"bundleproducts":[` + row + `]}`:                                     whole,
		`{"bundleproduct":null,"bundleproducts":[` + row + `]}`:                whole,
		`{"bundleproduct":` + short + `}`:                                      single,
		`{"bundleproduct":{"product_no":70,"bundle_product_components":null}}`: {ProductNo: 70},
	} {
		var queries record[url.Values]
		got, ok, err := respond(t, "bundleproducts/70", body, &queries).Bundle(t.Context(), 70)
		if diff := cmp.Diff(want, got); err != nil || !ok || diff != "" {
			t.Errorf("%s: %t, %v %s", body, ok, err, diff)
		}
	}
	var queries record[url.Values]
	list, err := respond(t, "bundleproducts", `{"bundleproducts":[`+bad+`,{"x":1},`+row+`]}`, &queries).Bundles(t.Context(), 100)
	if err != nil || len(list.Items) != 2 || len(list.Unreadable) != 1 {
		t.Fatalf("%+v, %v", list, err)
	}
	if b := list.Items[0]; len(b.Parts) != 1 || b.Parts[0].ProductNo != 73 || len(b.Unreadable) != 4 {
		t.Errorf("%+v", b)
	}
	if q := queries.last(); q.Get("limit") != "100" || q.Get("offset") != "100" {
		t.Errorf("asked for %v", q)
	}
}

func TestBundleThatIsNone(t *testing.T) {
	t.Parallel()
	for body, status := range map[string]int{
		`{"error":{"code":404,"message":"No API found."}}`: http.StatusNotFound,
		`{"error":{"code":404,"message":"no set"}}`:        http.StatusOK,
		`{"bundleproducts":[]}`:                            http.StatusOK,
		`{"bundleproduct":{"product_no":71}}`:              http.StatusOK, // another product
	} {
		client := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status); say(w, body) })
		if b, ok, err := client.Bundle(t.Context(), 70); err != nil || ok || b.ProductNo != 0 {
			t.Errorf("%s: %+v, %t, %v", body, b, ok, err)
		}
	}
	for _, body := range []string{`{"bundleproduct":"x"}`, `{}`, `[]`, `{"bundleproduct":{"name":"x"}}`, `{"bundleproduct":null}`} {
		client := serve(t, func(w http.ResponseWriter, _ *http.Request) { say(w, body) })
		if _, ok, err := client.Bundle(t.Context(), 70); ok || !errors.As(err, new(*cafe24.DecodeError)) {
			t.Errorf("%s: %t, %v", body, ok, err)
		}
	}
}

func TestSetTypeOfProducts(t *testing.T) {
	t.Parallel()
	for field, want := range map[string]*string{
		``: nil, `,"set_product_type":null`: new(""), `,"set_product_type":""`: new(""), `,"set_product_type":"F"`: new(""),
		`,"set_product_type":"C"`: new("C"), `,"set_product_type":" s "`: new("S"), `,"set_product_type":{}`: new(""),
	} {
		var queries record[url.Values]
		list, err := respond(t, "products", `{"products":[{"product_no":70`+field+`}]}`, &queries).Products(t.Context(), cafe24.ProductQuery{})
		if err != nil || len(list.Items) != 1 {
			t.Fatal(list, err)
		}
		if diff := cmp.Diff(want, list.Items[0].SetType); diff != "" {
			t.Errorf("%s: %s", field, diff)
		}
	}
}

func TestItemsOfSets(t *testing.T) {
	t.Parallel()
	for fields, want := range map[string]cafe24.SetItem{
		``: {},
		`,"product_bundle":"F","product_bundle_no":0,"product_bundle_list":null,"was_product_bundle":null`: {Is: new(false)},
		`,"product_bundle":"T","product_bundle_no":70,"product_bundle_list":null`:                          {Is: new(true), No: 70},
		`,"product_bundle":"T","product_bundle_no":"70","product_bundle_list":"x"`:                         {Is: new(true), No: 70},
		`,"product_bundle":"T","product_bundle_list":["P0000CT",2]`:                                        {Is: new(true)},
		`,"product_bundle":"T","product_bundle_list":[{"product_no":71},{"name":"?"}]`:                     {Is: new(true)}, // an incomplete list would count only a part
		`,"product_bundle":"T","product_bundle_list":[]`:                                                   {Is: new(true)},
		`,"was_product_bundle":"T"`: {Was: true},
		`,"product_bundle":"T","product_bundle_list":[{"product_no":"71","variant_code":"P0000CT000A","quantity":"2"},{"product_code":"P0000CU","purchase_quantity":1}]`: {
			Is: new(true), Parts: []cafe24.SetMember{{ProductNo: 71, VariantCode: "P0000CT000A", Quantity: 2}, {ProductCode: "P0000CU", InOne: 1}},
		},
	} {
		var queries record[url.Values]
		items, err := respond(t, "orders/1-1/items", `{"items":[{"product_no":70,"quantity":1`+fields+`}]}`, &queries).OrderItems(t.Context(), "1-1")
		if err != nil || len(items.Items) != 1 {
			t.Fatal(items, err)
		}
		if diff := cmp.Diff(want, items.Items[0].InSet); diff != "" {
			t.Errorf("%s: %s", fields, diff)
		}
	}
}
