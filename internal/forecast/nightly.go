package forecast

import (
	"math"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
)

// SteadyDays is the cool-down of thresholds of days of cover, in days: after the
// forecast has raised an alert by itself, it takes that long before it may end
// it again, so that it never gives two of the same item within that time.
const SteadyDays = 7

// still is the part of a pace by which it may be another without being one: it
// would move no threshold that anybody sees, and a row of every variant each night.
const still = 0.02

// Nightly is what a night reckons of a variant, and the pace that its thresholds
// of days of cover go by from then on. Its pace is that of the demand model where
// enough is on record, and of the levels of the last [Window] where not; see
// [Fit] and [Sales].
//
// A threshold rises only when two nights in a row say so: the pace that holds is
// the lower one of the last two nights, and of the first night its own. What differs
// by 2 % or less is the same. It does not fall before the last night's SteadyUntil.
// A second look on the same day moves nothing but the suggestion.
//
// The suggestion is [Model.Suggest]; what it is without plans is damped by [Damp]
// from night to night while lead time and service level are the same. Its proof is
// [Prove] of the point that comes of it. Where the record is not whole both stay as
// they are. What pages show beside it is [Model.Ahead].
func Nightly(p outlook.SalesHistory, held lowstock.Sales, events *Events) (lowstock.Sales, outlook.NightlyForecast) {
	nightly := outlook.NightlyForecast{On: p.Today}
	if !p.Tracked {
		return lowstock.Sales{}, nightly
	}
	record := SeriesOf(p.Demand)
	model := FitEvents(record, events)
	sales := Sales(p.Points, p.Since, p.Until)
	known := model.Class() != Unknown
	if known {
		sales = lowstock.Sales{PerDay: model.Velocity(), Known: true}
	}
	switch {
	case !p.Whole && p.Last != nil:
		nightly = *p.Last
		nightly.On = p.Today
		if nightly.Class != "" && nightly.Proof == (outlook.Proof{}) { // an older program has made it
			nightly.Proof = Prove(record, nightly.LeadDays, nightly.Point)
		}
	case p.Whole && known:
		suggest(&nightly, &model, p)
		nightly.Proof = Prove(record, p.LeadDays, nightly.Point)
	}
	if nightly.Ahead = ""; nightly.Class != "" {
		nightly.Ahead = string(model.Ahead(NewReplay(record, nightly.LeadDays), stockOf(p.Points)))
	}
	sales.PerDay = math.Round(sales.PerDay*1000) / 1000
	nightly.Pace, nightly.SteadyUntil = sales.PerDay, time.Time{}
	return hold(sales, held, &nightly, p.Last), nightly
}

// stockOf is the newest level; 0 where none is known.
func stockOf(points []lowstock.Point) int {
	if len(points) == 0 {
		return 0
	}
	return points[len(points)-1].Quantity
}

// suggest fills in what the model says of the lead time. What is planned counts
// at once; damped is the reorder point as if nothing was. The same day's second
// look, at the same terms, leaves that as the first one has damped it.
func suggest(nightly *outlook.NightlyForecast, model *Model, p outlook.SalesHistory) {
	plain, level := model.Unplanned(), float64(p.Level)/100
	planned := model.Suggest(p.LeadDays, level)
	usual := plain.Suggest(p.LeadDays, level)
	nightly.Class, nightly.LeadDays, nightly.Level = model.Class().String(), p.LeadDays, p.Level
	nightly.Base = usual.Point
	if last := p.Last; last != nil && last.Class != "" && last.LeadDays == p.LeadDays && last.Level == p.Level {
		nightly.Base = last.Base
		if last.On.Before(p.Today) {
			nightly.Base = Damp(last.Base, usual.Point)
		}
	}
	nightly.Point = max(0, nightly.Base+planned.Point-usual.Point)
	nightly.Expected = min(planned.Demand, nightly.Point)
}

// hold is the pace that holds from a night on.
func hold(tonight, held lowstock.Sales, nightly *outlook.NightlyForecast, last *outlook.NightlyForecast) lowstock.Sales {
	if !held.Known || last == nil {
		return tonight
	}
	steady := nightly.On.Before(last.SteadyUntil)
	switch {
	case tonight.Known && last.On.Equal(nightly.On), !tonight.Known && steady:
		nightly.Pace, nightly.SteadyUntil = last.Pace, last.SteadyUntil
		return held
	case !tonight.Known:
		return tonight
	}
	agreed := min(tonight.PerDay, last.Pace)
	if steady {
		nightly.SteadyUntil = last.SteadyUntil
		agreed = max(agreed, held.PerDay)
	}
	if math.Abs(agreed-held.PerDay) <= still*held.PerDay {
		return held
	}
	return lowstock.Sales{PerDay: agreed, Known: true}
}

// SteadyUntil is the day before which what a night has raised by itself does not
// fall.
func SteadyUntil(today time.Time) time.Time { return today.AddDate(0, 0, SteadyDays) }
