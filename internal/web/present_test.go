package web

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
	"cafe24-inventory-alert/views/words"
)

func at(text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return t
}

func readerAt(l words.Locale, now string) Viewer {
	return Viewer{Locale: l, zone: time.FixedZone("KST", 9*60*60), now: at(now), right: lowstock.RightOwn}
}

func TestDates(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ now, when, ko, en string }{
		"afternoon":              {"2026-11-22T12:00:00Z", "2026-11-22T06:04:00Z", "11월 22일 (일) 오후 3:04", "Sun 22 Nov 3:04 PM"},
		"midnight is morning":    {"2026-11-22T12:00:00Z", "2026-11-21T15:00:00Z", "11월 22일 (일) 오전 12:00", "Sun 22 Nov 12:00 AM"},
		"noon is afternoon":      {"2026-11-22T12:00:00Z", "2026-11-22T03:00:00Z", "11월 22일 (일) 오후 12:00", "Sun 22 Nov 12:00 PM"},
		"last year":              {"2026-01-01T00:00:00Z", "2025-12-31T14:59:00Z", "2025년 12월 31일 (수) 오후 11:59", "Wed 31 Dec 2025 11:59 PM"},
		"new year begins in KST": {"2026-01-01T00:00:00Z", "2025-12-31T15:00:00Z", "1월 1일 (목) 오전 12:00", "Thu 1 Jan 12:00 AM"},
		"leap day":               {"2028-03-01T00:00:00Z", "2028-02-29T00:30:00Z", "2월 29일 (화) 오전 9:30", "Tue 29 Feb 9:30 AM"},
	} {
		if got := readerAt(words.Korean, tc.now).date(at(tc.when)); got != tc.ko {
			t.Errorf("%s: %q, want %q", name, got, tc.ko)
		}
		if got := readerAt(words.English, tc.now).date(at(tc.when)); got != tc.en {
			t.Errorf("%s: %q, want %q", name, got, tc.en)
		}
	}
}

func TestMoments(t *testing.T) {
	t.Parallel()
	r := readerAt(words.Korean, "2026-11-22T06:04:00Z")
	for ago, want := range map[time.Duration]string{
		0: "방금", 59 * time.Second: "방금", -30 * time.Second: "방금", time.Minute: "1분 전", 59*time.Minute + 59*time.Second: "59분 전",
		time.Hour: "1시간 전", 24*time.Hour - time.Second: "23시간 전", 24 * time.Hour: "11월 21일 (토) 오후 3:04",
		-2 * time.Hour: "11월 22일 (일) 오후 5:04",
	} {
		if got := r.moment(r.now.Add(-ago)).Text; got != want {
			t.Errorf("%v ago: %q, want %q", ago, got, want)
		}
	}
	want := views.Time{Text: "3분 전", Full: "11월 22일 (일) 오후 3:01", Machine: "2026-11-22T15:01:00+09:00"}
	if diff := cmp.Diff(want, r.moment(r.now.Add(-3*time.Minute))); diff != "" {
		t.Error(diff)
	}
	if got := r.moment(time.Time{}); got != (views.Time{}) {
		t.Errorf("no moment is %+v", got)
	}
}

