package purchase_test

import (
	"testing"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/purchase"
)

// The example of orders.md §3: 10 in stock, 4 sold a day, and 50 due in 5 days.
func TestCover(t *testing.T) {
	t.Parallel()
	today := time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC)
	goods := func(units, days int) lowstock.Goods {
		return lowstock.Goods{Units: units, On: today.AddDate(0, 0, days)}
	}
	grace := goods(50, -1)
	grace.Until = today.AddDate(0, 0, 1)
	for _, c := range []struct {
		about      string
		stock      int
		point      int
		perDay     float64
		lost       lowstock.LossCurve
		all        []lowstock.Goods
		verdict    purchase.CoverVerdict
		days       int // after which the arrival comes that the verdict is about
		units      int
		half, all2 int
	}{
		{"nothing", 10, 32, 4, nil, nil, "", 0, 0, 0, 0},
		{"the example", 10, 32, 4, nil, []lowstock.Goods{goods(50, 5)}, purchase.VerdictGap, 5, 50, 5, 50},
		{"in time", 24, 32, 4, nil, []lowstock.Goods{goods(50, 5)}, purchase.VerdictCovered, 5, 50, 0, 50},
		{"today", 0, 32, 4, nil, []lowstock.Goods{goods(50, 0)}, purchase.VerdictCovered, 0, 50, 0, 50},
		{"too few", 24, 32, 4, nil, []lowstock.Goods{goods(8, 5)}, purchase.VerdictShort, 5, 8, 0, 8},
		{"sold out, the pace is not known", 0, 3, 0, nil, []lowstock.Goods{goods(50, 5)}, purchase.VerdictGap, 5, 50, 10, 50},
		{"the pace is not known", 9, 3, 0, nil, []lowstock.Goods{goods(50, 5)}, purchase.VerdictCovered, 5, 50, 0, 50},
		{"by chance", 24, 32, 4, lowstock.LossCurve{14, 60, 1, 0, 90, 7, 40, 1, 0, 30}, []lowstock.Goods{goods(50, 5)}, purchase.VerdictGap, 5, 50, 0, 50},
		{"before the second", 10, 32, 4, nil, []lowstock.Goods{goods(8, 2), goods(50, 9)}, purchase.VerdictGap, 9, 50, 9, 58},
		{"late", 10, 32, 4, nil, []lowstock.Goods{goods(50, -1)}, purchase.VerdictLate, -1, 50, 0, 50},
		{"a little late, and certain", 10, 32, 4, nil, []lowstock.Goods{grace}, purchase.VerdictCovered, 0, 50, 0, 50},
		{"late, and others in time", 24, 32, 4, nil, []lowstock.Goods{goods(5, -3), goods(50, 5)}, purchase.VerdictCovered, 5, 50, 0, 55},
	} {
		h := purchase.Holding{Stock: c.stock, Point: c.point, PerDay: c.perDay, Lost: c.lost, Incoming: lowstock.IncomingOf(c.all...)}
		got := h.Cover(today)
		if got.Verdict != c.verdict || got.Units != c.units || got.HalfDays != c.half || got.All != c.all2 || c.verdict != "" && !got.On.Equal(today.AddDate(0, 0, c.days)) {
			t.Errorf("%s: %+v", c.about, got)
		}
	}
}
