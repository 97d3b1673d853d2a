package stockout

import (
	"math"
	"testing"

	"cafe24-inventory-alert/internal/forecast"
)

// TestADayOnWhichTheMallRested: a quiet Sunday is usual for a Sunday, and a closed week is not usual. A mall without the
// item itself is the measure.
func TestADayOnWhichTheMallRested(t *testing.T) {
	t.Parallel()
	const start = forecast.Date(20000)
	roots := make([]float64, 200)
	for i := range roots {
		roots[i] = 10
		if i%7 == 3 {
			roots[i] = 3
		}
	}
	clear(roots[70:77])
	roots[100] = 5
	roots[150] = math.NaN()
	mall := NewMall(start, roots)
	for day, want := range map[forecast.Date]float64{-1: 1, 0: 1, 10: 1, 70: 0, 76: 0, 100: 0.5, 150: 1, 199: 1, 200: 1} {
		if got := mall.open(start+day, 0); got != want {
			t.Errorf("day %d: share %v, want %v", day, got, want)
		}
	}
	if got := mall.open(start+100, 25); got != 1 { // the item alone is what is missing
		t.Errorf("without the item the share is %v, want 1", got)
	}
	if got := mall.open(start+100, 400); got != 1 { // nothing is known but the item
		t.Errorf("of a mall with one item the share is %v, want 1", got)
	}
}
