package forecast_test

import (
	"math"
	"math/rand/v2"

	"cafe24-inventory-alert/internal/forecast"
)

// item draws an item of the mall and its demand. What is sold is not yet known.
func (y *mallYear) item(rnd *rand.Rand) item {
	it := item{wanted: make([]int32, y.days)}
	it.seen = forecast.Series{Start: y.first, Units: make([]int32, y.days), Marks: make([]forecast.Mark, y.days)}
	level := y.intensity(rnd)
	y.promote(rnd, &it, level)
	newBuyers(rnd).buy(rnd, level, it.wanted, 1)
	return it
}

// intensity is the expected orders of each day, without promotions.
func (y *mallYear) intensity(rnd *rand.Rand) []float64 {
	rate := logBetween(rnd, y.rates)
	noise := ar{rnd: rnd, keep: 0.5 + 0.48*rnd.Float64(), sigma: 0.1 + 0.35*rnd.Float64()}
	rest, parts := y.mix(rnd)
	var week [7]float64
	for i := range week {
		week[i] = y.week[i] * math.Exp(0.1*rnd.NormFloat64())
	}
	shift, often := 0.0, 0.0
	if rnd.Float64() < 0.4 {
		often = 1.0 / 365
	}
	out := make([]float64, y.days)
	for t := range out {
		if rnd.Float64() < often {
			shift += 0.5 * rnd.NormFloat64()
		}
		season := rest
		for j, share := range parts {
			if share > 0 {
				season += share * y.curves[j][t]
			}
		}
		out[t] = rate * season * y.level[t] * week[(y.first+forecast.Date(t)).Weekday()] * math.Exp(noise.next()+shift)
	}
	y.show(rnd, out)
	age(rnd, out)
	return out
}

// mix draws for which missions an item is bought: the share of the orders
// without a mission, and of those of each mission.
func (y *mallYear) mix(rnd *rand.Rand) (rest float64, parts []float64) {
	parts = make([]float64, len(y.kind.missions))
	one := rnd.Float64()
	sum := 0.0
	for j, m := range y.kind.missions {
		chosen := false
		if y.kind.exclusive {
			chosen = one >= 0 && one < m.items
			one -= m.items
		} else {
			chosen = rnd.Float64() < m.items
		}
		if chosen {
			parts[j] = between(rnd, m.share)
			sum += parts[j]
		}
	}
	if most := 0.95; sum > most {
		for j := range parts {
			parts[j] *= most / sum
		}
		sum = most
	}
	return 1 - sum, parts
}

// show raises the days after a television show that presents the item.
func (y *mallYear) show(rnd *rand.Rand, level []float64) {
	for _, from := range y.shows {
		raise := 0.2 // of those who buy anything in the mall
		if rnd.Float64() < 0.1 {
			raise = 2 + 4*rnd.Float64()
		}
		for t := from; t < min(len(level), from+8); t++ {
			level[t] *= 1 + raise*math.Exp(-float64(t-from)/2)
		}
	}
}

// age makes some items fade or end, some begin, and some pause.
func age(rnd *rand.Rand, level []float64) {
	days := len(level)
	switch u := rnd.Float64(); {
	case u < 0.06: // fades
		end, half := days/4+rnd.IntN(days*3/4), 15+60*rnd.Float64()
		for t := end; t < days; t++ {
			level[t] *= math.Exp2(-float64(t-end) / half)
		}
	case u < 0.1: // ends
		clear(level[days/4+rnd.IntN(days*3/4):])
	case u < 0.22: // begins, as a novelty or slowly
		begin, scale := rnd.IntN(days*9/10), 10+40*rnd.Float64()
		gain := -0.8
		if rnd.Float64() < 0.5 {
			gain = 2 * rnd.Float64()
		}
		clear(level[:begin])
		for t := begin; t < days; t++ {
			level[t] *= 1 + gain*math.Exp(-float64(t-begin)/scale)
		}
	case u < 0.25: // pauses
		for t := rnd.IntN(180); t < days; t += 60 + rnd.IntN(180) {
			for stop := min(days, t+10+rnd.IntN(40)); t < stop; t++ {
				level[t] = 0
			}
		}
	}
}

