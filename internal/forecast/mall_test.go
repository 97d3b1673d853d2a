package forecast_test

import (
	"math"
	"math/rand/v2"
	"time"

	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/outlook"
)

// mallKind says how the items of a generated mall sell over the year.
//
// A mall follows other laws than the model. Its items have log-normal latent
// intensities with autocorrelated noise and lasting shifts. Orders come in
// clusters, customers return after a cycle, and the sizes of orders follow
// tables. Seasons are mixtures of missions, and the items of a mall share
// shocks. No count is negative binomial by construction.
type mallKind struct {
	name     string
	missions []mission
	payday   [2]float64 // share by which demand is higher right after the 25th and the 1st
	weekend  [2]float64 // demand of a Saturday and a Sunday over that of a weekday
	shows    float64    // television shows a year
	// exclusive says that an item has one mission at most.
	exclusive bool
}

// mission is a purpose for which customers buy in one part of the year.
type mission struct {
	centre float64             // day of the year
	width  float64             // standard deviation in days
	before outlook.HolidayKind // if set, the mission ends before this holiday, and centre and width do not count
	items  float64             // share of the items that are bought for it
	share  [2]float64          // share of such an item's orders of a year
}

// mallKinds are the kinds of malls that the gate generates.
func mallKinds() []mallKind {
	return []mallKind{
		{
			name: "gifts", payday: [2]float64{0, 0.2}, weekend: [2]float64{0.6, 1}, shows: 1,
			missions: []mission{
				{centre: 340, width: 22, items: 0.8, share: [2]float64{0.05, 0.35}}, // the end of the year
				{centre: 50, width: 12, items: 0.3, share: [2]float64{0.02, 0.12}},  // Valentine's and White Day
				{centre: 124, width: 8, items: 0.4, share: [2]float64{0.02, 0.12}},  // the family month
				{before: outlook.HolidaySeollal, items: 0.3, share: [2]float64{0.01, 0.06}},
				{before: outlook.HolidayChuseok, items: 0.3, share: [2]float64{0.01, 0.06}},
			},
		},
		{
			name: "fashion", payday: [2]float64{0, 0.25}, weekend: [2]float64{0.7, 1.3}, shows: 1, exclusive: true,
			missions: []mission{
				{centre: 172, width: 38, items: 0.3, share: [2]float64{0.3, 0.9}},
				{centre: 328, width: 38, items: 0.6, share: [2]float64{0.3, 0.9}},
			},
		},
		{
			name: "lunar", payday: [2]float64{0, 0.3}, weekend: [2]float64{0.6, 1.1}, shows: 2,
			missions: []mission{
				{before: outlook.HolidaySeollal, items: 0.7, share: [2]float64{0.02, 0.12}},
				{before: outlook.HolidayChuseok, items: 0.7, share: [2]float64{0.02, 0.15}},
				{centre: 350, width: 20, items: 0.3, share: [2]float64{0.02, 0.12}},
			},
		},
		{
			name: "daily", payday: [2]float64{0.1, 0.6}, weekend: [2]float64{0.4, 1.4}, shows: 0.5,
			missions: []mission{
				{centre: 205, width: 40, items: 0.3, share: [2]float64{0.05, 0.3}},
				{centre: 15, width: 45, items: 0.2, share: [2]float64{0.05, 0.3}},
			},
		},
	}
}

// generatedMall is a generated mall. Its items share a calendar, seasons and shocks.
type generatedMall struct {
	kind  string
	first forecast.Date
	days  int
	items []item
}

// generateMall returns a mall whose record begins on the 1st of January of a
// year from 2024 to 2031. The same seed gives the same mall.
func generateMall(kind mallKind, seed uint64, items, days int) generatedMall {
	rnd := rand.New(rand.NewPCG(seed, 0x6d616c6c))
	first := forecast.DateOf(time.Date(2024+rnd.IntN(8), time.January, 1, 0, 0, 0, 0, time.UTC))
	m := generatedMall{kind: kind.name, first: first, days: days, items: make([]item, items)}
	y := newMallYear(kind, rnd, first, days)
	for i := range m.items {
		rnd := rand.New(rand.NewPCG(seed, uint64(i)))
		m.items[i] = y.item(rnd)
	}
	y.sellSets(rnd, m.items)
	for i := range m.items {
		rnd, it := rand.New(rand.NewPCG(seed^0x73746f636b, uint64(i))), &m.items[i]
		copy(it.seen.Units, it.wanted)
		if rnd.Float64() < 0.3 {
			it.sellFromStock(rnd)
		}
		it.interrupt(rnd, 1.5)
	}
	return m
}

// mallYear is what the items of a mall share.
type mallYear struct {
	kind   mallKind
	first  forecast.Date
	days   int
	curves [][]float64 // demand of each day for each mission, with a mean of about 1
	level  []float64   // factor of each day for all items
	week   [7]float64
	rates  [2]float64       // orders of an item a day, least and most
	shows  []int            // days of shows
	sales  []forecast.Event // promotions of the whole mall; Factor is the discount
}

