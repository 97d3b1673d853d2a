package web_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/rulebook"
)

// soldBy returns what one variant sold on each of 400 days: evenly, seldom, with
// one great month, ever less, or only lately.
func soldBy(rnd *rand.Rand, kind int) []int32 {
	units := make([]int32, demand.FirstDays)
	mean := 0.2 + 4*rnd.Float64()
	for i := range units {
		m := mean
		switch kind % 5 {
		case 1:
			m = 0.15 * mean
		case 2:
			if i/30 == 6 {
				m = 4 * mean
			}
		case 3:
			if i > 330 {
				m = 0.3 * mean
			}
		case 4:
			if i < 250 {
				m = 0
			}
		}
		for rnd.Float64() < m/(1+m) {
			units[i]++
		}
	}
	return units
}

// nightlyForReal runs the nightly forecast that the app runs.
func (b *bench) nightlyForReal(tb testing.TB) {
	tb.Helper()
	plan, err := b.store.Mall(mall).Events(tb.Context())
	if err != nil {
		tb.Fatal(err)
	}
	today := forecast.DateOf(time.Now())
	calendar := forecast.NewCalendar(plan, today-demand.Days-1, today+forecast.MaxDays+1)
	b.nightlyWith(tb, func(p outlook.SalesHistory, held lowstock.Sales) (lowstock.Sales, outlook.NightlyForecast) {
		return forecast.Nightly(p, held, calendar.Of(p.Subject), nil)
	})
}

// estimated computes the nightly forecast, with an estimate from other items
// where the record of an item is too short.
func estimated(p outlook.SalesHistory, held lowstock.Sales) (lowstock.Sales, outlook.NightlyForecast) {
	sales, nightly := forecast.Nightly(p, held, nil, nil)
	if nightly.Class != "" {
		return sales, nightly
	}
	groups := []outlook.Group{{Kind: outlook.GroupCategory, Key: "24"}, {Kind: outlook.GroupSupplier, Key: "S0000001"}, {Kind: outlook.GroupMall}}
	nightly.Learnt = outlook.Learnt{Group: groups[p.ProductNo%3], Days: 9}
	nightly.LeadDays, nightly.Level, nightly.Point, nightly.Expected = p.LeadDays, p.Level, 12+int(p.ProductNo), 7
	return sales, nightly
}

// nightlyWith runs the nightly forecast with another computation.
func (b *bench) nightlyWith(tb testing.TB, compute func(outlook.SalesHistory, lowstock.Sales) (lowstock.Sales, outlook.NightlyForecast)) {
	tb.Helper()
	if _, err := b.store.Mall(mall).UpdateForecasts(tb.Context(), forecast.Window, time.Now().Add(time.Hour), compute, forecast.SteadyUntil); err != nil {
		tb.Fatal(err)
	}
}

// ruled gives every variant a threshold of its own.
func (b *bench) ruled(tb testing.TB, thresholds map[string]int) {
	tb.Helper()
	var changes []lowstock.RuleChange
	for code, n := range thresholds {
		no, err := strconv.ParseInt(code[1:8], 10, 64)
		if err != nil {
			tb.Fatal(err)
		}
		changes = append(changes, lowstock.RuleChange{ProductNo: no, VariantCode: code, Threshold: &n})
	}
	if _, err := b.store.Mall(mall).SetRules(tb.Context(), changes, rulebook.CauseSet, "kim", b.clock.Now()); err != nil {
		tb.Fatal(err)
	}
}

// offers is what each surface offers, by variant: the threshold, or "".
type offers map[string]string

func (o offers) wantSame(t *testing.T, what string, want offers) {
	t.Helper()
	for code, n := range want {
		if o[code] != n {
			t.Errorf("%s: %s is offered %q, the API says %q", what, code, o[code], n)
		}
	}
}

var (
	offeredInRow  = regexp.MustCompile(`(?:제안|추정) ([0-9,]+) 적용`)
	offeredOnPage = regexp.MustCompile(`이 품목의 기준을 ([0-9,]+)개로 정하기`)
)

func offeredIn(body string, in *regexp.Regexp) string {
	if m := in.FindStringSubmatch(body); m != nil {
		return strings.ReplaceAll(m[1], ",", "")
	}
	return ""
}

