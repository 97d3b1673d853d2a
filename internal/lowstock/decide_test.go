package lowstock_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/rulebook"
)

var at = time.Date(2026, 11, 22, 15, 4, 0, 0, time.UTC)

// selling is a tracked variant that is displayed and selling, with a quantity
// and a threshold.
func selling(quantity, threshold int, change ...func(*lowstock.Situation)) lowstock.Situation {
	s := lowstock.Situation{
		Product:   lowstock.Product{No: 1, Display: true, Selling: true},
		Variant:   lowstock.Variant{Code: "P0000001000A", Display: true, Selling: true, Tracked: true, Quantity: quantity},
		Threshold: lowstock.Threshold{Value: threshold, Source: lowstock.ScopeMall},
		ReadAt:    at,
	}
	for _, c := range change {
		c(&s)
	}
	return s
}

func standing(kind lowstock.Kind) func(*lowstock.Situation) {
	return func(s *lowstock.Situation) {
		s.Standing = &lowstock.Incident{Kind: kind, State: lowstock.IncidentOpen, OpenedAt: at.Add(-time.Hour)}
	}
}

func confirm(seen time.Duration) func(*lowstock.Situation) {
	return func(s *lowstock.Situation) {
		s.ConfirmAfter = 8 * time.Second
		if seen > 0 {
			s.RaiseSeenAt = at.Add(-seen)
		}
	}
}

func TestEvaluate(t *testing.T) {
	t.Parallel()
	hidden := func(s *lowstock.Situation) { s.Product.Display = false }
	dismissed := func(k lowstock.Kind) func(*lowstock.Situation) {
		return func(s *lowstock.Situation) { s.Dismissed = k }
	}
	tests := map[string]struct {
		s    lowstock.Situation
		want lowstock.Decision
	}{
		"above":                {selling(12, 10), lowstock.Decision{Status: "ok"}},
		"at the threshold":     {selling(10, 10), lowstock.Decision{Status: "low", Action: "open", Kind: "low"}},
		"sold out":             {selling(0, 10), lowstock.Decision{Status: "out", Action: "open", Kind: "out"}},
		"oversold":             {selling(-3, 0), lowstock.Decision{Status: "out", Action: "open", Kind: "out"}},
		"default threshold":    {selling(1, 0), lowstock.Decision{Status: "ok"}},
		"stands already":       {selling(5, 10, standing("low")), lowstock.Decision{Status: "low"}},
		"turns out":            {selling(0, 10, standing("low")), lowstock.Decision{Status: "out", Action: "escalate", Kind: "out"}},
		"out once":             {selling(0, 10, standing("out")), lowstock.Decision{Status: "out"}},
		"out never turns low":  {selling(3, 10, standing("out")), lowstock.Decision{Status: "low"}},
		"within the margin":    {selling(21, 20, standing("low")), lowstock.Decision{Status: "ok"}},
		"margin of 10 percent": {selling(22, 20, standing("low")), lowstock.Decision{Status: "ok", Action: "resolve"}},
		"margin of one":        {selling(1, 0, standing("out")), lowstock.Decision{Status: "ok", Action: "resolve"}},
		"hidden is silent":     {selling(0, 10, hidden), lowstock.Decision{Status: "out"}},
		"hidden resolves":      {selling(0, 10, hidden, standing("out")), lowstock.Decision{Status: "out", Action: "resolve"}},
		"muted is silent":      {selling(0, 10, func(s *lowstock.Situation) { s.Threshold.Muted = true }), lowstock.Decision{Status: "out"}},
		"untracked is silent":  {selling(0, 10, func(s *lowstock.Situation) { s.Variant.Tracked = false }), lowstock.Decision{Status: "untracked"}},
		"first of two reads":   {selling(4, 10, confirm(0)), lowstock.Decision{Status: "low", Action: "await", RaiseSeenAt: at}},
		"second too soon":      {selling(4, 10, confirm(7*time.Second)), lowstock.Decision{Status: "low", Action: "await", RaiseSeenAt: at.Add(-7 * time.Second)}},
		"second read":          {selling(4, 10, confirm(8*time.Second)), lowstock.Decision{Status: "low", Action: "open", Kind: "low"}},
		"raise not confirmed":  {selling(40, 10, confirm(8*time.Second)), lowstock.Decision{Status: "ok"}},
		"dismissed":            {selling(4, 10, dismissed("low")), lowstock.Decision{Status: "low", Dismissed: "low"}},
		"dismissed, then out":  {selling(0, 10, dismissed("low")), lowstock.Decision{Status: "out", Action: "open", Kind: "out"}},
		"dismissed, recovered": {selling(40, 10, dismissed("low")), lowstock.Decision{Status: "ok"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, lowstock.Evaluate(test.s)); diff != "" {
				t.Errorf("decision mismatch (-want +got)\n%s", diff)
			}
		})
	}
}

// TestEvaluateOverHistories checks any sequence of quantities. An incident
// stands exactly from a crossing to the recovery. Alerts are raised on
// crossings only. Explain makes the same decision as Evaluate.
func TestEvaluateOverHistories(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		threshold := rapid.IntRange(0, 50).Draw(t, "threshold")
		var open *lowstock.Incident
		for range rapid.IntRange(1, 40).Draw(t, "length") {
			q := rapid.IntRange(-5, 80).Draw(t, "quantity")
			s := selling(q, threshold)
			s.Standing = open
			d := lowstock.Evaluate(s)
			if _, explained := lowstock.Explain(s); explained != d {
				t.Fatalf("Explain decides %+v, Evaluate %+v", explained, d)
			}
			switch d.Action {
			case lowstock.ActionOpen:
				if open != nil {
					t.Fatal("opened a second incident")
				}
				open = &lowstock.Incident{Kind: d.Kind, OpenedAt: at}
			case lowstock.ActionEscalate:
				if open == nil || open.Kind != lowstock.KindLow || q > 0 {
					t.Fatalf("escalated %+v at %d", open, q)
				}
				open.Kind = lowstock.KindOut
			case lowstock.ActionResolve:
				open = nil
			case lowstock.ActionNone, lowstock.ActionAwait:
			}
			if q <= threshold && open == nil {
				t.Fatalf("no incident at %d with threshold %d", q, threshold)
			}
			if q <= 0 && open.Kind != lowstock.KindOut {
				t.Fatalf("kind %s at %d", open.Kind, q)
			}
			if lowstock.Recovered(q, threshold) && open != nil {
				t.Fatalf("still stands at %d with threshold %d", q, threshold)
			}
		}
	})
}

func TestReplayCountsCrossings(t *testing.T) {
	t.Parallel()
	var points []lowstock.Point
	for i, q := range []int{30, 12, 9, 11, 8, 0, 40, 3} {
		points = append(points, lowstock.Point{At: at.Add(time.Duration(i) * time.Hour), Quantity: q})
	}
	for threshold, want := range map[int]int{0: 1, 10: 4, 12: 3, 40: 1} {
		if got := rulebook.Replay(points, selling(0, threshold), points[1].At); got != want {
			t.Errorf("threshold %d: %d alerts, want %d", threshold, got, want)
		}
	}
}
