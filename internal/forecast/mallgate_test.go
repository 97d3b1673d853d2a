package forecast_test

import (
	"math/rand/v2"
	"slices"
	"sync"

	"cafe24-inventory-alert/internal/forecast"
)

// mallGate says how the gate decides in generated malls.
type mallGate struct {
	malls, items int  // malls of each kind, and items of each mall
	known        int  // most days that a decision knows
	shown        int  // origins of an item in the last year: a part of the twelve of its mall
	plain        bool // also without what is learnt from the mall
}

const (
	mallLookBack = 760 // days of demand that the nights read
	mallMonths   = 12
	mallLeads    = 3
	mallLevels   = 3
)

func gateLeads() []int      { return []int{7, 14, 28} }
func gateLevels() []float64 { return []float64{0.9, 0.95, 0.98} }

// judged is a decision in a generated mall with its result.
type judged struct {
	mall, month, lead, level uint8
	class                    forecast.Class
	threshold, wanted, plain float32
	base                     [baselineCount]float32
}

// loss is the pinball loss of a threshold.
func (j *judged) loss(threshold float32) float64 {
	level, missing := gateLevels()[j.level], float64(j.wanted-threshold)
	return max(level*missing, (level-1)*missing)
}

func (j *judged) covered() bool { return j.wanted <= j.threshold }

// run makes the decisions in all malls of a kind, on two cores.
func (g mallGate) run(kind mallKind, seed uint64) []judged {
	var (
		all  = make([][]judged, g.malls)
		work sync.WaitGroup
	)
	for half := range 2 {
		work.Go(func() {
			for i := half; i < g.malls; i += 2 {
				all[i] = g.decide(kind, seed, i)
			}
		})
	}
	work.Wait()
	var list []judged
	for _, made := range all {
		list = append(list, made...)
	}
	return list
}

// decide generates a mall and decides in each month of its last year. A
// decision is made as a night makes it: with the record until the origin, and
// with the season of the mall as it was known then. It is compared with demand,
// so that stock-outs hide nothing.
func (g mallGate) decide(kind mallKind, seed uint64, number int) []judged {
	mallSeed := seed*1_000_003 + uint64(number)
	m := generateMall(kind, mallSeed, g.items, mallLookBack+365+56)
	rnd := rand.New(rand.NewPCG(mallSeed, 0x67617465))
	seen := make([]forecast.Series, len(m.items))
	events := make([]*forecast.Events, len(m.items))
	for i, it := range m.items {
		seen[i], events[i] = it.seen, forecast.NewEvents(it.events, m.first, m.first+forecast.Date(m.days)+forecast.MaxDays)
	}
	years := forecast.NewYears(seen)
	var made []judged
	for n := range mallMonths {
		origin := m.first + mallLookBack + forecast.Date(n*365/mallMonths+rnd.IntN(30))
		known := knownAt(seen, origin, g.known)
		year := years.At(origin)
		ratios := mallRatios(known)
		for i := range m.items {
			if (i+n)%mallMonths >= g.shown {
				continue
			}
			at := mallOrigin{item: &m.items[i], known: known[i], events: events[i], year: year, ratios: ratios, plain: g.plain}
			made = at.decide(made, uint8(number))
		}
	}
	return made
}

// knownAt is the record of all items as it was known at an origin.
func knownAt(seen []forecast.Series, origin forecast.Date, days int) []forecast.Series {
	known := make([]forecast.Series, len(seen))
	for i, s := range seen {
		known[i] = s.Until(origin).Last(days)
	}
	return known
}

// mallRatios is, for each lead time, the units that the mall sold in the same
// days of the year before over those of as many days before them.
func mallRatios(known []forecast.Series) (ratios [mallLeads]float64) {
	for i, days := range gateLeads() {
		after, before := 0.0, 0.0
		for _, s := range known {
			if at := s.Len() - 365; at >= days {
				for _, n := range s.Units[at : at+days] {
					after += float64(n)
				}
				for _, n := range s.Units[at-days : at] {
					before += float64(n)
				}
			}
		}
		ratios[i] = 1
		if before > 0 {
			ratios[i] = min(4, max(0.25, after/before))
		}
	}
	return ratios
}

// mallOrigin is an item at an origin.
type mallOrigin struct {
	item   *item
	known  forecast.Series
	events *forecast.Events
	year   *forecast.Year
	ratios [mallLeads]float64
	plain  bool
}

// decide appends the decisions of the item.
func (o *mallOrigin) decide(made []judged, number uint8) []judged {
	origin := o.known.End()
	model := forecast.FitEvents(o.known, o.events.In(o.year))
	if model.Velocity() == 0 {
		return made
	}
	var plain forecast.Model
	if o.plain {
		plain = forecast.FitEvents(o.known, o.events)
	}
	b := newBaseline(sinceFirstSale(o.known), o.events)
	var base [mallLevels][baselineCount]float64
	for l, days := range gateLeads() {
		d := judged{mall: number, month: uint8(origin.Time().Month()) - 1, lead: uint8(l), class: model.Class()}
		wanted := 0.0
		from := int(origin - o.item.seen.Start)
		for _, n := range o.item.wanted[from : from+days] {
			wanted += float64(n)
		}
		b.thresholds(days, o.ratios[l], gateLevels(), base[:])
		for i, level := range gateLevels() {
			d.level, d.wanted = uint8(i), float32(wanted)
			d.threshold = float32(model.Suggest(days, level).Point)
			if o.plain {
				d.plain = float32(plain.Suggest(days, level).Point)
			}
			for j, threshold := range base[i] {
				d.base[j] = float32(threshold)
			}
			made = append(made, d)
		}
	}
	return made
}

// sinceFirstSale leaves out the days before the first sale, as the model does.
func sinceFirstSale(s forecast.Series) forecast.Series {
	first := slices.IndexFunc(s.Units, func(n int32) bool { return n > 0 })
	return s.Last(s.Len() - max(first, 0))
}
