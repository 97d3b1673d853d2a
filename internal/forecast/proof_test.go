package forecast_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/preference"
)

// offered cuts the days before the first sale off a record.
func offered(s forecast.Series) forecast.Series {
	for s.Len() > 0 && s.Units[0] <= 0 {
		s = s.Last(s.Len() - 1)
	}
	return s.Last(365)
}

// kept counts, one by one, the lead times of the last year that a threshold
// would have covered. A window with a stock-out is judged only if its units
// alone are above the threshold.
func kept(s forecast.Series, days, threshold int) (share float64, windows int) {
	s = offered(s)
	lasted := 0
	for from := 0; from+days <= s.Len(); from++ {
		wanted, known := 0, true
		for i := from; i < from+days; i++ {
			wanted += int(s.Units[i])
			known = known && (i >= len(s.Marks) || s.Marks[i]&(forecast.OutOfStock|forecast.Partial) == 0)
		}
		switch {
		case wanted > threshold:
			windows++
		case known:
			windows, lasted = windows+1, lasted+1
		}
	}
	return float64(lasted) / float64(max(windows, 1)), windows
}

// pace is the units a day in stock between two days of the last year.
func pace(s forecast.Series, from, to int) float64 {
	sum, days := 0, 0
	for i := max(from, 0); i < to; i++ {
		if i >= len(s.Marks) || s.Marks[i]&(forecast.OutOfStock|forecast.Partial) == 0 {
			sum, days = sum+int(s.Units[i]), days+1
		}
	}
	return float64(sum) / float64(max(days, 1))
}

// truth returns a complaint if a suggestion is offered although the last year
// speaks against it and the record has no reason, or if it promises more than
// the last year.
func truth(s forecast.Series, g outlook.Suggestion, threshold int) string {
	then, windows := kept(s, g.LeadDays, g.Point)
	now, judged := kept(s, g.LeadDays, threshold)
	lower, short := then < now || judged < windows, 100*then < float64(g.Level)
	if windows < outlook.ProofWindows {
		lower, short = false, false
	}
	offer := g.Offered(threshold)
	switch {
	case g.KeepsPromise() == short:
		return fmt.Sprintf("keeps %v at %.3f of %d %%", g.KeepsPromise(), then, g.Level)
	case g.Proof.Windows != windows || g.Proof.Kept != then:
		return fmt.Sprintf("the proof has %d windows and %v, counted %d and %v", g.Proof.Windows, g.Proof.Kept, windows, then)
	case g.ReorderPoint(threshold) != g.Point && (offer != outlook.OfferNone || g.ReorderPoint(threshold) != threshold):
		return fmt.Sprintf("ordered at %d", g.ReorderPoint(threshold))
	case g.ReorderPoint(threshold) == g.Point && lower && short && !offer.Reasoned():
		return "ordered at a point that is not offered"
	case lower && offer == outlook.OfferPlain:
		return fmt.Sprintf("offered without a reason: %.3f for %.3f", then, now)
	case lower && offer == outlook.OfferEnough && short:
		return fmt.Sprintf("not enough: %.3f", then)
	case !lower && offer != outlook.OfferPlain && g.Point != threshold:
		return fmt.Sprintf("%q though it keeps as much: %.3f for %.3f", offer, then, now)
	}
	if offer == outlook.OfferSeason && (g.Proof.Season <= 0 || g.Proof.Season > 0.8 || g.Proof.Slowed()) {
		return fmt.Sprintf("said to be the low season: %v", g.Proof.Season)
	}
	if offer == outlook.OfferSlower {
		last := offered(s)
		for _, days := range []int{28, 91} {
			before, lately := pace(last, 0, last.Len()-days), pace(last, last.Len()-days, last.Len())
			if lately <= 0.8*before && g.Proof.From == before && g.Proof.To == lately {
				return ""
			}
		}
		return fmt.Sprintf("said to have slowed from %v to %v, which is not what was sold", g.Proof.From, g.Proof.To)
	}
	return ""
}

func suggestion(s forecast.Series, point, days, level int, season float64) outlook.Suggestion {
	g := outlook.Suggestion{Point: point, LeadDays: days, Level: level, Known: true, Proof: forecast.Prove(s, days, point), Proven: true}
	g.Proof.Season = season
	return g
}

