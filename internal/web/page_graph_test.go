package web_test

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/localtime"
)

// cells returns the text of the table below the picture with an id, row by row; nil if the page has no such picture.
func (r reply) cells(id string) (rows [][]string) {
	r.t.Helper()
	_, rest, is := strings.Cut(r.body, `aria-labelledby="`+id+`-title"`)
	if !is {
		return nil
	}
	_, rest, _ = strings.Cut(rest, "<table")
	table, _, _ := strings.Cut(rest, "</table>")
	doc, err := html.Parse(strings.NewReader("<table" + table + "</table>"))
	if err != nil {
		r.t.Fatal(err)
	}
	for n := range doc.Descendants() {
		if n.Data != "tr" {
			continue
		}
		var row []string
		for c := range n.ChildNodes() {
			if c.Data == "td" || c.Data == "th" {
				var text strings.Builder
				for part := range c.Descendants() {
					if part.Type == html.TextNode {
						text.WriteString(part.Data)
					}
				}
				row = append(row, text.String())
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// first returns the text that a pattern finds first.
func (r reply) first(pattern string) string {
	r.t.Helper()
	m := regexp.MustCompile(pattern).FindStringSubmatch(r.body)
	if m == nil {
		r.t.Fatalf("no %s on the page", pattern)
	}
	return m[1]
}

func count(t *testing.T, text string) int {
	t.Helper()
	n, err := strconv.Atoi(strings.ReplaceAll(text, ",", ""))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestThePicturesOfAProductSayWhatThePageSays: the weeks of the sold units add up to the sum in the picture's text and to what
// the store has; a line of the fan is empty on the day that the text and the stock list name.
func TestThePicturesOfAProductSayWhatThePageSays(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 2)
	code := variantCode(1, 0)
	if page := w.get("/stock/1?variant=" + code); page.cells("sold") != nil || page.cells("fan") != nil {
		t.Error("a picture of nothing")
	}
	b.sells(t, code, 2, 3, 1, 0, 4, 2, 3)
	if _, err := b.store.Pool().Exec(t.Context(), `UPDATE variants SET quantity = 60 WHERE variant_code = $1`, code); err != nil {
		t.Fatal(err)
	}
	b.nightlyForReal(t)
	page := w.get("/stock/1?variant=" + code).want(http.StatusOK)

	sum := 0
	for _, row := range page.cells("sold")[1:] {
		sum += count(t, row[1])
	}
	if said := count(t, page.first(`지난 400일 동안 ([0-9,]+)개가 팔렸어요`)); sum != said {
		t.Errorf("the weeks add up to %d, the picture says %d", sum, said)
	}
	today := localtime.DayOf(b.clock.Now(), time.FixedZone("KST", 9*60*60))
	series, err := b.store.Mall(mall).Demand(t.Context(), []string{code}, today.AddDate(0, 0, -demand.FirstDays), today.AddDate(0, 0, -1))
	if err != nil {
		t.Fatal(err)
	}
	stored := 0
	for _, day := range series[0].Days {
		stored += int(day.Units)
	}
	if sum != stored || sum == 0 {
		t.Errorf("the weeks add up to %d, the store has %d", sum, stored)
	}

	dates := regexp.MustCompile(`지금 재고 60개는 (.+?)쯤 떨어져요. 열에 여덟은 (.+?)부터 (.+?) 사이`).FindStringSubmatch(page.body)
	if dates == nil {
		t.Fatalf("no dates: %.3000s", page.body)
	}
	rows := page.cells("fan")[1:]
	for column, day := range []string{dates[2], dates[1], dates[3]} {
		empty := ""
		for _, row := range rows {
			if row[column+1] == "0" {
				empty = row[0]
				break
			}
		}
		if empty != day {
			t.Errorf("column %d is empty on %q, the text says %q: %q", column+1, empty, day, rows)
		}
	}
	short := regexp.MustCompile(`(\d+)월 (\d+)일.*`)
	w.get("/stock").has(short.ReplaceAllString(dates[1], "$1/$2") + "쯤 품절")
}

// TestTheMonthsOfTheReport: the pictures have the months that the nightly forecasts have kept, and for the month that is shown the counts of
// the page. The loss of the month is in the mall's own words of an estimate: a range, and what it rests on.
func TestTheMonthsOfTheReport(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.clock.mu.Lock()
	b.clock.stopped = time.Date(2026, 11, 5, 3, 0, 0, 0, time.UTC)
	b.clock.mu.Unlock()
	w := b.shop(t, 2)
	b.notified(t, "owner@shop.test")
	b.level(t, 9, 9)
	b.level(t, 0, 9)
	b.notify(t)
	page := w.get("/report").want(http.StatusOK).has("품절 1번 가운데 0번").lacks("놓친 판매")
	if page.cells("promise") != nil {
		t.Error("a picture of one month")
	}
	_, err := b.store.Pool().Exec(t.Context(), `INSERT INTO reported_months (mall_id, month, computed_on, lost_items, lost_days, lost_units, lost_spread, lost_value, value_spread, lead_days, in_time, late, at_out, missed)
		VALUES ('hanbit', '2026-09-01', '2026-10-01', 0, 0, 0, 0, 0, 0, 14, 30, 6, 3, 1), ('hanbit', '2026-10-01', '2026-11-01', 0, 0, 0, 0, 0, 0, 14, 0, 0, 0, 0),
		       ('hanbit', '2026-11-01', '2026-11-05', 2, 7, 30, 5, 450000, 100000, NULL, NULL, NULL, NULL, NULL)`)
	if err != nil {
		t.Fatal(err)
	}
	page = w.get("/report").has("품절로 놓친 판매", "약 30개, 약 27만 원", "24개에서 36개, 19만 원에서 35만 원 사이", "품목 2개가 모두 7일", "11월 4일 (수)까지 계산했어요", "60%만")
	for id, want := range map[string]string{
		"promise":   "2026년 9월 30 40 75%|2026년 10월 0 0 품절 없음|2026년 11월 0 1 0%",
		"announced": "2026년 9월 30 6 3 1 14일|2026년 10월 0 0 0 0 14일|2026년 11월 0 0 1 0 14일",
	} {
		var rows []string
		for _, row := range page.cells(id)[1:] {
			rows = append(rows, strings.Join(row, " "))
		}
		if got := strings.Join(rows, "|"); got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
	b.english(t).get("/report").has("About 30 units, about ₩270,000", "Between 24 and 36", "Announced in time, by month")
}
