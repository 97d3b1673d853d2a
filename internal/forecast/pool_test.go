package forecast_test

import (
	"bytes"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"cafe24-inventory-alert/internal/forecast"
)

const mallEnd = forecast.Date(21000)

// mall returns records that end on mallEnd. The expected units of a day are
// those of shape, times a factor of the item.
func mall(seed uint64, items, days int, shape func(daysBeforeEnd int) float64) []forecast.PoolItem {
	list := make([]forecast.PoolItem, items)
	for i := range list {
		rnd := rand.New(rand.NewPCG(seed, uint64(i)))
		size := math.Pow(10, 2*rnd.Float64()-1)
		s := forecast.Series{Start: mallEnd - forecast.Date(days), Units: make([]int32, days)}
		for d := range s.Units {
			s.Units[d] = int32(poisson(rnd, size*shape(days-d)))
		}
		list[i].Series = s
	}
	return list
}

func even(int) float64 { return 1 }

// pulses doubles the demand of one month in two. A model of an item cannot know
// it; a pool can.
func pulses(daysBeforeEnd int) float64 {
	if (daysBeforeEnd-1)/28%2 == 0 {
		return 2
	}
	return 1
}

func learn(items []forecast.PoolItem) *forecast.Pool {
	return forecast.LearnPool(items, nil, mallEnd, forecast.PoolLevels()...)
}

func TestAPoolNeedsFortyItemsWithHistory(t *testing.T) {
	t.Parallel()
	items := mall(1, 40, 760, pulses)
	if p := learn(items); !p.Learnt(0.9, 28) || !p.Learnt(0.95, 28) {
		t.Error("no pool of 40 items")
	}
	items[7].Series.Units = make([]int32, 760) // without a sale
	if learn(items) != nil {
		t.Error("a pool of 39 items with history")
	}
}

func TestAPoolAbove95PercentNeedsAYearAndAHalf(t *testing.T) {
	t.Parallel()
	if p := learn(mall(1, 60, 547, pulses)); p.Learnt(0.98, 28) || !p.Learnt(0.95, 28) {
		t.Error("547 days: a pool for 98 %, or none for 95 %")
	}
	if p := learn(mall(1, 60, 760, pulses)); !p.Learnt(0.98, 28) {
		t.Error("760 days: no pool for 98 %")
	}
}

// Until the last months demand rises faster than any model expects. Then it
// falls. A pool that was learnt from the rise is not used.
func TestAPoolThatWasWorseLatelyIsNotUsed(t *testing.T) {
	t.Parallel()
	turned := func(daysBeforeEnd int) float64 {
		const turn = 5 * 28
		if daysBeforeEnd > turn {
			return 40 * math.Exp(-float64(daysBeforeEnd-turn)/120)
		}
		return 40 * math.Exp(-float64(turn-daysBeforeEnd)/120)
	}
	if p := learn(mall(3, 80, 760, turned)); p.Learnt(0.95, 56) {
		t.Error("a pool from a rise is used in a fall")
	}
	rising := func(daysBeforeEnd int) float64 { return 40 * math.Exp(-float64(daysBeforeEnd)/120) }
	if p := learn(mall(3, 80, 760, rising)); !p.Learnt(0.95, 56) {
		t.Error("no pool from a rise in a rise")
	}
}

func TestAPoolUsesNothingAfterItsEnd(t *testing.T) {
	t.Parallel()
	items := mall(4, 50, 760, pulses)
	want := learn(items).Encode()
	for i := range items {
		s := &items[i].Series
		s.Units = append(slices.Clone(s.Units), slices.Repeat([]int32{1000}, 60)...)
	}
	if got := learn(items).Encode(); !bytes.Equal(got, want) || len(want) == 0 {
		t.Error("another pool with days after its end")
	}
}

