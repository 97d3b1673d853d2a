package main

import (
	"bytes"
	"io"
	"math"
	"strconv"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/forecast"
)

// The items of a file are one mall: its season is known to the decisions, as it
// is to the nightly forecasts.
func TestBacktestKnowsTheSeason(t *testing.T) {
	t.Parallel()
	var items []namedSeries
	for item := range 12 {
		s := forecast.Series{Start: forecast.DateOf(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)), Units: make([]int32, 760)}
		for i := range s.Units {
			season := math.Exp(1.2 * math.Sin(2*math.Pi*float64(i)/365.25))
			s.Units[i] = int32(season * float64(4+(i*7+item*5)%9))
		}
		items = append(items, namedSeries{strconv.Itoa(item), s})
	}
	missing := func(season bool) (units float64) {
		o, err := readBacktest([]string{"--look-back", "760", "--lead", "28", "sales.csv"}, io.Discard, io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		b := newBacktest(o, items)
		if !season {
			for i := range b.workers {
				b.workers[i].Years = nil
			}
		}
		b.out, b.progress = io.Discard, newProgress(new(bytes.Buffer), time.Now)
		if err := b.run(t.Context(), items); err != nil {
			t.Fatal(err)
		}
		for _, row := range b.scores.Rows() {
			units += row.Ours.Pinball * float64(row.Windows)
		}
		return units
	}
	if with, without := missing(true), missing(false); with > 0.8*without {
		t.Errorf("the loss with the season is %.0f, and without it %.0f", with, without)
	}
}
