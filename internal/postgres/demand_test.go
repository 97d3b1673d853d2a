package postgres_test

import (
	"testing"
	"time"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/postgres/postgrestest"
	"cafe24-inventory-alert/internal/worklist"
)

// claimDemand claims the counting, which is due.
func (b *bundle) claimDemand() *demand.Plan {
	b.t.Helper()
	plan, err := b.Mall(b.mall).ClaimDemand(b.t.Context(), b.now, time.Minute)
	b.ok(err)
	return &plan
}

// ago returns the calendar day this many days before today in Seoul.
func (b *bundle) ago(days int) time.Time {
	return localtime.DayOf(b.now, time.FixedZone("KST", 9*60*60)).AddDate(0, 0, -days)
}

// countDemand counts this many days up to yesterday, from orders.
func (b *bundle) countDemand(units map[string][]int32, days int) {
	b.t.Helper()
	r := demand.Reading{Range: demand.Range{From: b.ago(days), To: b.ago(1), Source: demand.FromOrders}, Units: units}
	b.saveDemand(b.claimDemand(), r)
}

func (b *bundle) saveDemand(plan *demand.Plan, r demand.Reading) {
	b.t.Helper()
	b.ok(b.Mall(b.mall).SaveDemand(b.t.Context(), plan, r, b.now, b.now, forecast.DaysOfLevels))
}

// days returns a variant's series up to yesterday: units, and the states as
// letters.
func (b *bundle) days(code string, days int) (units []int32, states string) {
	b.t.Helper()
	list, err := b.Mall(b.mall).Demand(b.t.Context(), []string{code}, b.ago(days), b.ago(1))
	b.ok(err)
	for _, d := range list[0].Days {
		units, states = append(units, d.Units), states+string("?ipo"[d.State])
	}
	return units, states
}

// A range that is counted again counts once. The new count replaces the old
// one, also of variants that no longer appear, and changes nothing else. The
// test covers the ends of months.
func TestDemandIsReplacedNotAdded(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.now = time.Date(2026, 12, 3, 3, 0, 0, 0, time.UTC) // yesterday is the 2nd, five days ago the 28th
	b.countDemand(map[string][]int32{"A": {1, 2, 3, 4, 5}, "B": {0, 9, 0, 0, 9}}, 5)
	b.countDemand(map[string][]int32{"A": {1, 2, 3, 4, 5}, "B": {0, 9, 0, 0, 9}}, 5)
	a, states := b.days("A", 7)
	want(t, "A", a, []int32{0, 0, 1, 2, 3, 4, 5})
	want(t, "states", states, "??iiiii")
	b.countDemand(map[string][]int32{"A": {7, 0, 8}}, 3)
	a, _ = b.days("A", 5)
	want(t, "A, counted again", a, []int32{1, 2, 7, 0, 8})
	other, _ := b.days("B", 5)
	want(t, "B, gone from the last three days", other, []int32{0, 9, 0, 0, 0})
	nobody, states := b.days("C", 5)
	want(t, "C", nobody, []int32{0, 0, 0, 0, 0})
	want(t, "its states", states, "iiiii")
	want(t, "rows", one[int](b, "select count(*)::int from demand"), 4)
	want(t, "in their months", b.placed("demand"), map[string]int{"demand_20261101": 2, "demand_20261201": 2})
}

// Where levels are stored, they show when a variant could not be bought. They
// also show what was sold, where orders may not be read.
func TestDemandOfLevels(t *testing.T) {
	t.Parallel()
	b := setup(t) // on the 24th at noon
	b.apply(read(1, 10, 5, 3))
	b.wait(3 * time.Hour)
	b.apply(read(1, 6, 0, 3))
	b.wait(40 * time.Hour) // the 26th, 7 o'clock
	b.apply(read(1, 6, 4, 0))
	b.wait(24 * time.Hour) // the 27th
	b.admin("update variants set tracked = false where variant_code = $1", code(1, 2))
	plan := b.claimDemand()
	r, due := plan.Next(b.now)
	want(t, "due", due, true)
	want(t, "range", r, demand.Range{From: b.ago(3), To: b.ago(1), Source: demand.FromLevels})
	b.saveDemand(plan, demand.Reading{Range: r})
	for code, c := range map[string]struct {
		units  []int32
		states string
	}{
		code(1, 0): {[]int32{0, 4, 0, 0}, "?pii"}, // levels are stored since noon
		code(1, 1): {[]int32{0, 5, 0, 0}, "?pop"},
		code(1, 2): {[]int32{0, 0, 0, 0}, "?iii"}, // its stock is no longer tracked
	} {
		units, states := b.days(code, 4)
		want(t, code+" sold", units, c.units)
		want(t, code+" could be bought", states, c.states)
	}
	// Orders show what was sold; levels still show when it could not be bought.
	b.saveDemand(plan, demand.Reading{
		Range: demand.Range{From: b.ago(3), To: b.ago(1), Source: demand.FromOrders},
		Units: map[string][]int32{code(1, 1): {2, 0, 1}, code(1, 0): {0, 0, 3}},
	})
	units, states := b.days(code(1, 1), 3)
	want(t, "by orders", units, []int32{2, 0, 1})
	want(t, "by levels", states, "pop")
	b.saveDemand(plan, demand.Reading{
		Range: demand.Range{From: b.ago(2), To: b.ago(2), Source: demand.FromOrders},
		Units: map[string][]int32{code(1, 1): {1}},
	})
	_, states = b.days(code(1, 1), 3)
	want(t, "what was sold could be bought", states, "ppp")
}

