package postgres_test

import (
	"fmt"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/lowstock"
)

// night moves the clock to when sales are reckoned, and does so.
func (b *bundle) night() lowstock.Applied {
	b.t.Helper()
	b.now = one[time.Time](b, "select greatest(next_sales_at, $2) from malls where mall_id = $1", b.mall, b.now)
	applied, err := b.UpdateSales(b.t.Context(), b.mall, forecast.Window, b.now, forecast.Sales, lowstock.Evaluate)
	b.ok(err)
	return applied
}

func TestDaysOfCoverMoveAtNightOnly(t *testing.T) {
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
	b.night()
	row = b.row(code(1, 0))
	if !row.Sales.Known || row.Sales.PerDay < 1.8 || row.Sales.PerDay > 2.1 {
		t.Errorf("sales %+v of two a day", row.Sales)
	}
	want(t, "held against what is sold in a week", fmt.Sprint(row.Threshold, row.ThresholdDays, row.ThresholdSource), "14 7product")
	want(t, "the other one's sales are known too", b.row(code(2, 0)).Sales.Known, true)
	want(t, "and its threshold is the mall's", b.row(code(2, 0)).Threshold, 1)
	s, err := b.Situation(t.Context(), hansan, 1, code(1, 0))
	b.ok(err)
	want(t, "explained by the same", s.Threshold, lowstock.Threshold{Value: 14, Source: lowstock.ScopeProduct, Days: 7})

	want(t, "one falls to it", level(14).Opened, 1)
	level(15) // sold none, came back by less than the margin
	want(t, "still the threshold of last night", b.standing().Threshold, 14)
	_, err = b.UpdateSales(t.Context(), hansan, forecast.Window, b.now, forecast.Sales, lowstock.Evaluate)
	wantCode(t, err, lowstock.CodeNotFound) // it is not due
	b.wait(60 * 24 * time.Hour)             // nothing is sold any more
	want(t, "resolved at night", b.night().Resolved, 1)
	want(t, "nothing sells", b.row(code(1, 0)).Threshold, 0)
	b.checkKept(t)
}

func TestNightsAreTheMallsOwn(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.now = time.Now() // the column's default is the database's clock
	want(t, "due at once", len(b.due(lowstock.DueSales)), 1)
	b.night()
	want(t, "not due twice", len(b.due(lowstock.DueSales)), 0)
	next := one[time.Time](b, "select next_sales_at from malls where mall_id = $1", hansan)
	if next = next.In(time.FixedZone("KST", 9*60*60)); next.Hour() != 4 || !next.After(b.now) || next.Sub(b.now) > 25*time.Hour {
		t.Errorf("next at %s after %s", next, b.now)
	}
	b.now = next
	want(t, "due at night", len(b.due(lowstock.DueSales)), 1)
}

// What is not tracked has no sales, and what is near a threshold of days of
// cover is watched.
func TestWhatIsNearDaysOfCoverIsWatched(t *testing.T) {
	t.Parallel()
	b := setup(t)
	r := read(2, 90)
	r.Variants[0].Tracked = false
	b.apply(read(1, 24), r, read(3, 200))
	b.admin("update variants set daily_sales = 2")
	b.setRule(lowstock.RuleChange{Days: new(10)})
	plan, err := b.ClaimWatch(t.Context(), hansan, b.now.Add(time.Hour), pace)
	b.ok(err)
	want(t, "plan", plan, lowstock.WatchPlan{MaxThreshold: 1, Products: []int64{1}})
	b.night()
	want(t, "untracked", b.row(code(2, 0)).Sales, lowstock.Sales{})
}
