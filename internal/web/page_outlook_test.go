package web_test

import (
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
)

// sells makes the mall's demand counted for as many days as it gets: the
// quantity of a variant that was sold on each day.
func (b *bench) sells(tb testing.TB, code string, units ...int32) {
	tb.Helper()
	b.sellsEach(tb, map[string][]int32{code: units})
}

func (b *bench) sellsEach(tb testing.TB, sold map[string][]int32) {
	tb.Helper()
	now := b.clock.Now()
	plan, err := b.store.Mall(mall).ClaimDemand(tb.Context(), now, time.Minute)
	if err != nil {
		tb.Fatal(err)
	}
	plan.Step = demand.Days
	for {
		r, due := plan.Next(now)
		if !due {
			break
		}
		if r.Source != demand.FromOrders {
			tb.Fatalf("counted from %s", r.Source)
		}
		reading := demand.Reading{Range: r, Units: map[string][]int32{}}
		for code, units := range sold {
			days := make([]int32, r.Days())
			for i := range days {
				if len(units) < demand.FirstDays || r.Days() == demand.FirstDays {
					days[i] = units[i%len(units)]
				}
			}
			reading.Units[code] = days
		}
		if err := b.store.Mall(mall).SaveDemand(tb.Context(), &plan, reading, now, now.Add(time.Minute), forecast.DaysOfLevels); err != nil {
			tb.Fatal(err)
		}
		plan.Took(r, now)
	}
}

// The page says when an item runs out and which threshold would have kept its
// promise. One button sets that threshold.
func TestOutlookOfAVariant(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 2)
	w.get("/stock/1").has("앞으로", "지난 주문을 400일 중 0일까지 읽었어요", "다시 열어 주세요").lacks("이 품목의 기준을", "판매 기록이 아직 모자라요")
	b.sells(t, "P0000001A", 2, 3, 1, 2, 4, 2, 3)
	page := w.get("/stock/1?variant=P0000001A").has("하루에 2.4개쯤 팔려요", "지난 1년의 14일 구간", "7일", "28일").lacks("까지 읽었어요", "판매 기록이 아직 모자라요")
	suggested := regexp.MustCompile(`name="threshold" value="(\d+)"> ?<input type="hidden" name="back" value="/stock/1\?variant=P0000001A"`).FindStringSubmatch(page.body)
	if suggested == nil {
		t.Fatalf("nothing is suggested: %.4000s", page.body)
	}
	longer := w.get("/stock/1?variant=P0000001A&lead=28").has("28일 동안 품절을 95%의 확률로")
	if longer.body == page.body {
		t.Error("the lead time changes nothing")
	}
	w.form("/stock/threshold", map[string]string{"product_no": "1", "variant_code": "P0000001A", "threshold": suggested[1], "back": "/stock/1?variant=P0000001A"}).
		to("/stock/1?done=saved&variant=P0000001A")
	w.get("/stock/1?variant=P0000001A").has("지금 기준 " + suggested[1] + "개는").lacks("이 품목의 기준을 " + suggested[1] + "개로")
	b.viewer(t).get("/stock/1?variant=P0000001A").want(http.StatusOK).has("95%의 확률로").lacks("이 품목의 기준을")
	w.get("/stock/2").has("기록한 760일 동안 판매가 없었어요")
}

// nightly runs the nightly forecast of [bench.selling] on a later day. The next
// one is due up to 27 hours after it, at up to six in the morning.
func (b *bench) nightly(t *testing.T, pace float64, point int) {
	t.Helper()
	b.nightlyAt(t, b.clock.Now().Add(28*time.Hour), pace, point)
}

// selling runs a nightly forecast after which every variant sells pace items a
// day and has the reorder point as its suggestion; 0 suggests none.
func (b *bench) selling(tb testing.TB, pace float64, point int) {
	tb.Helper()
	b.nightlyAt(tb, time.Now().Add(time.Hour), pace, point) // the first nightly forecast is due by the database's clock
}

func (b *bench) nightlyAt(tb testing.TB, at time.Time, pace float64, point int) {
	tb.Helper()
	_, err := b.store.Mall(mall).UpdateForecasts(tb.Context(), time.Hour, at, func(p outlook.SalesHistory, _ lowstock.Sales) (lowstock.Sales, outlook.NightlyForecast) {
		nightly := outlook.NightlyForecast{On: p.Today, Pace: pace, LeadDays: p.LeadDays, Level: p.Level}
		if point > 0 {
			nightly.Class, nightly.Base, nightly.Point, nightly.Expected = "smooth", point, point, point/2
			record := forecast.SeriesOf(p.Demand)
			model := forecast.Fit(record, nil)
			nightly.Proof = forecast.Prove(record, p.LeadDays, point)
			nightly.Ahead = string(model.Ahead(forecast.NewReplay(record, p.LeadDays), 0))
		}
		return lowstock.Sales{PerDay: pace, Known: true}, nightly
	}, forecast.SteadyUntil)
	if err != nil {
		tb.Fatal(err)
	}
}

