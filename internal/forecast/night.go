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

// Foresee is what a night reckons of a variant, and the pace that its thresholds
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
func Foresee(p outlook.SalesHistory, held lowstock.Sales, events *Events) (lowstock.Sales, outlook.NightlyForecast) {
	night := outlook.NightlyForecast{On: p.Today}
	if !p.Tracked {
		return lowstock.Sales{}, night
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
		night = *p.Last
		night.On = p.Today
		if night.Class != "" && night.Proof == (outlook.Proof{}) { // an older program has made it
			night.Proof = Prove(record, night.LeadDays, night.Point)
		}
	case p.Whole && known:
		suggest(&night, &model, p)
		night.Proof = Prove(record, p.LeadDays, night.Point)
	}
	if night.Ahead = ""; night.Class != "" {
		night.Ahead = string(model.Ahead(NewReplay(record, night.LeadDays), stockOf(p.Points)))
	}
	sales.PerDay = math.Round(sales.PerDay*1000) / 1000
	night.Pace, night.SteadyUntil = sales.PerDay, time.Time{}
	return hold(sales, held, &night, p.Last), night
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
func suggest(night *outlook.NightlyForecast, model *Model, p outlook.SalesHistory) {
	plain, level := model.Unplanned(), float64(p.Level)/100
	planned := model.Suggest(p.LeadDays, level)
	usual := plain.Suggest(p.LeadDays, level)
	night.Class, night.LeadDays, night.Level = model.Class().String(), p.LeadDays, p.Level
	night.Base = usual.Point
	if last := p.Last; last != nil && last.Class != "" && last.LeadDays == p.LeadDays && last.Level == p.Level {
		night.Base = last.Base
		if last.On.Before(p.Today) {
			night.Base = Damp(last.Base, usual.Point)
		}
	}
	night.Point = max(0, night.Base+planned.Point-usual.Point)
	night.Expected = min(planned.Demand, night.Point)
}

// hold is the pace that holds from a night on.
func hold(tonight, held lowstock.Sales, night *outlook.NightlyForecast, last *outlook.NightlyForecast) lowstock.Sales {
	if !held.Known || last == nil {
		return tonight
	}
	steady := night.On.Before(last.SteadyUntil)
	switch {
	case tonight.Known && last.On.Equal(night.On), !tonight.Known && steady:
		night.Pace, night.SteadyUntil = last.Pace, last.SteadyUntil
		return held
	case !tonight.Known:
		return tonight
	}
	agreed := min(tonight.PerDay, last.Pace)
	if steady {
		night.SteadyUntil = last.SteadyUntil
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
