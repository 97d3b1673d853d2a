package forecast_test

import (
	"testing"

	"cafe24-inventory-alert/internal/forecast"
)

func TestReorder(t *testing.T) {
	t.Parallel()
	s := forecast.Series{Units: make([]int32, 364)}
	for i := range s.Units {
		s.Units[i] = []int32{2, 3, 1, 2, 4, 2, 0}[i%7] // 2 a day
	}
	m := forecast.Fit(s, nil)
	for name, c := range map[string]struct {
		stock, coming, point int
		units, by            int
	}{
		"at the point":          {40, 0, 40, 56, 0},
		"sold out":              {0, 0, 40, 96, 1},
		"oversold":              {-5, 0, 40, 101, 1},
		"a part is coming":      {0, 30, 40, 66, 1},
		"enough is coming":      {0, 41, 40, 0, 1},
		"plenty":                {100, 0, 40, 0, 0},
		"nothing is ever asked": {0, 0, 0, 56, 1},
	} {
		units, by := m.Reorder(forecast.Stock{Now: c.stock, OnOrder: c.coming}, c.point, 14, 28)
		if units < c.units-2 || units > c.units+2 {
			t.Errorf("%s: order %d, want about %d", name, units, c.units)
		}
		if c.by > 0 && by != c.by {
			t.Errorf("%s: by day %d, want %d", name, by, c.by)
		}
		if out := m.RunOut(c.stock); c.by == 0 && by != max(1, out.P10-14) {
			t.Errorf("%s: by day %d, though it may be out on day %d", name, by, out.P10)
		}
	}
	none := forecast.Fit(forecast.Series{Units: make([]int32, 100)}, nil)
	if units, _ := none.Reorder(forecast.Stock{}, 0, 14, 28); units != 0 {
		t.Errorf("of what nobody buys: %d", units)
	}
}
