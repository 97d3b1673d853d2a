package demand_test

import (
	"testing"
	"time"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/localtime"
)

var (
	korea   = time.FixedZone("KST", 9*60*60)
	counted = time.Date(2026, 11, 24, 4, 0, 0, 0, korea) // at night
)

func before(days int) time.Time { return localtime.DayOf(counted, korea).AddDate(0, 0, -days) }

func planOf(orders bool) *demand.Plan {
	return &demand.Plan{Zone: korea, Orders: orders, Step: 31, Read: map[time.Time]demand.DayRead{}}
}

// rounds counts everything that is due, and returns the ranges.
func rounds(p *demand.Plan, now time.Time) (ranges []demand.Range) {
	for {
		r, due := p.Next(now)
		if !due {
			return ranges
		}
		ranges = append(ranges, r)
		p.Took(r, now)
	}
}

func TestDemandIsCountedNewestDaysFirst(t *testing.T) {
	t.Parallel()
	p := planOf(true)
	r, due := p.Next(counted)
	if !due || !r.To.Equal(before(1)) || r.Days() != 31 || r.Source != demand.FromOrders {
		t.Fatalf("%+v, %v", r, due)
	}
	p.Took(r, counted)
	if got := p.Progress(counted); got != (demand.Progress{Done: 31, Wanted: 400, Source: demand.FromOrders, Since: before(31)}) {
		t.Errorf("%+v", got)
	}
	seen := map[time.Time]bool{}
	for _, r := range append(rounds(p, counted), r) {
		for day := r.From; !day.After(r.To); day = day.AddDate(0, 0, 1) {
			if seen[day] {
				t.Errorf("%s twice", day)
			}
			seen[day] = true
		}
	}
	if len(seen) != 400 || !seen[before(400)] || seen[before(0)] {
		t.Errorf("%d days", len(seen))
	}
	if got := p.Progress(counted); got.Done != 400 || got.Wanted != 400 {
		t.Errorf("%+v", got)
	}
}

// TestDemandIsReadAgain checks that the last fourteen days are read every
// night, and that a day is read once more at one and at two months of age,
// however many nights were missed.
func TestDemandIsReadAgain(t *testing.T) {
	t.Parallel()
	p := planOf(true)
	rounds(p, counted)
	again := map[int]int{} // how many times a day was read, by its age in days
	for night := 1; night <= 70; night++ {
		now := counted.AddDate(0, 0, night)
		for _, r := range rounds(p, now) {
			for day := r.From; !day.After(r.To); day = day.AddDate(0, 0, 1) {
				if day.Equal(before(1)) {
					again[night+1]++
				}
			}
		}
		if r, due := p.Next(now.Add(time.Hour)); due {
			t.Fatalf("night %d: %+v once more", night, r)
		}
	}
	want := map[int]bool{30: true, 60: true}
	for age := 2; age <= 14; age++ {
		want[age] = true
	}
	for age, times := range again {
		if times != 1 || !want[age] {
			t.Errorf("at an age of %d days %d times", age, times)
		}
		delete(want, age)
	}
	if len(want) > 0 {
		t.Errorf("not at %v", want)
	}
	p = planOf(true)
	rounds(p, counted)
	late := rounds(p, counted.AddDate(0, 0, 40))
	if got := late[0]; got.Days() != 31 {
		t.Errorf("after forty nights: %+v", late)
	}
}

func TestDemandOfLevelsBeginsWithThem(t *testing.T) {
	t.Parallel()
	p := planOf(false)
	if r, due := p.Next(counted); due {
		t.Errorf("nothing is on record: %+v", r)
	}
	p.LevelsAt = counted.AddDate(0, 0, -10)
	got := rounds(p, counted)
	if len(got) != 1 || got[0].Days() != 10 || got[0].Source != demand.FromLevels {
		t.Errorf("%+v", got)
	}
	if next := rounds(p, counted.AddDate(0, 0, 1)); len(next) != 1 || next[0].Days() != 2 {
		t.Errorf("the night after: %+v", next)
	}

	p.Orders = true // the mall gives the permission: days that were counted from levels are counted again
	if r, _ := p.Next(counted); r.To.Equal(before(1)) {
		t.Errorf("the same day: %+v", r)
	}
	total := 0
	for _, r := range rounds(p, counted.AddDate(0, 0, 2)) {
		total += r.Days()
	}
	if total != 400 {
		t.Errorf("%d days", total)
	}

	p.Orders = false // the mall takes it back: days that were counted from orders stay
	for _, r := range rounds(p, counted.AddDate(0, 0, 4)) {
		if r.From.Before(before(0).AddDate(0, 0, 2)) {
			t.Errorf("%+v", r)
		}
	}
}

// TestDemandDaysAreTheMallsOwn checks that days are those of the mall's time
// zone, also days of 23 or 25 hours.
func TestDemandDaysAreTheMallsOwn(t *testing.T) {
	t.Parallel()
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	from := time.Date(2026, 10, 24, 0, 0, 0, 0, time.UTC)
	bounds := demand.Range{From: from, To: from.AddDate(0, 0, 2)}.Bounds(berlin)
	var hours []float64
	for i := range bounds[1:] {
		hours = append(hours, bounds[i+1].Sub(bounds[i]).Hours())
	}
	if hours[0] != 24 || hours[1] != 25 || hours[2] != 24 {
		t.Errorf("%v", hours)
	}
	if got := localtime.DayOf(time.Date(2026, 11, 23, 15, 0, 0, 0, time.UTC), korea); !got.Equal(before(0)) {
		t.Errorf("%s", got)
	}
}
