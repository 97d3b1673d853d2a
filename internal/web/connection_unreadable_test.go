package web_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
)

// TestConnectionNamesWhatCannotBeRead checks the page, the API and the file of
// diagnostics, which has no names.
func TestConnectionNamesWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.clock.stop()
	w := b.shop(t, 6)
	w.get("/connection").want(http.StatusOK).has("읽지 못한 것", "카페24가 보내 준 것을 모두 읽었어요")
	b.clock.advance(time.Minute)
	quarantined := []inbound.Unreadable{
		{List: inbound.ListProducts, ProductNo: 6, Reason: inbound.UnreadableVariants, Detail: "cafe24: secret detail"},
		{List: inbound.ListProducts, ProductNo: 50, Code: "P0000ABC", Name: "머그 <b>컵</b>", Reason: inbound.UnreadableQuantity, Detail: "x"},
		{List: inbound.ListProducts, Code: "P0000XYZ", Reason: inbound.UnreadableNoID, Detail: "x"},
		{List: inbound.ListProducts, Reason: inbound.UnreadableShape, Detail: "null"},
	}
	levels := inbound.Levels{Source: lowstock.SourceSweep, StartedAt: b.clock.Now(), Unreadable: quarantined}
	if _, err := b.store.Mall(mall).ApplyLevels(t.Context(), levels); err != nil {
		t.Fatal(err)
	}
	order := inbound.Unreadable{List: inbound.ListOrders, Code: "20261103-0000001", Reason: inbound.UnreadableShape, Detail: "x"}
	if err := b.store.Mall(mall).NoteUnreadable(t.Context(), inbound.ListOrders, []inbound.Unreadable{order}, false, b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	w.get("/connection").want(http.StatusOK).has("상품 4개를 읽지 못하고 있어요", "(상품 번호 6)", "머그 &lt;b&gt;컵&lt;/b&gt; (상품 번호 50)", "P0000XYZ",
		"번호도 이름도 없이 온 상품", "상품 말고도 읽지 못한 것이 1건 있어요", "주문 20261103-0000001", "옵션 목록을 주지 않아요", "수량이 숫자가 아니에요", "다시 읽어요").
		lacks("secret detail")

	_, router := b.document(t)
	var got struct {
		Refused []struct {
			ProductNo   *int64  `json:"product_no"`
			ProductCode string  `json:"product_code"`
			ProductName string  `json:"product_name"`
			Reason      string  `json:"reason"`
			RetryAt     *string `json:"retry_at"`
			Attempts    int     `json:"attempts"`
		} `json:"refused_products"`
		Unreadable map[string]int `json:"unreadable"`
	}
	if err := json.Unmarshal([]byte(w.get("/api/v1/connection").want(http.StatusOK).valid(router).body), &got); err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	for _, p := range got.Refused {
		named[p.ProductCode+"/"+p.Reason] = true
		if (p.ProductNo == nil) != (p.RetryAt == nil) || p.Attempts != 1 {
			t.Errorf("%+v", p)
		}
	}
	if len(got.Refused) != 4 || !named["P0000ABC/quantity"] || !named["P0000XYZ/no_id"] || !named["/shape"] || got.Unreadable["orders"] != 1 {
		t.Errorf("%+v", got)
	}
	if w.workings().state("unreadable") != "attention" {
		t.Error("the line does not ask for attention")
	}
	w.get("/connection/diagnostics").want(http.StatusOK).has("P0000ABC", `"orders": 1`).lacks("머그", "니트 가디건")
}
