package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
)

// atStake stores three products: one is out and loses 13 units, one is low and
// loses a little, and one has been in stock for 200 days without a sale.
func (b *bench) atStake(t *testing.T) {
	t.Helper()
	b.clock.advance(time.Second)
	product := func(no int64, name, price, cost string, quantity int) inbound.ProductReading {
		return inbound.ProductReading{
			Product:  lowstock.Product{No: no, Code: "P000" + price[:4], Name: name, Display: true, Selling: true, Price: price, SupplyPrice: cost, CategoryNos: []int{}},
			Variants: []lowstock.Variant{{ProductNo: no, Code: "PRISK00" + string(rune('0'+no-60)) + "A", Display: true, Selling: true, Tracked: true, Quantity: quantity}},
		}
	}
	levels := inbound.Levels{Source: lowstock.SourceSweep, StartedAt: b.clock.Now(), Readings: []inbound.ProductReading{
		product(61, "벨벳 커튼", "32000.00", "", 0), product(62, "린넨 커튼", "1000.00", "", 12), product(63, "암막 커튼", "90000.00", "50000.00", 40),
	}}
	if _, err := b.store.Mall(mall).ApplyLevels(t.Context(), levels); err != nil {
		t.Fatal(err)
	}
	_, err := b.store.Mall(mall).UpdateForecasts(t.Context(), time.Hour, time.Now().Add(time.Hour), func(p outlook.SalesHistory, _ lowstock.Sales) (lowstock.Sales, outlook.NightlyForecast) {
		nightly := outlook.NightlyForecast{On: p.Today}
		switch p.ProductNo {
		case 61, 62:
			nightly.Class, nightly.LeadDays, nightly.Level, nightly.Point = "smooth", 14, 95, 20
			nightly.Lost, nightly.Covers = lowstock.LossCurve{14, 20, 2, 0, 19, 130, 16}, []int32{90, 120, 200, 400}
		case 63:
			nightly.IdleSince = p.Today.AddDate(0, 0, -200)
		}
		return lowstock.Sales{}, nightly
	}, func(today time.Time) time.Time { return today })
	if err != nil {
		t.Fatal(err)
	}
}

// The tiles of the stock list say what is at risk in what they count: at once as it
// was last summed up, and after the page as it is now.
func TestTheTilesSayWhatIsAtRisk(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 1)
	b.atStake(t)
	const empty, out = `<span id="risk-out" class="h-4 basis-full truncate text-xs leading-4 text-soft sm:pl-11 lg:pl-12"></span>`, `놓칠 판매 약 42만 원</span>`
	w.get("/stock").want(http.StatusOK).has(empty)
	if page := w.get("/stock/risk").want(http.StatusOK); !strings.Contains(page.body, out) { // without JavaScript
		t.Error("the page with the sum has none in its tile")
	}
	w.get("/stock?status=low").want(http.StatusOK).has(out)
	w.do(http.MethodGet, "/stock/risk", "", "HX-Request", "true", "HX-Request-Type", "partial").want(http.StatusOK).has(`<hx-partial hx-target="#risk-out" hx-swap="innerHTML">놓칠 판매 약 42만 원</hx-partial>`)
	if page := w.do(http.MethodGet, "/stock/risk?status=low", "", "HX-Request", "true", "HX-Request-Type", "partial").want(http.StatusOK); strings.Contains(page.body, "risk-out") {
		t.Error("the sum of a filtered list sums up the tiles")
	}
}

// A mall that sells in dollars has no won on any page, in no file and no answer of
// the API.
func TestAnotherCurrency(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 1)
	b.atStake(t)
	if err := b.store.Mall(mall).SaveCurrency(t.Context(), "USD"); err != nil {
		t.Fatal(err)
	}
	for address, wanted := range map[string]string{
		"/stock?sort=risk": "놓칠 판매 약 $420,000 (13개)", "/stock/61?variant=PRISK001A": "$32,000", "/alerts?sort=risk": "놓칠 판매 약 $420,000",
		"/morning": "놓칠 판매 약 $420,000", "/reorder?supplier=": "$", "/stock?held=idle&held_days=180": "$",
	} {
		page := w.get(address).want(http.StatusOK).has(wanted)
		if strings.Contains(page.body, "만 원") || strings.Contains(page.body, ",000원") {
			t.Errorf("%s has an amount in won", address)
		}
	}
	_, router := b.document(t)
	for path, name := range map[string]string{"/api/v1/inventory?sort=risk&limit=2": "inventory", "/api/v1/incidents": "incidents"} {
		if rows := list(t, w.get(path).want(http.StatusOK).valid(router).object(), name); rows[0]["currency"] != "USD" {
			t.Errorf("%s: %v", path, rows[0])
		}
	}
	if why := w.get("/api/v1/inventory/61/PRISK001A/explain").want(http.StatusOK).valid(router).object(); why["currency"] != "USD" {
		t.Errorf("explained: %v", why)
	}
}

