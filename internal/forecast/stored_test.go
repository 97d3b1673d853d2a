package forecast_test

import (
	"testing"
	"time"

	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/outlook"
)

// stored is what a night of a day stores of a model.
func stored(m *forecast.Model, night forecast.Date) outlook.StoredModel {
	return outlook.StoredModel{On: night.Time(), Content: m.Encode(night)}
}

// A stored model is the fitted one in all its fields, and says the same of
// everything that a page asks: with and without a season, planned events and a
// pool, for items of all classes and for one that has sold nothing.
func TestAStoredModelIsTheFittedOne(t *testing.T) {
	t.Parallel()
	items := generateMall(mallKinds()[0], 7, 60, 760)
	var all []forecast.Series
	var sample []forecast.PoolItem
	for _, it := range items.items {
		all, sample = append(all, it.seen), append(sample, forecast.PoolItem{Series: it.seen})
	}
	end := all[0].End()
	years := forecast.NewYears(all)
	year, pool := years.At(end), forecast.LearnPool(sample, years, end, forecast.PoolLevels()...)
	if year == nil || pool == nil {
		t.Fatalf("season %v, pool %v", year != nil, pool != nil)
	}
	plan := forecast.NewEvents([]forecast.Event{{From: end + 3, To: end + 9, Factor: 3}, {From: end - 40, To: end - 30, Factor: 2}}, end-800, end+forecast.MaxDays)
	classes := map[forecast.Class]int{}
	for name, events := range map[string]*forecast.Events{
		"alone": nil, "planned": plan, "season": (*forecast.Events)(nil).In(year), "all": plan.In(year).With(pool),
	} {
		for i, s := range append(all, forecast.Series{Start: end - 100, Units: make([]int32, 100)}) {
			fitted := forecast.FitEvents(s, events)
			classes[fitted.Class()]++
			read, ok := forecast.ReadModel(stored(&fitted, end), events)
			if !ok {
				t.Fatalf("%s: item %d is not read", name, i)
			}
			if diff := forecast.ModelDiff(fitted, read); diff != "" {
				t.Fatalf("%s: item %d: %s", name, i, diff)
			}
			wantSameAnswers(t, name, i, &fitted, &read)
		}
	}
	for class := forecast.Unknown; class <= forecast.Lumpy; class++ {
		if classes[class] == 0 {
			t.Errorf("no item is %s", class)
		}
	}
}

func wantSameAnswers(t *testing.T, name string, item int, fitted, read *forecast.Model) {
	t.Helper()
	for _, days := range []int{1, 7, 14, 30, 90} {
		for _, level := range forecast.PoolLevels() {
			if a, b := fitted.Suggest(days, level), read.Suggest(days, level); a != b {
				t.Errorf("%s: item %d: %+v of the stored model, not %+v", name, item, b, a)
			}
		}
		for _, stock := range []int{-2, 0, 1, 5, 40, 300} {
			in := forecast.Arrival{Day: days / 2, Units: 20}
			if a, b := fitted.RunOutWith(stock, in), read.RunOutWith(stock, in); a != b {
				t.Errorf("%s: item %d: a stock of %d runs out %+v, not %+v", name, item, stock, b, a)
			}
			if a, b := fitted.RiskWith(stock, days, in), read.RiskWith(stock, days, in); a != b {
				t.Errorf("%s: item %d: the risk of %d is %+v, not %+v", name, item, stock, b, a)
			}
			units, by := fitted.Reorder(forecast.Stock{Now: stock, In: []forecast.Arrival{in}}, 30, days, 28)
			if n, on := read.Reorder(forecast.Stock{Now: stock, In: []forecast.Arrival{in}}, 30, days, 28); n != units || on != by {
				t.Errorf("%s: item %d: order %d by %d, not %d by %d", name, item, n, on, units, by)
			}
		}
	}
}

// What cannot be trusted is not read: nothing, another version, a model that is
// cut off or too long, and a model of another nightly forecast than the stored forecast.
func TestAStoredModelThatCannotBeRead(t *testing.T) {
	t.Parallel()
	model := forecast.Fit(forecast.Series{Start: 20_000, Units: []int32{1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0}}, nil)
	good := stored(&model, 20_016)
	if _, ok := forecast.ReadModel(good, nil); !ok {
		t.Fatal("a good one is not read")
	}
	for n := range len(good.Content) {
		if _, ok := forecast.ReadModel(outlook.StoredModel{On: good.On, Content: good.Content[:n]}, nil); ok {
			t.Errorf("%d of %d bytes are read", n, len(good.Content))
		}
	}
	longer := append(append([]byte{}, good.Content...), 0)
	if _, ok := forecast.ReadModel(outlook.StoredModel{On: good.On, Content: longer}, nil); ok {
		t.Error("a longer one is read")
	}
	if _, ok := forecast.ReadModel(outlook.StoredModel{On: good.On.Add(24 * time.Hour), Content: good.Content}, nil); ok {
		t.Error("one of another night is read")
	}
	other := append([]byte{}, good.Content...)
	other[0]++
	if _, ok := forecast.ReadModel(outlook.StoredModel{On: good.On, Content: other}, nil); ok {
		t.Error("one of another version is read")
	}
}

// BenchmarkModelOfAPage compares the fit of a model with reading a stored one,
// of an option of 760 days with a season and a pool.
func BenchmarkModelOfAPage(b *testing.B) {
	items := generate(shop(), 1, 500, 760)
	var all []forecast.Series
	var sample []forecast.PoolItem
	for _, it := range items {
		all, sample = append(all, it.seen), append(sample, forecast.PoolItem{Series: it.seen})
	}
	end := items[0].seen.End()
	years := forecast.NewYears(all)
	events := (*forecast.Events)(nil).In(years.At(end)).With(forecast.LearnPool(sample, years, end, forecast.PoolLevels()...))
	nights := make([]outlook.StoredModel, len(all))
	size := 0
	for i, s := range all {
		m := forecast.FitEvents(s, events)
		nights[i] = stored(&m, end)
		size += len(nights[i].Content)
	}
	b.Run("fitted", func(b *testing.B) {
		for i := range b.N {
			forecast.FitEvents(all[i%len(all)], events)
		}
	})
	b.Run("stored", func(b *testing.B) {
		for i := range b.N {
			forecast.ReadModel(nights[i%len(nights)], events)
		}
		b.ReportMetric(float64(size)/float64(len(nights)), "bytes/option")
	})
}
