package forecast_test

import (
	"math/rand/v2"
	"testing"

	"cafe24-inventory-alert/internal/forecast"
)

// follow follows a stock through a demand, day by day. It returns the day on
// which the stock is gone and the units that could not be sold within days.
// Goods come in before the day's sales.
func follow(wanted []int32, stock, days int, in forecast.Arrival) (out, lost int) {
	for i, units := range wanted[:forecast.Horizon] {
		if i+1 == in.Day {
			stock += in.Units
		}
		sold := min(int(units), stock)
		if i < days {
			lost += int(units) - sold
		}
		if stock -= sold; stock == 0 && out == 0 {
			out = i + 1
		}
	}
	if out == 0 {
		out = forecast.NotWithin
	}
	return out, lost
}

// TestWhatIsOnItsWayCounts checks the date of running out and the lost units of
// stocks that grow, against the demand of generated items.
func TestWhatIsOnItsWayCounts(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(17, 3))
	var all, early, late int
	var lost, expected, ignored, position float64
	for _, it := range generate(shop(), 31, 300, gateDays) {
		origin := it.seen.End() - forecast.Horizon
		m := forecast.Fit(it.seen.Until(origin), it.events)
		if m.Class() == forecast.Unknown {
			continue
		}
		wanted := it.wanted[origin-it.seen.Start:]
		for range 4 {
			stock := 1 + int(m.Velocity()*float64(5+rnd.IntN(30)))
			in := forecast.Arrival{Day: 1 + rnd.IntN(30), Units: 1 + int(m.Velocity()*float64(10+rnd.IntN(60)))}
			day, missed := follow(wanted, stock, 28, in)
			out, risk := m.RunOutWith(stock, in), m.RiskWith(stock, 28, in)
			switch all++; {
			case day < out.P10:
				early++
			case day > out.P90:
				late++
			}
			lost, expected = lost+float64(missed), expected+risk.Lost
			ignored, position = ignored+m.Risk(stock, 28).Lost, position+m.Risk(stock+in.Units, 28).Lost
			if alone, with := m.RunOut(stock), m.RunOut(stock+in.Units); out.P10 < alone.P10 || out.P50 < alone.P50 || out.P90 < alone.P90 || out.P10 > with.P10 || out.P50 > with.P50 || out.P90 > with.P90 || out.P10 > out.P50 || out.P50 > out.P90 {
				t.Fatalf("%+v of %d and %+v: alone %+v, together %+v", out, stock, in, alone, with)
			}
		}
	}
	t.Logf("%d dates, %.1f %% before the range, %.1f %% after it; %.0f units lost, %.0f expected; %.0f if nothing came, %.0f if all were there", all, 100*float64(early)/float64(all), 100*float64(late)/float64(all), lost, expected, ignored, position)
	if held := 1 - float64(early+late)/float64(all); held < 0.75 || held > 0.92 {
		t.Errorf("%.1f %% of the dates within their range", 100*held)
	}
	if expected < 0.7*lost || expected > 1.4*lost {
		t.Errorf("%.0f units lost, %.0f expected", lost, expected)
	}
}

// TestWhatIsOnItsWayAtItsEnds checks goods that come in at once, never, and for
// a stock that is gone, and that the stored forecast answers as the model does.
func TestWhatIsOnItsWayAtItsEnds(t *testing.T) {
	t.Parallel()
	m := forecast.Fit(every(300, 1), nil)
	ahead, ok := forecast.ReadAhead(m.Ahead(forecast.NewReplay(every(300, 1), 14), 20))
	if !ok {
		t.Fatal("nothing is stored")
	}
	for _, in := range []forecast.Arrival{{}, {Day: 3}, {Units: 3}, {Day: 1, Units: 2}, {Day: 2, Units: 2}, {Day: 4, Units: 16}, {Day: 300, Units: 5}} {
		for _, stock := range []int{-3, 0, 1, 2, 4} {
			got, stored := m.RunOutWith(stock, in), ahead.RunOutWith(stock, in)
			if got.Cover = 0; stock+in.Units <= 4 && got != stored {
				t.Errorf("%d and %+v: %+v, stored %+v", stock, in, got, stored)
			}
			want := m.RunOut(stock)
			if in.Units > 0 && stock > 0 && in.Day > 0 && in.Day <= want.P10 {
				want = m.RunOut(stock + in.Units)
			}
			if want.Cover = 0; in.Day != 2 && in.Day != 4 && got != want {
				t.Errorf("%d and %+v: %+v, want %+v", stock, in, got, want)
			}
		}
	}
	if r := m.RiskWith(-7, 14, forecast.Arrival{Day: 1, Units: 30}); r.Chance != 1 || r.Lost != m.Risk(23, 14).Lost {
		t.Errorf("of an oversold stock: %+v", r)
	}
	if r, alone := m.RiskWith(5, 14, forecast.Arrival{Day: 15, Units: 30}), m.Risk(5, 14); r != alone {
		t.Errorf("of goods that come after the lead time: %+v, want %+v", r, alone)
	}
}
