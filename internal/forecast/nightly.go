package forecast

import (
	"math"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
)

// SteadyDays is the cool-down of thresholds of days of cover, in days. After
// the forecast itself has raised an alert, it may end that alert only after
// this time. So it never raises two alerts for the same item within that time.
const SteadyDays = 7

// still is the relative change of a pace that counts as no change. A smaller
// change would alter no threshold that a person sees, but write a row for every
// variant each night.
const still = 0.02

// Nightly computes the forecast of a variant for one night, and the pace that
// its thresholds of days of cover use from then on. The pace comes from the
// demand model if the record is long enough, and otherwise from the levels of
// the last [Window]; see [Fit] and [Sales].
//
// A threshold rises only if two nightly forecasts in a row agree: the new pace is the
// lower one of the last two nightly forecasts, and on the first nightly forecast its own. A
// difference of 2 % or less is no change. The pace does not fall before the
// SteadyUntil of the previous nightly forecast. A second run on the same day changes only
// the suggestion.
//
// The suggestion is [Model.Suggest]. Its part without planned events is damped
// by [Damp] from night to night while the lead time and the service level stay
// the same. Its proof is [Model.Prove] of the resulting point. If the record is not
// complete, the suggestion and its proof stay as they are. The other data for
// pages is [Model.Ahead], [Model.Loss], [Model.Covers] and [Model.Encode].
//
// A new item, with a record that is too short for a model, has the suggestion of
// the groups that lesson knows, or none; see [Groups.Suggest]. It has no proof,
// is not damped, and is an estimate. Lesson then learns from the item. It may be
// nil.
func Nightly(p outlook.SalesHistory, held lowstock.Sales, events *Events, lesson *GroupLesson) (lowstock.Sales, outlook.NightlyForecast) {
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
		if nightly.Class != "" && nightly.Proof == (outlook.Proof{}) { // an older version of the program made it
			nightly.Proof = model.Prove(record, nightly.LeadDays, nightly.Point)
		}
	case p.Whole && known:
		suggest(&nightly, &model, p)
		nightly.Proof = model.Prove(record, p.LeadDays, nightly.Point)
	case p.Whole && lesson != nil:
		learnFrom(lesson.Known, &nightly, &model, record, &p)
	}
	if p.Whole {
		lesson.Add(p.Subject, record, &model, events)
	}
	if nightly.Ahead, nightly.Model, nightly.Lost, nightly.Covers = "", "", nil, nil; nightly.Class != "" {
		nightly.Model = string(model.Encode(DateOf(p.Today)))
		nightly.Ahead = string(model.Ahead(NewReplay(record, nightly.LeadDays), stockOf(p.Points)))
		nightly.Lost = model.Loss(nightly.LeadDays, nightly.Point, float64(nightly.Level)/100, stockOf(p.Points))
		nightly.Covers = model.Covers()
	}
	nightly.IdleSince = idleSince(&p)
	sales.PerDay = math.Round(sales.PerDay*1000) / 1000
	nightly.Pace, nightly.SteadyUntil = sales.PerDay, time.Time{}
	return hold(sales, held, &nightly, p.Last), nightly
}

// stockOf returns the newest level; 0 if none is known.
func stockOf(points []lowstock.Point) int {
	if len(points) == 0 {
		return 0
	}
	return points[len(points)-1].Quantity
}

// suggest sets the results of the model for the lead time. Planned events count
// at once. Base, the reorder point without planned events, is damped. A second
// run on the same day, with the same lead time and service level, keeps the
// Base of the first run.
func suggest(nightly *outlook.NightlyForecast, model *Model, p outlook.SalesHistory) {
	plain, level := model.Unplanned(), float64(p.Level)/100
	planned := model.Suggest(p.LeadDays, level)
	usual := planned
	if model.events.plans() {
		usual = plain.Suggest(p.LeadDays, level)
	}
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

// learnFrom sets the suggestion for a new item.
func learnFrom(groups *Groups, nightly *outlook.NightlyForecast, model *Model, record Series, p *outlook.SalesHistory) {
	s, learnt, is := groups.Suggest(model, record, &p.Subject, p.LeadDays, float64(p.Level)/100)
	if !is {
		return
	}
	nightly.Learnt, nightly.LeadDays, nightly.Level = learnt, p.LeadDays, p.Level
	nightly.Point, nightly.Expected = s.Point, s.Demand
}

// hold returns the pace that holds from a night on.
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

// SteadyUntil returns the day before which a pace that raised an alert by
// itself does not fall.
func SteadyUntil(today time.Time) time.Time { return today.AddDate(0, 0, SteadyDays) }
