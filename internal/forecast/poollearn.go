package forecast

import (
	"slices"

	"cafe24-inventory-alert/internal/outlook"
)

const (
	poolItems   = 40   // least items with history
	poolShort   = 0.95 // for the levels above it, the mall's record must be poolRecord long
	poolRecord  = 548  // days
	poolEvery   = 28   // days from one origin to the next
	poolOrigins = 14   // origins of a year and of the longest lead time
	poolJudged  = 3    // origins whose windows judge the pool that is learnt from earlier ones
	poolRidge   = 50   // weight of the model alone, in rows
)

// PoolLevels returns the service levels for which a mall's pool is learnt.
func PoolLevels() []float64 { return []float64{0.9, 0.95, 0.98} }

// PoolSample is the most items from which a pool is learnt.
const PoolSample = 600

// PoolItem is an item from which a pool is learnt.
type PoolItem struct {
	Series Series
	Events *Events // without the season
}

// LearnPool learns from the items of a mall, or a sample of them, for service
// levels between 0 and 1. The origins are every four weeks of the last year
// before end. For each it fits the models with only the days and the season
// that were known then, and compares with the demand of the days that followed.
func LearnPool(items []PoolItem, years *Years, end Date, levels ...float64) *Pool {
	l := &poolLesson{years: years.before(end), end: end, levels: slices.Compact(slices.Sorted(slices.Values(levels)))}
	for _, item := range items {
		item.Series = item.Series.Until(end)
		item.Series = item.Series.Last(max(0, lookBack-int(end-item.Series.End())))
		if Classify(item.Series) != Unknown {
			l.items = append(l.items, item)
			l.days = max(l.days, int(end-item.Series.Start))
		}
	}
	if len(l.items) < poolItems {
		return nil
	}
	l.look()
	p := &Pool{}
	for i, level := range l.levels {
		if level > poolShort+1e-9 && l.days < poolRecord {
			continue
		}
		part, any := poolLevel{level: level}, false
		for span := range spans {
			part.parts[span] = l.learn(i, span)
			any = any || part.parts[span] != nil
		}
		if any {
			p.levels = append(p.levels, part)
		}
	}
	if len(p.levels) == 0 {
		return nil
	}
	return p
}

// poolLesson is the work of [LearnPool].
type poolLesson struct {
	items  []PoolItem
	years  *Years
	season [poolOrigins + 1]*Year // by step
	end    Date
	days   int // of the longest record
	levels []float64
	rows   [][]poolRow // by item
}

// poolRow is what was known of an item at an origin, and what came.
type poolRow struct {
	step      int // 1 is the last origin
	facts     *poolFacts
	shares    [spans]float64   // ordinary days of each lead time
	wanted    [spans]float64   // units; −1: not known
	quantiles [][spans]float64 // of the model, by level
}

// look makes the rows.
func (l *poolLesson) look() {
	l.rows = make([][]poolRow, len(l.items))
	for step := range l.season {
		l.season[step] = l.years.At(l.origin(step))
	}
	for i := range l.items {
		l.rows[i] = l.rowsOf(&l.items[i])
	}
}

// origin is the first day after those that were known at a step.
func (l *poolLesson) origin(step int) Date {
	return l.end - Date(step*poolEvery) //nolint:gosec // days fit
}

