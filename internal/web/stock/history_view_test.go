package stock

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

func TestChart(t *testing.T) {
	t.Parallel()
	r := viewerAt(words.Korean, "2026-11-22T00:00:00Z")
	day := func(n float64) time.Time { return r.Now.Add(time.Duration((n - 30) * 24 * float64(time.Hour))) }
	c := r.chart(historyRead{days: 30, threshold: 10, urls: []string{"/a", "/b"}, points: []lowstock.Point{
		{At: day(-1), Quantity: 40},
		{At: day(15), Quantity: 10},
		{At: day(15.001), Quantity: 0},
		{At: day(15.002), Quantity: 3},
		{At: day(30), Quantity: 3},
	}})
	want := views.Chart{
		Title:   "최근 30일 재고",
		Spans:   []views.LeadLink{{Label: "30일", URL: "/a", On: true}, {Label: "90일", URL: "/b"}},
		Summary: "최근 30일 재고: 40개에서 3개로, 가장 적을 때 0개, 가장 많을 때 40개",
		Line:    "M0 0H300V120V111H600V111H600", Area: "M0 0H300V120V111H600V111H600V120H0Z",
		Limit: "M0 90H600", LimitText: "기준 10개", Max: "40", Min: "0", From: "10월 23일 (금)", To: "11월 22일 (일)",
	}
	if len(c.Rows) != 5 || c.Rows[0].Quantity != "3" || c.Rows[4].Quantity != "40" || c.Rows[1].Mark != "" {
		t.Errorf("table: %+v", c.Rows)
	}
	c.Rows = nil
	if diff := cmp.Diff(want, c); diff != "" {
		t.Error(diff)
	}
	if got := r.chart(historyRead{days: 90, threshold: 10}); got.Line != "" || got.Summary != "최근 90일 동안 재고가 바뀐 기록이 없어요." {
		t.Errorf("no history: %+v", got)
	}
}

// The chart shows the events of an incident and arrived goods, each kind with
// its own mark. The table shows them in time order.
func TestChartMarks(t *testing.T) {
	t.Parallel()
	r := viewerAt(words.Korean, "2026-11-22T00:00:00Z")
	day := func(n float64) time.Time { return r.Now.Add(time.Duration((n - 90) * 24 * float64(time.Hour))) }
	event := func(n float64, kind lowstock.EventKind, quantity int) lowstock.Event {
		return lowstock.Event{At: day(n), Kind: kind, Quantity: quantity, Threshold: 5}
	}
	c := r.chart(historyRead{days: 90, threshold: 5, points: []lowstock.Point{
		{At: day(-5), Quantity: 30}, {At: day(45), Quantity: 5}, {At: day(46), Quantity: 0}, {At: day(54), Quantity: 1}, {At: day(63), Quantity: 40}, {At: day(70), Quantity: 4},
	}, events: []lowstock.Event{
		event(45, lowstock.EventOpened, 5), event(46, lowstock.EventWorse, 0), event(63, lowstock.EventResolved, 40),
		event(70, lowstock.EventOpened, 4), event(70.5, lowstock.EventResolved, 4), event(70.6, lowstock.EventOpened, 4),
	}})
	marks := []views.ChartMark{{Kind: "opened", X: "50.0%"}, {Kind: "rise", X: "70.0%"}, {Kind: "resolved", X: "70.0%"}, {Kind: "opened", X: "77.7%"}, {Kind: "resolved", X: "78.3%"}}
	if diff := cmp.Diff(marks, c.Marks); diff != "" {
		t.Errorf("marks (-want +got):\n%s", diff)
	}
	legend := []views.ChartLegend{{Kind: "opened", Text: "알림 시작 3번"}, {Kind: "resolved", Text: "알림 해결 2번"}, {Kind: "rise", Text: "입고 1번"}}
	if diff := cmp.Diff(legend, c.Legend); diff != "" {
		t.Errorf("legend (-want +got):\n%s", diff)
	}
	if want := "최근 90일 재고: 30개에서 4개로, 가장 적을 때 0개, 가장 많을 때 40개. 알림 시작 3번. 알림 해결 2번. 입고 1번"; c.Summary != want {
		t.Errorf("summary %q", c.Summary)
	}
	var table [][3]string
	for _, row := range c.Rows {
		table = append(table, [3]string{row.Quantity, row.Mark, row.Text})
	}
	want := [][3]string{
		{"4", "opened", "재고 4개가 기준 5개 이하라 알림이 시작됐어요."},
		{"4", "resolved", "더는 알릴 품목이 아니어서 끝났어요. 진열, 판매, 알림 끄기가 바뀐 경우예요."},
		{"4", "opened", "재고 4개가 기준 5개 이하라 알림이 시작됐어요."},
		{"4", "", ""},
		{"40", "resolved", "재고가 40개로 회복되어 해결됐어요."},
		{"40", "rise", "재고가 39개 늘었어요."},
		{"1", "", ""},
		{"0", "", "부족에서 품절로 바뀌었어요."},
		{"0", "", ""},
		{"5", "opened", "재고 5개가 기준 5개 이하라 알림이 시작됐어요."},
		{"5", "", ""},
		{"30", "", ""},
	}
	if diff := cmp.Diff(want, table); diff != "" {
		t.Errorf("table (-want +got):\n%s", diff)
	}
}

func TestSpans(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{"": 30, "30": 30, "90": 90, "100": 30, "-90": 30, "x": 30} {
		if got := spanOf(text); got != want {
			t.Errorf("%q: %d days", text, got)
		}
	}
	a := productRead{product: listing.ProductRow{Product: lowstock.Product{No: 7}}, chosen: "P7A", days: 90, lead: "14"}
	want := []string{"/stock/7?lead=14&variant=P7A#variant", "/stock/7?days=90&lead=14&variant=P7A#variant"}
	if diff := cmp.Diff(want, a.spanURLs()); diff != "" {
		t.Error(diff)
	}
}

func TestChartOfManyReadingsStaysSmall(t *testing.T) {
	t.Parallel()
	r := viewerAt(words.Korean, "2026-11-22T00:00:00Z")
	a := historyRead{days: 30, threshold: 5}
	since := a.since(r.Now)
	for n := range 20_000 {
		a.points = append(a.points, lowstock.Point{At: since.Add(time.Duration(n) * 2 * time.Minute), Quantity: n * 7 % 100})
	}
	if c := r.chart(a); len(c.Line) > 10<<10 || len(c.Rows) > chartTable+maxRises || len(c.Marks) > 2*chartWidth/markWidth {
		t.Errorf("line of %d bytes, table of %d rows, %d marks", len(c.Line), len(c.Rows), len(c.Marks))
	}
}
