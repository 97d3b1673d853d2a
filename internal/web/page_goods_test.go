package web_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/purchase"
)

// goodsAsked sends two orders of one variant, and has a rise of 30 proposed as a
// part of the first.
func (b *bench) goodsAsked(t *testing.T) (orders []purchase.Order, question string) {
	t.Helper()
	store, zone := b.store.Mall(mall), time.FixedZone("KST", 9*60*60)
	for range 2 {
		drafts, err := store.SaveDrafts(t.Context(), []purchase.Draft{{LeadDays: 7, Lines: []purchase.Line{{ProductNo: 1, VariantCode: variantCode(1, 0), ProductName: "니트 가디건 1호", Ordered: 50, Pack: 1}}, By: "kim", Now: b.clock.Now()}})
		if err != nil {
			t.Fatal(err)
		}
		o, err := store.SendPurchase(t.Context(), purchase.Sending{ID: drafts[0].ID, By: "kim", Now: b.clock.Now(), Today: localtime.DayOf(b.clock.Now(), zone), Zone: zone})
		if err != nil {
			t.Fatal(err)
		}
		orders = append(orders, o)
	}
	b.exec(t, `INSERT INTO purchase_proposals (mall_id, variant_code, verdict, units, fills, evidence, began_at, asked_at)
		VALUES ('`+string(mall)+`', '`+variantCode(1, 0)+`', 'propose', 30, '[{"order": `+strconv.FormatInt(orders[0].ID, 10)+`, "line": 1, "units": 30}]',
		'{"from": "2026-11-30T00:50:00Z", "to": "2026-11-30T01:20:00Z", "before": 20, "after": 43, "mixed": true}', now(), now())`)
	list, err := store.Proposals(t.Context())
	if err != nil || len(list) != 1 {
		t.Fatalf("%d questions, error %v", len(list), err)
	}
	return orders, "/proposals/" + strconv.FormatInt(list[0].ID, 10)
}

// TestAQuestionAboutAnArrival checks that a rise which only a person can judge is
// asked about in the list and on its orders, and what each answer does.
func TestAQuestionAboutAnArrival(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 2)
	orders, question := b.goodsAsked(t)
	at := "/purchase-orders/" + strconv.FormatInt(orders[0].ID, 10)
	for _, page := range []string{"/purchase-orders", at, "/purchase-orders/" + strconv.FormatInt(orders[1].ID, 10)} {
		w.get(page).want(http.StatusOK).has("확인이 필요한 입고", "30개가 들어온 것 같아요", "다른 판매처의 판매가 섞여", orders[0].Number, orders[1].Number, question)
	}
	w.form(at+question, map[string]string{"answer": "perhaps"}).want(http.StatusConflict).has("답을 골라 주세요")
	w.form(at+question, map[string]string{"answer": "other", "line": "999.1"}).want(http.StatusConflict).has("공급사 발주를 골라 주세요")
	other := strconv.FormatInt(orders[1].ID, 10) + ".1"
	w.form(at+question, map[string]string{"answer": "other", "line": other}).to(at + "?done=purchase_told")
	w.form(at+question, map[string]string{"answer": "yes"}).want(http.StatusConflict) // answered already
	w.get(at).lacks("확인이 필요한 입고")
	for n, units := range []int{0, 30} {
		o, err := b.store.Mall(mall).Purchase(t.Context(), orders[n].ID)
		if err != nil || o.Lines[0].Received != units {
			t.Errorf("order %d: %d received, error %v", n, o.Received(), err)
		}
	}
	if body := w.get("/purchase-orders/" + strconv.FormatInt(orders[1].ID, 10)).body; !strings.Contains(body, "20개에서 43개로") {
		t.Error("the order does not say what its receipt rests on")
	}
}