// The list, the item's page, the API, the file, the filters and a bulk action
// offer the same for each item. Nothing is offered that last year contradicts
// without its reason.
func TestEverySurfaceOffersTheSame(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 24)
	rnd := rand.New(rand.NewPCG(17, 5))
	sold, thresholds, codes := map[string][]int32{}, map[string]int{}, []string(nil)
	for no := int64(1); no <= 24; no++ {
		for j := range 2 {
			code := variantCode(no, j)
			codes = append(codes, code)
			sold[code], thresholds[code] = soldBy(rnd, len(codes)), []int{0, 5, 15, 30, 50, 80}[rnd.IntN(6)]
			if no > 19 {
				sold[code] = append(make([]int32, demand.FirstDays-9), 1, 0, 0, 0, 2, 0, 0, 0, 0)
			}
		}
	}
	b.sellsEach(t, sold)
	b.ruled(t, thresholds)
	b.nightlyWith(t, estimated)

	api, why, kinds, learnt := offers{}, map[string]string{}, map[string]int{}, map[string]bool{}
	for _, row := range list(t, w.get("/api/v1/inventory?limit=100").want(http.StatusOK).object(), "inventory") {
		code := fmt.Sprint(row["variant_code"])
		api[code] = ""
		s, is := row["suggestion"].(map[string]any)
		if !is {
			kinds["none"]++
			continue
		}
		api[code], why[code] = fmt.Sprint(s["threshold"]), fmt.Sprint(s["why"])
		kinds[fmt.Sprint(s["offer"])]++
		if learnt[code] = s["offer"] == string(outlook.OfferLearnt); learnt[code] != (s["learnt_from"] != nil) || learnt[code] && (s["kept"] != nil || !strings.Contains(why[code], "다른 상품에서 배운 값 (아직 기록 9일)")) {
			t.Errorf("%s: %v", code, s)
		}
		replay := forecast.NewReplay(forecast.Series{Units: sold[code]}, 14)
		point := atoi(t, api[code])
		if then, now := replay.Covered(point), replay.Covered(thresholds[code]); replay.Windows(point) >= outlook.ProofWindows {
			if kept, is := s["kept"].(float64); !is || kept != then {
				t.Errorf("%s: kept %v, counted %v", code, s["kept"], then)
			}
			if then < min(now, 0.95) && (s["offer"] != string(outlook.OfferSlower) || s["why"] == nil) {
				t.Errorf("%s: %d instead of %d is offered as %q with the reason %q, though it keeps %.3f instead of %.3f", code, point, thresholds[code], s["offer"], why[code], then, now)
			}
			if then < 0.95 && s["why"] == nil {
				t.Errorf("%s: %d keeps %.3f, and nothing says why", code, point, then)
			}
		}
	}
	t.Log(kinds)
	for _, kind := range []string{"none", "plain", "enough", "slower", "learnt"} {
		if kinds[kind] < 2 {
			t.Errorf("%d offers are %q: the test shows little", kinds[kind], kind)
		}
	}

	rows, pages, file := offers{}, offers{}, offers{}
	for _, part := range strings.Split(w.get("/stock").want(http.StatusOK).body, `id="row-`)[1:] {
		rows[part[:len("P0000001A")]] = offeredIn(part, offeredInRow)
		if code := part[:len("P0000001A")]; why[code] != "" && why[code] != "<nil>" && !strings.Contains(part, why[code]) {
			t.Errorf("the row of %s does not say: %s", code, why[code])
		}
	}
	rows.wantSame(t, "the list", api)
	for _, code := range codes {
		body := w.get("/stock/" + strings.TrimLeft(code[1:8], "0") + "?variant=" + code).want(http.StatusOK).body
		pages[code] = offeredIn(body, offeredOnPage)
		if why[code] != "" && why[code] != "<nil>" && strings.Count(body, why[code]) < 1 {
			t.Errorf("the page of %s does not say: %s", code, why[code])
		}
	}
	pages.wantSame(t, "the page", api)
	table, err := readTable(t, w.get("/stock/export?format=csv").body)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range table[1:] {
		if row.Cells[13] != row.Cells[7] { // the present threshold is no offer
			file[row.Cells[0]] = row.Cells[13]
		}
		if got := row.Cells[15]; row.Cells[13] != row.Cells[7] && why[row.Cells[0]] != "<nil>" && got != why[row.Cells[0]] {
			t.Errorf("the file says of %s: %q, the API %q", row.Cells[0], got, why[row.Cells[0]])
		}
	}
	file.wantSame(t, "the file", api)
	b.wantFiltered(t, w, api, thresholds)
	taken, chosen := w.bulkSuggested(nil).has("개는 기록이 짧아 다른 상품에서 배운 추정값이라 뺐어요").changes(), w.bulkSuggested(map[string]string{"lower": "1"}).changes()
	all := w.bulkSuggested(map[string]string{"lower": "1", "learnt": "1"}).has(`name="learnt" value="1" checked`, "개는 다른 상품에서 배운 추정값이에요").changes()
	for code, n := range api {
		line := fmt.Sprintf("%s %d %s", code, thresholds[code], n)
		lower := n != "" && why[code] != "<nil>" && len(n) > 0 && atoi(t, n) < thresholds[code]
		if slices.Contains(strings.Split(taken, "\n"), line) != (n != "" && !lower && !learnt[code]) {
			t.Errorf("a bulk action and %s: %s", line, why[code])
		}
		if slices.Contains(strings.Split(chosen, "\n"), line) != (n != "" && !learnt[code]) {
			t.Errorf("a bulk action that lowers and %s", line)
		}
		if slices.Contains(strings.Split(all, "\n"), line) != (n != "") {
			t.Errorf("a bulk action that takes estimates too and %s", line)
		}
	}
}

