package forecast

import "math"

const (
	spans = 4 // number of window lengths for which past errors are measured

	recent   = 180.0 // half-life of the weight of a past error, in days in stock
	warm     = 14    // days in stock before errors of a forecast count
	minShare = 0.7   // least share of a window's days in stock

	noisePrior   = 1.5  // variance over mean of a day, without data
	noiseUnits   = 10   // weight of that prior in units
	levelPrior   = 0.02 // squared relative error of a level over 14 days, without data
	levelWindows = 1    // weight of that prior in windows
	levelMost    = 8    // greatest squared relative error that is used
	youth        = 0.25 // share added to the variance for the uncertainty of one window
)

// spanDays returns the window lengths in days.
func spanDays() [spans]int { return [spans]int{7, 14, 28, 56} }

// spread is how far demand varies around one level.
type spread struct {
	// noise is the variance of a day's units over their mean.
	noise float64
	// level is the squared relative error of the level, by window length.
	level [spans]float64
	// inflation multiplies the variance, by window length. It is needed because
	// the variance itself is estimated from few windows.
	inflation [spans]float64
}

// errors holds sums over past windows of one length: the prediction of one
// level and the actual units.
type errors struct{ weight, weight2, square, mean, mean2 float64 }

// windows is the number of separate windows to which the sums are equivalent.
// stride is the distance between two windows as a share of their length.
func (e errors) windows(stride float64) float64 {
	if e.weight2 <= 0 {
		return 0
	}
	return e.weight * e.weight / e.weight2 * stride
}

// alike is the weight of a past window with a expected units if b units are
// expected now: 1 for the same number, half for about 2.6 times as many.
func alike(a, b float64) float64 {
	ratio := (a + 0.5) / (b + 0.5)
	return 1 / (1 + (ratio-1)*(ratio-1)/ratio)
}

// measure computes the spread of each level from its past errors, and the
// weight of each level.
//
// The variance of a window is V(m) = noise·m + level·m²: the counting noise,
// and the error of the level itself. The noise is that of single days. level is
// the rest of the squared errors of window sums after the noise, divided by m².
// An error counts less if it is older, and less if the situation was different.
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

// noise is the variance of single days over their mean, with the predictions of
// level k.
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
// are for a comparison of the levels with each other. In them a window counts
// more if the ratio of the fastest level to the slowest was similar to the
// present ratio.
func (t *track) errors(days int, now [parts]float64) (sums, scores [parts]errors) {
	length := float64(days)
	stance := (now[0]*length + 0.5) / (now[parts-1]*length + 0.5)
	weight, fade := 1.0, math.Pow(decay(recent), float64(step(days)))
	for from := t.len() - days; from >= warm; from -= step(days) {
		recency := weight
		weight *= fade
		share := t.sumShare[from+days] - t.sumShare[from]
		if t.sumPlain[from+days]-t.sumPlain[from] < minShare*length {
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

// calm lowers the noise if the sums of a week vary less than single days
// suggest, because a low day follows a high one.
func (s *spread) calm(week errors) {
	if week.weight <= 0 || week.square >= s.noise*week.mean {
		return
	}
	prior := levelWindows * week.mean / week.weight
	s.noise = max(s.noise/2, (week.square+s.noise*prior)/(week.mean+prior))
}

// settle moves the estimate from the windows of a length towards the value for
// most items. It moves it more if there are fewer windows.
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

// rise makes the error of a level over a longer time at least as great as over
// a shorter time. It averages neighbours that are not in order.
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
// ordinary days. It uses ordinary days and not calendar days, so that a day
// with almost no expected demand adds almost no uncertainty.
func (s *spread) over(days, m float64) count {
	linear, square := s.factors(days)
	return count{mean: m, variance: max(m, linear*m+square*m*m)}
}

// factors are the coefficients of m and m² in the variance of so many ordinary
// days.
func (s *spread) factors(days float64) (linear, square float64) {
	lengths := spanDays()
	first, last := float64(lengths[0]), float64(lengths[spans-1])
	// For one day there is only the noise.
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

// weighDays is the length of the windows by which levels are compared.
const weighDays = 14

// often says whether items of a class sell often.
func often(class Class) bool { return class == Smooth || class == Erratic }

// doubt is the part of the weight that all levels share equally, whatever their
// past errors. Items that sell seldom pause and return more often than their
// past shows.
func doubt(class Class) float64 {
	if often(class) {
		return 0.2
	}
	return 0.45
}

// weigh computes the weight of each level. It is the likelihood of the level's
// past errors if they were normal, (mean squared error)^(−windows/2). A part of
// the weight is shared equally, for changes that the past does not show.
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

// temper compares the squared errors of the pool of levels with the variance
// that the pool claims. Each level's variance covers that level's own errors.
// The pool has smaller errors, so it claims too much. temper lowers the
// variances by half of the difference on a logarithmic scale, by less if there
// are few windows, and never raises them. It is not used for items that sell
// seldom: they may vary more than they did so far.
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
	temperLeast   = 0.4 // the least ratio that is used
	temperWindows = 4   // weight of the ratio 1 in windows
)

// poolErrors sums up the squared errors of the pool of levels, and in mean2 the
// variance that the pool claimed.
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
		if t.sumPlain[from+days]-t.sumPlain[from] < minShare*length {
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
