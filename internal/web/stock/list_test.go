package stock

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

func TestPrices(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"12900.00": "12,900", "0.00": "0", "19.90": "19.90", "1234567": "1,234,567", "": "", "free": "free"} {
		if got := plainPrice(in); got != want {
			t.Errorf("plainPrice(%q) = %q, want %q", in, got, want)
		}
	}
}

func inventory(quantity int, status lowstock.Status) listing.InventoryRow {
	return listing.InventoryRow{
		Variant: lowstock.Variant{
			ProductNo: 7, Code: "P0007A", Tracked: true, Quantity: quantity,
			Options: []lowstock.Option{{Name: "색상", Value: "블랙"}, {Name: "사이즈", Value: "M"}},
		},
		ProductName: "니트", Status: status, Threshold: 1000, ThresholdSource: lowstock.ScopeCategory, OnSale: true,
		ObservedAt: timeAt("2026-11-22T06:01:00Z"),
	}
}

func TestStockRow(t *testing.T) {
	t.Parallel()
	r := viewerAt(words.Korean, "2026-11-22T06:04:00Z")
	row := inventory(1234, lowstock.StatusOK)
	got := r.stockRow(&row, present.RowHistory{}, "/stock?q=x")
	want := views.StockRow{
		Item: views.Item{URL: "/stock/7?variant=P0007A#variant", Name: "니트", Options: "색상: 블랙 / 사이즈: M", Code: "P0007A"},
		ID:   "row-P0007A", Pick: views.Pick{Code: "P0007A", Label: "니트 색상: 블랙 / 사이즈: M 선택"}, Trend: views.Trend{Cover: "기록 부족"}, Quantity: "1,234", Status: views.Badge{Tone: "ok", Icon: "ok", Text: "정상"},
		Observed: views.Time{Text: "3분 전", Full: "11월 22일 (일) 오후 3:01", Machine: "2026-11-22T15:01:00+09:00"},
		Cell: views.Cell{
			ID: "t-P0007A", Label: "니트 색상: 블랙 / 사이즈: M 알림 기준", ProductNo: "7", Code: "P0007A", Value: "1000", Inherited: true,
			Source: views.Link{Text: "카테고리 기준", URL: "/rules"}, Back: "/stock?q=x",
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestStockRowStates(t *testing.T) {
	t.Parallel()
	r := viewerAt(words.Korean, "2026-11-22T06:04:00Z")
	for name, tc := range map[string]struct {
		change   func(*listing.InventoryRow)
		quantity string
		short    bool
		quiet    string
	}{
		"nothing left": {func(v *listing.InventoryRow) { v.Quantity = 0 }, "0", true, ""},
		"oversold":     {func(v *listing.InventoryRow) { v.Quantity = -12 }, "−12", true, ""},
		"not tracked":  {func(v *listing.InventoryRow) { v.Tracked = false }, "–", false, ""},
		"muted":        {func(v *listing.InventoryRow) { v.Silence = lowstock.SilenceMuted }, "5", false, "알림 꺼 둠"},
		"not on sale":  {func(v *listing.InventoryRow) { v.Silence = lowstock.SilenceProductHidden }, "5", false, "상품 진열 안 함"},
	} {
		v := inventory(5, lowstock.StatusLow)
		tc.change(&v)
		got := r.stockRow(&v, present.RowHistory{}, "/stock")
		if got.Quantity != tc.quantity || got.Short != tc.short || got.Quiet != tc.quiet {
			t.Errorf("%s: %q short %v quiet %q", name, got.Quantity, got.Short, got.Quiet)
		}
	}
}

func TestStockURLKeepsEverything(t *testing.T) {
	t.Parallel()
	all := listing.Params{
		Q: "울 니트&", Status: lowstock.StatusLow, CategoryNo: 24, SupplierCode: "S0001", Muted: true,
		Sort: listing.SortQuantityDesc, Cursor: "abc", Limit: kit.PageRows,
	}
	address := present.StockURL(all)
	if want := "/stock?category=24&cursor=abc&muted=1&q=%EC%9A%B8+%EB%8B%88%ED%8A%B8%26&sort=-quantity&status=low&supplier=S0001"; address != want {
		t.Errorf("%s, want %s", address, want)
	}
	if diff := cmp.Diff(all, kit.StockQuery(parameters(t, address))); diff != "" {
		t.Errorf("there and back: %s", diff)
	}
	if got := present.StockURL(listing.Params{Sort: listing.SortUrgent}); got != "/stock" {
		t.Errorf("everything is at %s", got)
	}
}

func TestStockEmpty(t *testing.T) {
	t.Parallel()
	r := viewerAt(words.Korean, "2026-11-22T06:04:00Z")
	some, done := listing.Counts{OK: 3}, inbound.Sync{State: inbound.SyncDone}
	for name, tc := range map[string]struct {
		answer stockAnswer
		title  string
	}{
		"not synced":   {stockAnswer{sync: inbound.Sync{State: inbound.SyncNever}}, "아직 재고를 불러오지 않았어요"},
		"syncing":      {stockAnswer{sync: inbound.Sync{State: inbound.SyncRunning}}, "아직 재고를 불러오지 않았어요"},
		"no items":     {stockAnswer{sync: inbound.Sync{State: inbound.SyncDone}}, "아직 등록된 품목이 없어요"},
		"none is out":  {stockAnswer{counts: some, sync: done, q: listing.Params{Status: lowstock.StatusOut}}, "모두 넉넉해요"},
		"none is low":  {stockAnswer{counts: some, sync: done, q: listing.Params{Status: lowstock.StatusLow}}, "모두 넉넉해요"},
		"so far":       {stockAnswer{counts: some, q: listing.Params{Status: lowstock.StatusOut}, sync: inbound.Sync{First: true, State: inbound.SyncRunning}}, "지금까지 읽은 상품에는 없어요"},
		"broken off":   {stockAnswer{counts: some, q: listing.Params{Status: lowstock.StatusOut}, sync: inbound.Sync{First: true, State: inbound.SyncFailed}}, "지금까지 읽은 상품에는 없어요"},
		"nothing fits": {stockAnswer{counts: some, sync: done, q: listing.Params{Status: lowstock.StatusLow, Q: "x"}}, "조건에 맞는 품목이 없어요"},
	} {
		if got := r.stockEmpty(tc.answer).Title; got != tc.title {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestTrend(t *testing.T) {
	t.Parallel()
	r := viewerAt(words.Korean, "2026-11-22T00:00:00Z")
	row := inventory(9, lowstock.StatusOK)
	points := []lowstock.Point{{At: r.trendSince().Add(-time.Hour), Quantity: 40}, {At: r.Now.AddDate(0, 0, -15), Quantity: 9}}
	want := views.Trend{Cover: "기록 부족", Line: "M0 0H30V16H60", Text: "최근 30일 재고: 40개에서 9개로, 가장 적을 때 9개, 가장 많을 때 40개"}
	if diff := cmp.Diff(want, r.trend(present.RowHistory{Month: points}, &row)); diff != "" {
		t.Error(diff)
	}
	row.Sales = lowstock.Sales{PerDay: 2, Known: true}
	if got := r.trend(present.RowHistory{Month: []lowstock.Point{{At: r.Now.Add(-time.Hour), Quantity: 9}}}, &row); got.Cover != "4일" || got.Line != "" {
		t.Errorf("of a new one: %+v", got)
	}
	row.Sales.PerDay = 0.001
	if got := r.trend(present.RowHistory{}, &row); got.Cover != "1년 넘게" || got.Line != "" {
		t.Errorf("of one that hardly sells: %+v", got)
	}
	row.Tracked = false
	if got := r.trend(present.RowHistory{Month: points}, &row); got.Cover != "재고 관리 안 함" || got.Line != "" {
		t.Errorf("of one that is not tracked: %+v", got)
	}
	row.Tracked = true
	reading := demand.Progress{Done: 120, Wanted: 400}
	for text, of := range map[string]struct {
		sales    lowstock.Sales
		progress demand.Progress
	}{
		"판매 없음": {lowstock.Sales{Known: true}, reading},
		"주문을 읽는 중: 지난 120일까지 읽음": {lowstock.Sales{}, reading},
		"계산 중":  {lowstock.Sales{}, demand.Progress{Done: 399, Wanted: 400, Computing: true}},
		"기록 부족": {lowstock.Sales{}, demand.Progress{Done: 399, Wanted: 400}},
	} {
		row.Sales = of.sales
		if got := r.trend(present.RowHistory{Progress: of.progress}, &row).Cover; got != text {
			t.Errorf("%+v: %q, want %q", of, got, text)
		}
	}
}

func TestExplainIsInWordsForEveryStep(t *testing.T) {
	t.Parallel()
	for _, l := range []words.Locale{words.Korean, words.English} {
		r := viewerAt(l, "2026-11-22T00:00:00Z")
		for _, quantity := range []int{-3, 0, 4, 5, 6, 50} {
			for _, muted := range []bool{false, true} {
				s := lowstock.Situation{
					Product: lowstock.Product{Display: true, Selling: true}, Source: lowstock.SourceHint, ReadAt: r.Now,
					Variant:   lowstock.Variant{Display: true, Selling: true, Tracked: true, Quantity: quantity},
					Threshold: lowstock.Threshold{Value: 5, Source: lowstock.ScopeMall, Muted: muted, MutedBy: lowstock.ScopeMall},
					Standing:  &lowstock.Incident{Kind: lowstock.KindLow, OpenedAt: r.Now.Add(-time.Hour)},
				}
				for _, step := range r.variantPanel(s, preference.Settings{}, historyRead{days: 30}).Steps {
					if strings.Contains(step.Text, "explain.") || strings.Contains(step.Text, "{") || strings.Contains(step.Text, "source.") {
						t.Errorf("%s %d: %q", l, quantity, step.Text)
					}
				}
			}
		}
	}
}

// parameters reads the query of an address as a handler does.
func parameters(t *testing.T, address string) func(string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u.Query().Get
}
