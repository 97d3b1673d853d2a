package forecast_test

import (
	"math"
	"testing"

	"cafe24-inventory-alert/internal/forecast"
)

// wave is the demand of a day with a peak of a third of the year.
func wave(day forecast.Date, perDay float64) int32 {
	return int32(math.Round(perDay * math.Exp(math.Sin(2*math.Pi*float64(day%365)/365))))
}

// aSeasonalMall returns items that all sell in the same season.
func aSeasonalMall(items, days int) (mall []forecast.Series) {
	for n := range items {
		s := forecast.Series{Start: 15000, Units: make([]int32, days)}
		for i := range s.Units {
			s.Units[i] = wave(s.Start+forecast.Date(i), float64(5+n))
		}
		mall = append(mall, s)
	}
	return mall
}

// TestTheYearRaisesTheSeason checks that the season of the year before raises
// the days to come, and that it divides the days that are over.
func TestTheYearRaisesTheSeason(t *testing.T) {
	t.Parallel()
	mall := aSeasonalMall(20, 760)
	years := forecast.NewYears(mall)
	for origin := mall[0].End() - 300; origin < mall[0].End(); origin += 30 {
		known := mall[7].Until(origin)
		plain := forecast.FitEvents(known, nil)
		model := forecast.FitEvents(known, (*forecast.Events)(nil).In(years.At(origin)))
		wanted := 0.0
		for i := range 28 {
			wanted += float64(wave(origin+forecast.Date(i), 12))
		}
		without, with := plain.Demand(28), model.Demand(28)
		if a, b := math.Abs(math.Log(without.Mean()/wanted)), math.Abs(math.Log(with.Mean()/wanted)); b > a+0.02 {
			t.Errorf("%s: %.0f units with the season and %.0f without it, %.0f came", origin, with.Mean(), without.Mean(), wanted)
		}
		if planned := model.Unplanned(); planned.Season(28) != model.Season(28) {
			t.Error("the season is planned")
		}
	}
}

// TestTheYearDoesNotKnowTheFuture checks that nothing from an origin on changes
// the season of the origin.
func TestTheYearDoesNotKnowTheFuture(t *testing.T) {
	t.Parallel()
	mall := aSeasonalMall(3, 760)
	origin := mall[0].End() - 200
	before := forecast.NewYears(mall).At(origin)
	for _, s := range mall {
		for i := int(origin - s.Start); i < s.Len(); i++ {
			s.Units[i] = 1000
		}
	}
	after := forecast.NewYears(mall).At(origin)
	var none *forecast.Events
	for day := mall[0].Start; day < origin+400; day++ {
		if a, b := forecast.FactorOn(none.In(before), day), forecast.FactorOn(none.In(after), day); a != b {
			t.Fatalf("%s: %v, with another future %v", day, a, b)
		}
	}
}

// TestNoYearWithoutARecord checks that a short record has no season.
func TestNoYearWithoutARecord(t *testing.T) {
	t.Parallel()
	unknown := make([]float64, 500)
	for i := range unknown {
		unknown[i] = math.NaN()
	}
	for _, roots := range [][]float64{nil, make([]float64, 760), unknown, forecast.Roots(aSeasonalMall(5, 300), 15000, 300)} {
		if forecast.NewYear(15000, roots) != nil {
			t.Errorf("%d days have a season", len(roots))
		}
	}
	if forecast.NewYears(nil).At(15000) != nil {
		t.Error("no mall has a season")
	}
}

// TestLunarFeastsAreComparedWithThemselves checks that a day near a lunar feast
// is compared with the day as far from the feast of the year before.
func TestLunarFeastsAreComparedWithThemselves(t *testing.T) {
	t.Parallel()
	for day, want := range map[string]string{
		"2026-02-17": "2025-01-29", "2026-02-03": "2025-01-15", // Seollal, and two weeks before
		"2025-10-06": "2024-09-17", "2025-09-06": "2024-08-18", // Chuseok
		"2026-06-10": "2025-06-10", "2025-12-24": "2024-12-24",
	} {
		if got := forecast.SameDay(forecast.DateOf(onDay(day))); got != forecast.DateOf(onDay(want)) {
			t.Errorf("%s is compared with %s, want %s", day, got, want)
		}
	}
	last := forecast.SameDay(forecast.DateOf(onDay("2025-01-01")))
	for day := forecast.DateOf(onDay("2025-01-02")); day < forecast.DateOf(onDay("2036-12-31")); day++ {
		next := forecast.SameDay(day)
		if next < last || next > last+40 {
			t.Fatalf("%s is compared with %s, the day before with %s", day, next, last)
		}
		last = next
	}
}
