package forecast_test

import (
	"math"
	"math/rand/v2"

	"cafe24-inventory-alert/internal/forecast"
)

// regime sets how widely the parameters of items vary. A range is a low and a
// high value. Rates, dispersion and sizes are drawn evenly on a logarithmic
// scale.
type regime struct {
	name       string
	perDay     [2]float64 // mean units a day at the start
	dispersion [2]float64 // variance over mean of a day, above 1
	size       [2]float64 // mean units of an order, for compound Poisson
	weekday    [2]float64 // spread of the logarithm of the weekday pattern
	season     [2]float64 // amplitude of the logarithm over the year
	drift      [2]float64 // daily random walk of the logarithm of the level
	trend      float64    // spread of the yearly trend of the logarithm
	promotions float64    // promotions a year
	outages    float64    // outages a year that do not depend on demand
	stocked    float64    // share of items that are sold from a stock that runs out
	dying      float64    // share of items whose demand fades or ends
	young      float64    // share of items that begin within the record
	pausing    float64    // share of items that are sometimes not on sale, without a mark
}

// shop is the regime with which the forecast was developed.
func shop() regime {
	return regime{
		name: "shop", perDay: [2]float64{0.03, 60}, dispersion: [2]float64{1, 6}, size: [2]float64{1, 5},
		weekday: [2]float64{0, 0.5}, season: [2]float64{0, 0.3}, drift: [2]float64{0, 0.015}, trend: 0.4,
		promotions: 3, outages: 2, stocked: 0.3, dying: 0.1, young: 0.1, pausing: 0.05,
	}
}

// unseen returns regimes that were not used to develop the forecast. Each
// differs from shop in one direction.
func unseen() []regime {
	change := func(name string, how func(*regime)) regime {
		r := shop()
		r.name = name
		how(&r)
		return r
	}
	return []regime{
		change("slow", func(r *regime) {
			r.perDay, r.dispersion, r.size = [2]float64{0.01, 0.5}, [2]float64{1, 2}, [2]float64{1, 2}
		}),
		change("fast", func(r *regime) {
			r.perDay, r.dispersion, r.size = [2]float64{20, 5000}, [2]float64{1, 20}, [2]float64{1, 10}
		}),
		change("bursty", func(r *regime) {
			r.perDay, r.dispersion, r.size = [2]float64{0.1, 30}, [2]float64{5, 60}, [2]float64{3, 40}
		}),
		change("restless", func(r *regime) {
			r.drift, r.trend, r.season, r.promotions = [2]float64{0.01, 0.05}, 1, [2]float64{0.3, 0.8}, 10
		}),
		change("soldout", func(r *regime) { r.stocked, r.outages = 1, 8 }),
		change("calm", func(r *regime) {
			r.dispersion, r.size, r.drift, r.trend = [2]float64{1, 1.3}, [2]float64{1, 1.2}, [2]float64{0, 0}, 0
			r.season, r.promotions, r.dying, r.young, r.pausing = [2]float64{0, 0}, 0, 0, 0, 0
		}),
	}
}

// item is a generated series: the record, and the demand.
type item struct {
	seen   forecast.Series
	wanted []int32
	events []forecast.Event // promotions that are entered as events
}

// generate returns items with records of some days. The same seed gives the
// same items.
func generate(r regime, seed uint64, items, days int) []item {
	made := make([]item, items)
	for i := range made {
		rnd := rand.New(rand.NewPCG(seed, uint64(i)))
		made[i] = r.item(rnd, days)
	}
	return made
}

func between(rnd *rand.Rand, r [2]float64) float64 { return r[0] + (r[1]-r[0])*rnd.Float64() }

func logBetween(rnd *rand.Rand, r [2]float64) float64 {
	return r[0] * math.Pow(r[1]/r[0], rnd.Float64())
}

func (r regime) item(rnd *rand.Rand, days int) item {
	it := item{wanted: make([]int32, days)}
	it.seen = forecast.Series{Start: forecast.Date(20000 + rnd.IntN(7)), Units: make([]int32, days), Marks: make([]forecast.Mark, days)}
	level := r.levels(rnd, days)
	r.promote(rnd, &it, level)
	draw := r.orders(rnd)
	for i, mean := range level {
		it.wanted[i] = int32(min(draw(mean), 2_000_000_000))
	}
	copy(it.seen.Units, it.wanted)
	if rnd.Float64() < r.stocked {
		it.sellFromStock(rnd)
	}
	it.interrupt(rnd, r.outages)
	return it
}

// levels is the expected demand of each day without promotions.
func (r regime) levels(rnd *rand.Rand, days int) []float64 {
	base := math.Log(logBetween(rnd, r.perDay))
	var week [7]float64
	spread := between(rnd, r.weekday)
	for i := range week {
		week[i] = spread * rnd.NormFloat64()
	}
	season, phase := between(rnd, r.season), rnd.Float64()*2*math.Pi
	trend, drift := r.trend*rnd.NormFloat64()/365, between(rnd, r.drift)
	if rnd.Float64() < 0.5 {
		drift = 0
	}
	out := make([]float64, days)
	walk := 0.0
	for i := range out {
		walk += drift * rnd.NormFloat64()
		t := float64(i)
		out[i] = math.Exp(base + week[i%7] + season*math.Sin(phase+t*2*math.Pi/365) + trend*t + walk)
	}
	r.life(rnd, out)
	return out
}

