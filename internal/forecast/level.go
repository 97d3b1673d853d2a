package forecast

// parts is how many levels are kept at different rates.
const parts = 4

// rates are the weights of a new day, with half-lives of 6.6, 17, 46 and 115
// days. One rate is right for no item at all times: after a change the fast one
// is, in between the slow ones are.
func rates() [parts]float64 { return [parts]float64{0.1, 0.04, 0.015, 0.006} }

// smooth fills the levels of a track.
//
// EWMA, for smooth and erratic items: v ← v + α(x − v) with x the units of a day
// over its share, begun without a first guess: v is the weighted mean of what
// has been seen, so that the first day counts fully.
//
// TSB, for intermittent and lumpy ones (Teunter, Syntetos and Babai 2011): the
// size z of a day with a sale, renewed only by such a day, times the chance p of
// one, renewed every day; so an item that stops selling fades. At the fastest
// rate it is EWMA for all: with TSB there the loss was greater (docs/forecast.md).
//
// A day whose units are only the least that was wanted raises a level and never
// lowers it.
func (t *track) smooth(class Class) {
	seldom := class == Intermittent || class == Lumpy
	for i, rate := range rates() {
		if seldom && i > 0 {
			t.level[i] = t.tsb(t.level[i], rate)
		} else {
			t.level[i] = t.ewma(t.level[i], rate)
		}
	}
}

func (t *track) ewma(levels []float64, rate float64) []float64 {
	sum, weight, level := 0.0, 0.0, 0.0
	for i, units := range t.units {
		x := units / t.share[i]
		if !t.floor[i] || x > level {
			sum += rate * (x - sum)
			weight += rate * (1 - weight)
			level = sum / weight
		}
		levels = append(levels, level)
	}
	return levels
}

func (t *track) tsb(levels []float64, rate float64) []float64 {
	chance, chanceWeight, size, sizeWeight, level := 0.0, 0.0, 0.0, 0.0, 0.0
	for i, units := range t.units {
		x := units / t.share[i]
		if t.floor[i] && x <= level {
			levels = append(levels, level)
			continue
		}
		sold := 0.0
		if x > 0 {
			sold = 1
			size += rate * (x - size)
			sizeWeight += rate * (1 - sizeWeight)
		}
		chance += rate * (sold - chance)
		chanceWeight += rate * (1 - chanceWeight)
		if sizeWeight > 0 {
			level = chance / chanceWeight * size / sizeWeight
		}
		levels = append(levels, level)
	}
	return levels
}
