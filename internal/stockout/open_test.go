package stockout_test

import (
	"math"
	"testing"

	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/stockout"
)

// TestADayOnWhichTheMallRested: a quiet Sunday is usual for a Sunday, and a closed week is not usual.
func TestADayOnWhichTheMallRested(t *testing.T) {
	t.Parallel()
	roots := make([]float64, 200)
	for i := range roots {
		roots[i] = 10
		if i%7 == 3 {
			roots[i] = 2
		}
	}
	for i := 70; i < 77; i++ {
		roots[i] = 0
	}
	roots[100] = 5
	roots[150] = math.NaN()
	open := stockout.Open(start, roots)
	for day, want := range map[forecast.Date]float64{-1: 1, 0: 1, 10: 1, 70: 0, 76: 0, 100: 0.5, 150: 1, 199: 1, 200: 1} {
		if got := open(start + day); got != want {
			t.Errorf("day %d: share %v, want %v", day, got, want)
		}
	}
}
