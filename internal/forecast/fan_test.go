package forecast_test

import (
	"slices"
	"testing"

	"cafe24-inventory-alert/internal/forecast"
)

// emptyFrom returns the first day on which nothing is left; the number of days + 1 if something always is.
func emptyFrom(line []int) int {
	for n, left := range line {
		if left <= 0 {
			return n
		}
	}
	return len(line)
}

// TestTheFanEndsOnTheDatesOfTheList: each line of the fan is empty from exactly the day on which [forecast.Ahead.RunOutWith]
// says that the stock runs out, with and without goods on their way. No line rises without goods, and none is below 0.
func TestTheFanEndsOnTheDatesOfTheList(t *testing.T) {
	t.Parallel()
	const days = 120
	seen := 0
	for i, it := range generate(shop(), 11, 80, 400) {
		m := forecast.Fit(it.seen, it.events)
		ahead, _ := forecast.ReadAhead(m.Ahead(forecast.NewReplay(it.seen, 14), 37*i%400))
		for _, stock := range []int{0, 1, 3, 5, 11, 60, 233} {
			for _, in := range [][]forecast.Arrival{nil, {{Day: 1, Units: 20}}, {{Day: 9, Units: 50}}, {{Day: 40, Units: 7}}, {{Day: 9, Units: 5}, {Day: 9, Units: 2}, {Day: 30, Units: 40}}} {
				fan, ok := ahead.Fan(stock, in, days)
				if !ok {
					continue
				}
				out := ahead.RunOutWith(stock, in...)
				for _, line := range []struct {
					left []int
					day  int
				}{{fan.P10, out.P10}, {fan.P50, out.P50}, {fan.P90, out.P90}} {
					seen++
					if len(line.left) != days+1 || line.left[0] != stock {
						t.Fatalf("item %d: %d days, %d now", i, len(line.left), line.left[0])
					}
					if got, want := emptyFrom(line.left), min(line.day, days+1); stock > 0 && got != want {
						t.Fatalf("item %d: %d with %+v are gone on day %d of the fan, want %d", i, stock, in, got, want)
					}
					for n := 1; n <= days; n++ {
						if rose := line.left[n] - line.left[n-1]; line.left[n] < 0 || rose > arriving(in, n) {
							t.Fatalf("item %d: day %d of %v", i, n, line.left)
						}
					}
				}
				for n := range fan.P50 {
					if len(in) == 0 && !slices.IsSorted([]int{fan.P10[n], fan.P50[n], fan.P90[n]}) {
						t.Fatalf("item %d: day %d: %d, %d, %d", i, n, fan.P10[n], fan.P50[n], fan.P90[n])
					}
				}
			}
		}
	}
	if seen < 1000 {
		t.Fatalf("only %d lines", seen)
	}
	if _, ok := (forecast.Ahead{}).Fan(5, nil, 30); ok {
		t.Error("a fan of nothing")
	}
}

// arriving returns the units that arrive on a day.
func arriving(in []forecast.Arrival, day int) (units int) {
	for _, a := range in {
		if a.Day == day {
			units += a.Units
		}
	}
	return units
}

func BenchmarkFan(b *testing.B) {
	it := generate(shop(), 1, 1, 400)[0]
	m := forecast.Fit(it.seen, it.events)
	ahead, _ := forecast.ReadAhead(m.Ahead(forecast.NewReplay(it.seen, 14), 40))
	for b.Loop() {
		ahead.Fan(120, []forecast.Arrival{{Day: 9, Units: 50}}, 120)
	}
}
