package cafe24_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/cafe24"
)

func TestParseEvent(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, body string
		want       cafe24.Event
	}{
		{
			"sold out", `{"event_no":90075,"resource":{"mall_id":"samplemall","product_no":23,"product_code":"P000000X","product_name":"n","variant_code":"P000000X000A","use_soldout":"T"}}`,
			cafe24.Event{No: 90075, Type: "90075", Kind: "product", MallID: "samplemall", ProductNos: []int64{23}, ProductCodes: []string{"P000000X"}, VariantCode: "P000000X000A"},
		},
		{
			"numbers as text", `{"event_no":"90150","resource":{"mall_id":"samplemall","event_shop_no":"1","product_no":"1","sold_out":{"1":"T"}}}`,
			cafe24.Event{No: 90150, Type: "90150", Kind: "product", MallID: "samplemall", ProductNos: []int64{1}},
		},
		{
			"bulk edit", `{"event_no":90041,"resource":{"mall_id":"samplemall","product_no":"17652, 17394,17652,x","action":"batch"}}`,
			cafe24.Event{No: 90041, Type: "90041", Kind: "product", MallID: "samplemall", ProductNos: []int64{17652, 17394}},
		},
		{
			"bulk edit as a list", `{"event_no":90041,"resource":{"mall_id":"samplemall","product_no":[17652,"17394,3"]}}`,
			cafe24.Event{No: 90041, Type: "90041", Kind: "product", MallID: "samplemall", ProductNos: []int64{17652, 17394, 3}},
		},
		{
			"order", `{"event_no":90023,"resource":{"mall_id":"samplemall","order_id":"20200717-0029236","event_code":"create_order","ordering_product_code":"P000CCAO,P000CCAP","buyer_name":"홍길동"}}`,
			cafe24.Event{No: 90023, Type: "90023", Kind: "order", MallID: "samplemall", OrderIDs: []string{"20200717-0029236"}, ProductCodes: []string{"P000CCAO", "P000CCAP"}},
		},
		{
			"bulk cancel", `{"event_no":90072,"resource":{"mall_id":"samplemall","order_id":"20200717-0000001,20200717-0000002"}}`,
			cafe24.Event{No: 90072, Type: "90072", Kind: "order", MallID: "samplemall", OrderIDs: []string{"20200717-0000001", "20200717-0000002"}},
		},
		{
			"deleted", `{"event_no":90077,"resource":{"mall_id":"samplemall","client_id":"c","deleted_date":"2022-12-01T13:54:30+09:00"}}`,
			cafe24.Event{
				No: 90077, Type: "90077", Kind: "left", MallID: "samplemall", LeftAt: time.Date(2022, 12, 1, 4, 54, 30, 0, time.UTC),
			},
		},
		{
			"sub-operator", `{"event_no":90114,"resource":{"mall_id":"samplemall","sub_admin_id":"kim01","sub_admin_type":"A","user_name":"Kim"}}`,
			cafe24.Event{No: 90114, Type: "90114", Kind: "operator", MallID: "samplemall", Operator: "kim01"},
		},
		{
			"nested sample", `{"event_no":90166,"resource":{"event_shop_no":"1","sample":{"mall_id":"samplemall"}}}`,
			cafe24.Event{No: 90166, Type: "90166", Kind: "left", MallID: "samplemall"},
		},
		{
			"relayed", `{"event_type":"products/inventory_updated","mall_id":"samplemall","product_no":1,"quantity":3,"variant_code":"P000000X000A","event_id":"evt-1"}`,
			cafe24.Event{Type: "products/inventory_updated", Kind: "product", MallID: "samplemall", ProductNos: []int64{1}, VariantCode: "P000000X000A", EventID: "evt-1"},
		},
		{
			"relayed without optional fields", `{"event_type":"products/inventory_updated","mall_id":"samplemall","product_no":"1"}`,
			cafe24.Event{Type: "products/inventory_updated", Kind: "product", MallID: "samplemall", ProductNos: []int64{1}},
		},
		{
			"relayed order", `{"event_type":"orders/created","mall_id":"samplemall","order_id":"20200717-0000001"}`,
			cafe24.Event{Type: "orders/created", Kind: "order", MallID: "samplemall", OrderIDs: []string{"20200717-0000001"}},
		},
		{
			"added to an order", `{"event_no":90031,"resource":{"mall_id":"samplemall","event_shop_no":"1","order_id":"20200717-0029236","ordering_product_code":"P000CCAO","buyer_name":"홍길동"}}`,
			cafe24.Event{No: 90031, Type: "90031", Kind: "order", MallID: "samplemall", OrderIDs: []string{"20200717-0029236"}, ProductCodes: []string{"P000CCAO"}},
		},
		{
			"order form deleted", `{"event_no":90070,"resource":{"mall_id":"samplemall","event_shop_no":"1","order_id":"20200717-0029236"}}`,
			cafe24.Event{No: 90070, Type: "90070", Kind: "order", MallID: "samplemall", OrderIDs: []string{"20200717-0029236"}},
		},
		{
			"return completed", `{"event_no":90160,"resource":{"mall_id":"samplemall","event_shop_no":"1","order_id":"20200717-0029236","claim_code":"R20200717-0000001"}}`,
			cafe24.Event{No: 90160, Type: "90160", Kind: "order", MallID: "samplemall", OrderIDs: []string{"20200717-0029236"}},
		},
		{
			"billing of the app", `{"event_no":90160,"resource":{"mall_id":"samplemall","order_id":"cafe24-20180704-100000xxxx","amount":"1000.00","currency":"KRW"}}`,
			cafe24.Event{No: 90160, Type: "90160", Kind: "ignored", MallID: "samplemall", OrderIDs: []string{"cafe24-20180704-100000xxxx"}},
		},
		{"billing without an order", `{"event_no":90160,"resource":{"mall_id":"samplemall"}}`, cafe24.Event{No: 90160, Type: "90160", Kind: "ignored", MallID: "samplemall"}},
		{
			"category edited", `{"event_no":90043,"resource":{"mall_id":"samplemall","event_shop_no":"1","category_no":"25","category_name":"상의"}}`,
			cafe24.Event{No: 90043, Type: "90043", Kind: "catalogue", MallID: "samplemall"},
		},
		{"relayed, unknown", `{"event_type":"news","mall_id":"samplemall"}`, cafe24.Event{Type: "news", Kind: "ignored", MallID: "samplemall"}},
		{"no resource", `{"event_no":90001}`, cafe24.Event{No: 90001, Type: "90001", Kind: "product"}},
		{"resource null", `{"event_no":90001,"resource":null}`, cafe24.Event{No: 90001, Type: "90001", Kind: "product"}},
		{"resource a list", `{"event_no":90001,"resource":[1]}`, cafe24.Event{No: 90001, Type: "90001", Kind: "product"}},
		{"mall that is none", `{"event_no":90001,"resource":{"mall_id":"evil.example/"}}`, cafe24.Event{No: 90001, Type: "90001", Kind: "product"}},
		{
			"fields of wrong types", `{"event_no":90001,"resource":{"mall_id":{"a":1},"product_no":{"x":[1]},"product_code":true,"order_id":null,"variant_code":[]}}`,
			cafe24.Event{No: 90001, Type: "90001", Kind: "product", ProductCodes: []string{"true"}},
		},
		{
			"impossible numbers", `{"event_no":90001,"resource":{"product_no":[0,-4,1.5,1e400,99999999999999999999,"7.0"]}}`,
			cafe24.Event{No: 90001, Type: "90001", Kind: "product", ProductNos: []int64{7}},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := cafe24.ParseEvent([]byte(c.body))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestParseEventRefuses(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		"", " ", "hello", "null", "1", `"x"`, "[]", "{}", `{"event_no":`, `{"event_no":null}`, `{"event_no":0}`, `{"event_no":-1}`, `{"event_no":1e12}`,
		`{"event_no":"x"}`, `{"event_type":""}`, `{"event_type":"a b"}`, `{"event_type":{}}`, `{"resource":{}}`, `{"event_no":90001} {}`,
		strings.Repeat(`{"event_no":`, 200_000), `{"event_no":90001,"x":"` + strings.Repeat("a", 1<<20) + `"}`,
	} {
		if event, err := cafe24.ParseEvent([]byte(body)); !errors.Is(err, cafe24.ErrEvent) {
			t.Errorf("%.60q: %+v, %v", body, event, err)
		}
	}
}

// The published list of event numbers.
func TestEventKinds(t *testing.T) {
	t.Parallel()
	kinds := map[int]cafe24.Kind{}
	for kind, numbers := range map[cafe24.Kind][]int{
		cafe24.KindProduct: {90001, 90002, 90003, 90022, 90041, 90075, 90150},
		cafe24.KindOrder:   {90023, 90024, 90025, 90026, 90027, 90028, 90029, 90031, 90070, 90071, 90072, 90073, 90074},
		cafe24.KindCatalogue: {
			90042, 90043, 90044, 90045, 90046, 90090, 90091, 90092, 90093, 90110, 90111, 90112,
		},
		cafe24.KindOperator: {90114, 90115},
		cafe24.KindLeft:     {90077, 90078, 90166, 90169},
	} {
		for _, no := range numbers {
			kinds[no] = kind
		}
	}
	for no := 89990; no < 90200; no++ {
		want := kinds[no]
		if want == "" {
			want = cafe24.KindIgnored
		}
		event, err := cafe24.ParseEvent(fmt.Appendf(nil, `{"event_no":%d,"resource":{"product_no":1}}`, no))
		if err != nil || event.Kind != want {
			t.Errorf("%d: %s, %v; want %s", no, event.Kind, err, want)
		}
	}
}

// In whatever field a buyer's data is, none of it leaves ParseEvent.
func TestParseEventDropsBuyers(t *testing.T) {
	t.Parallel()
	buyer := []string{"홍길동", "hong@example.com", "010-1234 5678", "서울시 중구 1", "Kim Minsu"}
	for _, secret := range buyer {
		body := fmt.Sprintf(`{"event_no":90023,"buyer":%[1]q,"resource":{"mall_id":%[1]q,"order_id":%[1]q,"buyer_name":%[1]q,"product_code":[%[1]q],
			"ordering_product_code":%[1]q,"variant_code":%[1]q,"event_id":%[1]q,"product_no":%[1]q,"event_type":%[1]q,"sample":{"order_id":%[1]q}}}`, secret)
		event, err := cafe24.ParseEvent([]byte(body))
		if err != nil {
			t.Fatal(err)
		}
		if text := fmt.Sprintf("%+v", event); strings.Contains(text, secret) {
			t.Errorf("%q is in %s", secret, text)
		}
	}
}

func TestParseEventBoundsItsLists(t *testing.T) {
	t.Parallel()
	var list strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&list, "%d,", i+1)
	}
	event, err := cafe24.ParseEvent(fmt.Appendf(nil, `{"event_no":90041,"resource":{"product_no":%q}}`, list.String()))
	if err != nil || len(event.ProductNos) != 1000 {
		t.Errorf("%d numbers, %v", len(event.ProductNos), err)
	}
}
