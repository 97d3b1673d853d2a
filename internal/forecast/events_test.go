package forecast_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
)

// TestSharedEventsSayTheSame checks that precomputed events give the same
// factors as a list of events, whatever days the table has.
func TestSharedEventsSayTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := draw(t, 1000)
		list := drawEvents(t, s.End())
		from := s.Start + forecast.Date(rapid.IntRange(-50, 600).Draw(t, "table from"))
		until := from + forecast.Date(rapid.IntRange(0, 900).Draw(t, "table days"))
		one, other := forecast.Fit(s, list), forecast.FitEvents(s, forecast.NewEvents(list, from, until))
		a, b := one.Suggest(21, 0.9), other.Suggest(21, 0.9)
		if a != b || one.RunOut(50) != other.RunOut(50) {
			t.Fatalf("%+v, %+v", a, b)
		}
	})
}

// TestAFutureEventMultipliesItsDays checks that an event with factor 2 doubles
// the expected demand of its days and of no others.
func TestAFutureEventMultipliesItsDays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := draw(t, 10_000)
		days := rapid.IntRange(1, 60).Draw(t, "days")
		first := rapid.IntRange(0, 90).Draw(t, "first")
		event := forecast.Event{From: s.End() + forecast.Date(first), To: s.End() + forecast.Date(first+days-1), Factor: 2}
		plain, planned := forecast.Fit(s, nil), forecast.Fit(s, []forecast.Event{event})
		mean := func(m *forecast.Model, days int) float64 {
			if days == 0 {
				return 0
			}
			d := m.Demand(days)
			return d.Mean()
		}
		if a, b := mean(&plain, first), mean(&planned, first); math.Abs(a-b) > 1e-6*(1+a) {
			t.Fatalf("before it %v instead of %v", b, a)
		}
		of := mean(&plain, first+days) - mean(&plain, first)
		if got := mean(&planned, first+days) - mean(&planned, first); math.Abs(got-2*of) > 1e-6*(1+of) {
			t.Fatalf("%v a day is %v in it", of, got)
		}
		if a, b := mean(&plain, first+days+30)+of, mean(&planned, first+days+30); math.Abs(a-b) > 1e-6*(1+a) {
			t.Fatalf("after it %v instead of %v", b, a)
		}
	})
}

// TestAKnownPromotionLeavesTheLevel checks that a past promotion that was
// entered does not raise the expected demand of ordinary days, and that one
// that was not entered does.
func TestAKnownPromotionLeavesTheLevel(t *testing.T) {
	t.Parallel()
	var plain, known, unknown float64
	for _, it := range generate(shop(), 7, 300, 300) {
		s := it.seen
		promoted := forecast.Series{Start: s.Start, Units: slices.Clone(s.Units), Marks: s.Marks}
		for i := s.Len() - 12; i < s.Len()-2; i++ {
			promoted.Units[i] *= 3
		}
		events := append(slices.Clone(it.events), forecast.Event{From: s.End() - 12, To: s.End() - 3, Factor: 3})
		for to, m := range map[*float64]forecast.Model{
			&plain: forecast.Fit(s, it.events), &known: forecast.Fit(promoted, events), &unknown: forecast.Fit(promoted, it.events),
		} {
			*to += m.Velocity()
		}
	}
	if math.Abs(known/plain-1) > 0.03 || unknown/plain < 1.2 {
		t.Errorf("%.1f a day without the promotion, %.1f with a known one, %.1f with an unknown one", plain, known, unknown)
	}
}

func onDay(text string) time.Time {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return t
}

// aPlan returns a plan with holidays and as many promotions of every scope as a
// mall may have.
func aPlan() outlook.EventPlan {
	plan := outlook.EventPlan{Holidays: []outlook.HolidayPercent{
		{Kind: outlook.HolidaySeollal, Percent: 50}, {Kind: outlook.HolidayChuseok, Percent: 50}, {Kind: outlook.HolidayOther, Percent: 120},
	}}
	for n := range outlook.MaxPromotions {
		day := onDay("2025-12-01").AddDate(0, 0, n*3)
		p := outlook.Promotion{Name: "세일", From: day, To: day.AddDate(0, 0, 6), Percent: 150 + n}
		switch n % 4 {
		case 0:
			p.ProductNo = int64(n)
		case 1:
			p.CategoryNo = n % 40
		case 2:
			p.SupplierCode = "S" + string(rune('A'+n%20))
		}
		plan.Promotions = append(plan.Promotions, p)
	}
	return plan
}

