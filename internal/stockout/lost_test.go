package stockout_test

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/stockout"
)

// sales returns a record that ends before an October of 31 days, and that month: sells gives the units of a day, and a day of the
// month for which out is true is out of stock.
func sales(before int, sells func(day int) int32, out func(day int) bool) (d demand.Series, from, to time.Time) {
	from, to = time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	d = demand.Series{From: from.AddDate(0, 0, -before)}
	for n := range before + 31 {
		day := demand.Day{Units: sells(n - before), State: demand.InStock}
		if n >= before && out(n-before+1) {
			day = demand.Day{State: demand.Out}
		}
		d.Days = append(d.Days, day)
	}
	return d, from, to
}

func steadily(units int32) func(int) int32 { return func(int) int32 { return units } }

func within(first, last int) func(int) bool {
	return func(day int) bool { return day >= first && day <= last }
}

// TestLostUnits: whole days out of stock of a regular seller, at the pace before; nothing that is not known, not regular or capped.
func TestLostUnits(t *testing.T) {
	t.Parallel()
	seldom := func(n int) int32 {
		if n%20 == 0 {
			return 5
		}
		return 0
	}
	ended := func(n int) int32 { // its season ended five weeks ago
		if n < -35 {
			return 4
		}
		return 0
	}
	for name, tc := range map[string]struct {
		before int
		sells  func(int) int32
		out    func(int) bool
		days   int
		units  float64
	}{
		"nine days":                     {120, steadily(4), within(3, 11), 9, 36},
		"until the end of the month":    {120, steadily(4), within(22, 31), 10, 40},
		"twice":                         {120, steadily(2), func(n int) bool { return n == 4 || n == 20 }, 2, 4},
		"in stock":                      {120, steadily(4), within(40, 41), 0, 0},
		"sells seldom":                  {120, seldom, within(3, 11), 0, 0},
		"hardly any record":             {38, steadily(4), within(1, 20), 0, 0},
		"the least record":              {42, steadily(4), within(1, 20), 20, 80},
		"its season had ended":          {120, ended, within(3, 11), 0, 0},
		"it sells more after it begins": {120, func(n int) int32 { return map[bool]int32{true: 90, false: 4}[n > 15] }, within(3, 11), 9, 36},
	} {
		d, from, to := sales(tc.before, tc.sells, tc.out)
		got := stockout.Lost(d, from, to, nil)
		if got.Days != tc.days || math.Abs(got.Units-tc.units) > 1e-9 {
			t.Errorf("%s: %+v, want %d days and %v units", name, got, tc.days, tc.units)
		}
	}
}

// TestALongStockOutIsCapped: of a stock-out only the first 60 days count, in whatever month they are.
func TestALongStockOutIsCapped(t *testing.T) {
	t.Parallel()
	d, from, to := sales(200, steadily(3), within(1, 31))
	for n := 150; n < 200; n++ {
		d.Days[n] = demand.Day{State: demand.Out}
	}
	got := stockout.Lost(d, from, to, nil)
	if got.Days != 10 || math.Abs(got.Units-30) > 1e-9 {
		t.Errorf("%+v, want the 10 days left of 60", got)
	}
}

// TestTheRangeHoldsTheTruth: of simulated stock-outs, the range of 1.28 standard deviations holds the sales that were lost in about
// four fifths.
func TestTheRangeHoldsTheTruth(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(3, 9))
	poisson := func(mean float64) int32 {
		limit, product, n := math.Exp(-mean), rnd.Float64(), int32(0)
		for product > limit {
			product *= rnd.Float64()
			n++
		}
		return n
	}
	held := 0
	const tries = 2000
	for range tries {
		mean, days := 0.5+4*rnd.Float64(), 2+rnd.IntN(20)
		d, from, to := sales(91, func(int) int32 { return poisson(mean) }, within(1, days))
		truth := 0.0
		for range days {
			truth += float64(poisson(mean))
		}
		got := stockout.Lost(d, from, to, nil)
		if math.Abs(got.Units-truth) <= 1.2816*math.Sqrt(got.Variance)+0.5 {
			held++
		}
	}
	if share := float64(held) / tries; share < 0.77 || share > 0.9 {
		t.Errorf("the range holds %.3f", share)
	} else {
		t.Logf("the range holds %.3f", share)
	}
}
