package postgres_test

import (
	"fmt"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/worklist"
)

func compute(recorded outlook.SalesHistory, held lowstock.Sales) (lowstock.Sales, outlook.NightlyForecast) {
	return forecast.Nightly(recorded, held, nil, nil)
}

// runNightly moves the clock to the nightly forecast, and runs it.
func (b *bundle) runNightly() lowstock.Applied {
	b.t.Helper()
	b.now = one[time.Time](b, "select greatest(next_sales_at, $2) from malls where mall_id = $1", b.mall, b.now)
	applied, err := b.Mall(b.mall).UpdateForecasts(b.t.Context(), forecast.Window, b.now, compute, forecast.SteadyUntil)
	b.ok(err)
	return applied
}

func TestDaysOfCoverMoveWithTheNightlyForecastOnly(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.threshold(1)
	level := func(q int) lowstock.Applied { return b.apply(read(1, q), read(2, q)) }
	level(40)
	b.setRule(lowstock.RuleChange{ProductNo: 1, Days: new(7)})
	want(t, "too little is known: the mall's number", b.row(code(1, 0)).Threshold, 1)
	for day := range 10 { // two a day
		b.wait(24 * time.Hour)
		level(38 - 2*day)
	}
	row := b.row(code(1, 0))
	want(t, "not before night", fmt.Sprint(row.Threshold, row.ThresholdDays, row.Sales.Known), "1 0 false")
	b.runNightly()
	row = b.row(code(1, 0))
	if !row.Sales.Known || row.Sales.PerDay < 1.8 || row.Sales.PerDay > 2.1 {
		t.Errorf("sales %+v of two a day", row.Sales)
	}
	want(t, "held against what is sold in a week", fmt.Sprint(row.Threshold, row.ThresholdDays, row.ThresholdSource), "14 7product")
	want(t, "the other one's sales are known too", b.row(code(2, 0)).Sales.Known, true)
	want(t, "and its threshold is the mall's", b.row(code(2, 0)).Threshold, 1)
	s, err := b.Mall(hansan).Situation(t.Context(), 1, code(1, 0))
	b.ok(err)
	want(t, "explained by the same", s.Threshold, lowstock.Threshold{Value: 14, Source: lowstock.ScopeProduct, Days: 7})

	want(t, "one falls to it", level(14).Opened, 1)
	level(15) // sold none, came back by less than the margin
	want(t, "still the threshold of last night", b.standing().Threshold, 14)
	_, err = b.Mall(hansan).UpdateForecasts(t.Context(), forecast.Window, b.now, compute, forecast.SteadyUntil)
	wantCode(t, err, lowstock.CodeNotFound) // it is not due
	b.wait(60 * 24 * time.Hour)             // nothing is sold for 60 days
	want(t, "resolved at night", b.runNightly().Resolved, 1)
	want(t, "nothing sells", b.row(code(1, 0)).Threshold, 0)
	b.checkKept(t)
}

func TestNightlyForecastsAreTheMallsOwn(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.now = time.Now() // the column's default is the database's clock
	want(t, "due at once", len(b.due(worklist.DueSales)), 1)
	b.runNightly()
	want(t, "not due twice", len(b.due(worklist.DueSales)), 0)
	next := one[time.Time](b, "select next_sales_at from malls where mall_id = $1", hansan)
	if next = next.In(time.FixedZone("KST", 9*60*60)); next.Hour() != 5 || !next.After(b.now) || next.Sub(b.now) > 26*time.Hour {
		t.Errorf("next at %s after %s", next, b.now)
	}
	b.now = next
	want(t, "due at night", len(b.due(worklist.DueSales)), 1)
}

// An untracked variant has no sales, and a variant near a threshold of days of
// cover is watched.
func TestWhatIsNearDaysOfCoverIsWatched(t *testing.T) {
	t.Parallel()
	b := setup(t)
	r := read(2, 90)
	r.Variants[0].Tracked = false
	b.apply(read(1, 24), r, read(3, 200))
	b.admin("update variants set daily_sales = 2")
	b.setRule(lowstock.RuleChange{Days: new(10)})
	plan, err := b.Mall(hansan).ClaimWatch(t.Context(), b.now.Add(time.Hour), pace)
	b.ok(err)
	want(t, "plan", plan, inbound.WatchPlan{MaxThreshold: 1, Products: []int64{1}})
	b.runNightly()
	want(t, "untracked", b.row(code(2, 0)).Sales, lowstock.Sales{})
}

