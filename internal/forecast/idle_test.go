package forecast_test

import (
	"testing"
	"time"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
)

// An item is idle since it was last sold, restocked or first seen in stock.
func TestIdleSince(t *testing.T) {
	t.Parallel()
	seoul := time.FixedZone("KST", 9*60*60)
	today := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	ago := func(days int) time.Time { return today.AddDate(0, 0, -days) }
	// 20:00 UTC is the next day in Seoul.
	at := func(days, units int) lowstock.Point {
		return lowstock.Point{At: ago(days + 1).Add(20 * time.Hour), Quantity: units}
	}
	for about, c := range map[string]struct {
		points []lowstock.Point
		sold   int // days ago; 0: never
		last   int // idle since so many days by the night before; 0: not known
		broken bool
		want   int // days; -1: none
	}{
		"first seen a while ago":             {points: []lowstock.Point{at(80, 5)}, want: 80},
		"never changed, an older night knew": {points: []lowstock.Point{at(27, 5)}, last: 200, want: 200},
		"a correction is no sale":            {points: []lowstock.Point{at(80, 5), at(20, 4)}, want: 80},
		"sold":                               {points: []lowstock.Point{at(80, 5)}, sold: 11, want: 10},
		"sold before it was seen":            {points: []lowstock.Point{at(20, 5)}, sold: 300, want: 20},
		"restocked":                          {points: []lowstock.Point{at(80, 5), at(9, 50)}, last: 200, want: 9},
		"was sold out":                       {points: []lowstock.Point{at(80, 5), at(30, 0), at(3, 7)}, last: 200, want: 3},
		"sold out":                           {points: []lowstock.Point{at(80, 5), at(3, 0)}, last: 200, want: -1},
		"no level is known":                  {last: 200, want: -1},
		"days of the history are missing":    {points: []lowstock.Point{at(80, 5), at(9, 50)}, last: 200, broken: true, want: 200},
	} {
		p := outlook.SalesHistory{
			Tracked: true, Whole: !c.broken, Today: today, Since: ago(28), Until: today.In(seoul), LeadDays: 14, Level: 95, Points: c.points,
			Demand: demand.Series{From: ago(400), Days: make([]demand.Day, 400)},
		}
		for i := range p.Demand.Days {
			p.Demand.Days[i].State = demand.InStock
		}
		if c.sold > 0 {
			p.Demand.Days[400-c.sold].Units = 1
		}
		if c.last > 0 {
			p.Last = &outlook.NightlyForecast{On: ago(1), IdleSince: ago(c.last)}
		}
		_, got := forecast.Nightly(p, lowstock.Sales{}, nil, nil)
		want := time.Time{}
		if c.want >= 0 {
			want = ago(c.want)
		}
		if !got.IdleSince.Equal(want) {
			t.Errorf("%s: idle since %s, want %s", about, got.IdleSince.Format(time.DateOnly), want.Format(time.DateOnly))
		}
	}
}
