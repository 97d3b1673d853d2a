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

// TestTheYearRaisesTheSeason checks that the expected demand of a mall with a
// season misses by less than half of what it misses without the season.
func TestTheYearRaisesTheSeason(t *testing.T) {
	t.Parallel()
	mall := aSeasonalMall(20, 760)
	years := forecast.NewYears(mall)
	var without, with float64
	for origin := mall[0].End() - 300; origin < mall[0].End()-28; origin += 14 {
		known := mall[7].Until(origin)
		plain := forecast.FitEvents(known, nil)
		model := forecast.FitEvents(known, (*forecast.Events)(nil).In(years.At(origin)))
		wanted := 0.0
		for i := range 28 {
			wanted += float64(wave(origin+forecast.Date(i), 12))
		}
		a, b := plain.Demand(28), model.Demand(28)
		without += math.Abs(math.Log(a.Mean() / wanted))
		with += math.Abs(math.Log(b.Mean() / wanted))
		if unplanned := model.Unplanned(); unplanned.Season(28) != model.Season(28) || plain.Season(28) != 1 {
			t.Error("the season is planned")
		}
	}
	if with > without/2 {
		t.Errorf("misses by %.2f with the season, by %.2f without it", with, without)
	}
}

// TestTheVelocityIsOfTheSeason checks that the velocity is the demand of the
// coming weeks a day, and not that of a day without a season.
func TestTheVelocityIsOfTheSeason(t *testing.T) {
	t.Parallel()
	mall := aSeasonalMall(20, 760)
	year := forecast.NewYears(mall).At(mall[0].End())
	m := forecast.FitEvents(mall[7], (*forecast.Events)(nil).In(year))
	weeks := m.Demand(28)
	if f := m.Season(28); math.Abs(f-1) < 0.2 || math.Abs(weeks.Mean()/28/m.Velocity()-1) > 0.02 {
		t.Errorf("%.2f a day in a season of %.2f, %.2f units in 28 days", m.Velocity(), f, weeks.Mean())
	}
}

// TestAnItemFollowsTheSeasonInItsOwnWay checks that an item that sells in the
// opposite season, and one that always sells the same, are not forecast with
// the season of the others.
func TestAnItemFollowsTheSeasonInItsOwnWay(t *testing.T) {
	t.Parallel()
	mall := aSeasonalMall(20, 760)
	even := forecast.Series{Start: mall[0].Start, Units: make([]int32, 760)}
	opposite := forecast.Series{Start: mall[0].Start, Units: make([]int32, 760)}
	for i := range even.Units {
		even.Units[i] = 20
		opposite.Units[i] = wave(opposite.Start+forecast.Date(i)+182, 20)
	}
	year := forecast.NewYears(mall).At(mall[0].End())
	season := func(s forecast.Series) float64 {
		m := forecast.FitEvents(s, (*forecast.Events)(nil).In(year))
		return m.Season(28)
	}
	usual, none, other := season(mall[5]), season(even), season(opposite)
	if usual > 0.8 && usual < 1.25 || math.Abs(math.Log(none)) > 0.1 || math.Log(usual)*math.Log(other) > 0 {
		t.Errorf("the season is %.2f, that of an even item %.2f, that of an opposite one %.2f", usual, none, other)
	}
}

// TestASeasonThatDoesNotComeAgainIsNone checks that what happened once in the
// year before, and not in this year, changes the days to come by less than a
// tenth.
func TestASeasonThatDoesNotComeAgainIsNone(t *testing.T) {
	t.Parallel()
	mall := aSeasonalMall(20, 760)
	for _, s := range mall {
		for i := range s.Units {
			s.Units[i] = 9
			if i > 100 && i < 160 || i > 300 && i < 340 || i > 600 && i < 700 {
				s.Units[i] = 30
			}
		}
	}
	m := forecast.FitEvents(mall[0], (*forecast.Events)(nil).In(forecast.NewYears(mall).At(mall[0].End())))
	for days := 7; days < 360; days += 14 {
		if f := m.Season(days); f < 0.9 || f > 1.1 {
			t.Errorf("%d days: %.2f", days, f)
		}
	}
}

// TestTheYearOfAGrowingMallIsNone checks that steady growth is not taken for a
// season.
func TestTheYearOfAGrowingMallIsNone(t *testing.T) {
	t.Parallel()
	for _, days := range []int{380, 500, 760} {
		mall := aSeasonalMall(20, days)
		for _, s := range mall {
			for i := range s.Units {
				s.Units[i] = int32(20 * math.Exp(0.7*float64(i)/365))
			}
		}
		m := forecast.FitEvents(mall[0], (*forecast.Events)(nil).In(forecast.NewYears(mall).At(mall[0].End())))
		if f := m.Season(28); f < 0.9 || f > 1.1 {
			t.Errorf("%d days: %.2f", days, f)
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
	sameDay := forecast.SameDays(forecast.DateOf(onDay("2024-01-01")), forecast.DateOf(onDay("2037-03-01")))
	for day, want := range map[string]string{
		"2026-02-17": "2025-01-29", "2026-02-03": "2025-01-15", // Seollal, and two weeks before
		"2025-10-06": "2024-09-17", "2025-09-06": "2024-08-18", // Chuseok
		"2026-06-10": "2025-06-10", "2025-12-24": "2024-12-24",
	} {
		if got := sameDay(forecast.DateOf(onDay(day))); got != forecast.DateOf(onDay(want)) {
			t.Errorf("%s is compared with %s, want %s", day, got, want)
		}
	}
	last := sameDay(forecast.DateOf(onDay("2025-01-01")))
	for day := forecast.DateOf(onDay("2025-01-02")); day < forecast.DateOf(onDay("2036-12-31")); day++ {
		next := sameDay(day)
		if next < last || next > last+40 {
			t.Fatalf("%s is compared with %s, the day before with %s", day, next, last)
		}
		last = next
	}
}
