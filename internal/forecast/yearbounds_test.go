package forecast_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"cafe24-inventory-alert/internal/forecast"
)

// drawYear draws the season of any mall around the end of a record: with a
// season, without one, with days that are not known, and with jumps.
func drawYear(t *rapid.T, end forecast.Date) *forecast.Year {
	days := rapid.IntRange(0, 1000).Draw(t, "days of the mall")
	height, jump := rapid.Float64Range(0, 6).Draw(t, "height"), rapid.IntRange(0, 1000).Draw(t, "jump")
	missing := rapid.IntRange(1, 50).Draw(t, "missing")
	first := end - forecast.Date(days)
	roots := make([]float64, days)
	for i := range roots {
		day := float64(first) + float64(i)
		roots[i] = 100 * math.Exp(height*math.Cos(2*math.Pi*day/365.25))
		switch {
		case i%missing == 7:
			roots[i] = math.NaN()
		case i > jump:
			roots[i] = 0
		}
	}
	return forecast.NewYear(first, roots)
}

// TestTheSeasonHasLimits checks that an item that sells only in the season of a
// mall with a high one is expected to sell four times as much at most.
func TestTheSeasonHasLimits(t *testing.T) {
	t.Parallel()
	s := forecast.Series{Start: 15000, Units: make([]int32, 760)}
	roots := make([]float64, s.Len())
	for i := range roots {
		height := math.Sin(2 * math.Pi * float64(i%365) / 365)
		roots[i], s.Units[i] = 100*math.Exp(1.2*height), int32(50*math.Exp(4*height))
	}
	m := forecast.FitEvents(s, (*forecast.Events)(nil).In(forecast.NewYear(s.Start, roots)))
	least, most := math.Inf(1), 0.0
	sum := 0.0
	for days := 1; days <= 365; days++ {
		next := m.Season(days) * float64(days)
		least, most, sum = min(least, next-sum), max(most, next-sum), next
	}
	if math.Abs(least-0.25) > 1e-6 || math.Abs(most-4) > 1e-6 {
		t.Errorf("factors are from %v to %v", least, most)
	}
}

// TestNumbersInAYear checks for any record and any season that every result is
// a number, that a factor lies within [1/4, 4], and that a higher level never
// gives a lower threshold.
func TestNumbersInAYear(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := draw(t, 1_000_000)
		events := forecast.NewEvents(drawEvents(t, s.End()), s.Start, s.End()+60).In(drawYear(t, s.End()))
		m := forecast.FitEvents(s, events)
		days, stock := rapid.IntRange(1, 900).Draw(t, "lead"), rapid.IntRange(0, 1_000_000).Draw(t, "stock")
		d, risk, out := m.Demand(days), m.Risk(stock, days), m.RunOut(stock)
		for _, x := range []float64{m.Velocity(), d.Mean(), d.SD(), risk.Chance, risk.Lost, out.Cover} {
			if math.IsNaN(x) || math.IsInf(x, 0) || x < 0 {
				t.Fatalf("%v %v %v %v %v", m.Velocity(), d.Mean(), d.SD(), risk, out)
			}
		}
		if f := m.Season(days); f < 0.25 || f > 4 {
			t.Errorf("the season is %v", f)
		}
		if out.P10 > out.P50 || out.P50 > out.P90 || risk.Chance > 1 {
			t.Errorf("%+v %+v", out, risk)
		}
		if a, b := m.Suggest(days, 0.9), m.Suggest(days, 0.95); a.Point > b.Point {
			t.Errorf("%d at 90 %%, %d at 95 %%", a.Point, b.Point)
		}
		// A week more sells at least a quarter of what an ordinary week sells.
		if a, b := m.Demand(days), m.Demand(days+7); b.Mean() < a.Mean() {
			t.Errorf("%v units in %d days, %v in a week more", a.Mean(), days, b.Mean())
		}
	})
}
