package web_test

import (
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
)

// While the catalogue is read for the first time, no page says that the mall
// has nothing. Each page says what is being read and how far.
func TestPagesOfTheFirstReading(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.owner(t, mall)
	const first = "재고를 처음 읽는 중이에요"
	w.get("/alerts").has(first, "읽다가 품절이나 부족을 찾으면").lacks("처리할 알림이 없어요")
	w.get("/reorder").has(first, "그다음에 발주할 품목을 계산해요").lacks("지금 발주할 품목이 없어요")
	w.get("/report").has(first, "기록이 쌓이면").lacks("새로 품절된 품목이 없어요")
	b.seed(t, 3)
	w.get("/stock").has("지금까지 읽은 품목 6개 중 6개")
	w.get("/stock?status=untracked").has("지금까지 읽은 상품에는 없어요", "다 읽으면 더 나올 수 있어요").lacks("조건에 맞는 품목이 없어요")
	w.get("/stock?q=nothing&status=low", htmx("section#results")...).has("지금까지 읽은 상품에는 없어요", `hx-trigger="every 2s"`)

	b.endSync(t)
	w.get("/stock").has("품목 6개 중 6개").lacks("지금까지")
	w.get("/stock?status=untracked").has("조건에 맞는 품목이 없어요")
	w.get("/report").has("새로 품절된 품목이 없어요").lacks(first)
	w.get("/reorder").lacks(first)
}

// While past orders are read, rows and pages say so, how far it is, and when to
// look again. After that they distinguish "no sales" from "too little on
// record".
func TestPagesWhileOrderHistoryIsRead(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 3)
	const reading = "지난 주문을 400일 중 0일까지 읽었어요"
	w.get("/stock").has(reading, "읽는 중", "다시 열어 주세요").lacks("<span class=\"w-16\">–</span>", "기록 부족")
	w.get("/reorder").has(reading, "아직 발주할 품목을 계산할 수 없어요").lacks("지금 발주할 품목이 없어요")
	w.get("/stock/1?variant="+variantCode(1, 1)).has(reading, "읽는 중", "부터 기록하고 있어요").lacks("판매 기록이 아직 모자라요", "<svg class=\"chart\"")

	b.sells(t, variantCode(2, 0), 1, 2)
	w.get("/stock").lacks(reading, "읽는 중").has("남은 일수와 제안을 계산하고 있어요", "계산 중")
	w.get("/reorder").has("남은 일수와 제안을 계산하고 있어요")
	b.nightlyOnly(t, variantCode(2, 0), variantCode(2, 1))
	w.get("/stock").lacks("계산하고 있어요", "계산 중").has("판매 없음", "기록 부족")
	w.get("/reorder").has("지금 발주할 품목이 없어요")
	w.get("/stock/2?variant=" + variantCode(2, 1)).has("기록한 760일 동안 판매가 없었어요")
}

// While days older than those of the first forecasts are read, the pages that
// said how far the first are say it of these, with what follows. The list stays
// as it is.
func TestPagesWhileOlderOrdersAreRead(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 3)
	b.sells(t, variantCode(2, 0), 1, 2)
	b.nightlyOnly(t, variantCode(2, 0), variantCode(2, 1))
	const older = "더 오래된 주문을 뒤에서 읽고 있어요. 360일 중 120일까지 읽었고"
	pages := []string{"/stock", "/reorder", "/stock/2?variant=" + variantCode(2, 0), "/connection"}
	for _, page := range pages {
		w.get(page).lacks("더 오래된 주문을")
	}
	if _, err := b.store.Pool().Exec(t.Context(), `
		WITH gone AS (DELETE FROM demand_days WHERE day < (SELECT max(day) - 519 FROM demand_days))
		UPDATE demand_reads SET mall_id = mall_id`); err != nil {
		t.Fatal(err)
	}
	for _, page := range pages {
		w.get(page).has(older)
	}
	w.get("/stock").has("판매 없음", "기록 부족")
	w.get("/reorder").has("지금 발주할 품목이 없어요")
	w.get("/connection").has("판매 기록 520일로 매일 밤 계산하고 있어요")
	if got := w.workings().Sales; got != (salesRecord{Source: "orders", Days: 400, DaysRead: 400, OlderDays: 360, OlderDaysRead: 120}) {
		t.Errorf("record %+v", got)
	}
}

// What the last nightly forecast could not do is on the connection page and in
// the API, with what follows from it.
func TestTheConnectionSaysWhatTheNightCouldNotDo(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 3)
	if got := w.workings().state("forecast"); got != "unknown" {
		t.Errorf("a new mall's forecast is %q", got)
	}
	b.sells(t, variantCode(2, 0), 1, 2)
	if got := w.workings().state("forecast"); got != "ok" {
		t.Errorf("the forecast is %q", got)
	}
	if err := b.store.Mall(mall).NoteLearning(t.Context(), true, b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	got := w.workings()
	if got.state("forecast") != "attention" || got.Sales.LearningFailed == nil {
		t.Errorf("%q, record %+v", got.state("forecast"), got.Sales)
	}
	w.get("/connection").has("쇼핑몰 전체의 계절과 공통점을 새로 배우지 못해서", "다음 밤에 자동으로 다시 해요")
	if err := b.store.Mall(mall).NoteLearning(t.Context(), false, b.clock.Now()); err != nil {
		t.Fatal(err)
	}
	if _, err := b.store.Pool().Exec(t.Context(), `UPDATE malls SET forecasts_failed = 2`); err != nil {
		t.Fatal(err)
	}
	if got := w.workings(); got.state("forecast") != "attention" || got.Sales.LearningFailed != nil || got.Sales.NotComputed != 2 {
		t.Errorf("%q, record %+v", got.state("forecast"), got.Sales)
	}
	w.get("/connection").has("품목 2개는 계산하지 못해서").lacks("배우지 못해서")
}

// nightlyOnly runs a nightly forecast that finds one variant that sells and one
// without sales. All other variants have too little data.
func (b *bench) nightlyOnly(t *testing.T, sells, sellsNothing string) {
	t.Helper()
	_, err := b.store.Mall(mall).UpdateForecasts(t.Context(), time.Hour, time.Now().Add(time.Hour), func(p outlook.SalesHistory, _ lowstock.Sales) (lowstock.Sales, outlook.NightlyForecast) {
		nightly := outlook.NightlyForecast{On: p.Today}
		switch p.VariantCode {
		case sells:
			return lowstock.Sales{PerDay: 1.5, Known: true}, nightly
		case sellsNothing:
			return lowstock.Sales{Known: true}, nightly
		}
		return lowstock.Sales{}, nightly
	}, func(today time.Time) time.Time { return today })
	if err != nil {
		t.Fatal(err)
	}
}