// promote lowers the price on some days: (1 − discount)^(−elasticity) times the
// demand, and less in the days after. The merchant enters most promotions, with
// a guess of the factor.
func (y *mallYear) promote(rnd *rand.Rand, it *item, level []float64) {
	elasticity := 1.5 + 2*rnd.Float64()
	apply := func(from, to forecast.Date, discount float64) {
		raise := math.Pow(1-discount, -elasticity)
		for day := from; day <= to; day++ {
			if t := int(day - y.first); t < len(level) {
				level[t] *= raise
			}
			if t := int(day-y.first) + int(to-from) + 1; t < len(level) {
				level[t] *= 0.9
			}
		}
		if rnd.Float64() < 0.7 {
			it.events = append(it.events, forecast.Event{From: from, To: to, Factor: raise * math.Exp(0.15*rnd.NormFloat64())})
		}
	}
	for _, s := range y.sales {
		apply(s.From, s.To, s.Factor)
	}
	for range poisson(rnd, 1.5*float64(len(level))/365) {
		from := y.first + forecast.Date(rnd.IntN(len(level)))
		apply(from, from+1+forecast.Date(rnd.IntN(6)), 0.1+0.3*rnd.Float64())
	}
}

// buyers are how orders come: in clusters, from returning customers, and for
// how many units.
type buyers struct {
	branch, fade float64 // orders that an order causes, and the part of its effect that remains each day
	returns      float64 // share of orders that come again after a cycle
	cycle        int     // days
	sizes        []int32 // units of an order
	chance       []float64
}

// newBuyers draws the buyers of an item.
func newBuyers(rnd *rand.Rand) buyers {
	b := buyers{fade: 0.5 + 0.3*rnd.Float64()}
	if rnd.Float64() < 0.5 {
		b.branch = 0.35 * rnd.Float64()
	}
	if rnd.Float64() < 0.4 {
		b.returns, b.cycle = 0.4*rnd.Float64(), 20+rnd.IntN(41)
	}
	switch u := rnd.Float64(); {
	case u < 0.5: // one piece
		b.sizes, b.chance = []int32{1, 2, 3}, []float64{0.92, 0.06, 0.02}
	case u < 0.7: // shops and offices among them
		b.sizes, b.chance = []int32{1, 2, 3, 5, 10}, []float64{0.62, 0.2, 0.1, 0.05, 0.03}
	case u < 0.85: // boxes
		b.sizes, b.chance = []int32{1, 6, 12}, []float64{0.3, 0.5, 0.2}
	default: // zeta, up to 12 pieces
		exponent, sum := 2+rnd.Float64(), 0.0
		for n := int32(1); n <= 12; n++ {
			p := math.Pow(float64(n), -exponent)
			b.sizes, b.chance, sum = append(b.sizes, n), append(b.chance, p), sum+p
		}
		for i := range b.chance {
			b.chance[i] /= sum
		}
	}
	return b
}

// buy draws the orders of each day and adds their units, each so many times, to
// demand. The expected orders of all days together are about those of level.
func (b buyers) buy(rnd *rand.Rand, level []float64, demand []int32, each int32) {
	orders := make([]int, len(level))
	excited := 0.0
	own := (1 - b.branch) * (1 - b.returns)
	for t, mean := range level {
		if mean <= 0 {
			excited *= b.fade
			continue
		}
		mean = mean*own + b.branch*(1-b.fade)*excited
		if b.cycle > 0 && t > b.cycle {
			back := t - b.cycle
			mean += b.returns * float64(orders[back-1]+orders[back]+orders[back+1]) / 3
		}
		for i, p := range b.chance {
			if n := poisson(rnd, mean*p); n > 0 {
				orders[t] += n
				demand[t] += int32(min(n, 10_000_000)) * b.sizes[i] * each
			}
		}
		excited = excited*b.fade + float64(orders[t])
	}
}

// sellSets lets sets of two or three items be sold: an order of a set takes its
// parts at once.
func (y *mallYear) sellSets(rnd *rand.Rand, items []item) {
	for range len(items) / 20 {
		level, b := y.intensity(rnd), newBuyers(rnd)
		for t := range level {
			level[t] *= 0.3
		}
		units := make([]int32, y.days)
		b.buy(rnd, level, units, 1)
		for range 2 + rnd.IntN(2) {
			part, each := &items[rnd.IntN(len(items))], int32(1+rnd.IntN(2))
			for t, n := range units {
				part.wanted[t] += n * each
			}
		}
	}
}