// A pool must not make worse what the models already do well, and must improve
// what all of them miss.
func TestAPoolLowersTheLossOfWhatAllItemsShare(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		shape func(int) float64
		most  float64 // of the loss with the pool over that without
	}{{"pulses", pulses, 0.9}, {"even", even, 1.02}} {
		items := mall(5, 120, 760+28, test.shape)
		now := mallEnd - 28
		with := (*forecast.Events)(nil).With(forecast.LearnPool(items, nil, now, forecast.PoolLevels()...))
		var loss, plain float64
		for _, item := range items {
			known := item.Series.Until(now)
			wanted := 0.0
			for _, u := range item.Series.Units[known.Len():] {
				wanted += float64(u)
			}
			pooled, alone := forecast.FitEvents(known, with), forecast.Fit(known, nil)
			add := func(sum *float64, m *forecast.Model) {
				e := wanted - float64(m.Suggest(28, 0.95).Point)
				*sum += max(0.95*e, -0.05*e) / (1 + m.Velocity())
			}
			add(&loss, &pooled)
			add(&plain, &alone)
		}
		if loss > test.most*plain {
			t.Errorf("%s: loss %.2f with the pool, %.2f without", test.name, loss, plain)
		}
	}
}

// A threshold never falls with the level or with the lead time, whatever the
// coefficients are.
func TestMonotoneWithAPool(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := draw(t, 10_000)
		rnd := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		pool := forecast.DrawnPool(func() float64 { return rnd.NormFloat64() })
		m := forecast.FitEvents(s, forecast.NewEvents(drawEvents(t, s.End()), s.Start, s.End()+200).With(pool))
		days := rapid.IntRange(1, 90).Draw(t, "lead")
		level := rapid.SampledFrom([]float64{0.9, 0.92, 0.95, 0.96, 0.98, 0.985}).Draw(t, "service")
		at := m.Suggest(days, level)
		if higher := m.Suggest(days, level+rapid.SampledFrom([]float64{0.01, 0.03, 0.05, 0.08}).Draw(t, "more")); higher.Point < at.Point {
			t.Fatalf("%d for %v and %d for a higher level", at.Point, level, higher.Point)
		}
		if longer := m.Suggest(days+rapid.IntRange(1, 30).Draw(t, "longer"), level); longer.Point < at.Point {
			t.Fatalf("%d for %d days and %d for %d", at.Point, days, longer.Point, longer.Days)
		}
	})
}

func TestAStoredPoolIsTheSame(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(1, 2))
	stored := forecast.DrawnPool(rnd.NormFloat64).Encode()
	if got := forecast.ReadPool(stored).Encode(); !bytes.Equal(got, stored) {
		t.Error("another pool after it was stored")
	}
	for n := range stored {
		if forecast.ReadPool(stored[:n]) != nil {
			t.Errorf("a pool of the first %d of %d bytes", n, len(stored))
		}
	}
	for i := range stored {
		other := slices.Clone(stored)
		other[i] ^= 0xff
		forecast.ReadPool(other) // no panic
	}
	var none *forecast.Pool
	if none.Encode() != nil || forecast.ReadPool(nil) != nil {
		t.Error("nil is not nil")
	}
}

// Without features but a constant, the regression is the quantile itself.
func TestQuantileRegression(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(1, 1))
	var x [][]float64
	var y []float64
	for range 4000 {
		a := 3 * rnd.Float64()
		x = append(x, []float64{1, a})
		y = append(y, 2+a*rnd.ExpFloat64())
	}
	for _, level := range forecast.PoolLevels() {
		b := forecast.FitQuantile(x, y, []float64{0, 0}, 1e-6, level)
		below := 0.0
		for i := range y {
			if y[i] <= b[0]+b[1]*x[i][1] {
				below++
			}
		}
		if share := below / float64(len(y)); math.Abs(share-level) > 0.002 {
			t.Errorf("%.4f below the quantile of %v", share, level)
		}
		if exact := -math.Log(1 - level); math.Abs(b[1]-exact) > 0.3 || math.Abs(b[0]-2) > 0.2 {
			t.Errorf("%.3f of 2 and %.3f of %.3f at %v", b[0], b[1], exact, level)
		}
		if b := forecast.FitQuantile(x[:5], y[:5], []float64{7, 1}, 1e6, level); math.Abs(b[0]-7) > 0.01 {
			t.Errorf("%.3f: five rows against a prior of 7", b[0])
		}
	}
}
