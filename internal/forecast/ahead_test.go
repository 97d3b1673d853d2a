package forecast_test

import (
	"testing"

	"cafe24-inventory-alert/internal/forecast"
)

// TestAheadSaysWhatTheModelSays compares the stored form with the model and the
// replay. It must be exact for small stocks and for the stock of the nightly forecast,
// nearly exact for other stocks, and have the same percent for every threshold.
func TestAheadSaysWhatTheModelSays(t *testing.T) {
	t.Parallel()
	sizes, off, asked := 0, 0, 0
	items := generate(shop(), 7, 120, 400)
	for i, it := range items {
		m, replay := forecast.Fit(it.seen, it.events), forecast.NewReplay(it.seen, 14)
		nightly := i * 37 % 900
		stored := m.Ahead(replay, nightly)
		sizes += len(stored)
		ahead, ok := forecast.ReadAhead(stored)
		if !ok {
			t.Fatalf("item %d: %x cannot be read", i, stored)
		}
		for _, stock := range []int{-1, 0, 1, 2, 5, 10, nightly, 11, 17, 40, 99, 250, 1000, 5000, 100_000} {
			got, want := ahead.RunOut(stock), m.RunOut(stock)
			if want.Cover = 0; want.P90 >= forecast.NotWithin && got.P90 >= forecast.NotWithin {
				continue // lists show neither
			}
			if stock <= 4 || stock == nightly {
				if got != want {
					t.Errorf("item %d: a stock of %d runs out %+v, want %+v", i, stock, got, want)
				}
				continue
			}
			for _, days := range [][2]int{{got.P10, want.P10}, {got.P50, want.P50}, {got.P90, want.P90}} {
				asked++
				if d := max(days[0]-days[1], days[1]-days[0]); d > 1+days[1]/25 {
					off++
				}
			}
		}
		for _, threshold := range []int{0, 1, 2, 3, 7, 14, 50, 200, 1000} {
			if got, want := ahead.Kept(threshold), forecast.Percent(replay.Covered(threshold)); got != want {
				t.Errorf("item %d: %d keeps %d %%, want %d", i, threshold, got, want)
			}
		}
	}
	if off*100 > asked {
		t.Errorf("%d of %d days are off by more than one and a twenty-fifth", off, asked)
	}
	if mean := sizes / len(items); mean > 300 {
		t.Errorf("%d bytes an item", mean)
	} else {
		t.Logf("%d bytes an item, %d of %d days are off by more", mean, off, asked)
	}
}

// TestAheadOfAnotherVersion checks that missing or unreadable data gives no
// result and no panic.
func TestAheadOfAnotherVersion(t *testing.T) {
	t.Parallel()
	for _, stored := range [][]byte{nil, {}, {1, 0, 0}, {9, 1, 1}, {2}, {2, 200}, {2, 255, 255, 255, 255, 255, 255}, {2, 1, 2, 3}} {
		ahead, ok := forecast.ReadAhead(stored)
		if ok {
			t.Errorf("%x was read", stored)
		}
		ahead.RunOut(5)
		ahead.Kept(5)
	}
}

func BenchmarkAhead(b *testing.B) {
	items := generate(shop(), 1, 500, 400)
	models, replays := make([]forecast.Model, len(items)), make([]forecast.Replay, len(items))
	for i, it := range items {
		models[i], replays[i] = forecast.Fit(it.seen, it.events), forecast.NewReplay(it.seen, 14)
	}
	for i := 0; b.Loop(); i++ {
		models[i%len(items)].Ahead(replays[i%len(items)], 40)
	}
}
