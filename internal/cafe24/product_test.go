package cafe24_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/cafe24"
)

// The fixture holds the shapes in which stock has been seen: flat, nested object, nested list, texts, nulls, absent.
func TestProductsAreReadTolerantly(t *testing.T) {
	t.Parallel()
	client := serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(readFile(t, "products.json")) })
	got, err := client.Products(t.Context(), cafe24.ProductQuery{Embed: cafe24.EmbedVariants})
	if err != nil {
		t.Fatal(err)
	}
	variant := func(v cafe24.Variant) cafe24.Variant {
		v.Display = true
		v.Selling = v.Code != "P000000X000B"
		return v
	}
	want := []cafe24.Product{
		{
			No: 23, Code: "P000000X", CustomCode: "TEE-23", Name: "린넨 셔츠", SupplierCode: "S000000A", CategoryNos: []int{25, 26},
			Display: true, Selling: true, Price: "32000.00", ImageURL: "https://img.example/l.jpg",
			UpdatedAt: time.Date(2026, 11, 1, 2, 19, 27, 0, time.UTC),
			Variants: []cafe24.Variant{
				variant(cafe24.Variant{
					Code: "P000000X000A", CustomCode: "B-S", Options: []cafe24.Option{{Name: "색상", Value: "블루"}, {Name: "Size", Value: "S"}},
					Tracked: true, QuantityKnown: true, Quantity: 6, SafetyInventory: 7, Important: true, SoldOutDisplay: true,
				}),
				variant(cafe24.Variant{Code: "P000000X000B", Tracked: true, QuantityKnown: true, Quantity: -3, SafetyInventory: 2, AtPayment: true}),
				variant(cafe24.Variant{Code: "P000000X000C", QuantityKnown: true}),
				variant(cafe24.Variant{Code: "P000000X000D", Tracked: true, Options: []cafe24.Option{{Name: "Size", Value: "3"}}}),
				variant(cafe24.Variant{Code: "P000000X000E", Tracked: true}),
				variant(cafe24.Variant{Code: "P000000X000F", QuantityKnown: true, Quantity: 4}),
				variant(cafe24.Variant{Code: "P000000X000G", Tracked: true, QuantityKnown: true, Quantity: 9}),
				variant(cafe24.Variant{Code: "P000000X000H", Tracked: true}),
				variant(cafe24.Variant{Code: "P000000X000I", Tracked: true}),
			},
		},
		{
			No: 24, Code: "P000000Y", Name: "양말", Price: "1100", ImageURL: "https://img.example/t.jpg",
			Variants: []cafe24.Variant{variant(cafe24.Variant{Code: "P000000Y000A", Tracked: true, QuantityKnown: true, Quantity: 1})},
		},
		{No: 25, Display: true, Selling: true, Variants: []cafe24.Variant{}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestProductQuery(t *testing.T) {
	t.Parallel()
	var sent record[url.Values]
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/mall/samplemall/api/v2/admin/products" && r.URL.Path != "/mall/samplemall/api/v2/admin/products/count" {
			t.Errorf("path %s", r.URL.Path)
		}
		sent.add(r.URL.Query())
		say(w, `{"products":[],"count":"12"}`)
	})
	since, most, yes := int64(0), int64(5), true
	query := cafe24.ProductQuery{
		SinceProductNo: &since, StockQuantityMax: &most, UseInventory: &yes, CategoryNo: 25, SupplierCode: "S000000A", Embed: cafe24.EmbedVariants,
	}
	if _, err := client.Products(t.Context(), query); err != nil {
		t.Fatal(err)
	}
	want := url.Values{
		"since_product_no": {"0"}, "stock_quantity_max": {"5"}, "use_inventory": {"T"}, "category": {"25"}, "supplier_code": {"S000000A"},
		"embed": {"variants,inventories"}, "limit": {"100"},
	}
	if diff := cmp.Diff(want, sent.last()); diff != "" {
		t.Error(diff)
	}
	query = cafe24.ProductQuery{ProductNos: []int64{3, 1}, ProductCodes: []string{"P000000X", "P000000Y"}, Fields: []string{"product_no", "product_code"}, Limit: 20}
	if _, err := client.Products(t.Context(), query); err != nil {
		t.Fatal(err)
	}
	want = url.Values{"product_no": {"3,1"}, "product_code": {"P000000X,P000000Y"}, "fields": {"product_no,product_code"}, "limit": {"20"}}
	if diff := cmp.Diff(want, sent.last()); diff != "" {
		t.Error(diff)
	}
	count, err := client.ProductsCount(t.Context(), cafe24.ProductQuery{UseInventory: &yes})
	if err != nil || count != 12 {
		t.Errorf("count %d, %v", count, err)
	}
	if diff := cmp.Diff(url.Values{"use_inventory": {"T"}}, sent.last()); diff != "" {
		t.Error(diff)
	}
}

