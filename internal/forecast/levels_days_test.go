package forecast_test

import (
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/lowstock"
)

func bounds(days int) []time.Time {
	var list []time.Time
	for n := range days + 1 {
		list = append(list, since.Add(time.Duration(n)*day))
	}
	return list
}

func TestDaysOfLevels(t *testing.T) {
	t.Parallel()
	const (
		unknown = demand.Unknown
		in      = demand.InStock
		part    = demand.Partial
		out     = demand.Out
	)
	type days = []demand.Day
	day := func(units int32, state demand.State) demand.Day {
		return demand.Day{Units: units, State: state}
	}
	for name, c := range map[string]struct {
		points []lowstock.Point
		want   days
	}{
		"nothing on record":            {nil, days{{}, {}, {}}},
		"always the same":              {run(-40, 5), days{day(0, in), day(0, in), day(0, in)}},
		"sold and restocked":           {run(-1, 9, 0.5, 4, 1.5, 20, 2.2, 17, 2.9, 15), days{day(5, in), day(0, in), day(5, in)}},
		"out from a noon to a noon":    {run(-1, 3, 0.5, 0, 2.5, 8), days{day(3, part), day(0, out), day(0, part)}},
		"out for a whole day":          {run(-1, 3, 1, 0, 2, 8), days{day(0, in), day(3, part), day(0, in)}},
		"begins in the middle":         {run(1.5, 8, 1.7, 6), days{day(0, unknown), day(2, part), day(0, in)}},
		"sells below nothing":          {run(-1, 0, 0.5, -2), days{day(2, part), day(0, out), day(0, out)}},
		"a correction":                 {run(-1, 100, 0.9, 0, 1.2, 98), days{day(0, part), day(0, part), day(0, in)}},
		"one that is taken back later": {run(-1, 100, 2.9, 0, 3.5, 98), days{day(0, in), day(0, in), day(0, part)}},
		"one that is not":              {run(-1, 100, 2.9, 0), days{day(0, in), day(0, in), day(100, part)}},
		"before the days":              {run(-2, 50, -1, 20), days{day(0, in), day(0, in), day(0, in)}},
		"at the very beginning":        {run(-1, 5, 0, 3), days{day(2, in), day(0, in), day(0, in)}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, forecast.DaysOfLevels(c.points, bounds(3))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestDaysOfLevelsAddUp checks that the sum of the days of four weeks is the
// sales of the four weeks.
func TestDaysOfLevelsAddUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		at := since.Add(-10*day - time.Second)
		var points []lowstock.Point
		for range rapid.IntRange(1, 40).Draw(rt, "points") {
			at = at.Add(time.Duration(rapid.IntRange(1, 60).Draw(rt, "hours")) * time.Hour)
			points = append(points, lowstock.Point{At: at, Quantity: rapid.IntRange(-5, 80).Draw(rt, "quantity")})
		}
		whole := forecast.Sales(points, since, until)
		if !whole.Known {
			return
		}
		sold, inStock := 0, 0.0
		for i, p := range points {
			end := until
			if i+1 < len(points) && points[i+1].At.Before(until) {
				end = points[i+1].At
			}
			begin := p.At
			if begin.Before(since) {
				begin = since
			}
			if p.Quantity > 0 && end.After(begin) {
				inStock += end.Sub(begin).Hours() / 24
			}
		}
		for _, d := range forecast.DaysOfLevels(points, bounds(28)) {
			sold += int(d.Units)
		}
		if want := whole.PerDay * max(1, inStock); math.Abs(want-float64(sold)) > 1e-6 {
			rt.Errorf("days sold %d, the weeks %.3f", sold, want)
		}
	})
}
