package forecast_test

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/lowstock"
)

const day = 24 * time.Hour

var (
	until = time.Date(2026, 11, 24, 4, 0, 0, 0, time.UTC)
	since = until.Add(-forecast.Window)
)

// run returns levels at days after since; negative days are before it.
func run(pairs ...float64) []lowstock.Point {
	var points []lowstock.Point
	for i := 0; i < len(pairs); i += 2 {
		points = append(points, lowstock.Point{At: since.Add(time.Duration(pairs[i] * float64(day))), Quantity: int(pairs[i+1])})
	}
	return points
}

func TestSales(t *testing.T) {
	t.Parallel()
	unknown := lowstock.Sales{}
	known := func(perDay float64) lowstock.Sales { return lowstock.Sales{PerDay: perDay, Known: true} }
	for name, c := range map[string]struct {
		points []lowstock.Point
		want   lowstock.Sales
	}{
		"nothing on record":                  {nil, unknown},
		"six days on record":                 {run(22.1, 9, 25, 3), unknown},
		"seven days":                         {run(21, 21, 25, 7), known(2)},
		"always the same":                    {run(-40, 5), known(0)},
		"steady":                             {run(-3, 60, 7, 46, 14, 32, 21, 18), known(42.0 / 28)},
		"only while in stock":                {run(-3, 28, 7, 14, 14, 0), known(2)},
		"fractions of a day":                 {run(-3, 9, 1.5, 0), known(6)},
		"sold out before it began":           {run(-9, 5, -8, 0), unknown},
		"a restock is no sale":               {run(-3, 14, 14, 0, 14.5, 28, 21, 14), known(28 / 27.5)},
		"oversold":                           {run(-3, 2, 14, -4), known(6.0 / 14)},
		"gone in an hour":                    {run(-3, 0, 10, 100, 10.04, 0), known(100)},
		"before the window":                  {run(-9, 50, -1, 20), known(0)},
		"a correction":                       {run(-3, 100, 9, 0, 9.5, 97), known(0)},
		"a correction with sales between":    {run(-3, 100, 9, 2, 9.2, 1, 9.5, 98), known(1.0 / 28)},
		"restocked two days later":           {run(-3, 100, 9, 0, 11, 100), known(100.0 / 26)},
		"restocked with much more":           {run(-3, 20, 9, 0, 9.5, 100), known(20 / 27.5)},
		"small falls are sales":              {run(-3, 9, 9, 0, 9.5, 9), known(9 / 27.5)},
		"less than half of a level is sales": {run(-3, 100, 9, 60, 9.5, 100), known(40.0 / 28)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := forecast.Sales(c.points, since, until)
			if got.Known != c.want.Known || math.Abs(got.PerDay-c.want.PerDay) > 1e-9 {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}

// TestSalesAreBounded checks for any levels that the sales are a number of at
// least 0 and not above the units that fell.
func TestSalesAreBounded(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		at, fell := since.Add(-10*day), 0
		var points []lowstock.Point
		for range rapid.IntRange(0, 30).Draw(rt, "points") {
			at = at.Add(time.Duration(rapid.IntRange(1, 90).Draw(rt, "hours")) * time.Hour)
			p := lowstock.Point{At: at, Quantity: rapid.IntRange(-5, 80).Draw(rt, "quantity")}
			if n := len(points); n > 0 {
				fell += max(0, points[n-1].Quantity-p.Quantity)
			}
			points = append(points, p)
		}
		got := forecast.Sales(points, since, until)
		if got.PerDay < 0 || got.PerDay > float64(fell) || math.IsNaN(got.PerDay) || !got.Known && got.PerDay != 0 {
			rt.Errorf("%+v of %d units", got, fell)
		}
	})
}
