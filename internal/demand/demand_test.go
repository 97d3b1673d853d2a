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
	if got := p.Progress(counted); got != (demand.Progress{Done: 31, Wanted: 400, Source: demand.FromOrders, Since: before(31), OlderWanted: 360}) {
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
	if len(seen) != 760 || !seen[before(760)] || seen[before(0)] {
		t.Errorf("%d days", len(seen))
	}
	if got := p.Progress(counted); got.Done != 400 || got.Wanted != 400 || got.Reading() || !got.Since.Equal(before(400)) {
		t.Errorf("%+v", got)
	}
}

// TestForecastsWaitForNewerDaysOnly checks that the newest 400 days are counted
// in ranges of their own, that they alone are waited for, and that the last of
// them makes the forecasts due.
func TestForecastsWaitForNewerDaysOnly(t *testing.T) {
	t.Parallel()
	p := planOf(true)
	for begun := 0; ; {
		r, due := p.Next(counted)
		if !due {
			if begun != 1 {
				t.Errorf("begun %d times", begun)
			}
			break
		}
		if r.From.Before(before(400)) && !r.To.Before(before(400)) {
			t.Errorf("%+v has both", r)
		}
		if older := p.Older(r, counted); older != r.To.Before(before(400)) {
			t.Errorf("%+v is older: %v", r, older)
		}
		if reading := p.Progress(counted).Reading(); reading != !r.To.Before(before(398)) {
			t.Errorf("before %+v, reading is %v", r, reading)
		}
		if p.Begins(r, counted) {
			begun++
			if !r.From.Equal(before(400)) {
				t.Errorf("begun after %+v", r)
			}
		}
		p.Took(r, counted)
	}
	for night := 1; night <= 3; night++ { // with all days counted, the end of the counting makes the forecasts due
		now := counted.AddDate(0, 0, night)
		for r, due := p.Next(now); due; r, due = p.Next(now) {
			if p.Begins(r, now) {
				t.Errorf("night %d: begun after %+v", night, r)
			}
			p.Took(r, now)
		}
	}
}

// TestOlderDaysOfAnOlderVersion checks that a mall whose newest 400 days are
// counted is not reading, and that it counts the older days after the new ones.
func TestOlderDaysOfAnOlderVersion(t *testing.T) {
	t.Parallel()
	p := planOf(true)
	p.Took(demand.Range{From: before(400), To: before(1), Source: demand.FromOrders}, counted)
	now := counted.AddDate(0, 0, 1)
	if got := p.Progress(now); got.Done != 399 || got.Wanted != 400 || got.Reading() || !got.Whole() {
		t.Errorf("%+v", got)
	}
	got := rounds(p, now)
	if got[0].Days() != 14 || !p.Older(got[len(got)-1], now) || !got[len(got)-1].From.Equal(before(759)) {
		t.Errorf("%+v", got)
	}
}

// TestDaysThatAreNotListedAreNotAskedForAgain checks that older days which the
// platform does not list are skipped for ever.
func TestDaysThatAreNotListedAreNotAskedForAgain(t *testing.T) {
	t.Parallel()
	p := planOf(true)
	p.Took(demand.Range{From: before(500), To: before(1), Source: demand.FromOrders}, counted)
	r, _ := p.Next(counted)
	p.Took(p.Unlisted(r, counted), counted)
	for night := range 3 {
		for _, r := range rounds(p, counted.AddDate(0, 0, night)) {
			if r.From.Before(before(500)) {
				t.Errorf("night %d: %+v", night, r)
			}
		}
	}
}

// TestDemandIsReadAgain checks that the last fourteen days are read every
// night, and that a day is read once more at one and at two months of age,
// however many nightly forecasts were missed.
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
	if total != 760 {
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