// TestNothingIsOfferedAgainstTheYear checks the generated shops: no suggestion
// is offered against the last year without a reason.
func TestNothingIsOfferedAgainstTheYear(t *testing.T) {
	t.Parallel()
	offers := map[outlook.Offer]int{}
	short := 0
	for _, regime := range append(unseen(), shop()) {
		for i, it := range generate(regime, 13, 60, 400) {
			m := forecast.Fit(it.seen, it.events)
			if m.Class() == forecast.Unknown {
				continue
			}
			for _, level := range preference.ServiceLevels() {
				g := suggestion(it.seen, m.Suggest(14, float64(level)/100).Point, 14, level, []float64{0, 0.7, 0.8, 1, 1.4}[i%5])
				if !g.KeepsPromise() {
					short++
				}
				for _, threshold := range []int{0, g.Point / 2, g.Point, g.Point + 1, g.Point * 2, g.Point*10 + 3} {
					offers[g.Offered(threshold)]++
					if wrong := truth(it.seen, g, threshold); wrong != "" {
						t.Errorf("%s %d, %d instead of %d at %d %%: %s", regime.name, i, g.Point, threshold, level, wrong)
					}
				}
			}
		}
	}
	for _, offer := range []outlook.Offer{outlook.OfferNone, outlook.OfferPlain, outlook.OfferEnough, outlook.OfferSlower, outlook.OfferSeason} {
		if offers[offer] < 20 {
			t.Errorf("only %d offers of kind %q: the test shows little", offers[offer], offer)
		}
	}
	t.Logf("%v, %d short of the promise", offers, short)
}

// TestAProofIsTheYears checks the same for any record, threshold and point.
func TestAProofIsTheYears(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := draw(t, 100_000)
		days := rapid.IntRange(1, 60).Draw(t, "lead")
		level := rapid.SampledFrom(preference.ServiceLevels()).Draw(t, "level")
		season := rapid.SampledFrom([]float64{0, 0.3, 0.8, 0.81, 1.5}).Draw(t, "season")
		g := suggestion(s, rapid.IntRange(0, 1_000_000).Draw(t, "point"), days, level, season)
		if wrong := truth(s, g, rapid.IntRange(0, 1_000_000).Draw(t, "threshold")); wrong != "" {
			t.Error(wrong)
		}
	})
}

// TestALowSeasonIsAReason checks that a lower suggestion of a seasonal mall is
// offered as the season's, and that the season is in the nightly forecast.
func TestALowSeasonIsAReason(t *testing.T) {
	t.Parallel()
	mall := aSeasonalMall(20, 760)
	years := forecast.NewYears(mall)
	offers := map[outlook.Offer]int{}
	for origin := mall[0].End() - 365; origin < mall[0].End(); origin += 2 {
		known := mall[7].Until(origin)
		days := make([]demand.Day, known.Len())
		for i, units := range known.Units {
			days[i] = demand.Day{Units: units, State: demand.InStock}
		}
		p := outlook.SalesHistory{
			Tracked: true, Whole: true, Today: origin.Time(), Since: origin.Time().Add(-forecast.Window), Until: origin.Time(), LeadDays: 14, Level: 95,
			Demand: demand.Series{From: known.Start.Time(), Days: days},
		}
		events := (*forecast.Events)(nil).In(years.At(origin))
		model := forecast.FitEvents(known, events)
		_, nightly := forecast.Nightly(p, lowstock.Sales{}, events, nil)
		if season := model.Season(14); season != 1 && nightly.Proof.Season != season {
			t.Fatalf("the night has the season %v, want %v", nightly.Proof.Season, season)
		}
		g := outlook.Suggestion{Point: nightly.Point, LeadDays: 14, Level: 95, Known: true, Proven: true, Proof: nightly.Proof}
		offer := g.Offered(g.Point * 10)
		if offer == outlook.OfferSeason && model.Season(14) > 0.8 {
			t.Errorf("%s is said to be the low season, with a season of %.2f", origin, model.Season(14))
		}
		offers[offer]++
	}
	t.Log(offers)
	if offers[outlook.OfferSeason] < 3 {
		t.Errorf("%v: no low season", offers)
	}
}
