package forecast_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/lowstock"
)

func TestSeriesOf(t *testing.T) {
	t.Parallel()
	from := time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)
	got := forecast.SeriesOf(lowstock.DemandSeries{From: from, Days: []lowstock.DemandDay{
		{}, {Units: 3, State: lowstock.DemandInStock}, {State: lowstock.DemandOut}, {}, {Units: 1, State: lowstock.DemandPartial}, {Units: 2, State: lowstock.DemandInStock}, {},
	}})
	want := forecast.Series{
		Start: forecast.DateOf(from) + 1, Units: []int32{3, 0, 0, 1, 2},
		Marks: []forecast.Mark{0, forecast.OutOfStock, forecast.Partial, forecast.OutOfStock, 0},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := forecast.SeriesOf(lowstock.DemandSeries{From: from, Days: make([]lowstock.DemandDay, 9)}); got.Len() != 0 {
		t.Errorf("of nothing counted: %+v", got)
	}
}
