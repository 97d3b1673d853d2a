package forecast_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/forecast"
)

func on(year int, month time.Month, day int) forecast.Date {
	return forecast.DateOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// Windows count in the month and the half year in which they begin. Censored
// windows, and items of class unknown, do not count.
func TestScoresBySpan(t *testing.T) {
	t.Parallel()
	var scores forecast.Scores
	for _, d := range []forecast.Decision{
		{Origin: on(2025, time.June, 30), Class: forecast.Smooth, Threshold: 2, Actual: 2},
		{Origin: on(2025, time.July, 1), Class: forecast.Smooth, Threshold: 2, Actual: 3},
		{Origin: on(2025, time.December, 31), Class: forecast.Lumpy, Threshold: 2, Actual: 1},
		{Origin: on(2025, time.December, 1), Class: forecast.Smooth, Threshold: 2, Actual: 3},
		{Origin: on(2025, time.December, 1), Class: forecast.Unknown, Threshold: 2, Actual: 3},
		{Origin: on(2025, time.December, 1), Class: forecast.Smooth, Threshold: 2, Actual: 3, Censored: true},
	} {
		d.Days, d.Level = 7, 0.9
		scores.Add(d)
	}
	type row struct {
		Span                   string
		Windows                int
		Covered, Smooth, Lumpy float64
	}
	var got []row
	for _, r := range scores.Spans() {
		got = append(got, row{r.Span.String(), r.Windows, r.Ours.Coverage, r.Classes[forecast.Smooth].Ours.Coverage, r.Classes[forecast.Lumpy].Ours.Coverage})
	}
	want := []row{
		{"2025-06", 1, 1, 1, 0},
		{"2025-07", 1, 0, 0, 0},
		{"2025-12", 2, 0.5, 0, 1},
		{"2025-H1", 1, 1, 1, 0},
		{"2025-H2", 3, 1. / 3, 0, 1},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("mismatch (-want +got):\n%s", diff)
	}
	if rows := scores.Rows(); len(rows) != 3 {
		t.Errorf("the rows of all windows are %+v", rows)
	}
}

// A decision that knows n days is that of a record that begins n days before.
func TestBacktestKnows(t *testing.T) {
	t.Parallel()
	s := forecast.Series{Start: on(2024, time.January, 1), Units: make([]int32, 500)}
	for i := range s.Units {
		s.Units[i] = int32(i % 7 * (1 + 9*(1-i/400)))
	}
	decide := func(s forecast.Series, known int) (made []forecast.Decision) {
		forecast.Backtest(s, nil, forecast.Rolling{Leads: []int{14}, Levels: []float64{0.95}, Every: 1, Last: 14, Known: known}, func(d forecast.Decision) {
			d.Simple = [forecast.Rules]float64{}
			made = append(made, d)
		})
		return made
	}
	if diff := cmp.Diff(decide(s.Last(14+90), 0), decide(s, 90)); diff != "" {
		t.Errorf("mismatch (-cut +known):\n%s", diff)
	}
	if cmp.Equal(decide(s, 0), decide(s, 90)) {
		t.Error("the days before make no difference")
	}
}