// TestCalendarOfEverySubject checks that every variant gets the events of its
// groups, in any order of calls.
func TestCalendarOfEverySubject(t *testing.T) {
	t.Parallel()
	plan := aPlan()
	from, until := forecast.DateOf(onDay("2025-10-01")), forecast.DateOf(onDay("2027-11-01"))
	calendar := forecast.NewCalendar(plan, from, until)
	for n := range 500 {
		s := lowstock.Subject{ProductNo: int64(n % 211), CategoryNos: []int{n % 50, 1 + n%7, n % 50}, SupplierCode: "S" + string(rune('A'+n%26))}
		got := calendar.Of(s)
		if got != calendar.Of(s) {
			t.Fatal("computed twice")
		}
		for day := from; day < until; day += 5 {
			want := 1.0
			for _, o := range plan.Coming(s, day.Time(), day.Time()) {
				want *= float64(o.Percent) / 100
			}
			if f := forecast.FactorOn(got, day); math.Abs(f-want) > 1e-9*want {
				t.Fatalf("%+v on %s: %v, want %v", s, day, f, want)
			}
		}
	}
	if forecast.NewCalendar(outlook.EventPlan{}, from, until).Of(lowstock.Subject{}) != nil {
		t.Error("no plan has events")
	}
}

// aYear is what a mall sold up to yesterday: more on Mondays, a third on the
// days of Seollal, half as much more on other holidays.
func aYear(perDay int64) (days []demand.MallDay, first time.Time) {
	first = onDay("2025-10-20")
	for n := range 400 {
		day := first.AddDate(0, 0, n)
		units := perDay
		if day.Weekday() == time.Monday {
			units *= 2
		}
		for _, h := range outlook.Holidays(day, day) {
			switch h.Kind {
			case outlook.HolidaySeollal:
				units /= 3
			case outlook.HolidayOther:
				units += units / 2
			case outlook.HolidayChuseok:
			}
		}
		days = append(days, demand.MallDay{Units: units, Known: true})
	}
	return days, first
}

func TestHolidaysAreProposedFromTheYear(t *testing.T) {
	t.Parallel()
	days, first := aYear(300)
	for kind, want := range map[outlook.HolidayKind]forecast.Proposal{
		outlook.HolidaySeollal: {Percent: 35, Days: 3, Known: true},
		outlook.HolidayChuseok: {Percent: 100, Days: 3, Known: true},
		outlook.HolidayOther:   {Percent: 150, Days: 14, Known: true},
	} {
		if got := forecast.Propose(days, first, kind, outlook.EventPlan{}); got != want {
			t.Errorf("%s: %+v, want %+v", kind, got, want)
		}
	}
	// A sale of the whole mall on the same days hides the effect of the holiday.
	sale := outlook.Promotion{Name: "설 세일", From: onDay("2026-02-17"), To: onDay("2026-02-20"), Percent: 200}
	got := forecast.Propose(days, first, outlook.HolidaySeollal, outlook.EventPlan{Promotions: []outlook.Promotion{sale}})
	if got.Days != 1 || !got.Known {
		t.Errorf("with a sale over it: %+v", got)
	}
	few, _ := aYear(12)
	if got := forecast.Propose(few, first, outlook.HolidaySeollal, outlook.EventPlan{}); got.Known {
		t.Errorf("of a small shop: %+v", got)
	}
	for i := range days {
		days[i].Known = i > 200
	}
	if got := forecast.Propose(days, first, outlook.HolidaySeollal, outlook.EventPlan{}); got.Known || got.Days != 0 {
		t.Errorf("where it was not counted: %+v", got)
	}
	if got := forecast.Propose(nil, first, outlook.HolidaySeollal, outlook.EventPlan{}); got.Known {
		t.Errorf("of nothing: %+v", got)
	}
}
