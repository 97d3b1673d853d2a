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
	shown        int  // origins of an item, of the twelve of its mall: a divisor of 12
	known        int  // most days that a decision knows
	plain        bool // also decide without what is learnt from the mall
	pool         bool // learn a pool every half a year; plain then is without the pool
}

const (
	mallLookBack = 760 // days of demand that the nightly forecasts read
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
	scale                    float32 // of losses
	base                     [baselineCount]float32
}

// loss is the pinball loss of a threshold over the item's scale, the mean
// difference of a day from the day before. So all items count alike (Makridakis,
// Spiliotis and Assimakopoulos, "The M5 uncertainty competition", 2022).
func (j *judged) loss(threshold float32) float64 {
	level, missing := gateLevels()[j.level], float64(j.wanted-threshold)
	return max(level*missing, (level-1)*missing) / float64(j.scale)
}

func (j *judged) covered() bool { return j.wanted <= j.threshold }

// mallResults are the decisions and the dates of running out of malls.
type mallResults struct {
	decisions []judged
	dates     []judgedDate
}

// run makes the decisions in all malls of a kind, on two cores.
func (g mallGate) run(kind mallKind, seed uint64) (made mallResults) {
	var (
		all  = make([]mallResults, g.malls)
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
	for _, of := range all {
		made.decisions, made.dates = append(made.decisions, of.decisions...), append(made.dates, of.dates...)
	}
	return made
}

// decide generates a mall and decides in each month of its third year. A
// decision is made as a night makes it: with the record until the origin, and
// with the season of the mall as it was known then. It is compared with demand,
// so that stock-outs hide nothing.
func (g mallGate) decide(kind mallKind, seed uint64, number int) (made mallResults) {
	mallSeed := seed*1_000_003 + uint64(number)
	m := generateMall(kind, mallSeed, g.items, mallLookBack+2*forecast.NotWithin)
	rnd := rand.New(rand.NewPCG(mallSeed, 0x67617465))
	seen := make([]forecast.Series, len(m.items))
	events := make([]*forecast.Events, len(m.items))
	for i, it := range m.items {
		seen[i], events[i] = it.seen, forecast.NewEvents(it.events, m.first, m.first+forecast.Date(m.days)+forecast.MaxDays)
	}
	var pool *forecast.Pool
	for n := range mallMonths {
		origin := m.first + mallLookBack + forecast.Date(n*365/mallMonths+rnd.IntN(30))
		known := knownAt(seen, origin, g.known)
		years := forecast.NewYears(known)
		year := years.At(origin)
		if g.pool && n%6 == 0 {
			pool = learnPool(known, events, years, origin)
		}
		ratios := mallRatios(known)
		for i := range m.items {
			if (i+n)%(mallMonths/g.shown) != 0 {
				continue
			}
			at := mallOrigin{item: &m.items[i], known: known[i], events: events[i], year: year, pool: pool, ratios: ratios, plain: g.plain}
			if g.pool {
				at.other = year
			}
			at.decide(&made, uint8(number), rnd)
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

// learnPool learns a pool from all items.
func learnPool(known []forecast.Series, events []*forecast.Events, years *forecast.Years, origin forecast.Date) *forecast.Pool {
	sample := make([]forecast.PoolItem, len(known))
	for i := range known {
		sample[i] = forecast.PoolItem{Series: known[i], Events: events[i]}
	}
	return forecast.LearnPool(sample, years, origin, gateLevels()...)
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
	pool   *forecast.Pool
	other  *forecast.Year // of the decision that is compared with
	ratios [mallLeads]float64
	plain  bool
}

// decide appends the decisions of the item, and a date of running out.
func (o *mallOrigin) decide(made *mallResults, number uint8, rnd *rand.Rand) {
	origin := o.known.End()
	model := forecast.FitEvents(o.known, o.events.In(o.year).With(o.pool))
	if model.Velocity() == 0 {
		return
	}
	made.dates = append(made.dates, o.runOut(&model, number, rnd))
	var plain forecast.Model
	if o.plain {
		plain = forecast.FitEvents(o.known, o.events.In(o.other))
	}
	b := newBaseline(sinceFirstSale(o.known), o.events)
	var base [mallLevels][baselineCount]float64
	for l, days := range gateLeads() {
		d := judged{mall: number, month: uint8(origin.Time().Month()) - 1, lead: uint8(l), class: model.Class(), scale: float32(max(b.scale, 1e-3))}
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
			made.decisions = append(made.decisions, d)
		}
	}
}

// sinceFirstSale leaves out the days before the first sale, as the model does.
func sinceFirstSale(s forecast.Series) forecast.Series {
	first := slices.IndexFunc(s.Units, func(n int32) bool { return n > 0 })
	return s.Last(s.Len() - max(first, 0))
}