// newMallYear draws what the items of a mall share.
func newMallYear(kind mallKind, rnd *rand.Rand, first forecast.Date, days int) *mallYear {
	y := &mallYear{kind: kind, first: first, days: days, level: make([]float64, days), rates: [2]float64{0.03, 25}}
	y.week[time.Saturday], y.week[time.Sunday] = between(rnd, kind.weekend), between(rnd, kind.weekend)
	for day := time.Monday; day <= time.Friday; day++ {
		y.week[day] = math.Exp(0.08 * rnd.NormFloat64())
	}
	feasts := feastsFrom(first, days)
	for _, m := range kind.missions {
		y.curves = append(y.curves, m.curve(rnd, first, days, feasts))
	}
	growth, noise := (0.05+0.2*rnd.NormFloat64())/365, ar{rnd: rnd, keep: 0.93, sigma: 0.06 + 0.08*rnd.Float64()}
	payday := between(rnd, kind.payday)
	for t := range y.level {
		y.level[t] = math.Exp(growth*float64(t)+noise.next()) * (1 + payday*afterPayday(first+forecast.Date(t)))
	}
	for _, f := range feasts {
		for day := f.from - 2; day <= f.to; day++ { // nothing is delivered on the holidays
			if t := int(day - first); 0 <= t && t < days {
				y.level[t] *= 0.5
			}
		}
	}
	for range poisson(rnd, kind.shows*float64(days)/365) {
		y.shows = append(y.shows, rnd.IntN(days))
	}
	for range poisson(rnd, float64(days)/365) {
		from := first + forecast.Date(rnd.IntN(days))
		y.sales = append(y.sales, forecast.Event{From: from, To: from + 2 + forecast.Date(rnd.IntN(5)), Factor: 0.05 + 0.2*rnd.Float64()})
	}
	return y
}

// feast is a holiday of the lunar calendar.
type feast struct {
	kind     outlook.HolidayKind
	from, to forecast.Date
}

// feastsFrom returns Seollal and Chuseok around the days of a record.
func feastsFrom(first forecast.Date, days int) (list []feast) {
	for _, h := range outlook.Holidays(first.Time(), (first + forecast.Date(days) + 40).Time()) {
		if h.Kind == outlook.HolidaySeollal || h.Kind == outlook.HolidayChuseok {
			list = append(list, feast{h.Kind, forecast.DateOf(h.From), forecast.DateOf(h.To)})
		}
	}
	return list
}

// curve is the demand of a mission on each day over that of an average day. The
// season of each year comes somewhat earlier or later, and is stronger or
// weaker, than that of another year.
func (m mission) curve(rnd *rand.Rand, first forecast.Date, days int, feasts []feast) []float64 {
	out := make([]float64, days)
	if m.before != "" {
		for _, f := range feasts {
			if f.kind != m.before {
				continue
			}
			strength, early := math.Exp(0.15*rnd.NormFloat64()), rnd.IntN(3)
			for ahead := 1; ahead <= 40; ahead++ {
				// A gamma density of shape 3 and scale 4 from the third day before on; its
				// mean over a year is 1.
				if x, t := float64(ahead-2-early), int(f.from-first)-ahead; x > 0 && 0 <= t && t < days {
					out[t] = strength * 365 * x * x * math.Exp(-x/4) / (2 * 64)
				}
			}
		}
		return out
	}
	// A von Mises density over the days of the year.
	turn := 2 * math.Pi / 365.25
	kappa := 1 / (m.width * turn * m.width * turn)
	mean := 0.0
	for d := range 365 {
		mean += math.Exp(kappa*(math.Cos(turn*float64(d))-1)) / 365
	}
	centre, strength, year := 0.0, 0.0, math.MinInt
	for t := range out {
		day := float64(int(first)+t) - 0.5 // since 1970; years of 365.25 days are exact to a day
		if now := int(math.Floor((day-m.centre)/365.25 + 0.5)); now != year {
			year, centre, strength = now, m.centre+3*rnd.NormFloat64(), math.Exp(0.15*rnd.NormFloat64())
		}
		out[t] = strength * math.Exp(kappa*(math.Cos(turn*(day-centre))-1)) / mean
	}
	return out
}

// afterPayday is 1 on the 25th and on the 1st, and falls by half a day.
func afterPayday(day forecast.Date) float64 {
	of := day.Time().Day()
	return math.Exp2(-float64(min((of-25+31)%31, of-1)))
}

// ar is autocorrelated normal noise.
type ar struct {
	rnd         *rand.Rand
	keep, sigma float64
	at          float64
	started     bool
}

// next returns the noise of the next day.
func (a *ar) next() float64 {
	if !a.started {
		a.started, a.at = true, a.sigma*a.rnd.NormFloat64()
		return a.at
	}
	a.at = a.keep*a.at + a.sigma*math.Sqrt(1-a.keep*a.keep)*a.rnd.NormFloat64()
	return a.at
}
