package cafe24_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/cafe24"
)

// The fixture has every known form of stock: flat, nested object, nested list, texts, nulls, absent.
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
					Tracked: true, QuantityKnown: true, Quantity: 6, SafetyInventory: 7, Important: true, Additional: "0.00",
				}),
				variant(cafe24.Variant{Code: "P000000X000B", Tracked: true, QuantityKnown: true, Quantity: -3, SafetyInventory: 2, AtPayment: true, SellsAtZero: true}),
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
	unknown := func(code string) cafe24.Unreadable {
		return cafe24.Unreadable{List: "variants", ProductNo: 23, ID: code, Fault: cafe24.FaultQuantity, Detail: "quantity is no number"}
	}
	want[0].Unreadable = []cafe24.Unreadable{unknown("P000000X000D"), unknown("P000000X000E"), unknown("P000000X000H"), unknown("P000000X000I")}
	if diff := cmp.Diff(want, got.Items); diff != "" || len(got.Unreadable) > 0 {
		t.Error(diff, got.Unreadable)
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
		p := products.Items[i]
		if p.Partial != (want == 250) {
			t.Errorf("product %d: partial is %t", p.No, p.Partial)
		}
		if p.Partial {
			if err := client.Complete(t.Context(), &p); err != nil {
				t.Fatal(err)
			}
		}
		if got := len(p.Variants); got != want || p.Partial {
			t.Errorf("product %d has %d variants, want %d, partial %t", i+1, got, want, p.Partial)
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
	if err != nil || products.Len() != 1 || products.Items[0].Variants != nil || products.Items[0].Partial {
		t.Errorf("%+v, %v", products, err)
	}
}

// An answer that does not have the documented form is an error, never an empty list or a zero.
func TestAnswersThatAreNone(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"page":            "<html><body>점검 중</body></html>",
		"empty":           "",
		"half":            string(readFile(t, "products.json"))[:700],
		"null":            "null",
		"list":            "[]",
		"other key":       `{"items":[]}`,
		"products null":   `{"products":null}`,
		"products text":   `{"products":"none"}`,
		"products object": `{"products":{}}`,
		"count text":      `{"count":"many"}`,
		"count null":      `{"count":null}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := serve(t, func(w http.ResponseWriter, _ *http.Request) { say(w, body) })
			products, err := client.Products(t.Context(), cafe24.ProductQuery{})
			if _, ok := errors.AsType[*cafe24.DecodeError](err); !ok || products.Len() > 0 {
				t.Fatalf("got %v, %v", products, err)
			}
			if _, err := client.ProductsCount(t.Context(), cafe24.ProductQuery{}); err == nil {
				t.Error("a count was read from it")
			}
		})
	}
}

// An unreadable element is reported with the identity that could be read; the elements beside it are read.
func TestOneBadProductTakesNoneWithIt(t *testing.T) {
	t.Parallel()
	const good = `{"product_no":7,"product_code":"P0000AAA","variants":[{"variant_code":"P0000AAA000A","quantity":3}]}`
	whole := cafe24.Unreadable{List: "products"}
	of := func(fault cafe24.Fault, id, name, detail string) cafe24.Unreadable {
		u := whole
		u.Fault, u.ID, u.Name, u.Detail = fault, id, name, detail
		return u
	}
	variant := func(fault cafe24.Fault, id, detail string) cafe24.Unreadable {
		return cafe24.Unreadable{List: "variants", ProductNo: 50, Fault: fault, ID: id, Detail: detail}
	}
	for name, c := range map[string]struct {
		element string
		want    cafe24.Unreadable // of the list, or of the product that was read nevertheless
		read    bool
		partial bool
	}{
		"no number":      {`{"product_code":"P0000XYZ","product_name":"머그"}`, of("no_id", "P0000XYZ", "머그", "without its number or code"), false, false},
		"number zero":    {`{"product_no":0}`, of("no_id", "", "", "without its number or code"), false, false},
		"number unknown": {`{"product_no":"x"}`, of("no_id", "", "", "without its number or code"), false, false},
		"null":           {`null`, of("shape", "", "", "null"), false, false},
		"text":           {`"x"`, of("shape", "", "", "another shape"), false, false},
		"variants text":  {`{"product_no":50,"variants":"none"}`, variant("shape", "", "no list"), true, true},
		"variant null":   {`{"product_no":50,"variants":[null]}`, variant("shape", "", "null"), true, true},
		"no code":        {`{"product_no":50,"variants":[{"quantity":3}]}`, variant("no_id", "", "without its number or code"), true, true},
		"quantity":       {`{"product_no":50,"variants":[{"variant_code":"P0000ABC000A","quantity":"many"}]}`, variant("quantity", "P0000ABC000A", "quantity is no number"), true, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := serve(t, func(w http.ResponseWriter, _ *http.Request) { say(w, `{"products":[`+c.element+`,`+good+`]}`) })
			list, err := client.Products(t.Context(), cafe24.ProductQuery{Embed: cafe24.EmbedVariants})
			if err != nil || list.Len() != 2 {
				t.Fatalf("%+v, %v", list, err)
			}
			last := list.Items[len(list.Items)-1]
			if last.No != 7 || len(last.Variants) != 1 || last.Variants[0].Quantity != 3 || last.Partial {
				t.Errorf("the other product is %+v", last)
			}
			unreadable := list.Unreadable
			if c.read {
				unreadable = list.Items[0].Unreadable
				if list.Items[0].Partial != c.partial {
					t.Errorf("partial is %t", !c.partial)
				}
			}
			if diff := cmp.Diff([]cafe24.Unreadable{c.want}, unreadable); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// An unreadable quantity is not the same as stock that is not managed.
func TestUnreadableQuantityStaysTracked(t *testing.T) {
	t.Parallel()
	client := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		say(w, `{"products":[{"product_no":1,"variants":[{"variant_code":"A","quantity":"many"},{"variant_code":"B","quantity":null}]}]}`)
	})
	list, err := client.Products(t.Context(), cafe24.ProductQuery{Embed: cafe24.EmbedVariants})
	if err != nil {
		t.Fatal(err)
	}
	if v := list.Items[0].Variants; !v[0].Tracked || v[0].QuantityKnown || v[1].Tracked {
		t.Errorf("%+v", v)
	}
}

// If the product's own call fails, the variants of the list stay.
func TestCompleteThatFailsKeepsWhatTheListGave(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]string{
		"empty": `{"variants":[]}`, "text": `{"variants":"none"}`, "null": `{"variants":null}`, "other": `{}`, "error": `{"error":{"code":404,"message":"x"}}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := serve(t, func(w http.ResponseWriter, _ *http.Request) { say(w, answer) })
			p := cafe24.Product{No: 5, Partial: true, Variants: []cafe24.Variant{{Code: "A"}}}
			if err := client.Complete(t.Context(), &p); !cafe24.Unanswered(err) {
				t.Errorf("error %v", err)
			}
			if !p.Partial || len(p.Variants) != 1 {
				t.Errorf("%+v", p)
			}
		})
	}
}

