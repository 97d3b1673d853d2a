package forecast_test

import (
	"testing"

	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/preference"
)

// TestNoOfferOfAMallIsAgainstTheYear checks the generated malls in and out of
// their seasons: no suggestion that would have kept less than the promise in the
// last year is offered without a reason.
func TestNoOfferOfAMallIsAgainstTheYear(t *testing.T) {
	t.Parallel()
	offers, lower := map[outlook.Offer]int{}, 0
	for _, kind := range mallKinds() {
		m := generateMall(kind, 17, 24, 2*365+mallLookBack)
		seen := make([]forecast.Series, len(m.items))
		for i, it := range m.items {
			seen[i] = it.seen
		}
		for origin := m.first + mallLookBack; origin < m.first+mallLookBack+365; origin += 61 {
			known := knownAt(seen, origin, mallLookBack)
			year := forecast.NewYears(known).At(origin)
			for i, it := range m.items {
				model := forecast.FitEvents(known[i], forecast.NewEvents(it.events, known[i].Start, origin+forecast.MaxDays).In(year))
				if model.Class() == forecast.Unknown {
					continue
				}
				for _, level := range preference.ServiceLevels() {
					g := outlook.Suggestion{Point: model.Suggest(14, float64(level)/100).Point, LeadDays: 14, Level: level, Known: true, Proven: true}
					g.Proof = forecast.Prove(known[i], 14, g.Point)
					for _, threshold := range []int{0, g.Point / 2, g.Point, g.Point + 1, g.Point * 2, g.Point*10 + 3} {
						if offers[g.Offered(threshold)]++; !g.KeepsPromise() && threshold > g.Point {
							lower++
						}
						if wrong := truth(known[i], g, threshold); wrong != "" {
							t.Errorf("%s, item %d on %s, %d instead of %d at %d %%: %s", kind.name, i, origin, g.Point, threshold, level, wrong)
						}
					}
				}
			}
		}
	}
	for _, offer := range []outlook.Offer{outlook.OfferNone, outlook.OfferPlain, outlook.OfferEnough, outlook.OfferSlower} {
		if offers[offer] < 20 {
			t.Errorf("only %d offers of kind %q: the test shows little", offers[offer], offer)
		}
	}
	t.Logf("%v, %d lower and short of the promise", offers, lower)
}