// forecastWith runs one nightly forecast in which every variant gets the same
// forecast.
func (b *bundle) forecastWith(pace float64, point int) lowstock.Applied {
	b.t.Helper()
	b.now = one[time.Time](b, "select greatest(next_sales_at, $2) from malls where mall_id = $1", b.mall, b.now)
	applied, err := b.Mall(b.mall).UpdateForecasts(b.t.Context(), forecast.Window, b.now, func(p outlook.SalesHistory, held lowstock.Sales) (lowstock.Sales, outlook.NightlyForecast) {
		nightly := outlook.NightlyForecast{On: p.Today, Pace: pace, Class: "smooth", LeadDays: p.LeadDays, Level: p.Level, Base: point, Point: point, Expected: point / 2}
		if point == 0 {
			nightly = outlook.NightlyForecast{On: p.Today}
		}
		return lowstock.Sales{PerDay: pace, Known: true}, nightly
	}, forecast.SteadyUntil)
	b.ok(err)
	return applied
}

// forecastAfter runs the next day's forecast with the same sales rate.
func (b *bundle) forecastAfter(pace float64) lowstock.Applied {
	b.t.Helper()
	b.wait(24 * time.Hour)
	return b.forecastWith(pace, 0)
}

// A forecast is read back as it was computed the night before. Lists can be
// filtered by it. Other terms make it due to be computed again.
func TestForecastsAreKept(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.threshold(10)
	silent := read(3, 2)
	silent.Variants[0].Selling = false
	b.apply(read(1, 30), read(2, 15), silent)
	b.forecastWith(2, 20)
	want(t, "suggested", b.row(code(1, 0)).Suggestion, outlook.Suggestion{Point: 20, Expected: 10, LeadDays: 14, Level: 95, Known: true, Proven: true})
	for filter, wanted := range map[outlook.Filter][]string{
		outlook.FilterOrder: {code(2, 0)}, outlook.FilterRaise: {code(1, 0), code(2, 0)}, outlook.FilterLower: nil, outlook.FilterLittle: nil,
	} {
		list, _, err := b.Mall(hansan).Inventory(t.Context(), listing.Params{Outlook: filter}.At(b.now))
		b.ok(err)
		var codes []string
		for _, row := range list {
			codes = append(codes, row.Code)
		}
		want(t, string(filter), codes, wanted)
	}
	_, _, err := b.Mall(hansan).Inventory(t.Context(), listing.Params{Outlook: "sideways"})
	wantCode(t, err, lowstock.CodeInvalid)

	want(t, "due", len(b.due(worklist.DueSales)), 0)
	b.ok(b.Mall(hansan).SaveSupply(t.Context(), preference.Supply{LeadDays: 21, Level: 98, OrderDays: 30}, "kim", b.now))
	b.ok(b.Mall(hansan).SaveLeadTime(t.Context(), preference.LeadTime{ProductNo: 2, Days: 7, By: "hana"}, b.now))
	want(t, "due again", len(b.due(worklist.DueSales)), 1)
	var last []outlook.SalesHistory
	b.now = b.now.Add(time.Second)
	_, err = b.Mall(hansan).UpdateForecasts(t.Context(), forecast.Window, b.now, func(p outlook.SalesHistory, held lowstock.Sales) (lowstock.Sales, outlook.NightlyForecast) {
		last = append(last, p)
		return compute(p, held)
	}, forecast.SteadyUntil)
	b.ok(err)
	want(t, "terms of the first", fmt.Sprintf("%d %d %d %s", last[0].LeadDays, last[0].Level, last[0].Last.Point, last[0].Last.On.Format(time.DateOnly)), "21 98 20 "+b.ago(0).Format(time.DateOnly))
	want(t, "of the second", last[1].LeadDays, 7)
	_, err = b.Mall(hansan).AddPromotion(t.Context(), sale(b.now), b.now)
	b.ok(err)
	want(t, "due for a promotion", len(b.due(worklist.DueSales)), 1)
	supply, err := b.Mall(hansan).Supply(t.Context())
	b.ok(err)
	want(t, "supply", supply, preference.Supply{LeadDays: 21, Level: 98, OrderDays: 30, Suppliers: map[string]int{}, Products: map[int64]int{2: 7}})
	b.ok(b.Mall(hansan).SaveLeadTime(t.Context(), preference.LeadTime{ProductNo: 2}, b.now))
	supply, err = b.Mall(hansan).Supply(t.Context())
	b.ok(err)
	want(t, "forgotten", len(supply.Products), 0)
	wantCode(t, b.Mall(hansan).SaveSupply(t.Context(), preference.Supply{LeadDays: 0, Level: 95, OrderDays: 1}, "kim", b.now), lowstock.CodeInvalid)
	wantCode(t, b.Mall(hansan).SaveLeadTime(t.Context(), preference.LeadTime{ProductNo: 2, SupplierCode: "S1", Days: 3}, b.now), lowstock.CodeInvalid)
}