func TestDemandIsDueWhenTheCatalogueIsKnown(t *testing.T) {
	t.Parallel()
	b, first := installing(t)
	want(t, "due during the first sync", len(b.due(worklist.DueDemand)), 0)
	_, err := b.Mall(hansan).ClaimDemand(t.Context(), b.now, time.Minute)
	wantCode(t, err, lowstock.CodeNotFound)
	_, err = b.Mall(hansan).FinishSync(t.Context(), first, b.now, b.now.Add(time.Hour))
	b.ok(err)
	want(t, "due", b.due(worklist.DueDemand), []worklist.Due{{Kind: worklist.DueDemand, Mall: hansan}})
	plan := b.claimDemand()
	want(t, "orders without the scope", plan.Orders, false)
	want(t, "due while it is claimed", len(b.due(worklist.DueDemand)), 0)
	b.wait(2 * time.Minute)
	want(t, "due after the lease", len(b.due(worklist.DueDemand)), 1)
	plan = b.claimDemand()
	b.ok(b.Mall(hansan).FinishDemand(t.Context(), plan, b.now))
	next := one[time.Time](b, "select next_at from demand_reads")
	if local := next.In(time.FixedZone("KST", 9*60*60)); local.Hour() != 4 || local.Day() != 25 {
		t.Errorf("next at %s", local)
	}

	b.admin(`update tokens set scopes = '{mall.read_product,mall.read_order}'`)
	b.admin(`update demand_reads set next_at = $1`, b.now)
	plan = b.claimDemand()
	want(t, "orders", plan.Orders, true)
	b.ok(b.Mall(hansan).RefuseDemand(t.Context(), plan, b.now))
	b.ok(b.Mall(hansan).DelayDemand(t.Context(), plan, b.now))
	want(t, "after a refusal", b.claimDemand().Orders, false)
	b.wait(25 * time.Hour)
	want(t, "a day later", b.claimDemand().Orders, true)
}

// In another time zone the days have other bounds.
func TestDemandIsCountedAnewInAnotherZone(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.countDemand(map[string][]int32{"A": {1, 2, 3}}, 3)
	s, err := b.Mall(hansan).Settings(t.Context())
	b.ok(err)
	s.Timezone = "America/New_York"
	b.ok(b.Mall(hansan).SaveSettings(t.Context(), s, "kim", b.now))
	plan := b.claimDemand()
	want(t, "days", len(plan.Read), 0)
	want(t, "zone", plan.Zone.String(), "America/New_York")
	_, states := b.days("A", 3)
	want(t, "states", states, "???")
}

// A process that has lost the claim, or works for an ended installation,
// changes nothing.
func TestALateCountChangesNothing(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.countDemand(map[string][]int32{"A": {1, 2, 3}}, 3)
	late := b.claimDemand()
	b.wait(2 * time.Minute)
	b.claimDemand()
	reading := demand.Reading{
		Range: demand.Range{From: b.ago(2), To: b.ago(1), Source: demand.FromOrders}, Units: map[string][]int32{"A": {50, 50}},
	}
	tryAll := func(when string) {
		t.Helper()
		before := b.everything()
		for name, write := range map[string]func() error{
			"a range": func() error {
				return b.Mall(hansan).SaveDemand(t.Context(), late, reading, b.now, b.now, forecast.DaysOfLevels)
			},
			"the end":   func() error { return b.Mall(hansan).FinishDemand(t.Context(), late, b.now) },
			"a delay":   func() error { return b.Mall(hansan).DelayDemand(t.Context(), late, b.now) },
			"a refusal": func() error { return b.Mall(hansan).RefuseDemand(t.Context(), late, b.now) },
			"single items": func() error {
				return b.Mall(hansan).SaveDemandOrders(t.Context(), late, []demand.Order{{ID: "1", Day: b.ago(1), Units: map[string]int32{"A": 1}}}, b.now)
			},
		} {
			wantCode(t, write(), lowstock.CodeConflict)
			equalTables(t, name+" "+when, before, b.everything())
		}
	}
	tryAll("after another claim")
	late = b.claimDemandAfter(2 * time.Minute)
	b.wait(time.Minute)
	b.hint(left(b.now))
	tryAll("after the mall has left")
	b.connect(hansan)
	tryAll("after it has come back")
	b.wait(time.Hour)
	b.hint(left(b.now))
	b.wait(73 * time.Hour)
	want(t, "purged", b.purge(), true)
	tryAll("after it was purged")
	want(t, "demand left", one[int](b, "select count(*)::int from demand"), 0)
}