// Lists of every kind are read element by element.
func TestOneBadElementOfAnyList(t *testing.T) {
	t.Parallel()
	read := func(key, good, bad string) *cafe24.Client {
		return serve(t, func(w http.ResponseWriter, _ *http.Request) { say(w, `{"`+key+`":[`+good+`,`+bad+`,null]}`) })
	}
	check := func(what string, items int, unreadable []cafe24.Unreadable, err error) {
		if err != nil || items != 1 || len(unreadable) != 2 || unreadable[1].Fault != cafe24.FaultShape {
			t.Errorf("%s: %d items, %+v, %v", what, items, unreadable, err)
		}
	}
	categories, err := read("categories", `{"category_no":1}`, `{"category_name":"x"}`).Categories(t.Context())
	check("categories", len(categories.Items), categories.Unreadable, err)
	suppliers, err := read("suppliers", `{"supplier_code":"S1"}`, `{"supplier_name":"x"}`).Suppliers(t.Context())
	check("suppliers", len(suppliers.Items), suppliers.Unreadable, err)
	shops, err := read("shops", `{"shop_no":1}`, `"x"`).Shops(t.Context())
	check("shops", len(shops.Items), shops.Unreadable, err)
	orders, err := read("orders", `{"order_id":"1"}`, `{"paid":"T"}`).Orders(t.Context(), cafe24.OrderQuery{})
	check("orders", len(orders.Items), orders.Unreadable, err)
	items, err := read("items", `{"variant_code":"A","quantity":1}`, `{"variant_code":"B","quantity":"many"}`).OrderItems(t.Context(), "1")
	check("items", len(items.Items), items.Unreadable, err)
	logs, err := read("logs", `{"log_id":"1"}`, `7`).WebhookLogs(t.Context(), cafe24.WebhookLogQuery{})
	check("logs", len(logs.Items), logs.Unreadable, err)
	variants, err := read("variants", `{"variant_code":"A"}`, `{"quantity":1}`).Variants(t.Context(), 1)
	check("variants", len(variants.Items), variants.Unreadable, err)
	order, err := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		say(w, `{"orders":[{"order_id":"1","items":[{"variant_code":"A","quantity":1},{"quantity":"many"},null]}]}`)
	}).Orders(t.Context(), cafe24.OrderQuery{})
	if err != nil || len(order.Items) != 1 {
		t.Fatalf("%+v, %v", order, err)
	}
	check("an order's items", len(order.Items[0].Items), order.Items[0].Unreadable, nil)
}

// A page without an answer is skipped if the product numbers on it can be read. Without the numbers the walk ends.
func TestAllProductsStepsOverAPage(t *testing.T) {
	t.Parallel()
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		switch since := q.Get("since_product_no"); {
		case since == "0" && q.Get("embed") != "":
			w.WriteHeader(http.StatusInternalServerError)
		case since == "0":
			say(w, `{"products":[{"product_no":1},{"product_no":2}]}`)
		case since == "2":
			say(w, `{"products":[{"product_no":3,"variants":[]},null]}`)
		default:
			say(w, `{"products":[null,null]}`)
		}
	})
	var notified []string
	var failed error
	for page, err := range client.AllProducts(t.Context(), cafe24.ProductQuery{Limit: 2, Embed: cafe24.EmbedVariants}) {
		for _, p := range page.Items {
			notified = append(notified, strconv.FormatInt(p.No, 10))
		}
		for _, u := range page.Unreadable {
			notified = append(notified, fmt.Sprint(u.Fault, u.ProductNo))
		}
		failed = err
	}
	if diff := cmp.Diff([]string{"page1", "page2", "3", "shape0", "shape0", "shape0"}, notified); diff != "" {
		t.Error(diff)
	}
	if _, ok := errors.AsType[*cafe24.DecodeError](failed); !ok {
		t.Errorf("error %v", failed)
	}
}

// FuzzProducts decodes arbitrary input: no panic, no unknown quantity that looks known, no product without a number.
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
