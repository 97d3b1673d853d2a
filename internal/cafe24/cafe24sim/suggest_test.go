package cafe24sim_test

import (
	"fmt"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24/cafe24sim"
	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/outlook"
)

// soldBefore returns what the variants of a generated mall sold in its past, day
// by day.
func (w *world) soldBefore(days int) map[string][]demand.Day {
	w.t.Helper()
	until := time.Date(2026, 9, 20, 0, 0, 0, 0, time.UTC)
	first := until.AddDate(0, 0, 1-days)
	sold := map[string][]demand.Day{}
	for from := first; !from.After(until); from = from.AddDate(0, 0, 10) {
		to := from.AddDate(0, 0, 9)
		if to.After(until) {
			to = until
		}
		for offset := 0; ; offset += 1000 {
			list := w.ordersOf(from.Format(time.DateOnly), to.Format(time.DateOnly), fmt.Sprintf("&offset=%d", offset))
			for _, o := range list {
				placed := o.Placed.In(time.FixedZone("KST", 9*60*60))
				at := int(time.Date(placed.Year(), placed.Month(), placed.Day(), 0, 0, 0, 0, time.UTC).Sub(first).Hours() / 24)
				for _, item := range o.Items {
					own := sold[item.Code]
					if own == nil {
						own = make([]demand.Day, days)
						for i := range own {
							own[i].State = demand.InStock
						}
						sold[item.Code] = own
					}
					if at >= 0 && at < days && o.Canceled != "T" {
						own[at].Units += int32(item.Quantity)
					}
				}
			}
			if len(list) < 1000 {
				break
			}
		}
	}
	return sold
}

// The demo's mall has slow, lumpy and fading goods. Over the whole mall, each
// suggestion is checked against the past year. A suggestion that would have kept
// less than the mall's threshold, or less than it promises, must say why.
func TestTheDemoIsOfferedNothingAgainstItsYear(t *testing.T) {
	t.Parallel()
	w := start(t, cafe24sim.Config{Products: 300, OrderHistoryDays: 400})
	counts := map[outlook.Offer]int{}
	known, lower, short, inconclusive := 0, 0, 0, 0
	for code, days := range w.soldBefore(365) {
		record := forecast.SeriesOf(demand.Series{VariantCode: code, From: time.Date(2025, 9, 21, 0, 0, 0, 0, time.UTC), Days: days})
		m := forecast.Fit(record, nil)
		if m.Class() == forecast.Unknown {
			continue
		}
		g := outlook.Suggestion{Point: m.Suggest(14, 0.95).Point, LeadDays: 14, Level: 95, Known: true, Proven: true}
		g.Proof = forecast.Prove(record, 14, g.Point)
		replay := forecast.NewReplay(record, 14)
		if !g.Proof.Conclusive() {
			inconclusive++
			if g.Proof.Windows >= outlook.ProofWindows {
				t.Errorf("%s: %d lead times prove nothing", code, g.Proof.Windows)
			}
			continue
		}
		known++
		if replay.Covered(g.Point) < 0.95 {
			short++
		}
		for _, threshold := range []int{0, 3, 10, 30, 100, g.Point + 1} {
			now, then := replay.Covered(threshold), replay.Covered(g.Point)
			if then < now {
				lower++
			}
			offer := g.Offered(threshold)
			counts[offer]++
			switch {
			case then < now && offer != outlook.OfferNone && !offer.Reasoned():
				t.Errorf("%s: %d instead of %d is offered as %q though it keeps %.2f instead of %.2f", code, g.Point, threshold, offer, then, now)
			case then < 0.95 && (g.KeepsPromise() || offer == outlook.OfferEnough):
				t.Errorf("%s: %d is said to keep 95 %%, and kept %.2f", code, g.Point, then)
			case then < min(now, 0.95) && offer == outlook.OfferSlower && g.Proof.To > 0.8*g.Proof.From:
				t.Errorf("%s: said to sell more slowly: %+v", code, g.Proof)
			case then < min(now, 0.95) && !offer.Reasoned() && g.ReorderPoint(threshold) != threshold:
				t.Errorf("%s: %d is ordered at, though nothing offers it in place of %d", code, g.ReorderPoint(threshold), threshold)
			}
		}
	}
	t.Logf("%d suggestions with a proof and %d without, %d times less than the threshold, %d less than promised: %v", known, inconclusive, lower, short, counts)
	if known < 200 || lower < 20 || short < 20 {
		t.Errorf("%d suggestions, %d lower, %d short: the test shows little", known, lower, short)
	}
}