func (b *bundle) claimDemandAfter(d time.Duration) *demand.Plan {
	b.t.Helper()
	b.wait(d)
	return b.claimDemand()
}

// Orders whose items were read one by one are stored until their range is
// counted.
func TestSingleOrdersAreKeptForADay(t *testing.T) {
	t.Parallel()
	b := setup(t)
	plan := b.claimDemand()
	r := demand.Range{From: b.ago(2), To: b.ago(1), Source: demand.FromOrders}
	orders := []demand.Order{{ID: "1", Day: b.ago(1), Units: map[string]int32{"A": 2, "B": 1}}, {ID: "2", Day: b.ago(2)}}
	b.ok(b.Mall(hansan).SaveDemandOrders(t.Context(), plan, orders, b.now))
	b.ok(b.Mall(hansan).SaveDemandOrders(t.Context(), plan, orders[:1], b.now))
	kept := func() int {
		list, err := b.Mall(hansan).DemandOrders(t.Context(), r)
		b.ok(err)
		return len(list)
	}
	want(t, "kept", kept(), 2)
	b.saveDemand(plan, demand.Reading{Range: demand.Range{From: b.ago(1), To: b.ago(1), Source: demand.FromOrders}})
	want(t, "after one of the days", kept(), 1)
	b.wait(25 * time.Hour)
	b.claimDemand()
	want(t, "a day later", kept(), 0)
}

func TestOldDemandGoes(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.keep()
	b.countDemand(map[string][]int32{"A": {1, 2, 3}}, 3)
	b.wait((demand.Days - 1) * 24 * time.Hour)
	b.keep()
	want(t, "days", one[int](b, "select count(*)::int from demand_days"), 3)
	want(t, "months", one[int](b, "select count(*)::int from demand"), 1)
	b.wait(82 * 24 * time.Hour)
	b.keep()
	want(t, "days, later", one[int](b, "select count(*)::int from demand_days"), 0)
	want(t, "months, later", one[int](b, "select count(*)::int from demand"), 0)
	want(t, "partitions", one[int](b, "select count(*)::int from pg_inherits where inhparent = 'demand'::regclass") < 34, true)
}

// On no day of some years does the upkeep drop a month that it makes again, or
// lack the month of a day that is counted.
func TestEveryCountedDayHasItsMonth(t *testing.T) {
	t.Parallel()
	b := setup(t)
	made := map[string]bool{}
	for range 3 * 366 {
		b.admin("select make_partitions($1)", b.now)
		for _, name := range one[[]string](b, "select coalesce(array_agg(partition), '{}') from old_partitions($1) where of_table = 'demand'", b.now) {
			b.admin("select drop_partition($1, $2)", name, b.now)
			made[name] = true
		}
		for _, day := range []time.Time{b.ago(demand.Days), b.ago(1)} {
			name := "demand_" + day.AddDate(0, 0, 1-day.Day()).Format("20060102")
			if made[name] || !one[bool](b, "select to_regclass($1) is not null", name) {
				t.Fatalf("on %s there is no %s", b.now, name)
			}
		}
		b.now = b.now.AddDate(0, 0, 1)
	}
}

// A catalogue of a thousand variants is read in its order, a page at a time,
// each variant once.
func TestANightlyForecastGoesThroughTheCatalogue(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.apply(read(1, 5, 5))
	b.admin(`
		INSERT INTO variants (mall_id, variant_code, product_no, display, selling, tracked, quantity, threshold, threshold_source, status, observed_at)
		SELECT $1, 'Z' || to_char(n, 'FM000000'), 9, true, true, true, 5, 0, 'mall', 'ok', $2 FROM generate_series(1, 4500) n`, hansan, b.now)
	b.countDemand(map[string][]int32{"Z000001": {1, 2, 3}, "Z004500": {4, 5, 6}}, 3)
	sold, seen, last := int32(0), 0, ""
	at := one[time.Time](b, "select next_sales_at from malls")
	_, err := b.Mall(hansan).UpdateForecasts(t.Context(), forecast.Window, at, func(p outlook.SalesHistory, held lowstock.Sales) (lowstock.Sales, outlook.NightlyForecast) {
		if p.VariantCode <= last {
			t.Fatalf("%s after %s", p.VariantCode, last)
		}
		last = p.VariantCode
		seen++
		for _, d := range p.Demand.Days {
			sold += d.Units
		}
		return compute(p, held)
	}, forecast.SteadyUntil)
	b.ok(err)
	want(t, "variants", seen, 4502)
	want(t, "units", sold, int32(21))
	progress, err := postgrestest.Connect(t, b.url).Mall(hansan).DemandProgress(t.Context(), b.now)
	b.ok(err)
	if at := b.now.Sub(progress.Began); at <= 0 || at > 5*24*time.Hour {
		t.Errorf("the counting could begin %s ago", at)
	}
	want(t, "progress", progress, demand.Progress{Done: 3, Wanted: 3, Source: demand.FromLevels, Since: b.ago(3), Began: progress.Began})
}
