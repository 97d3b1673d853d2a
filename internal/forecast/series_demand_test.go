package forecast_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/forecast"
)

func TestSeriesOf(t *testing.T) {
	t.Parallel()
	from := time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)
	got := forecast.SeriesOf(demand.Series{From: from, Days: []demand.Day{
		{}, {Units: 3, State: demand.InStock}, {State: demand.Out}, {}, {Units: 1, State: demand.Partial}, {Units: 2, State: demand.InStock}, {},
	}})
	want := forecast.Series{
		Start: forecast.DateOf(from) + 1, Units: []int32{3, 0, 0, 1, 2},
		Marks: []forecast.Mark{0, forecast.OutOfStock, forecast.Partial, forecast.OutOfStock, 0},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := forecast.SeriesOf(demand.Series{From: from, Days: make([]demand.Day, 9)}); got.Len() != 0 {
		t.Errorf("of nothing counted: %+v", got)
	}
}
