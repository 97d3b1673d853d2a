package forecast_test

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"cafe24-inventory-alert/internal/forecast"
)

// draw draws a record of any kind: from no units a day to a million, with
// sequences of zeros, jumps and marks.
func draw(t *rapid.T, most int) forecast.Series {
	n := rapid.IntRange(0, 500).Draw(t, "days")
	level := math.Pow(float64(most), rapid.Float64Range(0, 1).Draw(t, "level"))
	kind := rapid.IntRange(0, 4).Draw(t, "kind")
	seed := rapid.Uint64().Draw(t, "seed")
	s := forecast.Series{Start: forecast.Date(rapid.IntRange(-5, 30000).Draw(t, "start")), Units: make([]int32, n), Marks: make([]forecast.Mark, n)}
	next := func() float64 { // splitmix64
		seed += 0x9e3779b97f4a7c15
		z := (seed ^ seed>>30) * 0xbf58476d1ce4e5b9
		z = (z ^ z>>27) * 0x94d049bb133111eb
		return float64(z>>11) / (1 << 53)
	}
	for i := range s.Units {
		u := next()
		switch kind {
		case 0: // even
			s.Units[i] = int32(level * (0.5 + u))
		case 1: // rare and large
			if u < 0.05 {
				s.Units[i] = int32(level)
			}
		case 2: // ends in the middle
			if i < n/2 {
				s.Units[i] = int32(level * 2 * u)
			}
		case 3: // begins late
			if i > n*3/4 {
				s.Units[i] = int32(level * 2 * u)
			}
		case 4: // heavy-tailed
			s.Units[i] = int32(min(level/(20*u+1e-9), 1e6))
		}
		if v := next(); v < 0.03 {
			s.Marks[i] = forecast.OutOfStock
		} else if v < 0.04 {
			s.Marks[i] = forecast.Promoted
		}
	}
	return s
}

func drawEvents(t *rapid.T, around forecast.Date) []forecast.Event {
	var events []forecast.Event
	for range rapid.IntRange(0, 3).Draw(t, "events") {
		from := around + forecast.Date(rapid.IntRange(-100, 60).Draw(t, "from"))
		events = append(events, forecast.Event{From: from, To: from + forecast.Date(rapid.IntRange(0, 9).Draw(t, "length")), Factor: rapid.Float64Range(0, 5).Draw(t, "factor")})
	}
	return events
}

// TestMonotone checks that a higher level, or a longer lead time, never gives a
// lower threshold.
func TestMonotone(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := draw(t, 1_000_000)
		m := forecast.Fit(s, drawEvents(t, s.End()))
		days := rapid.IntRange(1, 120).Draw(t, "lead")
		level := rapid.Float64Range(0.9, 0.99).Draw(t, "service")
		at := m.Suggest(days, level)
		if higher := m.Suggest(days, level+rapid.Float64Range(0, 0.009).Draw(t, "more")); higher.Point < at.Point {
			t.Errorf("%d at %.4f, %d at a higher level", at.Point, level, higher.Point)
		}
		longer := m.Suggest(days+rapid.IntRange(1, 30).Draw(t, "longer"), level)
		// Above some thousand units quantiles are exact to a billionth.
		if slack := 1e-8 * float64(at.Point); float64(longer.Point) < float64(at.Point)-slack {
			t.Errorf("%d for %d days, %d for %d", at.Point, days, longer.Point, longer.Days)
		}
		if at.Demand+at.Safety != at.Point || at.Demand < 0 || at.Safety < 0 {
			t.Errorf("%+v does not add up", at)
		}
	})
}

// TestScale checks that ten times the demand gives about ten times the
// threshold, if the units are so many that a single unit does not matter. The
// priors and the function alike depend on the size of a unit.
func TestScale(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := draw(t, 10_000)
		big := s
		big.Units = slices.Clone(s.Units)
		for i := range s.Units {
			s.Units[i] *= 10
			big.Units[i] = s.Units[i] * 10
		}
		a, b := forecast.Fit(s, nil), forecast.Fit(big, nil)
		if v, w := a.Velocity(), b.Velocity(); v > 50 && math.Abs(w/v-10) > 1 {
			t.Errorf("velocity %g and %g", v, w)
		}
		p, q := a.Suggest(14, 0.95).Point, b.Suggest(14, 0.95).Point
		if p > 5000 && math.Abs(float64(q)/float64(p)-10) > 1 {
			t.Errorf("threshold %d and %d", p, q)
		}
	})
}

// TestStockOutsAreNoDemandOfNothing checks that days out of stock after the
// record, or whole weeks of them within it, never lower the velocity: they
// change nothing.
func TestStockOutsAreNoDemandOfNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := draw(t, 1000)
		s = s.Last(280) // so that the inserted days are within the used part of the record
		at, days := s.Len(), rapid.IntRange(1, 80).Draw(t, "out")
		if rapid.Bool().Draw(t, "within") {
			at, days = rapid.IntRange(0, s.Len()).Draw(t, "at"), 7*rapid.IntRange(1, 10).Draw(t, "weeks")
		}
		out := make([]forecast.Mark, days)
		for i := range out {
			out[i] = forecast.OutOfStock
		}
		with := forecast.Series{
			Start: s.Start,
			Units: slices.Insert(slices.Clone(s.Units), at, make([]int32, days)...),
			Marks: slices.Insert(slices.Clone(s.Marks), at, out...),
		}
		a, b := forecast.Fit(s, nil), forecast.Fit(with, nil)
		if v, w := a.Velocity(), b.Velocity(); w < v*(1-1e-9) {
			t.Errorf("velocity %g, and %g with %d days out of stock at %d", v, w, days, at)
		}
	})
}

