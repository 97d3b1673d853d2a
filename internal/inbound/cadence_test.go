package inbound_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"cafe24-inventory-alert/internal/inbound"
)

var usual = inbound.Pace{Watch: 10 * time.Minute, Sweep: 6 * time.Hour, Rate: 1.8}

var monday = time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)

func TestEvery(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		of   inbound.Watchable
		want time.Duration
	}{
		"stands":                     {inbound.Watchable{Standing: true, Quantity: 900, Threshold: 5}, 10 * time.Minute},
		"near":                       {inbound.Watchable{Quantity: 10, Threshold: 5}, 10 * time.Minute},
		"near a large threshold":     {inbound.Watchable{Quantity: 150, Threshold: 100}, 10 * time.Minute},
		"far, nobody knows":          {inbound.Watchable{Quantity: 11, Threshold: 5}, 6 * time.Hour},
		"far, slow":                  {inbound.Watchable{Quantity: 56, Threshold: 5, PerDay: 10}, 6 * time.Hour},
		"two hours at twice its way": {inbound.Watchable{Quantity: 56, Threshold: 5, PerDay: 300}, 2 * time.Hour},
		"half an hour":               {inbound.Watchable{Quantity: 56, Threshold: 5, PerDay: 1200}, 30 * time.Minute},
		"five minutes":               {inbound.Watchable{Quantity: 56, Threshold: 5, PerDay: 7200}, 10 * time.Minute},
		"below":                      {inbound.Watchable{Quantity: -3, Threshold: 5, PerDay: 1}, 10 * time.Minute},
	} {
		if got := usual.Every(c.of); got != c.want {
			t.Errorf("%s: every %s, want %s", name, got, c.want)
		}
	}
}

func watchable(rt *rapid.T) inbound.Watchable {
	w := inbound.Watchable{
		ProductNo: rapid.Int64Range(1, 40).Draw(rt, "product"), Standing: rapid.IntRange(0, 4).Draw(rt, "stands") == 0,
		Quantity: rapid.IntRange(-5, 3000).Draw(rt, "quantity"), Threshold: rapid.IntRange(0, 300).Draw(rt, "threshold"),
		ReadAt: monday.Add(-time.Duration(rapid.IntRange(0, 400).Draw(rt, "read")) * time.Minute),
	}
	if rapid.Bool().Draw(rt, "known") {
		w.PerDay = rapid.Float64Range(0, 5000).Draw(rt, "sold")
	}
	return w
}

func TestPickWatchProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		list := rapid.SliceOfN(rapid.Custom(watchable), 0, 30).Draw(rt, "list")
		capacity := rapid.IntRange(0, 20).Draw(rt, "room")
		picked := usual.PickWatch(list, capacity, monday)
		if len(picked) > capacity {
			rt.Fatalf("%d of room for %d", len(picked), capacity)
		}
		if sorted := slices.Clone(picked); len(slices.Compact(slices.Sorted(slices.Values(sorted)))) != len(picked) {
			rt.Fatalf("twice in %v", picked)
		}
		shuffled := slices.Clone(list)
		rand.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if again := usual.PickWatch(shuffled, capacity, monday); !slices.Equal(again, picked) {
			rt.Fatalf("%v in another order: %v", picked, again)
		}
		for _, w := range list {
			is := slices.Contains(picked, w.ProductNo)
			if late := !monday.Add(usual.Watch).Before(w.ReadAt.Add(usual.Every(w))); !is && late && usual.Every(w) < usual.Sweep && len(picked) < capacity {
				rt.Fatalf("%+v is read every %s and was left out", w, usual.Every(w))
			}
			more := w // a variant that is closer, sells faster or was read longer ago is never read less often
			more.Quantity -= rapid.IntRange(0, 100).Draw(rt, "less")
			more.PerDay *= rapid.Float64Range(1, 3).Draw(rt, "faster")
			if usual.Every(more) > usual.Every(w) {
				rt.Fatalf("%+v every %s, but %+v every %s", w, usual.Every(w), more, usual.Every(more))
			}
		}
	})
}