func TestWhatAFallCostsIsShownEverywhere(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 1)
	b.atStake(t)
	page := w.get("/stock?sort=risk").want(http.StatusOK).has("놓칠 판매 약 42만 원 (13개)", "놓칠 판매 약 5,800원 (5.8개)")
	if first, then := strings.Index(page.body, "벨벳 커튼"), strings.Index(page.body, "린넨 커튼"); first < 0 || then < first {
		t.Errorf("the greatest loss is not first: %d, %d", first, then)
	}
	w.get("/stock/61?variant=PRISK001A").has("32,000원", "놓칠 판매 약 42만 원 (13개)")
	_, router := b.document(t)
	rows := list(t, w.get("/api/v1/inventory?sort=risk&limit=2").want(http.StatusOK).valid(router).object(), "inventory")
	if rows[0]["money_at_risk"] != 416_000.0 || rows[0]["lost_units_ahead"] != 13.0 || rows[0]["price"] != "32000.00" || rows[1]["money_at_risk"] != 5_800.0 {
		t.Errorf("by risk: %v", rows)
	}
	next, _ := w.get("/api/v1/inventory?sort=risk&limit=2").object()["next_cursor"].(string)
	if got := list(t, w.get("/api/v1/inventory?sort=risk&limit=2&cursor="+next).want(http.StatusOK).object(), "inventory"); got[0]["money_at_risk"] != nil && got[0]["money_at_risk"] != 0.0 {
		t.Errorf("after them: %v", got[0])
	}
	why := w.get("/api/v1/inventory/61/PRISK001A/explain").want(http.StatusOK).valid(router).object()
	if why["money_at_risk"] != 416_000.0 {
		t.Errorf("explained: %v", why)
	}
	for _, i := range list(t, w.get("/api/v1/incidents").want(http.StatusOK).valid(router).object(), "incidents") {
		if want := map[any]any{"PRISK001A": 416_000.0}[i["variant_code"]]; want != nil && i["money_at_risk"] != want {
			t.Errorf("incident: %v", i)
		}
	}
	file, err := readTable(t, w.get("/stock/export?format=csv&sort=risk").body)
	if cells := file[1].Cells; err != nil || cells[len(cells)-2] != "13" || cells[len(cells)-1] != "416000" {
		t.Errorf("file: %v, %v", file[1].Cells, err)
	}
}

// TestTheSumAtRiskHasTheFilterOfItsList: the sum is of the rows of the list on all of its pages, for the stock list and the alerts,
// as an answer of its own and, without JavaScript, on the page.
func TestTheSumAtRiskHasTheFilterOfItsList(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 1)
	part := htmx("at-risk")
	w.get("/stock").has(`hx-get="/stock/risk"`, "놓칠 판매 합계 보기")
	w.get("/stock/risk", part...).want(http.StatusOK).has("놓칠 판매는 아직 몰라요. 주문을 읽는 중").lacks("<html")
	b.atStake(t)
	w.get("/stock?status=out").has(`hx-get="/stock/risk?status=out"`)
	for query, want := range map[string]string{
		"": "놓칠 판매 모두 약 42만 원 · 품목 2개", "?sort=risk": "놓칠 판매 모두 약 42만 원 · 품목 2개", "?status=out": "놓칠 판매 모두 약 42만 원 · 품목 1개",
		"?q=린넨": "놓칠 판매 모두 약 5,800원 · 품목 1개", "?q=암막": "놓칠 판매", "?status=ok": "놓칠 판매 모두 약 5,800원 · 품목 1개",
	} {
		w.get("/stock/risk"+query, part...).want(http.StatusOK).has(want).lacks("<table")
	}
	w.get("/stock/risk?q=린넨").want(http.StatusOK).has("<!doctype", "놓칠 판매 모두 약 5,800원", "린넨 커튼").lacks("벨벳 커튼", `hx-get="/stock/risk`)
	w.get("/alerts").has(`hx-get="/alerts/risk`)
	w.get("/alerts/risk", part...).want(http.StatusOK).has("놓칠 판매 모두 약 42만 원 · 품목 1개").lacks("<html")
	w.get("/alerts/risk?kind=low", part...).want(http.StatusOK).lacks("42만")
	w.get("/alerts/risk").want(http.StatusOK).has("<!doctype", "놓칠 판매 모두 약 42만 원 · 품목 1개")
	w.get("/alerts?state=resolved").lacks("/alerts/risk")
}

func TestHeldStockIsShown(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 1)
	b.atStake(t)
	w.get("/stock?held=idle").want(http.StatusOK).has("암막 커튼", "재고 금액 약 200만 원 · 품목 1개, 40개", "공급가 기준이에요", "180일 넘게").lacks("벨벳 커튼", "린넨 커튼")
	w.get("/stock?held=idle").has("묶인 돈 약 200만 원")
	w.get("/stock?held=stock").has("묶인 돈 약 200만 원", "묶인 돈 약 1.2만 원")
	w.get("/stock?q=커튼").lacks("묶인 돈")
	w.get("/stock?held=idle&days=365").want(http.StatusOK).lacks("암막 커튼")
	w.get("/stock?held=over&days=60").want(http.StatusOK).lacks("린넨 커튼")
	w.get("/stock?held=stock").want(http.StatusOK).has("암막 커튼", "린넨 커튼", "공급가가 없는 품목은 판매가 기준").lacks("벨벳 커튼")
	w.get("/report").want(http.StatusOK).has("지금 재고에 묶인 돈", "안 팔리는 재고", "재고 금액 약 200만 원 · 품목 1개, 40개", "/stock?held=idle", "지금은 없어요.").lacks("품목 0개")
	_, router := b.document(t)
	rows := list(t, w.get("/api/v1/inventory?held=idle&days=90").want(http.StatusOK).valid(router).object(), "inventory")
	if len(rows) != 1 || rows[0]["supply_price"] != "50000.00" {
		t.Errorf("idle: %v", rows)
	}
	w.get("/api/v1/inventory?held=idle&days=7").want(http.StatusUnprocessableEntity)
	w.get("/api/v1/inventory?held=old").want(http.StatusUnprocessableEntity)
}
