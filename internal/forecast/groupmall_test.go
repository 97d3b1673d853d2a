package forecast_test

import (
	"fmt"
	"math"
	"math/rand/v2"

	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/lowstock"
)

// groupedItem is an item of a generated mall with categories and suppliers.
type groupedItem struct {
	item

	of lowstock.Subject
}

// groupedMall says how the products of a generated mall share their demand.
type groupedMall struct {
	products, categories, suppliers int
	within                          float64 // standard deviation of the logarithm of the orders of the products of a category
	alike                           bool    // false: categories and suppliers share nothing
}

// generate returns the items of a mall in the order of their codes, of which
// about 60 % begin within the record. A category has its own number of orders
// a day and mostly the same sizes of orders; within it, one product in ten is a
// hit. So the paces of a category are neither of the gamma family nor
// log-normal. A supplier sells in up to three categories.
func (g groupedMall) generate(kind mallKind, seed uint64, days int) (first forecast.Date, items []groupedItem) {
	rnd := rand.New(rand.NewPCG(seed, 0x67726f7570))
	first = forecast.Date(20000 + rnd.IntN(1500))
	y := newMallYear(kind, rnd, first, days)
	centres, sizes := make([]float64, g.categories), make([]buyers, g.categories)
	for c := range centres {
		centres[c], sizes[c] = logBetween(rnd, [2]float64{0.02, 3}), newBuyers(rnd)
	}
	for no := range g.products {
		rnd := rand.New(rand.NewPCG(seed, uint64(no)))
		supplier := rnd.IntN(g.suppliers)
		category := (supplier + rnd.IntN(3)) % g.categories
		centre := centres[category]
		if !g.alike {
			centre = logBetween(rnd, [2]float64{0.02, 3})
		}
		centre *= math.Exp(g.within * (2*rnd.Float64() - 1) * math.Sqrt(3))
		if rnd.Float64() < 0.1 {
			centre *= 4
		}
		y.rates = [2]float64{centre, centre}
		options := 1
		if rnd.Float64() < 0.3 {
			options = 2 + rnd.IntN(3)
		}
		begin := 0
		if rnd.Float64() < 0.6 {
			begin = rnd.IntN(days)
		}
		buyers := newBuyers(rnd)
		if g.alike && rnd.Float64() < 0.7 {
			buyers = sizes[category]
		}
		for option := range options {
			it := y.newcomer(rnd, begin, 1/float64(options), buyers)
			items = append(items, groupedItem{it, lowstock.Subject{
				ProductNo: int64(no + 1), VariantCode: fmt.Sprintf("P%05d%c", no, 'A'+option),
				CategoryNos: []int{1, 10 + category}, SupplierCode: fmt.Sprintf("S%d", supplier),
			}})
		}
	}
	return first, items
}

// newcomer is an item that is sold from a day on: as a novelty, of which the
// demand fades or grows, or evenly.
func (y *mallYear) newcomer(rnd *rand.Rand, begin int, share float64, buyers buyers) item {
	it := item{wanted: make([]int32, y.days)}
	it.seen = forecast.Series{Start: y.first, Units: make([]int32, y.days), Marks: make([]forecast.Mark, y.days)}
	level := y.intensity(rnd)
	y.promote(rnd, &it, level)
	gain, scale := 0.0, 10+40*rnd.Float64()
	if rnd.Float64() < 0.6 && begin > 0 {
		gain = 2*rnd.Float64() - 0.6
	}
	clear(level[:begin])
	for t := begin; t < len(level); t++ {
		level[t] *= share * (1 + gain*math.Exp(-float64(t-begin)/scale))
	}
	buyers.buy(rnd, level, it.wanted, 1)
	copy(it.seen.Units, it.wanted)
	if rnd.Float64() < 0.2 {
		it.sellFromStock(rnd)
	}
	return it
}
