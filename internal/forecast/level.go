package forecast

// parts is the number of levels that are computed at different rates.
const parts = 4

// rates are the weights of a new day, with half-lives of 6.6, 17, 46 and 115
// days. No single rate is right for an item at all times. After a change the
// fast rate is right, and in other times the slow rates are.
func rates() [parts]float64 { return [parts]float64{0.1, 0.04, 0.015, 0.006} }

// smooth computes the levels of a track.
//
// EWMA, for smooth and erratic items: v is the sum of the units of the days so
// far over the sum of their shares. Both sums have weights that fall by 1 − α a
// day. So the first day counts fully, and a weekday without sales does not
// lower v.
//
// TSB, for intermittent and lumpy items (Teunter, Syntetos and Babai 2011): the
// size z of a day with a sale, updated only on such a day, times the chance p
// of such a day, updated every day. So the level of an item that stops selling
// decreases. At the fastest rate all items use EWMA, because the loss with TSB
// was greater there (docs/forecast.md).
//
// A day whose units are only the least possible demand raises a level and never
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
		if share := t.share[i]; !t.floor[i] || units > level*share {
			sum += rate * (units - sum)
			weight += rate * (share - weight)
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