// The list says when stock runs out and what is suggested. A suggestion is
// applied to one item or to all items of a filter, after a preview, and is
// undone at once.
func TestSuggestionsInTheList(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 3)
	b.sells(t, "P0000002A", 2, 3, 1, 2, 4, 2, 3)
	w.get("/stock").lacks("제안 45", "쯤 품절")
	b.selling(t, 2.4, 45)
	list := w.get("/stock").has("제안 45 적용", `aria-label="`, "지난 1년의 14일 구간 가운데", "쯤 품절 (")
	if n := len(regexp.MustCompile("제안 45 적용").FindAllString(list.body, -1)); n < 2 {
		t.Errorf("suggested in %d rows", n)
	}
	w.get("/stock?outlook=order").has("P0000001A", `<option value="order" selected>`)
	w.get("/stock?outlook=lower").has("조건에 맞는 품목이 없어요")
	w.get("/stock?outlook=little").lacks("P0000001A")
	w.get("/stock?outlook=sideways").has("P0000001A")
	b.viewer(t).get("/stock").has("제안 45 적용").lacks(`action="/stock/threshold"`)

	w.form("/stock/threshold", map[string]string{"product_no": "2", "variant_code": "P0000002A", "threshold": "45", "back": "/stock"}).to("/stock?done=saved")
	w.get("/stock?outlook=raise").lacks("P0000002A")
	w.get("/stock?source=variant").has("P0000002A", `<option value="variant" selected>`).lacks("P0000001A")
	plan := w.form("/stock/bulk", map[string]string{"all": "1", "kind": "suggested", "back": "/stock?outlook=raise"}).want(http.StatusOK).has("45개", "P0000001A")
	marks := regexp.MustCompile(`name="changes" value="([^"]+)"`).FindStringSubmatch(plan.body)
	if marks == nil {
		t.Fatal("nothing to apply")
	}
	w.follow(w.form("/rules/sheet/apply", map[string]string{"changes": marks[1], "back": "/stock?outlook=raise"}), "/stock?changed=").has("기준 5개를 바꿨어요")
	w.get("/stock?outlook=raise").has("조건에 맞는 품목이 없어요")
}

// bulkSuggested previews applying every suggestion.
func (w *browser) bulkSuggested(more map[string]string) reply {
	w.t.Helper()
	fields := map[string]string{"all": "1", "kind": "suggested", "back": "/stock"}
	maps.Copy(fields, more)
	return w.form("/stock/bulk", fields)
}

// A suggestion that last year's sales contradict is not shown in the list, on
// the item's page or in the file. A bulk action does not lower thresholds
// unless the person asks for that.
func TestASuggestionThatWouldKeepLess(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 3)
	b.sells(t, "P0000002A", 2, 3, 1, 2, 4, 2, 3) // 34 units within 14 days
	b.selling(t, 2.4, 7)
	w.form("/stock/threshold", map[string]string{"product_no": "2", "variant_code": "P0000002A", "threshold": "34", "back": "/stock"}).to("/stock?done=saved")
	w.get("/stock?q=P0000002A").has(`value="34"`).lacks("제안 7 적용")
	w.get("/stock?outlook=lower").has("조건에 맞는 품목이 없어요")
	w.get("/stock/2?variant=P0000002A").has("제안하지 않아요", "지금 기준 34개는 지난 1년의 14일 구간").lacks("95%의 확률로", "이 품목의 기준을")
	w.get("/reorder").has("발주점 34").lacks("지난 1년이라면 0%만 지켰을 값") // not a point that the list does not offer
	rows, err := readTable(t, w.get("/stock/export?format=csv&q=P0000002A").body)
	if err != nil || len(rows) != 2 || strings.Join(rows[1].Cells[13:], "") != "" {
		t.Errorf("export: %+v, %v", rows, err)
	}

	for _, more := range []map[string]string{nil, {"lower": "1"}} {
		plan := w.bulkSuggested(more).want(http.StatusOK).has("1개는 계산한 값이 지난 1년이라면", "P0000001A").lacks("품절을 덜 막았을 제안", "그 가운데")
		if strings.Contains(plan.changes(), "P0000002A") {
			t.Errorf("taken over although it is not offered: %s", plan.changes())
		}
	}
}

// A lower suggestion is offered with its reason: the item sells more slowly, or
// the promise is kept all the same. The page promises only what last year's
// sales support.
func TestALowerSuggestionExplainsWhy(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 3)
	b.sells(t, "P0000002A", append(slices.Repeat([]int32{4}, 372), slices.Repeat([]int32{1}, 28)...)...) // 56 units within 14 days, then 14
	b.selling(t, 1, 20)
	w.form("/stock/threshold", map[string]string{"product_no": "2", "variant_code": "P0000002A", "threshold": "60", "back": "/stock"}).to("/stock?done=saved")
	w.get("/stock?q=P0000002A").has("제안 20 적용", "품절 막기 100% →", "판매가 하루 4개에서 1개로 줄었어요.")
	w.get("/stock?outlook=lower").has("P0000002A")
	w.get("/stock/2?variant=P0000002A").has("판매가 하루 4개에서 1개로 줄었어요.", "20개 이하일 때 알리는 것을 제안해요", "이 품목의 기준을 20개로").lacks("95%")
	if plan := w.bulkSuggested(nil).want(http.StatusOK).has("1개는 제안이 지난 1년이라면", "품절을 덜 막았을 제안 1개도 적용"); strings.Contains(plan.changes(), "P0000002A") {
		t.Errorf("lowered without being asked: %s", plan.changes())
	}
	chosen := w.bulkSuggested(map[string]string{"lower": "1"}).want(http.StatusOK).has("그 가운데 1개는 지난 1년이라면", `name="lower" value="1" checked`)
	if !strings.Contains(chosen.changes(), "P0000002A 60 20") {
		t.Errorf("left out although it was asked for: %s", chosen.changes())
	}

	b.nightly(t, 1, 57)
	w.get("/stock?q=P0000002A").has("제안 57 적용").lacks("줄었어요", "목표 95%") // 57 lasts as long as 60 would have
	w.form("/stock/threshold", map[string]string{"product_no": "2", "variant_code": "P0000002A", "threshold": "57", "back": "/stock"}).to("/stock?done=saved")
	w.get("/stock/2?variant=P0000002A").has("57개 이하일 때", "지금 기준 57개는 지난 1년의 14일 구간").lacks("이 품목의 기준을")
}
