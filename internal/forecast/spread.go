package forecast

import "math"

const (
	spans = 4 // lengths of windows at which past errors are looked at

	recent   = 180.0 // days in stock, half-life of the weight of a past error
	warm     = 14    // days in stock before a forecast is judged
	minShare = 0.7   // of its days that a window must have in stock

	noisePrior   = 1.5  // variance over mean of a day, before anything is known
	noiseUnits   = 10   // units that it counts as much as
	levelPrior   = 0.02 // squared relative error of a level over 14 days, before anything is known
	levelWindows = 1    // windows that it counts as much as
	levelMost    = 8    // the most that is believed
	youth        = 0.25 // variance added for one window's worth of not knowing it
)

// spanDays are the lengths of those windows, in days.
func spanDays() [spans]int { return [spans]int{7, 14, 28, 56} }

// spread is how far demand strays from one level.
type spread struct {
	// noise is the variance of a day's units over their mean.
	noise float64
	// level is, by length of windows, the squared relative error of the level.
	level [spans]float64
	// inflation multiplies the variance, by length of windows: the variance
	// itself is known from few windows only.
	inflation [spans]float64
}

// errors sums up, over past windows of one length, what one level foresaw and
// what came.
type errors struct{ weight, weight2, square, mean, mean2 float64 }

// windows is how many windows apart from each other the sums are worth; stride
// is the share of a window by which one is later than the next.
func (e errors) windows(stride float64) float64 {
	if e.weight2 <= 0 {
		return 0
	}
	return e.weight * e.weight / e.weight2 * stride
}

// alike is how much a past window counts whose expected units were a, when b are
// expected now: 1 for the same, half for about 2.6 times as many.
func alike(a, b float64) float64 {
	ratio := (a + 0.5) / (b + 0.5)
	return 1 / (1 + (ratio-1)*(ratio-1)/ratio)
}

// measure looks at the past errors of all levels. Weights are how much each
// level is to be believed.
//
// The variance of a window is V(m) = noise·m + level·m²: counting noise, and the
// error of the level itself. Noise is that of single days; level is what the
// squared errors of window sums leave over noise, divided by m². Errors count
// less the longer ago they are, and the less alike the situation was.
func (t *track) measure(class Class) (spreads [parts]spread, weights [parts]float64) {
	var now [parts]float64
	for k := range now {
		if n := t.len(); n > 0 {
			now[k] = t.level[k][n-1]
		}
		spreads[k].noise = t.noise(k)
		weights[k] = 1.0 / parts
	}
	var sums [spans][parts]errors
	for i, days := range spanDays() {
		var scores [parts]errors
		sums[i], scores = t.errors(days, now)
		if days == weighDays {
			weights = weigh(scores, stride(days), doubt(class))
		}
	}
	for k := range spreads {
		spreads[k].calm(sums[0][k])
		for i, days := range spanDays() {
			spreads[k].settle(i, days, sums[i][k])
		}
		spreads[k].rise()
	}
	if often(class) {
		t.temper(&spreads, weights, now)
	}
	return spreads, weights
}

// noise is the variance of single days over their mean, as forecast by level k.
func (t *track) noise(k int) float64 {
	square, mean, weight, fade := 0.0, 0.0, 1.0, decay(recent)
	level := t.level[k]
	for i := t.len() - 1; i >= 7; i-- {
		weight *= fade
		m := level[i-1] * t.share[i]
		square += weight * (t.units[i] - m) * (t.units[i] - m)
		mean += weight * m
	}
	return (square + noisePrior*noiseUnits) / (mean + noiseUnits)
}

func step(days int) int { return max(2, days/4) }

func stride(days int) float64 { return float64(step(days)) / float64(days) }