func atoi(t *testing.T, text string) int {
	t.Helper()
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// wantFiltered checks the filters for higher and lower suggestions.
func (b *bench) wantFiltered(t *testing.T, w *browser, api offers, thresholds map[string]int) {
	t.Helper()
	for _, filter := range []outlook.Filter{outlook.FilterRaise, outlook.FilterLower} {
		listed := column(list(t, w.get("/api/v1/inventory?limit=100&outlook="+string(filter)).want(http.StatusOK).object(), "inventory"), "variant_code")
		page := w.get("/stock?outlook=" + string(filter)).body
		for code, n := range api {
			is := n != "" && (atoi(t, n) > thresholds[code]) == (filter == outlook.FilterRaise)
			if slices.Contains(listed, any(code)) != is || strings.Contains(page, `id="row-`+code) != is {
				t.Errorf("%s in the filter %s: want %t of %s instead of %d", code, filter, is, n, thresholds[code])
			}
		}
	}
}

// Goods that are noted as ordered count in what to order and in when the stock
// runs out, on every page and in the API. Goods that come later than a new order
// leave a gap. Late goods are not ordered twice, and do not count as certain.
func TestWhatIsOnItsWayCountsEverywhere(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 3)
	const code = "P0000002B" // 8 in stock
	b.sells(t, code, 2, 1, 1)
	b.ruled(t, map[string]int{code: 20})
	b.nightlyForReal(t)
	incidents := list(t, w.get("/api/v1/incidents").object(), "incidents")
	id := ""
	for _, i := range incidents {
		if i["variant_code"] == code {
			id = fmt.Sprint(i["id"])
		}
	}
	order := func(units, days int) {
		w.post("/api/v1/incidents/"+id+"/order", fmt.Sprintf(`{"quantity":%d,"expected_on":%q}`, units, b.inDays(days))).want(http.StatusOK)
	}
	item := func() map[string]any {
		for _, row := range list(t, w.get("/api/v1/inventory?q="+code).object(), "inventory") {
			if row["variant_code"] == code {
				return row
			}
		}
		t.Fatal("not listed")
		return nil
	}
	agree := func(when string, due bool) {
		t.Helper()
		if got := slices.Contains(column(list(t, w.get("/api/v1/inventory?outlook=order").object(), "inventory"), "variant_code"), any(code)); got != due {
			t.Errorf("%s: due by the API: %t", when, got)
		}
		for _, address := range []string{"/stock?outlook=order", "/reorder?supplier=S0000001", "/reorder/export?format=csv&supplier=S0000001"} {
			if address != "/stock?outlook=order" && !due {
				continue // there may be no sheet
			}
			if got := strings.Contains(w.get(address).body, code); got != due {
				t.Errorf("%s: in %s: %t", when, address, got)
			}
		}
		table, err := readTable(t, w.get("/stock/export?format=csv&q="+code).body)
		if err != nil || len(table) != 2 || table[1].Cells[12] != fmt.Sprint(item()["runs_out_on"]) {
			t.Errorf("%s: the file: %+v, %v; the API %v", when, table, err, item()["runs_out_on"])
		}
	}
	agree("nothing ordered", true)
	alone := fmt.Sprint(item()["runs_out_on"])

	order(40, 2)
	agree("in time", false)
	with := fmt.Sprint(item()["runs_out_on"])
	if days := daysBetween(t, alone, with); days < 20 || days > 40 || item()["incoming"] != 40.0 || item()["incoming_on"] != b.inDays(2) || item()["incoming_late"] != false {
		t.Errorf("8 last until %s, and 40 more until %s: %v", alone, with, item())
	}
	w.get("/stock?q=" + code).has("도착 예정 40개").lacks("입고 지연")
	w.get("/stock/2?variant=" + code).has("들어올 40개를 더해 계산했어요")

	order(40, 60)
	agree("far off, and counted", false)
	if got := fmt.Sprint(item()["runs_out_on"]); got != alone {
		t.Errorf("runs out on %s although nothing comes before, want %s", got, alone)
	}
	w.get("/stock?q=" + code).has("동안 품절")

	order(5, 2)
	agree("too little", true)
	w.get("/reorder?supplier=S0000001").lacks("이미 발주했어요", "늦고 있어요", "에야 들어와요")

	order(40, 2)
	b.clock.advance(3 * 24 * time.Hour)
	w = b.owner(t, mall)
	agree("late, and not ordered twice", false)
	if item()["incoming_late"] != true || daysBetween(t, alone, fmt.Sprint(item()["runs_out_on"])) > 4 {
		t.Errorf("late goods count as certain: %v", item())
	}
	w.get("/stock?q=" + code).has("입고 지연 40개")
	w.get("/stock/2?variant=" + code).has("늦고 있어서 빼고 계산했어요")
}

