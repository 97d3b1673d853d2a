package cafe24_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/cafe24"
)

// respond serves one body at one resource and records the queries.
func respond(t *testing.T, resource, body string, queries *record[url.Values]) *cafe24.Client {
	t.Helper()
	return serve(t, func(w http.ResponseWriter, r *http.Request) {
		if want := "/mall/samplemall/api/v2/admin/" + resource; r.URL.Path != want {
			t.Errorf("path %s, want %s", r.URL.Path, want)
		}
		queries.add(r.URL.Query())
		say(w, body)
	})
}

func TestStoreShopsAndSuppliers(t *testing.T) {
	t.Parallel()
	var queries record[url.Values]
	store, err := respond(t, "store", `{"store":{"shop_no":1,"mall_id":"samplemall","shop_name":"샘플몰","email":"shop@example.com","primary_domain":"shop.example","phone":"02"}}`, &queries).Store(t.Context())
	if want := (cafe24.Store{Name: "샘플몰", Email: "shop@example.com", PrimaryDomain: "shop.example"}); err != nil || store != want {
		t.Errorf("%+v, %v", store, err)
	}
	shops, err := respond(t, "shops", `{"shops":[{"shop_no":"1","default":"T","shop_name":"국문","language_code":"ko_KR","currency_code":"KRW","active":"T"},{"shop_no":2,"default":"F","active":"F"}]}`, &queries).Shops(t.Context())
	wantShops := []cafe24.Shop{{No: 1, Default: true, Name: "국문", Language: "ko_KR", Currency: "KRW", Active: true}, {No: 2}}
	if diff := cmp.Diff(wantShops, shops.Items); err != nil || diff != "" {
		t.Error(err, diff)
	}
	suppliers, err := respond(t, "suppliers", `{"suppliers":[{"supplier_code":"S000000A","supplier_name":"공급사","manager_information":[{"name":"홍길동"}]}]}`, &queries).Suppliers(t.Context())
	if diff := cmp.Diff([]cafe24.Supplier{{Code: "S000000A", Name: "공급사", Agent: cafe24.Agent{Name: "홍길동"}}}, suppliers.Items); err != nil || diff != "" {
		t.Error(err, diff)
	}
	if got := queries.last().Get("fields"); got != cafe24.SupplierFields {
		t.Errorf("asked for %q", got)
	}
}

// The person of a supplier is the first one that can be reached. Whatever stands there instead of persons, the supplier
// is read.
func TestAgentOfASupplier(t *testing.T) {
	t.Parallel()
	for sent, want := range map[string]cafe24.Agent{
		`[{"no":1,"name":"김담당","phone":"02-0000-0001","email":"kim@supplier.example"},{"no":2,"name":"이담당","phone":"1"}]`: {Name: "김담당", Phone: "02-0000-0001", Email: "kim@supplier.example"},
		`[{"name":"김담당","phone":null,"email":""},{"name":"이담당","phone":"02-0000-0002"}]`:                                  {Name: "이담당", Phone: "02-0000-0002"},
		`[{"name":"김담당"},{"name":"이담당"}]`:                                                                                 {Name: "김담당"},
		`{"name":"김담당","email":"kim@supplier.example"}`:                                                                   {Name: "김담당", Email: "kim@supplier.example"},
		`null`: {}, `[]`: {}, `""`: {}, `"김담당"`: {}, `[null, 7, ["x"]]`: {},
	} {
		body := `{"suppliers":[{"supplier_code":"S000000A","supplier_name":"공급사","manager_information":` + sent + `}]}`
		list, err := respond(t, "suppliers", body, &record[url.Values]{}).Suppliers(t.Context())
		if diff := cmp.Diff([]cafe24.Supplier{{Code: "S000000A", Name: "공급사", Agent: want}}, list.Items); err != nil || diff != "" {
			t.Errorf("%s: %v %s", sent, err, diff)
		}
	}
}