// Alerts that a nightly forecast raises by itself are marked, so that no later
// night ends them soon.
func TestWhatANightlyForecastRaisesIsSteady(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.threshold(1)
	b.apply(read(1, 12), read(2, 50))
	b.setRule(lowstock.RuleChange{ProductNo: 1, Days: new(7)})
	b.forecastWith(1, 10)
	b.wait(24 * time.Hour)
	want(t, "raised", b.forecastWith(2, 10).Opened, 1)
	want(t, "steady", one[string](b, "select string_agg(variant_code || ' ' || steady_until, ',') from forecasts where steady_until is not null"),
		code(1, 0)+" "+b.ago(0).AddDate(0, 0, forecast.SteadyDays).Format(time.DateOnly))
	b.wait(24 * time.Hour)
	want(t, "ended by a night that knows nothing", b.runNightly().Resolved, 0) // levels are stored for too short a time
	want(t, "its threshold", b.row(code(1, 0)).Threshold, 14)
	b.wait(forecast.SteadyDays * 24 * time.Hour)
	want(t, "ended a week later", b.forecastWith(1, 0).Resolved+b.forecastAfter(1).Resolved, 1)
	b.checkKept(t)
}

// What the last year shows about a suggestion is stored with it, and the list
// of lower suggestions leaves out those that would have kept less without a
// reason. A suggestion that an older program has written since is not proven.
func TestProofsAreKept(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.threshold(30)
	b.apply(read(1, 50), read(2, 50), read(3, 50), read(4, 50))
	proofs := map[string]outlook.Proof{
		code(1, 0): {Windows: 350, Kept: 0.5, Above: 21},                   // it would have kept less
		code(2, 0): {Windows: 350, Kept: 0.5, Above: 21, From: 4, To: 1.5}, // the same, but it sells more slowly
		code(3, 0): {Windows: 350, Kept: 0.96, Above: 25},                  // less, but as much as is promised
		code(4, 0): {Windows: 350, Kept: 0.5, Above: 31},                   // as much as 30
	}
	b.now = one[time.Time](b, "select greatest(next_sales_at, $2) from malls where mall_id = $1", b.mall, b.now)
	_, err := b.Mall(b.mall).UpdateForecasts(b.t.Context(), forecast.Window, b.now, func(p outlook.SalesHistory, _ lowstock.Sales) (lowstock.Sales, outlook.NightlyForecast) {
		return lowstock.Sales{PerDay: 1, Known: true}, outlook.NightlyForecast{On: p.Today, Pace: 1, Class: "smooth", LeadDays: 14, Level: 95, Base: 20, Point: 20, Proof: proofs[p.VariantCode]}
	}, forecast.SteadyUntil)
	b.ok(err)
	lower := func() (codes []string) {
		list, _, err := b.Mall(hansan).Inventory(t.Context(), listing.Params{Outlook: outlook.FilterLower})
		b.ok(err)
		for _, row := range list {
			codes = append(codes, row.Code)
			if row.Suggestion.Offered(row.Threshold) == outlook.OfferNone {
				t.Errorf("%s is listed and not offered", row.Code)
			}
		}
		return codes
	}
	for c, proof := range proofs {
		got := b.row(c).Suggestion
		want(t, c, got.Proof, proof)
		want(t, c+" proven", got.Proven, true)
		want(t, c+" with a reason", got.Offered(30).Reasoned(), c == code(2, 0) || c == code(3, 0))
	}
	want(t, "lower", lower(), []string{code(2, 0), code(3, 0), code(4, 0)})
	var last outlook.SalesHistory
	_, err = b.Mall(b.mall).UpdateForecasts(b.t.Context(), forecast.Window, b.now.Add(26*time.Hour), func(p outlook.SalesHistory, held lowstock.Sales) (lowstock.Sales, outlook.NightlyForecast) {
		if p.VariantCode == code(2, 0) {
			last = p
		}
		return held, *p.Last
	}, forecast.SteadyUntil)
	b.ok(err)
	want(t, "read back by the next night", last.Last.Proof, proofs[code(2, 0)])
	b.admin("update forecasts set point = 19") // as an older program does
	want(t, "another point", b.row(code(4, 0)).Suggestion.Proven, false)
	row := b.row(code(4, 0))
	want(t, "not offered", row.Offer(), outlook.OfferNone)
	want(t, "none of them", len(lower()), 0)
}