func TestPrices(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"12900.00": "12,900", "0.00": "0", "19.90": "19.90", "1234567": "1,234,567", "": "", "free": "free"} {
		if got := price(in); got != want {
			t.Errorf("price(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFreshness(t *testing.T) {
	t.Parallel()
	r := readerAt(words.Korean, "2026-11-22T06:04:00Z")
	for name, tc := range map[string]struct {
		conn lowstock.Connection
		want views.Freshness
	}{
		"never":  {lowstock.Connection{}, views.Freshness{Text: "아직 동기화 전"}},
		"fresh":  {lowstock.Connection{NewestReading: r.now.Add(-3 * time.Minute)}, views.Freshness{Text: "연동 정상 · 3분 전 동기화", Full: "11월 22일 (일) 오후 3:01", Tone: "ok"}},
		"old":    {lowstock.Connection{NewestReading: r.now.Add(-31 * time.Minute)}, views.Freshness{Text: "연동 확인 필요 · 31분 전 동기화", Full: "11월 22일 (일) 오후 2:33", Tone: "low"}},
		"stale":  {lowstock.Connection{NewestReading: r.now.Add(-7 * time.Hour)}, views.Freshness{Text: "연동 확인 필요 · 7시간 전 동기화", Full: "11월 22일 (일) 오전 8:04", Tone: "out"}},
		"a sync": {lowstock.Connection{LatestSync: lowstock.Sync{State: lowstock.SyncDone, FinishedAt: r.now}}, views.Freshness{Text: "연동 정상 · 방금 동기화", Full: "11월 22일 (일) 오후 3:04", Tone: "ok"}},
		"no consent": {
			lowstock.Connection{NewestReading: r.now, Mall: lowstock.Mall{State: lowstock.MallReconnect}},
			views.Freshness{Text: "연동 확인 필요 · 방금 동기화", Full: "11월 22일 (일) 오후 3:04", Tone: "out"},
		},
	} {
		if diff := cmp.Diff(tc.want, r.freshness(tc.conn)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestSyncProgress(t *testing.T) {
	t.Parallel()
	r := readerAt(words.Korean, "2026-11-22T06:04:00Z")
	running := func(done, total int, since time.Duration) lowstock.Sync {
		return lowstock.Sync{State: lowstock.SyncRunning, ProductsDone: done, ProductsTotal: total, StartedAt: r.now.Add(-since)}
	}
	for name, tc := range map[string]struct {
		sync lowstock.Sync
		want *views.SyncView
	}{
		"none":                     {lowstock.Sync{State: lowstock.SyncDone}, nil},
		"begins":                   {running(0, 0, time.Second), &views.SyncView{Text: "재고를 불러오기 시작했어요.", Running: true}},
		"soon over":                {running(600, 1200, 5*time.Second), &views.SyncView{Text: "재고를 불러오는 중이에요. 상품 600 / 1,200", Percent: "50", Running: true}},
		"takes a while":            {running(1000, 10000, 20*time.Second), &views.SyncView{Text: "재고를 불러오는 중이에요. 상품 1,000 / 10,000 · 약 3분 남았어요", Percent: "10", Running: true}},
		"more than it was counted": {running(1300, 1200, time.Minute), &views.SyncView{Text: "재고를 불러오는 중이에요. 상품 1,300 / 1,300", Percent: "100", Running: true}},
	} {
		if diff := cmp.Diff(tc.want, r.sync(tc.sync)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func inventory(quantity int, status lowstock.Status) lowstock.InventoryRow {
	return lowstock.InventoryRow{
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
	got := r.stockRow(inventory(1234, lowstock.StatusOK), rowPast{}, "/stock?q=x")
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
		change   func(*lowstock.InventoryRow)
		quantity string
		short    bool
		quiet    string
	}{
		"nothing left": {func(v *lowstock.InventoryRow) { v.Quantity = 0 }, "0", true, ""},
		"oversold":     {func(v *lowstock.InventoryRow) { v.Quantity = -12 }, "−12", true, ""},
		"not tracked":  {func(v *lowstock.InventoryRow) { v.Tracked = false }, "–", false, ""},
		"muted":        {func(v *lowstock.InventoryRow) { v.Silence = lowstock.SilenceMuted }, "5", false, "알림 꺼 둠"},
		"not on sale":  {func(v *lowstock.InventoryRow) { v.Silence = lowstock.SilenceProductHidden }, "5", false, "상품 진열 안 함"},
	} {
		v := inventory(5, lowstock.StatusLow)
		tc.change(&v)
		got := r.stockRow(v, rowPast{}, "/stock")
		if got.Quantity != tc.quantity || got.Short != tc.short || got.Quiet != tc.quiet {
			t.Errorf("%s: %q short %v quiet %q", name, got.Quantity, got.Short, got.Quiet)
		}
	}
}

func TestStockURLKeepsEverything(t *testing.T) {
	t.Parallel()
	all := lowstock.ListQuery{
		Q: "울 니트&", Status: lowstock.StatusLow, CategoryNo: 24, SupplierCode: "S0001", Muted: true,
		Sort: lowstock.SortQuantityDesc, Cursor: "abc", Limit: pageRows,
	}
	address := stockURL(all)
	if want := "/stock?category=24&cursor=abc&muted=1&q=%EC%9A%B8+%EB%8B%88%ED%8A%B8%26&sort=-quantity&status=low&supplier=S0001"; address != want {
		t.Errorf("%s, want %s", address, want)
	}
	if diff := cmp.Diff(all, stockQuery(parameters(t, address))); diff != "" {
		t.Errorf("there and back: %s", diff)
	}
	if got := stockURL(lowstock.ListQuery{Sort: lowstock.SortUrgent}); got != "/stock" {
		t.Errorf("everything is at %s", got)
	}
}

func TestStockEmpty(t *testing.T) {
	t.Parallel()
	r := viewerAt(words.Korean, "2026-11-22T06:04:00Z")
	some, done := lowstock.Counts{OK: 3}, lowstock.Sync{State: lowstock.SyncDone}
	for name, tc := range map[string]struct {
		answer stockAnswer
		title  string
	}{
		"not synced":   {stockAnswer{sync: lowstock.Sync{State: lowstock.SyncNever}}, "아직 재고를 불러오지 않았어요"},
		"syncing":      {stockAnswer{sync: lowstock.Sync{State: lowstock.SyncRunning}}, "아직 재고를 불러오지 않았어요"},
		"no items":     {stockAnswer{sync: lowstock.Sync{State: lowstock.SyncDone}}, "아직 등록된 품목이 없어요"},
		"none is out":  {stockAnswer{counts: some, sync: done, q: lowstock.ListQuery{Status: lowstock.StatusOut}}, "모두 넉넉해요"},
		"none is low":  {stockAnswer{counts: some, sync: done, q: lowstock.ListQuery{Status: lowstock.StatusLow}}, "모두 넉넉해요"},
		"so far":       {stockAnswer{counts: some, q: lowstock.ListQuery{Status: lowstock.StatusOut}, sync: lowstock.Sync{First: true, State: lowstock.SyncRunning}}, "지금까지 읽은 상품에는 없어요"},
		"broken off":   {stockAnswer{counts: some, q: lowstock.ListQuery{Status: lowstock.StatusOut}, sync: lowstock.Sync{First: true, State: lowstock.SyncFailed}}, "지금까지 읽은 상품에는 없어요"},
		"nothing fits": {stockAnswer{counts: some, sync: done, q: lowstock.ListQuery{Status: lowstock.StatusLow, Q: "x"}}, "조건에 맞는 품목이 없어요"},
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
	points := []lowstock.Point{{At: r.trendSince().Add(-time.Hour), Quantity: 40}, {At: r.now.AddDate(0, 0, -15), Quantity: 9}}
	want := views.Trend{Cover: "기록 부족", Line: "M0 0H30V16H60", Text: "최근 30일 재고: 40개에서 9개로, 가장 적을 때 9개, 가장 많을 때 40개"}
	if diff := cmp.Diff(want, r.trend(rowPast{month: points}, row)); diff != "" {
		t.Error(diff)
	}
	row.Sales = lowstock.Sales{PerDay: 2, Known: true}
	if got := r.trend(rowPast{month: []lowstock.Point{{At: r.now.Add(-time.Hour), Quantity: 9}}}, row); got.Cover != "4일" || got.Line != "" {
		t.Errorf("of a new one: %+v", got)
	}
	row.Sales.PerDay = 0.001
	if got := r.trend(rowPast{}, row); got.Cover != "1년 넘게" || got.Line != "" {
		t.Errorf("of one that hardly sells: %+v", got)
	}
	row.Tracked = false
	if got := r.trend(rowPast{month: points}, row); got.Cover != "–" || got.Line != "" {
		t.Errorf("of one that is not tracked: %+v", got)
	}
	row.Tracked = true
	reading := lowstock.DemandProgress{Done: 120, Wanted: 400}
	for text, of := range map[string]struct {
		sales    lowstock.Sales
		progress lowstock.DemandProgress
	}{
		"판매 없음": {lowstock.Sales{Known: true}, reading},
		"읽는 중":  {lowstock.Sales{}, reading},
		"계산 중":  {lowstock.Sales{}, lowstock.DemandProgress{Done: 399, Wanted: 400, Computing: true}},
		"기록 부족": {lowstock.Sales{}, lowstock.DemandProgress{Done: 399, Wanted: 400}},
	} {
		row.Sales = of.sales
		if got := r.trend(rowPast{progress: of.progress}, row).Cover; got != text {
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
					Product: lowstock.Product{Display: true, Selling: true}, Source: lowstock.SourceHint, ReadAt: r.now,
					Variant:   lowstock.Variant{Display: true, Selling: true, Tracked: true, Quantity: quantity},
					Threshold: lowstock.Threshold{Value: 5, Source: lowstock.ScopeMall, Muted: muted, MutedBy: lowstock.ScopeMall},
					Standing:  &lowstock.Incident{Kind: lowstock.KindLow, OpenedAt: r.now.Add(-time.Hour)},
				}
				for _, step := range r.variantPanel(s, lowstock.Settings{}, historyRead{days: 30}).Steps {
					if strings.Contains(step.Text, "explain.") || strings.Contains(step.Text, "{") || strings.Contains(step.Text, "source.") {
						t.Errorf("%s %d: %q", l, quantity, step.Text)
					}
				}
			}
		}
	}
}

func TestToldGivesTheNewestWord(t *testing.T) {
	t.Parallel()
	r := viewerAt(words.Korean, "2026-11-22T00:00:00Z")
	got := r.told([]lowstock.Delivery{
		{Channel: lowstock.ChannelEmail, Recipient: "a@b.example", State: lowstock.DeliverySent},
		{Channel: lowstock.ChannelSlack, Recipient: "slack", State: lowstock.DeliveryRetrying, Attempts: 2},
		{Channel: lowstock.ChannelEmail, Recipient: "a@b.example", State: lowstock.DeliveryUnknown},
	})
	want := []views.Told{
		{Who: "a@b.example", State: views.Badge{Tone: "low", Icon: "warn", Text: "확인 불가"}, Note: "보내는 중에 연결이 끊겨 도착했는지 알 수 없어요. 두 번 가지 않도록 더는 보내지 않아요. 도착했는지 확인해 주세요."},
		{Who: "Slack", State: views.Badge{Tone: "low", Icon: "clock", Text: "다시 시도 중"}, Note: "2번 시도 · 곧 다시 보내요."},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestBackTo(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"/stock?q=a": "/stock?q=a", "/alerts/3": "/alerts/3", "": "/stock", "//evil.test": "/stock", "https://evil.test": "/stock",
		`/\evil.test`: "/stock", "/stock\r\nX: 1": "/stock", "stock": "/stock", "javascript:alert(1)": "/stock",
	} {
		if got := backTo(in, paths.Stock); got != want {
			t.Errorf("backTo(%q) = %q, want %q", in, got, want)
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

func TestAPreviewSaysOnlyWhatIsOnRecord(t *testing.T) {
	t.Parallel()
	r := viewerAt(words.Korean, "2026-11-24T12:00:00+09:00")
	for want, p := range map[string]lowstock.Preview{
		"지난 30일이었다면 3번 대신 5번":         {WouldHaveSent30d: 5, CurrentlySent30d: 3},
		"지난 30일이었어도 알림은 3번":           {WouldHaveSent30d: 3, CurrentlySent30d: 3},
		"하루가 안 되어":                    {RecordedFrom: r.now.Add(-23 * time.Hour)},
		"11월 20일 (금)부터 이랬다면 0번 대신 1번": {WouldHaveSent30d: 1, RecordedFrom: r.now.Add(-4 * 24 * time.Hour)},
		"11월 20일 (금)부터 이랬어도 알림은 1번":   {WouldHaveSent30d: 1, CurrentlySent30d: 1, RecordedFrom: r.now.Add(-4 * 24 * time.Hour)},
		"7개 품목은 판매 속도를 아직 몰라서":        {WithoutSales: 7},
	} {
		if got := r.preview(p); !strings.Contains(got, want) {
			t.Errorf("preview of %+v: %q does not say %q", p, got, want)
		}
	}
}

func TestAWaitingLetterSaysUntilWhen(t *testing.T) {
	t.Parallel()
	r := readerAt(words.English, "2026-11-24T12:00:00+09:00")
	r.settings = lowstock.Settings{Timezone: "Asia/Seoul", CollectSeconds: 60, DailyCap: 3, DigestAt: "09:00"}
	for want, d := range map[string]lowstock.Delivery{
		"": {State: lowstock.DeliveryPending, DueAt: r.now.Add(time.Minute)},
		"Alerts are spread over the day: the next one goes about Tue 24 Nov 1": {State: lowstock.DeliveryPending, DueAt: r.now.Add(80 * time.Minute)},
		"3 attempts": {State: lowstock.DeliveryRetrying, Attempts: 3},
		"1 attempt · It is sent again on Tue 24 Nov 12:15": {State: lowstock.DeliveryRetrying, Attempts: 1, DueAt: r.now.Add(15 * time.Minute)},
	} {
		if got := r.deliveryNote(d); !strings.HasPrefix(got, want) || want == "" && got != "" {
			t.Errorf("note of %+v: %q, want %q…", d, got, want)
		}
	}
}