// TestNoDemand checks that an item without demand needs nothing, at once or
// after a long time.
func TestNoDemand(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := draw(t, 1000)
		clear(s.Units)
		m := forecast.Fit(s, nil)
		if p := m.Suggest(28, 0.98); p.Point != 0 || p.Known || m.Velocity() != 0 {
			t.Errorf("%+v at velocity %g", p, m.Velocity())
		}
		if r := m.RunOut(1); r.P10 != forecast.NotWithin || r.Cover != forecast.NotWithin {
			t.Errorf("%+v of what never sells", r)
		}
	})
	// The level of an item that sold two a day for a year decreases.
	s := forecast.Series{Units: slices.Repeat([]int32{2}, 365)}
	before := forecast.Fit(s, nil)
	s.Units = append(s.Units, make([]int32, 90)...)
	if after := forecast.Fit(s, nil); after.Velocity() > before.Velocity()/5 {
		t.Errorf("%.2f a day, and after 90 days of nothing %.2f", before.Velocity(), after.Velocity())
	}
}

// TestNothingAfterTheOrigin checks that data after the origin changes nothing.
func TestNothingAfterTheOrigin(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := draw(t, 1000)
		rolling := forecast.Rolling{Leads: []int{3, 14}, Levels: []float64{0.95}, Every: 20, Last: 100}
		type chosen struct {
			origin    forecast.Date
			days      int
			threshold float64
			velocity  float64
			simple    [forecast.Rules]float64
		}
		made := func(s forecast.Series) (all []chosen) {
			forecast.Backtest(s, nil, rolling, func(d forecast.Decision) {
				all = append(all, chosen{d.Origin, d.Days, d.Threshold, d.Velocity, d.Simple})
			})
			return all
		}
		if s.Len() == 0 {
			return
		}
		cut := s.Start + forecast.Date(rapid.IntRange(0, s.Len()-1).Draw(t, "cut"))
		other := s
		other.Units = slices.Clone(s.Units)
		for i := int(cut - s.Start); i < len(other.Units); i++ {
			other.Units[i] = 7 + other.Units[i]*3
		}
		before := func(all []chosen) []chosen {
			return slices.DeleteFunc(all, func(c chosen) bool { return c.origin > cut })
		}
		if a, b := before(made(s)), before(made(other)); !slices.Equal(a, b) {
			t.Errorf("the future after %v matters: %v, %v", cut, a, b)
		}
	})
}

// TestNumbers checks for any record that every result is a number, that chances
// lie in [0, 1], that dates are in order, and that the computation ends.
func TestNumbers(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := draw(t, 1_000_000)
		m := forecast.Fit(s, drawEvents(t, s.End()))
		days, stock := rapid.IntRange(-1, 900).Draw(t, "lead"), rapid.IntRange(-3, 1_000_000_000).Draw(t, "stock")
		d, risk, out := m.Demand(days), m.Risk(stock, days), m.RunOut(stock)
		q := d.Quantile(rapid.Float64Range(0, 1).Draw(t, "chance"))
		for _, x := range []float64{m.Velocity(), d.Mean(), d.SD(), q, risk.Chance, risk.Lost, out.Cover} {
			if math.IsNaN(x) || math.IsInf(x, 0) || x < 0 {
				t.Fatalf("%v %v %v %v %v", m.Velocity(), d.Mean(), d.SD(), risk, out)
			}
		}
		if risk.Chance > 1 || out.P10 > out.P50 || out.P50 > out.P90 || out.P90 > forecast.NotWithin || out.Cover > forecast.NotWithin || risk.Lost > d.Mean()*(1+1e-9)+1e-9+max(0, -float64(stock)) {
			t.Errorf("%+v %+v of mean %g", risk, out, d.Mean())
		}
	})
}

// TestQuantileInverts checks that the chance of a threshold and the threshold
// of a chance agree.
func TestQuantileInverts(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := forecast.Fit(draw(t, 1_000_000), nil)
		d, chance := m.Demand(rapid.IntRange(1, 60).Draw(t, "lead")), rapid.Float64Range(0.01, 0.99).Draw(t, "chance")
		q := d.Quantile(chance)
		if d.AtMost(q*(1+1e-8)) < chance-1e-6 || q > 0 && d.AtMost(q-1-q*1e-8) >= chance+1e-6 {
			t.Errorf("%g: P(D ≤ %g) = %g, P(D ≤ %g) = %g", chance, q, d.AtMost(q), q-1, d.AtMost(q-1))
		}
	})
}

// TestDamp checks that a damped suggestion comes nearer each night, by a
// limited step, and reaches the target.
func TestDamp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		held, to := rapid.IntRange(0, 5000).Draw(t, "held"), rapid.IntRange(0, 5000).Draw(t, "to")
		runs := 0
		for ; held != to && runs < 200; runs++ {
			next := forecast.Damp(held, to)
			if diff := next - held; diff == 0 || diff > max(1, held/4) || -diff > max(1, held/10) || (diff > 0) != (to > held) {
				t.Fatalf("from %d to %d on the way to %d", held, next, to)
			}
			held = next
		}
		if held != to {
			t.Errorf("still %d after %d nights on the way to %d", held, runs, to)
		}
	})
	if got := forecast.Damp(-1, 40); got != 40 {
		t.Errorf("the first suggestion is %d, not 40", got)
	}
}
