package forecast_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/forecast"
)

// monday is a Monday.
var monday = forecast.DateOf(time.Date(2025, 1, 6, 23, 0, 0, 0, time.FixedZone("KST", 9*60*60)))

func TestDate(t *testing.T) {
	t.Parallel()
	if got := monday.String(); got != "2025-01-06" || monday.Weekday() != time.Monday {
		t.Errorf("%s is a %s", got, monday.Weekday())
	}
	if before := forecast.DateOf(time.Date(1969, 12, 31, 9, 0, 0, 0, time.UTC)); before != -1 || before.Weekday() != time.Wednesday {
		t.Errorf("the day before the first is %d, a %s", before, before.Weekday())
	}
}

// every returns a series of n days in which a pattern of units repeats.
func every(n int, pattern ...int32) forecast.Series {
	s := forecast.Series{Start: monday, Marks: make([]forecast.Mark, n)}
	for i := range n {
		s.Units = append(s.Units, pattern[i%len(pattern)])
	}
	return s
}

func TestClassify(t *testing.T) {
	t.Parallel()
	out := every(100, 3)
	for i := 13; i < 100; i++ {
		out.Marks[i], out.Units[i] = forecast.OutOfStock, 0
	}
	for name, c := range map[string]struct {
		series forecast.Series
		want   forecast.Class
	}{
		"nothing":           {every(0, 1), forecast.Unknown},
		"thirteen days":     {every(13, 1), forecast.Unknown},
		"fourteen days":     {every(14, 1), forecast.Smooth},
		"thirteen in stock": {out, forecast.Unknown},
		"four sales":        {every(80, append([]int32{1}, make([]int32, 19)...)...), forecast.Unknown},
		"every other day":   {every(200, 2, 0), forecast.Intermittent},
		"ADI 1.25":          {every(200, 2, 2, 2, 2, 0), forecast.Smooth},
		"uneven":            {every(200, 1, 1, 1, 20), forecast.Erratic},
		"seldom and uneven": {every(200, 0, 1, 0, 1, 0, 20), forecast.Lumpy},
		"a year ago only":   {forecast.Series{Units: append(slices.Repeat([]int32{9}, 100), make([]int32, 365)...)}, forecast.Unknown},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := forecast.Classify(c.series); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

func TestVelocity(t *testing.T) {
	t.Parallel()
	half := every(60, 4) // out of stock every other week
	for i := range half.Units {
		if i/7%2 == 1 {
			half.Units[i], half.Marks[i] = 0, forecast.OutOfStock
		}
	}
	promoted := every(200, 10)
	for i := 150; i < 160; i++ {
		promoted.Units[i] = 50
	}
	event := []forecast.Event{{From: monday + 150, To: monday + 159, Factor: 5}}
	marked := every(200, 10)
	for i := 190; i < 200; i++ {
		marked.Units[i], marked.Marks[i] = 50, forecast.Promoted
	}
	late := every(100, 0)
	for i := 60; i < 100; i++ {
		late.Units[i] = 6
	}
	soldOut := every(100, 5)
	soldOut.Units[99], soldOut.Marks[99] = 2, forecast.OutOfStock
	for name, c := range map[string]struct {
		series forecast.Series
		events []forecast.Event
		want   float64
	}{
		"steady":                           {every(100, 3), nil, 3},
		"out of stock is not nothing":      {half, nil, 4},
		"before the first sale is nothing": {late, nil, 6},
		"a promotion of known size":        {promoted, event, 10},
		"a promotion of unknown size":      {marked, nil, 10},
		"a day that sold out early":        {soldOut, nil, 5},
		"nothing":                          {every(100, 0), nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := forecast.Fit(c.series, c.events)
			if got := m.Velocity(); !near(got, c.want, 1e-9) {
				t.Errorf("%v a day, want %v", got, c.want)
			}
		})
	}
	if m := forecast.Fit(promoted, nil); m.Velocity() < 11 {
		t.Errorf("without its event the promotion does not show: %v a day", m.Velocity())
	}
}

// TestDaysDiffer checks that weekdays differ from eight weeks of record on, and
// that events change the demand of their days.
func TestDaysDiffer(t *testing.T) {
	t.Parallel()
	week := []int32{1, 1, 1, 1, 1, 1, 8} // Sunday
	m := forecast.Fit(every(55, week...), nil)
	if got := m.Weekdays(); got != [7]float64{1, 1, 1, 1, 1, 1, 1} {
		t.Errorf("weekdays of less than eight weeks: %v", got)
	}
	m = forecast.Fit(every(140, week...), nil)
	if got := m.Weekdays(); !near(got[time.Sunday], 4, 0.2) || !near(got[time.Monday], 0.5, 0.1) {
		t.Errorf("Sunday %v, Monday %v, want about 4 and 0.5", got[time.Sunday], got[time.Monday])
	}
	six, seven := m.Demand(6), m.Demand(7)
	if a, b := six.Mean(), seven.Mean(); !near(a, 6, 1.5) || !near(b, 14, 0.7) {
		t.Errorf("%v until Saturday and %v with Sunday, want about 6 and 14", a, b)
	}
	s := every(140, 10)
	plain := forecast.Fit(s, nil)
	sale := forecast.Fit(s, []forecast.Event{{From: s.End() + 1, To: s.End() + 2, Factor: 3}, {From: s.End(), To: s.End(), Factor: math.NaN()}})
	before, after := plain.Demand(7), sale.Demand(7)
	if a, b := before.Mean(), after.Mean(); !near(a, 70, 1e-6) || !near(b, 110, 1e-6) {
		t.Errorf("%v without the sale and %v with it, want 70 and 110", a, b)
	}
	if closed := forecast.Fit(s, []forecast.Event{{From: s.End(), To: s.End() + 6, Factor: 0}}); closed.Suggest(7, 0.95).Point != 0 {
		t.Error("days on which nothing can be sold ask for stock")
	}
}

// TestSteady checks an item with steady demand, whose suggestion, dates and
// risk are known in advance.
func TestSteady(t *testing.T) {
	t.Parallel()
	m := forecast.Fit(every(400, 9, 10, 11), nil)
	s := m.Suggest(14, 0.95)
	if s.Demand != 140 || s.Safety < 1 || s.Safety > 25 || !s.Known {
		t.Errorf("%+v of ten a day", s)
	}
	out := m.RunOut(300)
	if !near(out.Cover, 30, 0.1) || !near(float64(out.P50), 30, 1) || out.P10 < 25 || out.P90 > 35 {
		t.Errorf("%+v of ten a day and 300 in stock", out)
	}
	if out := m.RunOut(0); out != (forecast.RunOut{}) {
		t.Errorf("%+v of an empty shelf", out)
	}
	if r := m.Risk(0, 14); r.Chance != 1 || !near(r.Lost, 140, 0.5) {
		t.Errorf("%+v of an empty shelf", r)
	}
	if r := m.Risk(100, 14); !near(r.Lost, 40, 2) || r.Chance < 0.99 {
		t.Errorf("%+v of 100 in stock for a demand of 140", r)
	}
	if r := m.Risk(1000, 14); r.Lost > 1e-3 || r.Chance > 1e-3 {
		t.Errorf("%+v of 1000 in stock for a demand of 140", r)
	}
}

func TestReplay(t *testing.T) {
	t.Parallel()
	s := every(20, 1) // 16 windows of 5 days, each with 5 units except those with the 11
	s.Units[10] = 11
	r := forecast.NewReplay(s, 5)
	if r.Windows(4) != 16 || r.Covered(4) != 0 || !near(r.Covered(5), 11.0/16, 1e-12) || r.Covered(15) != 1 {
		t.Errorf("%d windows, covered %v, %v, %v", r.Windows(4), r.Covered(4), r.Covered(5), r.Covered(15))
	}
	s.Marks[10] = forecast.OutOfStock // it sold 11 and then out: five windows wanted 15 at least
	r = forecast.NewReplay(s, 5)
	if r.Windows(14) != 16 || !near(r.Covered(14), 11.0/16, 1e-12) {
		t.Errorf("%d windows, covered %v, although the units of some show that it was too little", r.Windows(14), r.Covered(14))
	}
	if r.Windows(15) != 11 || r.Covered(15) != 1 {
		t.Errorf("%d windows, covered %v, although it is not known what was wanted in some", r.Windows(15), r.Covered(15))
	}
	late := forecast.Series{Units: append(make([]int32, 100), every(20, 1).Units...)} // on offer for 20 days
	if r := forecast.NewReplay(late, 5); r.Windows(4) != 16 || r.Covered(4) != 0 {
		t.Errorf("%d windows, covered %v: the days before the first sale count", r.Windows(4), r.Covered(4))
	}
	if r := forecast.NewReplay(every(500, 1), 14); r.Windows(14) != 365-13 {
		t.Errorf("%d windows of a year", r.Windows(14))
	}
	for _, days := range []int{0, 21} {
		if r := forecast.NewReplay(s, days); r.Windows(5) != 0 || r.Covered(5) != 0 {
			t.Errorf("%d days: %d windows", days, r.Windows(5))
		}
	}
}