// life makes some items end, some begin late and some pause.
func (r regime) life(rnd *rand.Rand, level []float64) {
	days := len(level)
	switch u := rnd.Float64(); {
	case u < r.dying:
		end := days/4 + rnd.IntN(days*3/4)
		half := 1 + 60*rnd.Float64()
		for i := end; i < days; i++ {
			level[i] *= math.Exp2(-float64(i-end) / half)
		}
	case u < r.dying+r.young:
		begin := rnd.IntN(days * 9 / 10)
		ramp := 1 + 40*rnd.Float64()
		for i := range level {
			if i < begin {
				level[i] = 0
			} else {
				level[i] *= 1 - 0.7*math.Exp(-float64(i-begin)/ramp)
			}
		}
	case u < r.dying+r.young+r.pausing:
		for i := 0; i < days; {
			i += 30 + rnd.IntN(150)
			for stop := min(days, i+10+rnd.IntN(60)); i < stop; i++ {
				level[i] = 0
			}
		}
	}
}

// promote raises some days. Most promotions are entered in the record.
func (r regime) promote(rnd *rand.Rand, it *item, level []float64) {
	for range poisson(rnd, r.promotions*float64(len(level))/365) {
		from, length := rnd.IntN(len(level)), 2+rnd.IntN(6)
		raise := 1.3 + 2.2*rnd.Float64()
		to := min(len(level), from+length)
		for i := from; i < to; i++ {
			level[i] *= raise
		}
		if rnd.Float64() < 0.7 {
			first := it.seen.Start + forecast.Date(from)
			it.events = append(it.events, forecast.Event{From: first, To: first + forecast.Date(to-from-1), Factor: raise})
		}
	}
}

// orders returns a function that draws a day's units with a given mean. They
// are negative binomial, or a Poisson number of orders of geometric size.
func (r regime) orders(rnd *rand.Rand) func(mean float64) int {
	if rnd.Float64() < 0.5 {
		over := logBetween(rnd, r.dispersion) - 1
		return func(mean float64) int {
			if over < 1e-3 || mean <= 0 {
				return poisson(rnd, mean)
			}
			return poisson(rnd, gammaDraw(rnd, mean/over)*over)
		}
	}
	size := logBetween(rnd, r.size)
	return func(mean float64) int {
		units := 0
		for range poisson(rnd, mean/size) {
			units++
			for rnd.Float64() > 1/size {
				units++
			}
		}
		return units
	}
}

// sellFromStock limits sales to the stock. The simulated shopkeeper orders too
// little and too late, so the item sells out on days of high demand.
func (it *item) sellFromStock(rnd *rand.Rand) {
	var mean float64
	for _, u := range it.wanted {
		mean += float64(u) / float64(len(it.wanted))
	}
	lead := 3 + rnd.IntN(15)
	point, lot := mean*float64(lead)*(0.6+0.8*rnd.Float64()), 1+mean*float64(14+rnd.IntN(45))
	stock, arrives := lot, -1
	for i, want := range it.wanted {
		if i == arrives {
			stock, arrives = stock+math.Ceil(lot), -1
		}
		sold := min(float64(want), math.Floor(stock))
		stock -= sold
		it.seen.Units[i] = int32(sold)
		if stock < 1 {
			it.seen.Marks[i] |= forecast.OutOfStock
		}
		if stock <= point && arrives < 0 {
			arrives = i + lead
		}
	}
}

// interrupt takes the item off sale for some days and for a part of the first
// of them.
func (it *item) interrupt(rnd *rand.Rand, perYear float64) {
	days := len(it.wanted)
	for range poisson(rnd, perYear*float64(days)/365) {
		from, length := rnd.IntN(days), 1+poisson(rnd, 6)
		for i := from; i < min(days, from+length); i++ {
			it.seen.Marks[i] |= forecast.OutOfStock
			if i > from {
				it.seen.Units[i] = 0
			} else {
				it.seen.Units[i] = int32(float64(it.seen.Units[i]) * rnd.Float64())
			}
		}
	}
}

func poisson(rnd *rand.Rand, mean float64) int {
	if mean > 50 {
		return max(0, int(math.Round(mean+math.Sqrt(mean)*rnd.NormFloat64())))
	}
	n := 0
	for left := rnd.ExpFloat64(); left < mean; left += rnd.ExpFloat64() {
		n++
	}
	return n
}

// gammaDraw draws a gamma variable of a shape and scale 1 (Marsaglia and Tsang
// 2000).
func gammaDraw(rnd *rand.Rand, shape float64) float64 {
	if shape < 1 {
		return gammaDraw(rnd, shape+1) * math.Pow(rnd.Float64(), 1/shape)
	}
	d := shape - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for {
		x := rnd.NormFloat64()
		v := 1 + c*x
		if v <= 0 {
			continue
		}
		v = v * v * v
		if math.Log(1-rnd.Float64()) < 0.5*x*x+d-d*v+d*math.Log(v) {
			return d * v
		}
	}
}