// TestFastMoversAreFoundWithinOneWatch checks every variant that sells at most
// twice as fast as before. A watch reads it before it is at its threshold, so
// the next watch finds its crossing. Not every watch reads it before that.
func TestFastMoversAreFoundWithinOneWatch(t *testing.T) {
	t.Parallel()
	reads, watches := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		threshold := rapid.IntRange(0, 100).Draw(rt, "threshold")
		start := threshold + rapid.IntRange(1, 2000).Draw(rt, "left")
		perDay := rapid.Float64Range(1, 20_000).Draw(rt, "sold")
		truly := perDay * rapid.Float64Range(0.1, 2).Draw(rt, "demand")
		offset := time.Duration(rapid.IntRange(0, 599).Draw(rt, "offset")) * time.Second
		level := func(at time.Duration) int { return max(0, start-int(truly*at.Hours()/24)) }
		crossed := time.Duration(float64(start-threshold) / truly * 24 * float64(time.Hour))
		w := inbound.Watchable{ProductNo: 1, Quantity: start, Threshold: threshold, PerDay: perDay, ReadAt: monday}
		sweep := usual.Sweep + usual.Sweep/inbound.SweepSpread
		for at := offset; at < 24*time.Hour; at += usual.Watch {
			swept := at >= sweep && at%sweep < usual.Watch
			if picked := usual.PickWatch([]inbound.Watchable{w}, 10, monday.Add(at)); len(picked) == 1 || swept {
				if len(picked) == 1 {
					reads++
				}
				w.Quantity, w.ReadAt = level(at), monday.Add(at)
			}
			watches++
			if at > crossed+usual.Watch {
				if w.Quantity > threshold {
					rt.Fatalf("crossed after %s, at %s it is still thought to be at %d of %d (sells %.0f, thought %.0f)", crossed, at, w.Quantity, threshold, truly, perDay)
				}
				break
			}
		}
	})
	t.Logf("%d watches, %d readings", watches, reads)
	if reads*2 > watches {
		t.Errorf("%d readings in %d watches", reads, watches)
	}
}

func TestWorstCases(t *testing.T) {
	t.Parallel()
	l := inbound.Load{Products: 10_000, Large: 33, Watched: 450}
	if got := usual.WatchWorst(l).Round(time.Second); got != 10*time.Minute+26*time.Second { // 5 pages and 33 products with a call of their own
		t.Errorf("watch %s", got)
	}
	if got := usual.SweepWorst(l).Round(time.Second); got != 6*time.Hour+18*time.Minute+79*time.Second { // 134 calls
		t.Errorf("sweep %s", got)
	}
	if got := usual.Capacity(); got != 36_000 {
		t.Errorf("room %d", got)
	}
}

func TestWatchLevel(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		largest, enough int
		tooMany         bool
		want            int
	}{{0, 0, false, 1}, {5, 0, false, 6}, {100, 0, false, 110}, {100, 60, true, 59}, {100, 500, true, 110}, {5, 0, true, -1}} {
		if got := inbound.WatchLevel(c.largest, c.enough, c.tooMany); got != c.want {
			t.Errorf("%+v: %d", c, got)
		}
	}
}

func TestDetectedWithin(t *testing.T) {
	t.Parallel()
	list := []inbound.Detection{
		{inbound.WayHint, 3 * time.Second, 90}, {inbound.WayHint, 20 * time.Second, 5}, {inbound.WayWatch, 10 * time.Minute, 4}, {inbound.WaySweep, 5 * time.Hour, 1},
	}
	for _, c := range []struct {
		share  float64
		ways   []inbound.Way
		within time.Duration
		of     int
	}{
		{0.5, nil, 3 * time.Second, 100},
		{0.95, nil, 20 * time.Second, 100},
		{0.96, nil, 10 * time.Minute, 100},
		{1, nil, 5 * time.Hour, 100},
		{0.5, []inbound.Way{inbound.WayWatch, inbound.WaySweep}, 10 * time.Minute, 5},
		{0.5, []inbound.Way{inbound.WayLog}, 0, 0},
	} {
		if within, of := inbound.DetectedWithin(list, c.share, c.ways...); within != c.within || of != c.of {
			t.Errorf("%v of %v: %s of %d", c.share, c.ways, within, of)
		}
	}
	for d, want := range map[time.Duration]time.Duration{-1: time.Second, 0: time.Second, 3001 * time.Millisecond: 5 * time.Second, 1000 * time.Hour: 48 * time.Hour} {
		if got := inbound.DetectionStep(d); got != want {
			t.Errorf("%s: %s", d, got)
		}
	}
}