// errors sums up the windows of a length that ended before now. The second sums
// are for judging levels against each other: there a window counts by how alike
// the fastest and the slowest level stood to each other.
func (t *track) errors(days int, now [parts]float64) (sums, scores [parts]errors) {
	length := float64(days)
	stance := (now[0]*length + 0.5) / (now[parts-1]*length + 0.5)
	weight, fade := 1.0, math.Pow(decay(recent), float64(step(days)))
	for from := t.len() - days; from >= warm; from -= step(days) {
		recency := weight
		weight *= fade
		share := t.sumShare[from+days] - t.sumShare[from]
		if share < minShare*length {
			continue
		}
		units := t.sumUnits[from+days] - t.sumUnits[from]
		ratio := (t.level[0][from-1]*length + 0.5) / (t.level[parts-1][from-1]*length + 0.5) / stance
		same := recency / (1 + (ratio-1)*(ratio-1)/ratio)
		for k := range sums {
			m := t.level[k][from-1] * share
			square := (units - m) * (units - m)
			scores[k].add(same, square, m)
			sums[k].add(recency*alike(m, now[k]*length), square, m)
		}
	}
	return sums, scores
}

func (e *errors) add(weight, square, mean float64) {
	e.weight += weight
	e.weight2 += weight * weight
	e.square += weight * square
	e.mean += weight * mean
	e.mean2 += weight * mean * mean
}

// calm lowers the noise where the sums of a week stray less than single days
// make believe: a high day is followed by a low one.
func (s *spread) calm(week errors) {
	if week.weight <= 0 || week.square >= s.noise*week.mean {
		return
	}
	prior := levelWindows * week.mean / week.weight
	s.noise = max(s.noise/2, (week.square+s.noise*prior)/(week.mean+prior))
}

// settle draws what the windows of a length say towards what holds for most
// items, as much as they are few.
func (s *spread) settle(i, days int, e errors) {
	prior := levelPrior * math.Sqrt(float64(days)/14)
	windows := e.windows(stride(days))
	s.level[i] = prior
	s.inflation[i] = 1 + youth/(windows+levelWindows)
	if e.mean2 <= 0 {
		return
	}
	left := (e.square - s.noise*e.mean) / e.mean2
	s.level[i] = min(levelMost, max(0, (left*windows+prior*levelWindows)/(windows+levelWindows)))
}

// rise makes the error of a level no smaller over a longer time than over a
// shorter one, by averaging neighbours that are not in order.
func (s *spread) rise() {
	for range spans {
		for i := 1; i < spans; i++ {
			if s.level[i] < s.level[i-1] {
				mean := (s.level[i] + s.level[i-1]) / 2
				s.level[i], s.level[i-1] = mean, mean
			}
			s.inflation[i] = max(s.inflation[i], s.inflation[i-1])
		}
	}
	for i := 1; i < spans; i++ {
		s.level[i] = max(s.level[i], s.level[i-1])
	}
}

// over is the distribution of a number of units with mean m over so many
// ordinary days. It goes by ordinary days and not by those of the calendar so
// that a day on which hardly anything is expected adds hardly any doubt.
func (s *spread) over(days, m float64) count {
	linear, square := s.factors(days)
	return count{mean: m, variance: max(m, linear*m+square*m*m)}
}

// factors are what m and m² have in the variance of so many ordinary days.
func (s *spread) factors(days float64) (linear, square float64) {
	lengths := spanDays()
	first, last := float64(lengths[0]), float64(lengths[spans-1])
	// Of one day the noise is all there is.
	level, inflation := s.level[0]*min(1, max(0, days-1)/(first-1)), s.inflation[0]
	switch {
	case days >= last:
		level = min(levelMost, s.level[spans-1]*math.Sqrt(days/last))
		inflation = s.inflation[spans-1]
	case days > first:
		i := 0
		for days > float64(lengths[i+1]) {
			i++
		}
		part := math.Log2(days / float64(lengths[i]))
		level = s.level[i] + part*(s.level[i+1]-s.level[i])
		inflation = s.inflation[i] + part*(s.inflation[i+1]-s.inflation[i])
	}
	return s.noise * inflation, level * inflation
}

