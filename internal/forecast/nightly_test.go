package forecast_test

import (
	"testing"
	"time"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
)

// past returns a variant that sold so many units a day for a year, without a
// previous forecast.
func past(today time.Time, units ...int32) outlook.SalesHistory {
	days := make([]demand.Day, 365)
	for i := range days {
		days[i] = demand.Day{Units: units[i%len(units)], State: demand.InStock}
	}
	return outlook.SalesHistory{
		Tracked: true, Whole: true, Today: today, Since: today.Add(-forecast.Window), Until: today, LeadDays: 14, Level: 95,
		Demand: demand.Series{From: today.AddDate(0, 0, -365), Days: days},
	}
}

func TestNightly(t *testing.T) {
	t.Parallel()
	today := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	p := past(today, 2, 3, 1, 2, 4, 2, 3)
	sales, first := forecast.Nightly(p, lowstock.Sales{}, nil, nil)
	if !sales.Known || sales.PerDay < 2.2 || sales.PerDay > 2.7 || first.Pace != sales.PerDay {
		t.Errorf("the first night's pace holds at once: %+v, %+v", sales, first)
	}
	if first.Class != "smooth" || first.Point <= first.Expected || first.Expected < 30 || first.Expected > 40 || first.Point != first.Base {
		t.Errorf("first night: %+v", first)
	}

	p.Last, p.Today = &first, today.AddDate(0, 0, 1)
	p.Last.Base, p.Last.Pace = 20, 1
	held, nightly := forecast.Nightly(p, lowstock.Sales{PerDay: 1, Known: true}, nil, nil)
	if held.PerDay != 1 || nightly.Pace < 2 {
		t.Errorf("one night alone raised it: holds %v, computed %v", held.PerDay, nightly.Pace)
	}
	if nightly.Point != 25 {
		t.Errorf("the suggestion went from 20 to %d in a night", nightly.Point)
	}
	p.Last, p.Today = &nightly, p.Today.AddDate(0, 0, 1)
	if held, _ := forecast.Nightly(p, held, nil, nil); held.PerDay != nightly.Pace {
		t.Errorf("two nights say %v, it holds %v", nightly.Pace, held.PerDay)
	}

	again := nightly
	again.Base, again.Point = 21, 21
	p.Last, p.Today = &again, again.On
	if held, second := forecast.Nightly(p, lowstock.Sales{PerDay: 1, Known: true}, nil, nil); held.PerDay != 1 || second.Point != 21 {
		t.Errorf("a second look on the same day moved it: %v, %d", held.PerDay, second.Point)
	}
	double := forecast.NewEvents([]forecast.Event{{From: forecast.DateOf(today), To: forecast.DateOf(today) + 90, Factor: 2}}, forecast.DateOf(today), forecast.DateOf(today)+100)
	if _, planned := forecast.Nightly(p, held, double, nil); planned.Base != 21 || planned.Point < 50 {
		t.Errorf("what is planned has to wait: %+v", planned)
	}
	p.LeadDays = 28
	if _, other := forecast.Nightly(p, held, nil, nil); other.Point != other.Base || other.Point < 60 {
		t.Errorf("other terms are not damped: %+v", other)
	}
	p.Whole = false
	if _, kept := forecast.Nightly(p, held, nil, nil); kept.Point != 21 || kept.LeadDays != 14 {
		t.Errorf("a record that is not whole moved the suggestion: %+v", kept)
	}
	p.Tracked = false
	if sales, none := forecast.Nightly(p, held, nil, nil); sales.Known || none.Class != "" {
		t.Errorf("of what is not tracked: %+v, %+v", sales, none)
	}
}

// TestNightlyStaysSteadyAfterAnAlert checks a pace that raised an alert by
// itself: it does not fall for a week, and falls after that. A pace that raised
// no alert falls at once.
func TestNightlyStaysSteadyAfterAnAlert(t *testing.T) {
	t.Parallel()
	today := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	held := lowstock.Sales{PerDay: 5, Known: true}
	p := past(today, 1)
	p.Last = &outlook.NightlyForecast{On: today.AddDate(0, 0, -1), Pace: 5, SteadyUntil: forecast.SteadyUntil(today)}
	for n := range forecast.SteadyDays {
		p.Today = today.AddDate(0, 0, n)
		sales, nightly := forecast.Nightly(p, held, nil, nil)
		if sales.PerDay != 5 || nightly.SteadyUntil.IsZero() {
			t.Fatalf("fell to %v after %d days", sales.PerDay, n)
		}
		p.Last = &nightly
	}
	p.Today = today.AddDate(0, 0, forecast.SteadyDays)
	if sales, nightly := forecast.Nightly(p, held, nil, nil); sales.PerDay > 1.1 || !nightly.SteadyUntil.IsZero() {
		t.Errorf("after the cool-down: %+v, %+v", sales, nightly)
	}
}