func daysBetween(t *testing.T, from, to string) int {
	t.Helper()
	a, err := time.Parse(time.DateOnly, from)
	if err != nil {
		t.Fatal(err)
	}
	b, err := time.Parse(time.DateOnly, to)
	if err != nil {
		t.Fatal(err)
	}
	return int(b.Sub(a).Hours() / 24)
}

// An estimate from other items says so everywhere, and promises no share of lead
// times: in the list, on the item's page, where it is ordered and in the file.
func TestAnEstimateSaysWhereItWasLearnt(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.shop(t, 3)
	const code = "P0000001A" // 0 in stock
	b.sells(t, code, append(make([]int32, demand.FirstDays-9), 1, 0, 0, 0, 2, 0, 0, 0, 0)...)
	b.ruled(t, map[string]int{code: 5})
	b.nightlyWith(t, estimated)
	const why = "같은 공급사의 다른 상품에서 배운 값 (아직 기록 9일)"
	w.get("/stock?q="+code).has("추정 13 적용", why).lacks("제안 13", "품절 막기")
	w.get("/stock/1?variant="+code).has(why, "14일 동안 13개 이하일 때 알리면 될 것으로 추정했어요", "판매가 5번 쌓이면", "이 품목의 기준을 13개로").lacks("확률로", "지난 1년의", "95%")
	w.get("/stock/1?lead=28&variant=" + code).has("14일 동안 13개 이하일 때").lacks("28일 동안")
	w.get("/reorder?supplier=S0000001").has("발주점 13", why)
	if file := w.get("/reorder/export?format=csv&supplier=S0000001").body; !strings.Contains(file, why) {
		t.Errorf("the sheet does not say where its reorder point was learnt: %s", file)
	}
	w.form("/stock/threshold", map[string]string{"product_no": "1", "variant_code": code, "threshold": "13", "back": "/stock"}).to("/stock?done=saved")
	w.get("/stock?q=" + code).lacks("추정 13 적용")
	w.get("/stock/1?variant=" + code).has(why).lacks("이 품목의 기준을 13개로")
}
