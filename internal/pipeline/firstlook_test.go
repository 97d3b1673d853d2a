package pipeline_test

import (
	"math"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/lowstock"
)

// The orders of a new mall are read once: an item sold 2 a day, nothing for 12
// days, and 2 a day again. The first nightly forecast says so, with the price of
// what was not sold. A later nightly forecast changes nothing.
func TestTheFirstNightLooksBack(t *testing.T) {
	t.Parallel()
	l := newLedger(t, cafe24sim.Config{})
	l.stocked()
	l.admin(t, `UPDATE products SET price = '15900.00'`)
	began := l.clock.Now().AddDate(0, 0, -100)
	for days := 1; days <= 300; days++ {
		at := l.clock.Now().AddDate(0, 0, -days)
		l.put(at, at, cafe24sim.Bought{Code: l.codes[1], Quantity: 3})
		if days < 89 || days > 100 {
			l.put(at, at, cafe24sim.Bought{Code: l.codes[0], Quantity: 2})
		}
	}
	store := l.store.Mall(mall)
	if _, _, err := store.FirstLook(t.Context(), 10); lowstock.ErrorCode(err) != lowstock.CodeNotFound {
		t.Errorf("before the first night: %v", err)
	}
	l.count()
	l.night()
	look, list, err := store.FirstLook(t.Context(), 10)
	if err != nil {
		t.Fatal(err)
	}
	if look.Items != 1 || look.Stockouts != 1 || look.Days != 365 || math.Round(look.LostUnits) != 23 || math.Round(look.LostValue) != 23*15900 || look.Announced != 1 || !look.On.Equal(l.today()) {
		t.Errorf("the first look is %+v", look)
	}
	if look.Chance <= 0 || look.Chance > 0.1 {
		t.Errorf("%v stock-outs are expected by chance", look.Chance)
	}
	if len(list) != 1 || list[0].VariantCode != l.codes[0] || list[0].Days != 12 || list[0].LastDays != 12 || list[0].LastFrom.Format(time.DateOnly) != began.Format(time.DateOnly) {
		t.Fatalf("it lists %+v", list)
	}

	l.admin(t, `UPDATE malls SET next_sales_at = $1`, l.clock.Now())
	l.night()
	again, _, err := store.FirstLook(t.Context(), 10)
	if err != nil || again != look {
		t.Errorf("after a second night: %+v, %v", again, err)
	}
}

// A mall that has had the app for longer than a month gets no first look.
func TestAnOldMallHasNoFirstLook(t *testing.T) {
	t.Parallel()
	l := newLedger(t, cafe24sim.Config{})
	l.stocked()
	l.admin(t, `UPDATE syncs SET finished_at = finished_at - interval '31 days'`)
	l.count()
	l.night()
	if _, _, err := l.store.Mall(mall).FirstLook(t.Context(), 10); lowstock.ErrorCode(err) != lowstock.CodeNotFound {
		t.Errorf("it has one: %v", err)
	}
}