func (l *poolLesson) rowsOf(item *PoolItem) (rows []poolRow) {
	for step := 1; step <= poolOrigins; step++ {
		origin := l.origin(step)
		known := item.Series.Until(origin)
		if Classify(known) == Unknown {
			continue
		}
		model := FitEvents(known, item.Events.In(l.season[step]))
		row := poolRow{step: step, facts: newPoolFacts(&model, known), quantiles: make([][spans]float64, len(l.levels))}
		for span, days := range poolDays() {
			row.wanted[span] = wantedFrom(&item.Series, origin, days)
			row.shares[span] = ordinary(model.week, model.events, model.next, days)
			d := model.demand(row.shares[span])
			for i, level := range l.levels {
				row.quantiles[i][span] = d.Quantile(level)
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// wantedFrom is the units of some days from an origin on, or −1 if the demand of
// one of them is not known.
func wantedFrom(s *Series, origin Date, days int) (units float64) {
	from := int(origin - s.Start)
	if from+days > s.Len() {
		return -1
	}
	for i := from; i < from+days; i++ {
		if unknown(s.mark(i)) > 0 {
			return -1
		}
		units += s.units(i)
	}
	return units
}

// learn returns the coefficients for a level and a lead time; nil if there are
// too few items, or if they would not have been better than the models lately.
func (l *poolLesson) learn(level, span int) []float64 {
	newest := (poolDays()[span] + poolEvery - 1) / poolEvery // the first step whose windows have ended
	before := l.fit(level, span, newest+poolJudged-1+newest)
	if before == nil || !l.helps(before, level, span, newest) {
		return nil
	}
	return l.fit(level, span, newest)
}

// fit learns from the rows of a step and of earlier origins.
func (l *poolLesson) fit(level, span, from int) []float64 {
	f := quantileFit{width: poolWidth, prior: poolPrior(), ridge: poolRidge}
	items := 0
	for _, rows := range l.rows {
		n := len(f.y)
		for i := range rows {
			r := &rows[i]
			if r.step < from || r.wanted[span] < 0 {
				continue
			}
			q := r.quantiles[level][span]
			f.x = r.facts.features(f.x, span, r.shares[span], q)
			f.y = append(f.y, r.wanted[span]/poolScale(q))
		}
		if len(f.y) > n {
			items++
		}
	}
	if items < poolItems {
		return nil
	}
	return f.solve(l.levels[level])
}

// helps says whether thresholds with the coefficients had less loss than those
// of the models, in the windows of the steps from newest on that judge a pool.
// The loss of each window is divided by the scale of its item.
func (l *poolLesson) helps(b []float64, level, span, newest int) bool {
	saved := 0.0
	x := make([]float64, 0, poolWidth)
	for _, rows := range l.rows {
		for i := range rows {
			r := &rows[i]
			if r.step < newest || r.step >= newest+poolJudged || r.wanted[span] < 0 {
				continue
			}
			q := r.quantiles[level][span]
			x = r.facts.features(x[:0], span, r.shares[span], q)
			scale := poolScale(q)
			mixed := mix(q, dot(x, b)*scale)
			saved += (pinball(r.wanted[span]-q, l.levels[level]) - pinball(r.wanted[span]-mixed, l.levels[level])) / scale
		}
	}
	return saved > 0
}

// pinball is the pinball loss of an error, in units (Koenker and Bassett 1978).
func pinball(e, level float64) float64 { return max(level*e, (level-1)*e) }

// LearnMall learns the pool of a mall from a sample of its items, for all
// service levels that a merchant can choose. The models have the promotions,
// the holidays and the season of the plan, as they were known at each origin.
func LearnMall(sample outlook.Sample, plan outlook.EventPlan) *Pool {
	years := YearsOf(DateOf(plan.Record.First), plan.Record.Roots)
	plan.Pool, plan.Record = nil, outlook.Record{}
	end := DateOf(sample.Today)
	calendar := NewCalendar(plan, end-lookBack, end+MaxDays)
	items := make([]PoolItem, 0, len(sample.Items))
	for i := range sample.Items {
		items = append(items, PoolItem{Series: SeriesOf(sample.Items[i].Demand), Events: calendar.Of(sample.Items[i].Subject)})
	}
	return LearnPool(items, years, end, PoolLevels()...)
}

// LastPool returns the day at which a backtest learns the pool that it uses at an
// origin. It is at most four weeks before, so that origins share a pool, and no
// day from the origin on is used.
func LastPool(origin Date) Date { return origin - ((origin%poolEvery)+poolEvery)%poolEvery }

// YearsOf returns the seasons of a mall from its record: roots of the days from
// first on; see [Roots].
func YearsOf(first Date, roots []float64) *Years {
	if len(roots) == 0 {
		return nil
	}
	return &Years{first: first, roots: roots, made: map[Date]*Year{}}
}

// before returns the seasons without the days from a day on.
func (y *Years) before(day Date) *Years {
	if y == nil {
		return nil
	}
	from := min(max(0, int(day-y.first)-lookBack), len(y.roots))
	until := min(max(from, int(day-y.first)), len(y.roots))
	return YearsOf(y.first+Date(from), y.roots[from:until]) //nolint:gosec // days fit
}