func TestCategoriesArePagedThrough(t *testing.T) {
	t.Parallel()
	for total, wantCalls := range map[int]int{0: 1, 99: 1, 100: 2, 250: 3} {
		var calls record[int]
		client := serve(t, func(w http.ResponseWriter, r *http.Request) {
			offset, _ := strconv.Atoi(r.URL.Query().Get("offset"))
			calls.add(offset)
			rows := make([]string, 0, 100)
			for no := offset + 1; no <= min(offset+100, total); no++ {
				rows = append(rows, fmt.Sprintf(`{"category_no":%d,"parent_category_no":"1","category_depth":2,"category_name":"c%d"}`, no, no))
			}
			say(w, fmt.Sprintf(`{"categories":[%s]}`, strings.Join(rows, ",")))
		})
		categories, err := client.Categories(t.Context())
		if err != nil || categories.Len() != total || len(calls.all()) != wantCalls {
			t.Errorf("%d: got %d in %d calls, %v", total, categories.Len(), len(calls.all()), err)
		}
		if want := (cafe24.Category{No: 99, ParentNo: 1, Depth: 2, Name: "c99"}); total > 98 && categories.Items[98] != want {
			t.Errorf("%+v", categories.Items[98])
		}
	}
}

func TestOrdersComeWithoutBuyers(t *testing.T) {
	t.Parallel()
	var queries record[url.Values]
	client := respond(t, "orders", string(readFile(t, "orders.json")), &queries)
	late := time.Date(2026, 11, 2, 16, 0, 0, 0, time.UTC) // already the 3rd in Korea
	orders, err := client.Orders(t.Context(), cafe24.OrderQuery{From: late.AddDate(0, 0, -7), To: late, DateType: "pay_date", Offset: 1000})
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 3, 1, 10, 10, 0, time.UTC)
	want := []cafe24.Order{
		{ID: "20261103-0000001", OrderedAt: at, PaidAt: at.Add(time.Minute), Paid: true, Items: []cafe24.OrderItem{{
			Code: "20261103-0000001-01", ProductNo: 23, ProductCode: "P000000X", VariantCode: "P000000X000A", Quantity: 2, Status: "N10", OrderedAt: at,
		}}},
		{ID: "20261103-0000002", OrderedAt: at.Add(9*time.Minute + 50*time.Second), Canceled: true},
	}
	if diff := cmp.Diff(want, orders.Items); diff != "" {
		t.Error(diff)
	}
	wantQuery := url.Values{
		"start_date": {"2026-10-27"}, "end_date": {"2026-11-03"}, "date_type": {"pay_date"}, "limit": {"1000"}, "offset": {"1000"},
		"embed": {"items"}, "fields": {"order_id,order_date,payment_date,paid,canceled,items"},
	}
	if diff := cmp.Diff(wantQuery, queries.last()); diff != "" {
		t.Error(diff)
	}
}

func TestOrderItems(t *testing.T) {
	t.Parallel()
	var queries record[url.Values]
	items, err := respond(t, "orders/20261103-0000001/items", `{"items":[{"order_item_code":"20261103-0000001-01","variant_code":"P000000X000A","quantity":1}]}`, &queries).
		OrderItems(t.Context(), "20261103-0000001")
	if err != nil || items.Len() != 1 || items.Items[0].Quantity != 1 {
		t.Errorf("%+v, %v", items, err)
	}
	for field := range strings.SplitSeq(queries.last().Get("fields"), ",") {
		if strings.Contains(field, "name") || strings.Contains(field, "option") || strings.Contains(field, "refund") || field == "" {
			t.Errorf("asked for %q", field)
		}
	}
	if _, err := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("called") }).OrderItems(t.Context(), "../x"); err == nil {
		t.Error("an order id left its place in the address")
	}
}