// manyVariants is n variants as JSON.
func manyVariants(n int) string {
	rows := make([]string, n)
	for i := range rows {
		rows[i] = fmt.Sprintf(`{"variant_code":"P%011d","quantity":%d,"use_inventory":"T"}`, i, i)
	}
	return "[" + strings.Join(rows, ",") + "]"
}

func TestEmbeddedVariantsAreCompleted(t *testing.T) {
	t.Parallel()
	var asked record[string]
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		path := strings.TrimPrefix(r.URL.Path, "/mall/samplemall/api/v2/admin/")
		asked.add(path)
		if path == "products" {
			say(w, fmt.Sprintf(`{"products":[{"product_no":1,"variants":%s},{"product_no":2,"variants":%s},{"product_no":3},{"product_no":4,"variants":[]}]}`,
				manyVariants(99), manyVariants(100)))
			return
		}
		if r.URL.Query().Get("embed") != "inventories" {
			t.Errorf("query %s", r.URL.RawQuery)
		}
		say(w, fmt.Sprintf(`{"variants":%s}`, manyVariants(250)))
	})
	products, err := client.Products(t.Context(), cafe24.ProductQuery{Embed: cafe24.EmbedVariants})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []int{99, 250, 250, 0} {
		if got := len(products[i].Variants); got != want {
			t.Errorf("product %d has %d variants, want %d", i+1, got, want)
		}
	}
	if diff := cmp.Diff([]string{"products", "products/2/variants", "products/3/variants"}, asked.all()); diff != "" {
		t.Error(diff)
	}
}

func TestProductsWithoutEmbedStayWithoutVariants(t *testing.T) {
	t.Parallel()
	client := serve(t, func(w http.ResponseWriter, _ *http.Request) { say(w, `{"products":[{"product_no":1}]}`) })
	products, err := client.Products(t.Context(), cafe24.ProductQuery{})
	if err != nil || len(products) != 1 || products[0].Variants != nil {
		t.Errorf("%+v, %v", products, err)
	}
}

// An answer that breaks the contract is an error, never an empty list or a zero.
func TestAnswersThatAreNone(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"page":                    "<html><body>점검 중</body></html>",
		"empty":                   "",
		"half":                    string(readFile(t, "products.json"))[:700],
		"null":                    "null",
		"list":                    "[]",
		"other key":               `{"items":[]}`,
		"products null":           `{"products":null}`,
		"products text":           `{"products":"none"}`,
		"products object":         `{"products":{}}`,
		"product without number":  `{"products":[{"product_code":"P000000X"}]}`,
		"product number zero":     `{"products":[{"product_no":0}]}`,
		"product number unusable": `{"products":[{"product_no":"x"}]}`,
		"variant without code":    `{"products":[{"product_no":1,"variants":[{"quantity":1}]}]}`,
		"product is a text":       `{"products":["x"]}`,
		"count text":              `{"count":"many"}`,
		"count null":              `{"count":null}`,
		"product is null":         `{"products":[null]}`,
		"variant is null":         `{"products":[{"product_no":1,"variants":[null]}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := serve(t, func(w http.ResponseWriter, _ *http.Request) { say(w, body) })
			products, err := client.Products(t.Context(), cafe24.ProductQuery{})
			if _, ok := errors.AsType[*cafe24.DecodeError](err); !ok || products != nil {
				t.Fatalf("got %v, %v", products, err)
			}
			if _, err := client.ProductsCount(t.Context(), cafe24.ProductQuery{}); err == nil {
				t.Error("a count was read from it")
			}
		})
	}
}

// FuzzProducts decodes what nobody foresaw: no panic, no unknown quantity that looks known, no product without number.
func FuzzProducts(f *testing.F) {
	f.Add(readFile(f, "products.json"))
	f.Add([]byte(`{"products":[{"product_no":1,"variants":[{"variant_code":"A","inventories":[[]]}]}]}`))
	f.Add([]byte(`{"products":[{"product_no":"1","variants":{"variant_code":7,"quantity":"1e3"}}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		var answer struct{ Products []cafe24.Product }
		if json.Unmarshal(body, &answer) != nil {
			return
		}
		for _, p := range answer.Products {
			if p.No < 1 {
				t.Errorf("product %+v", p)
			}
			for _, v := range p.Variants {
				if !v.QuantityKnown && v.Quantity != 0 {
					t.Errorf("variant %+v", v)
				}
			}
		}
	})
}
