package pipeline_test

import (
	"math"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/monthly"
)

// An item that sold 2 a day was out of stock for five whole days of November. The nightly forecast says what was lost in the running month, at
// the price; another nightly forecast says it once more. When the month is over its loss stays, and its sell-outs are counted.
func TestTheNightKeepsTheMonths(t *testing.T) {
	t.Parallel()
	l := newLedger(t, cafe24sim.Config{})
	l.stocked()
	l.admin(t, `UPDATE products SET price = '15900.00'`)
	l.admin(t, `UPDATE syncs SET started_at = '2026-10-05T00:00:00Z'`)
	for days := 1; days <= 150; days++ {
		at := l.clock.Now().AddDate(0, 0, -days)
		l.put(at, at, cafe24sim.Bought{Code: l.codes[2], Quantity: 20}) // the mall is open every day
		if days < 10 || days > 14 {
			l.put(at, at, cafe24sim.Bought{Code: l.codes[0], Quantity: 1 + days%3}, cafe24sim.Bought{Code: l.codes[1], Quantity: 1})
		}
	}
	l.count()
	l.admin(t, `UPDATE demand SET out_days = (31 << 9) WHERE month = '2026-11-01' AND variant_code = ANY($1)`, l.codes[:2])
	l.admin(t, `UPDATE variants SET sells_at_zero = true WHERE variant_code = $1`, l.codes[1]) // loses nothing
	l.night()
	want := func(what string, over ...bool) []monthly.Month {
		t.Helper()
		list, err := l.store.Mall(mall).Months(t.Context(), time.Time{})
		if err != nil || len(list) != len(over) {
			t.Fatalf("%s: %+v, %v", what, list, err)
		}
		for i, is := range over {
			if list[i].Over != is {
				t.Errorf("%s: %s is over: %v", what, list[i].Month.Format(time.DateOnly), list[i].Over)
			}
		}
		return list
	}
	list := want("in November", false, false, true, false) // nothing is known of August and September
	lost := list[3].Lost
	if lost.Items != 1 || lost.Days != 5 || lost.Units < 8 || lost.Units > 10 || math.Round(lost.Value) != math.Round(lost.Units*15900) || lost.UnitsSpread <= 0 || lost.UnitsSpread > 5 || !lost.On.Equal(l.today()) {
		t.Errorf("November: %+v", lost)
	}
	if october := list[2]; october.Lost.Days != 0 || october.LeadDays != 14 || october.SellOuts() != 0 {
		t.Errorf("October: %+v", october)
	}

	l.admin(t, `INSERT INTO stock_history (mall_id, variant_code, observed_at, quantity, source) VALUES ('hanbit', $1, '2026-11-03T00:00:00Z', 4, 'hint'), ('hanbit', $1, '2026-11-10T00:00:00Z', 0, 'hint')`, l.codes[0])
	l.clock.to(l.clock.Now().Add(8 * 24 * time.Hour)) // the 2nd of December
	l.admin(t, `UPDATE malls SET next_sales_at = $1`, l.clock.Now())
	l.night()
	list = want("in December", false, false, true, true, false)
	november := list[3]
	if november.Missed != 1 || november.SellOuts() != 1 || november.Lost.Days != 5 || !november.Lost.On.Equal(l.today()) {
		t.Errorf("November, when it is over: %+v", november)
	}
	l.admin(t, `UPDATE products SET price = '1.00'`)
	l.clock.to(l.clock.Now().Add(24 * time.Hour))
	l.admin(t, `UPDATE malls SET next_sales_at = $1`, l.clock.Now())
	l.night()
	if again := want("a night later", false, false, true, true, false)[3]; again != november {
		t.Errorf("November changed: %+v, was %+v", again, november)
	}
}