func TestWebhookLogs(t *testing.T) {
	t.Parallel()
	var queries record[url.Values]
	client := respond(t, "webhooks/logs", string(readFile(t, "logs.json")), &queries)
	at := time.Date(2026, 11, 3, 1, 10, 10, 0, time.UTC)
	logs, err := client.WebhookLogs(t.Context(), cafe24.WebhookLogQuery{SinceLogID: "10000", FailedOnly: true, From: at, To: at.Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	want := []cafe24.WebhookLog{
		{
			LogID: "10001", Type: "G", TraceID: "trace-1", RequestedAt: at, Status: 403,
			Event: cafe24.Event{No: 90023, Type: "90023", Kind: "order", MallID: mallID, OrderIDs: []string{"20261103-0000001"}, ProductCodes: []string{"P000000X"}},
		},
		{
			LogID: "10002", Type: "R", TraceID: "trace-2", RequestedAt: at, Status: 200, Success: true,
			Event: cafe24.Event{No: 90075, Type: "90075", Kind: "product", MallID: mallID, ProductNos: []int64{23}},
		},
		{LogID: "10003", Type: "T", Event: cafe24.Event{No: 90001, Type: "90001", Kind: "product", MallID: mallID}},
	}
	if diff := cmp.Diff(want, logs.Items); diff != "" {
		t.Error(diff)
	}
	wantQuery := url.Values{
		"since_log_id": {"10000"}, "success": {"F"}, "limit": {"1000"},
		"requested_start_date": {"2026-11-03T10:10:10+09:00"}, "requested_end_date": {"2026-11-03T11:10:10+09:00"},
	}
	if diff := cmp.Diff(wantQuery, queries.last()); diff != "" {
		t.Error(diff)
	}
}

func TestWebhookSetting(t *testing.T) {
	t.Parallel()
	var bodies record[string]
	state := `{"webhook":{"scopes":["mall.read_product"],"reception_status":"F"}}`
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		bodies.add(r.Method + " " + r.URL.Path + " " + string(body))
		if r.Method == http.MethodPut {
			say(w, strings.Replace(state, `"F"`, `"T"`, 1))
			return
		}
		say(w, state)
	})
	setting, err := client.WebhookSetting(t.Context())
	if err != nil || setting.Receiving || len(setting.Scopes) != 1 {
		t.Errorf("%+v, %v", setting, err)
	}
	if setting, err = client.SetWebhookReception(t.Context(), true); err != nil || !setting.Receiving {
		t.Errorf("%+v, %v", setting, err)
	}
	want := []string{
		"GET /mall/samplemall/api/v2/admin/webhooks/setting ",
		`PUT /mall/samplemall/api/v2/admin/webhooks/setting {"request":{"reception_status":"T"}}`,
	}
	if diff := cmp.Diff(want, bodies.all()); diff != "" {
		t.Error(diff)
	}
	var queries record[url.Values]
	_, err = respond(t, "webhooks/setting", `{"webhook":{"scopes":[]}}`, &queries).WebhookSetting(t.Context())
	if _, ok := errors.AsType[*cafe24.DecodeError](err); !ok {
		t.Errorf("a setting without its state: %v", err)
	}
}

// Every product is seen once, whether "since" includes its number or not.
func TestAllProductsSeesEachOnce(t *testing.T) {
	t.Parallel()
	for name, inclusive := range map[string]int{"after": 1, "from": 0} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := serve(t, func(w http.ResponseWriter, r *http.Request) {
				since, _ := strconv.Atoi(r.URL.Query().Get("since_product_no"))
				rows := make([]string, 0, 10)
				for no := max(1, since+inclusive); no <= 42 && len(rows) < 10; no++ {
					rows = append(rows, fmt.Sprintf(`{"product_no":%d}`, no))
				}
				say(w, fmt.Sprintf(`{"products":[%s]}`, strings.Join(rows, ",")))
			})
			var got []int64
			for page, err := range client.AllProducts(t.Context(), cafe24.ProductQuery{Limit: 10}) {
				if err != nil {
					t.Fatal(err)
				}
				for _, p := range page.Items {
					got = append(got, p.No)
				}
			}
			if len(got) != 42 || got[0] != 1 || got[41] != 42 {
				t.Errorf("%v", got)
			}
		})
	}
}

func TestAllProductsGoesOnFromWhereItStopped(t *testing.T) {
	t.Parallel()
	since := int64(7)
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if got := r.URL.Query().Get("since_product_no"); got != "7" {
			say(w, `{"error":{"code":422,"message":"x"}}`)
			return
		}
		say(w, `{"products":[{"product_no":8},{"product_no":9}]}`)
	})
	pages, failed := 0, error(nil)
	for page, err := range client.AllProducts(t.Context(), cafe24.ProductQuery{SinceProductNo: &since, Limit: 2}) {
		if err != nil {
			failed = err
			continue
		}
		pages += page.Len()
	}
	if pages != 2 || failed == nil || since != 7 {
		t.Errorf("%d products, %v, since %d", pages, failed, since)
	}
	for _, err := range client.AllProducts(t.Context(), cafe24.ProductQuery{SinceProductNo: &since, Limit: 2}) {
		if err != nil {
			t.Error(err)
		}
		break // after that no further page is requested
	}
}
