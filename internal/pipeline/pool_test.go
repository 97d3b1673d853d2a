package pipeline_test

import (
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/web/present"
)

// The nightly forecast learns from all items of the mall together and stores what it
// learnt, so that a page suggests the same as the nightly forecast, also for other lead
// times. A second nightly forecast of the same day learns nothing again.
func TestPagesAndNightsUseTheSamePool(t *testing.T) {
	t.Parallel()
	l := newLedger(t, cafe24sim.Config{Products: 60, OrderHistoryDays: demand.Days, Seed: 24})
	l.stocked()
	if _, err := l.store.Mall(mall).Sample(t.Context(), 100, l.clock.Now()); err == nil {
		t.Error("a sample before the days are counted")
	}
	supply := preference.Supply{LeadDays: 28, Level: preference.DefaultLevel, OrderDays: preference.DefaultOrderDays}
	if err := l.store.Mall(mall).SaveSupply(t.Context(), supply, "kim", l.clock.Now()); err != nil {
		t.Fatal(err)
	}
	l.count()
	rows, plan := l.night(), l.plan()
	if forecast.ReadPool(plan.Pool) == nil {
		t.Fatal("no pool")
	}
	compared, differ := 0, 0
	models, err := l.store.Mall(mall).Models(t.Context(), l.codes)
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		row := &rows[i]
		if !row.Suggestion.Known {
			continue
		}
		compared++
		l.wantStored(row, plan, models[row.Code])
		lead, level := row.Suggestion.LeadDays, float64(row.Suggestion.Level)/100
		model := l.onPage(row, plan)
		if g := model.Suggest(lead, level); g.Point != row.Suggestion.Point {
			t.Errorf("%s: the page suggests %d, the night %d", row.Code, g.Point, row.Suggestion.Point)
		}
		if shorter := model.Suggest(7, level); shorter.Point > row.Suggestion.Point {
			t.Errorf("%s: %d for 7 days, %d for %d", row.Code, shorter.Point, row.Suggestion.Point, lead)
		}
		alone := l.onPage(row, outlook.EventPlan{Record: plan.Record})
		if alone.Suggest(lead, level).Point != row.Suggestion.Point {
			differ++
		}
	}
	if compared < 50 || differ < compared/4 {
		t.Errorf("of %d suggestions the pool changes %d", compared, differ)
	}
	l.admin(t, `UPDATE malls SET next_sales_at = $1`, l.clock.Now())
	if _, err := l.store.Mall(mall).Sample(t.Context(), 100, l.clock.Now()); err == nil {
		t.Error("a second sample on one day")
	}
	other, err := l.store.Mall(mall).Sample(t.Context(), 100, l.clock.Now().Add(24*time.Hour))
	if err != nil || len(other.Items) != min(100, len(l.codes)) {
		t.Errorf("%d items the next day, error %v", len(other.Items), err)
	}
}

// wantStored compares the model that the nightly forecast has stored with the one that a
// page would fit.
func (l *ledger) wantStored(row *listing.InventoryRow, plan outlook.EventPlan, stored outlook.StoredModel) {
	l.t.Helper()
	fitted := l.onPage(row, plan)
	model, is := forecast.ReadModel(stored, present.Viewer{Now: l.clock.Now(), Zone: seoul}.Calendar(plan).Of(present.PlannedAs(row)))
	if !is {
		l.t.Errorf("%s: no model is stored", row.Code)
		return
	}
	in := forecast.Arrival{Day: 5, Units: 30}
	stock := forecast.Stock{Now: row.Quantity, OnOrder: 30, In: []forecast.Arrival{in}}
	units, by := fitted.Reorder(stock, row.Suggestion.Point, row.Suggestion.LeadDays, 28)
	if n, on := model.Reorder(stock, row.Suggestion.Point, row.Suggestion.LeadDays, 28); n != units || on != by {
		l.t.Errorf("%s: order %d by day %d, fitted %d by day %d", row.Code, n, on, units, by)
	}
	if a, b := fitted.RunOutWith(row.Quantity, in), model.RunOutWith(row.Quantity, in); a != b {
		l.t.Errorf("%s: runs out %+v, fitted %+v", row.Code, b, a)
	}
	if a, b := fitted.RiskWith(row.Quantity, 14, in), model.RiskWith(row.Quantity, 14, in); a != b {
		l.t.Errorf("%s: risk %+v, fitted %+v", row.Code, b, a)
	}
	for _, days := range []int{7, 14, 28, 60} {
		if a, b := fitted.Suggest(days, 0.95), model.Suggest(days, 0.95); a != b {
			l.t.Errorf("%s: suggests %+v, fitted %+v", row.Code, b, a)
		}
	}
}