// weighDays is the length of the windows by which levels are judged.
const weighDays = 14

// often says whether items of a class sell often.
func often(class Class) bool { return class == Smooth || class == Erratic }

// doubt is the share that is given to all levels alike, whatever their past:
// items that sell seldom pause and come back more than their past tells.
func doubt(class Class) float64 {
	if often(class) {
		return 0.2
	}
	return 0.45
}

// weigh says how much each level is to be believed: by the likelihood that its
// past errors would have were they normal, (mean squared error)^(−windows/2),
// less a share that all have alike, for what the past does not know of.
func weigh(scores [parts]errors, stride, doubt float64) (weights [parts]float64) {
	best := math.Inf(1)
	for _, s := range scores {
		if s.weight > 0 {
			best = min(best, s.square/s.weight)
		}
	}
	total := 0.0
	for k, s := range scores {
		weights[k] = 1
		if s.weight > 0 {
			weights[k] = math.Pow((best+1e-9)/(s.square/s.weight+1e-9), s.windows(stride)/2)
		}
		total += weights[k]
	}
	for k := range weights {
		weights[k] = (1-doubt)*weights[k]/total + doubt/parts
	}
	return weights
}

// temper compares the squared errors that the pool of levels had with the
// variance that it claimed. Each level claims its own errors, so that the pool,
// which errs less, claims too much; its variances are lowered half of the way on
// a logarithmic scale, less where there are few windows, and never raised. Not so
// for items that sell seldom: what they may do is more than what they did.
func (t *track) temper(spreads *[parts]spread, weights, now [parts]float64) {
	lengths := [2]int{14, 28}
	ratio, windows := 0.0, 0.0
	for _, days := range lengths {
		if e := t.poolErrors(days, spreads, weights, now); e.mean2 > 0 {
			n := e.windows(stride(days))
			ratio += n * e.square / e.mean2
			windows += n
		}
	}
	if windows <= 0 {
		return
	}
	ratio = math.Sqrt(min(max(ratio/windows, temperLeast), 1))
	windows /= float64(len(lengths))
	ratio = (ratio*windows + temperWindows) / (windows + temperWindows)
	for k := range spreads {
		for i := range spreads[k].inflation {
			spreads[k].inflation[i] *= ratio
		}
	}
}

const (
	temperLeast   = 0.4 // the least ratio that is believed
	temperWindows = 4   // windows that a ratio of 1 counts as much as
)

// poolErrors sums up the squared errors of the pool of levels, and in mean2 the
// variance that it claimed.
func (t *track) poolErrors(days int, spreads *[parts]spread, weights, now [parts]float64) errors {
	length := float64(days)
	stance := (now[0]*length + 0.5) / (now[parts-1]*length + 0.5)
	weight, fade := 1.0, math.Pow(decay(recent), float64(step(days)))
	var e errors
	var linear, quadratic [parts]float64
	for k := range spreads {
		linear[k], quadratic[k] = spreads[k].factors(length)
	}
	for from := t.len() - days; from >= warm; from -= step(days) {
		recency := weight
		weight *= fade
		share := t.sumShare[from+days] - t.sumShare[from]
		if share < minShare*length {
			continue
		}
		units := t.sumUnits[from+days] - t.sumUnits[from]
		ratio := (t.level[0][from-1]*length + 0.5) / (t.level[parts-1][from-1]*length + 0.5) / stance
		same := recency / (1 + (ratio-1)*(ratio-1)/ratio)
		mean, second := 0.0, 0.0
		for k := range spreads {
			m := t.level[k][from-1] * share
			mean += weights[k] * m
			second += weights[k] * (max(m, linear[k]*m+quadratic[k]*m*m) + m*m)
		}
		e.weight += same
		e.weight2 += same * same
		e.square += same * (units - mean) * (units - mean)
		e.mean2 += same * (second - mean*mean)
	}
	return e
}