// A variant whose forecast cannot be computed keeps what is stored about it, is
// counted, and does not stop the others.
func TestOneFailedForecastStopsNoOther(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.apply(read(1, 40), read(2, 40), read(3, 40))
	night := func(point int, fails string) {
		t.Helper()
		b.now = one[time.Time](b, "select greatest(next_sales_at, $2) from malls where mall_id = $1", b.mall, b.now)
		_, err := b.Mall(b.mall).UpdateForecasts(t.Context(), forecast.Window, b.now, func(p outlook.SalesHistory, held lowstock.Sales) (lowstock.Sales, outlook.NightlyForecast) {
			if p.VariantCode == fails {
				return held, outlook.NightlyForecast{Failed: true}
			}
			return lowstock.Sales{PerDay: 1, Known: true}, outlook.NightlyForecast{On: p.Today, Pace: 1, Class: "smooth", LeadDays: 14, Level: 95, Base: point, Point: point}
		}, forecast.SteadyUntil)
		b.ok(err)
	}
	points := func() (list []int) {
		for no := int64(1); no <= 3; no++ {
			list = append(list, b.row(code(no, 0)).Suggestion.Point)
		}
		return list
	}
	night(20, code(1, 0))
	want(t, "never computed", points(), []int{0, 20, 20})
	night(20, "")
	night(25, code(2, 0))
	want(t, "kept", points(), []int{25, 20, 25})
	want(t, "still sold", b.row(code(2, 0)).Sales, lowstock.Sales{PerDay: 1, Known: true})
	want(t, "counted", one[int](b, "select forecasts_failed from malls"), 1)
	night(30, "")
	want(t, "computed again", points(), []int{30, 30, 30})
	want(t, "none counted", one[int](b, "select forecasts_failed from malls"), 0)
}

// A connection that breaks while the forecasts of a piece of the catalogue are
// computed costs none of them: the piece is neither left out nor counted twice.
func TestABrokenConnectionCostsNoForecast(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.apply(read(1, 40), read(2, 40), read(3, 40))
	b.now = one[time.Time](b, "select greatest(next_sales_at, $2) from malls where mall_id = $1", b.mall, b.now)
	var computed []string
	_, err := b.Mall(b.mall).UpdateForecasts(t.Context(), forecast.Window, b.now, func(p outlook.SalesHistory, held lowstock.Sales) (lowstock.Sales, outlook.NightlyForecast) {
		if computed = append(computed, p.VariantCode); len(computed) == 1 {
			b.admin(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`)
		}
		return lowstock.Sales{PerDay: 1, Known: true}, outlook.NightlyForecast{On: p.Today, Pace: 1, Class: "smooth", LeadDays: 14, Level: 95, Base: 20, Point: 20, Failed: p.VariantCode == code(3, 0)}
	}, forecast.SteadyUntil)
	b.ok(err)
	want(t, "computed", computed, []string{code(1, 0), code(2, 0), code(3, 0)})
	want(t, "stored", one[int](b, "select count(*)::int from forecasts where point = 20"), 2)
	want(t, "failed", one[int](b, "select forecasts_failed from malls"), 1)
}
