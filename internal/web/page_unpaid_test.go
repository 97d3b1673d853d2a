package web_test

import (
	"net/http"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
)

// unpaid stores the mall's unpaid orders: the quantity that they reserve of
// each variant.
func (b *bench) unpaid(t *testing.T, held map[string]demand.Held) {
	t.Helper()
	now := b.clock.Now()
	plan, err := b.store.Mall(mall).ClaimUnpaid(t.Context(), now, time.Minute)
	if err != nil || !plan.Wanted {
		t.Fatalf("%+v %v", plan, err)
	}
	if err := b.store.Mall(mall).SaveUnpaid(t.Context(), plan, demand.UnpaidReading{StartedAt: now, Held: held}, now); err != nil {
		t.Fatal(err)
	}
}

// The page says how much of a level is ordered and not paid. A value that was
// read hours ago is not shown as current.
func TestUnpaidOrdersOfAVariant(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 2)
	w.get("/stock/2?variant=P0000002A").lacks("결제를 기다리는 주문")
	b.clock.advance(time.Second)
	levels := inbound.Levels{Source: lowstock.SourceSweep, StartedAt: b.clock.Now(), Readings: []inbound.ProductReading{{
		Product: lowstock.Product{No: 2, Code: "P0000002", Name: "니트 가디건 2호", Display: true, Selling: true, CategoryNos: []int{}},
		Variants: []lowstock.Variant{
			{ProductNo: 2, Code: "P0000002A", Display: true, Selling: true, Tracked: true, AtPayment: true, Quantity: 5},
			{ProductNo: 2, Code: "P0000002B", Display: true, Selling: true, Tracked: true, AtPayment: true, Quantity: 8},
		},
	}}}
	if _, err := b.store.Mall(mall).ApplyLevels(t.Context(), levels); err != nil {
		t.Fatal(err)
	}
	w.get("/stock/2?variant=P0000002A").has("결제할 때 재고가 줄어요", "지금 알 수 없어요")
	b.unpaid(t, map[string]demand.Held{"P0000002A": {Units: 6, Orders: 2, Oldest: time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)}})
	w.get("/stock/2?variant=P0000002A").want(http.StatusOK).
		has("주문 2건이 6개를 잡고 있어요. 모두 결제되면 재고가 −1개로, 1개가 모자라요", "모두 결제되면 −1개", "확인했어요", "11월 20일").lacks("explain.", "unpaid.")
	w.get("/stock/2?variant=P0000002B").has("최근 14일 주문 중 결제를 기다리는 것은 없어요").lacks("잡고 있어요")
	steps := list(t, w.get("/api/v1/inventory/2/P0000002A/explain").want(http.StatusOK).object(), "steps")
	if last := steps[len(steps)-2]; last["code"] != "unpaid_short" || last["says"] != true {
		t.Errorf("%v", last)
	}
	b.clock.advance(3*time.Hour + time.Minute)
	w.launch(mall).to("/stock")
	w.get("/stock/2?variant=P0000002A").want(http.StatusOK).has("지금 알 수 없어요").lacks("6개를 잡고 있어요")
}
