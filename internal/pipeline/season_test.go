package pipeline_test

import (
	"math"
	"testing"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/internal/worklist"
)

// stocked stores the levels of all products, as the first sync does.
func (l *ledger) stocked() {
	l.t.Helper()
	var readings []inbound.ProductReading
	for _, p := range l.sim.Products(string(mall)) {
		r := inbound.ProductReading{Product: lowstock.Product{No: int64(p.No), Code: p.Code, Name: p.Name, Display: true, Selling: true}}
		for _, v := range p.Variants {
			r.Variants = append(r.Variants, lowstock.Variant{ProductNo: int64(p.No), Code: v.Code, Display: true, Selling: true, Tracked: true, Quantity: 20})
		}
		readings = append(readings, r)
	}
	levels := inbound.Levels{Source: lowstock.SourceSweep, StartedAt: l.clock.Now(), Readings: readings}
	if _, err := l.store.Mall(mall).ApplyLevels(l.t.Context(), levels); err != nil {
		l.t.Fatal(err)
	}
}

// night runs the nightly forecast that is due, and returns the list.
func (l *ledger) night() []listing.InventoryRow {
	l.t.Helper()
	if !l.forecastDue() {
		l.t.Fatal("no forecast is due")
	}
	if err := l.work.Step(l.t.Context(), worklist.Due{Kind: worklist.DueSales, Mall: mall}); err != nil {
		l.t.Fatal(err)
	}
	rows, _, err := l.store.Mall(mall).Inventory(l.t.Context(), listing.Params{Limit: 200})
	if err != nil {
		l.t.Fatal(err)
	}
	return rows
}

// plan returns the mall's events with its record.
func (l *ledger) plan() outlook.EventPlan {
	l.t.Helper()
	plan, err := l.store.Mall(mall).Events(l.t.Context())
	if err != nil {
		l.t.Fatal(err)
	}
	return plan
}

// onPage is the model that a page fits to a row.
func (l *ledger) onPage(row *listing.InventoryRow, plan outlook.EventPlan) forecast.Model {
	l.t.Helper()
	r := present.Viewer{Now: l.clock.Now(), Zone: seoul}
	from, to := r.DemandSpan()
	list, err := l.store.Mall(mall).Demand(l.t.Context(), []string{row.Code}, from, to)
	if err != nil {
		l.t.Fatal(err)
	}
	return forecast.FitEvents(forecast.SeriesOf(list[0]), r.Calendar(plan).Of(present.PlannedAs(row)))
}

// What a page computes from two years of a mall with a season is to the unit
// what the nightly forecast has stored, and the season matters for it: four weeks before
// Christmas more is suggested than without it.
func TestPagesAndNightsKnowTheSameSeason(t *testing.T) {
	t.Parallel()
	l := newLedger(t, cafe24sim.Config{Products: 40, OrderHistoryDays: demand.Days, Seed: 24})
	l.stocked()
	l.count()
	rows, plan := l.night(), l.plan()
	if n := len(plan.Record.Roots); n != demand.Days {
		t.Fatalf("%d days on record", n)
	}
	compared, higher := 0, 0
	for i := range rows {
		row := &rows[i]
		if !row.Suggestion.Known {
			continue
		}
		compared++
		model, blind := l.onPage(row, plan), l.onPage(row, outlook.EventPlan{})
		if pace := math.Round(model.Velocity()*1000) / 1000; pace != row.Sales.PerDay {
			t.Errorf("%s: the page computes %v a day, the night %v", row.Code, pace, row.Sales.PerDay)
		}
		level := float64(row.Suggestion.Level) / 100
		if g := model.Suggest(row.Suggestion.LeadDays, level); g.Point != row.Suggestion.Point {
			t.Errorf("%s: the page suggests %d, the night %+v", row.Code, g.Point, row.Suggestion)
		}
		ahead, is := forecast.ReadAhead(row.Ahead)
		out, night := model.RunOut(row.Quantity), ahead.RunOut(row.Quantity)
		if !is || out.P90 < forecast.NotWithin && (night.P10 != out.P10 || night.P50 != out.P50 || night.P90 != out.P90) {
			t.Errorf("%s: runs out in %+v on the page, in %+v at night", row.Code, out, night)
		}
		if blind.Suggest(row.Suggestion.LeadDays, level).Point < row.Suggestion.Point {
			higher++
		}
	}
	if compared < 50 || higher < compared/4 {
		t.Errorf("of %d suggestions the season raises %d", compared, higher)
	}
}

// Days that an older version of the program has counted have no roots. The
// first nightly forecast adds them up, to the same sums.
func TestRootsOfAnOlderVersionAreAddedUp(t *testing.T) {
	t.Parallel()
	l := newLedger(t, cafe24sim.Config{Products: 10, OrderHistoryDays: 500})
	l.stocked()
	l.count()
	want := l.plan().Record
	l.admin(t, `UPDATE demand_days SET roots = NULL WHERE day < $1`, l.today().AddDate(0, 0, -20))
	l.night()
	got := l.plan().Record
	if !got.First.Equal(want.First) || len(got.Roots) != len(want.Roots) {
		t.Fatalf("%d days since %s, not %d since %s", len(got.Roots), got.First, len(want.Roots), want.First)
	}
	sum := 0.0
	for i, n := range want.Roots {
		if math.Abs(n-got.Roots[i]) > 1e-9 {
			t.Fatalf("%v, not %v, on day %d", got.Roots[i], n, i)
		}
		sum += n
	}
	if sum == 0 {
		t.Error("nothing was sold")
	}
	if n := rowsOf[struct{ N int }](t, l.desk, `SELECT count(*)::int FROM demand_days WHERE roots IS NULL`)[0].N; n != 0 {
		t.Errorf("%d days have none", n)
	}
}
