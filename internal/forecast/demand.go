package forecast

import "math"

// Demand is the distribution of the demand in units within some days. It is a
// weighted pool of negative binomial distributions, one for each rate at which
// a level is computed. If the levels agree, the pool is as narrow as each of
// them. If they do not, it covers what each of them expects.
type Demand struct {
	parts   [parts]count
	weights [parts]float64
}

// Mean is the expected units.
func (d *Demand) Mean() float64 {
	sum := 0.0
	for k, c := range d.parts {
		sum += d.weights[k] * c.mean
	}
	return sum
}

// SD is the standard deviation in units.
func (d *Demand) SD() float64 {
	mean, sum := d.Mean(), 0.0
	for k, c := range d.parts {
		sum += d.weights[k] * (c.variance + (c.mean-mean)*(c.mean-mean))
	}
	return math.Sqrt(max(0, sum))
}

// AtMost is the chance that demand is at most so many units.
func (d *Demand) AtMost(units float64) float64 {
	sum := 0.0
	for k, c := range d.parts {
		sum += d.weights[k] * c.atMost(units)
	}
	return min(1, sum)
}

// AtLeast is the chance that demand is at least so many units.
func (d *Demand) AtLeast(units float64) float64 {
	return min(1, max(0, 1-d.AtMost(math.Ceil(units)-1)))
}

// Short is the expected number of units by which demand exceeds a stock,
// E[max(0, D − stock)].
func (d *Demand) Short(stock float64) float64 {
	sum := 0.0
	for k, c := range d.parts {
		sum += d.weights[k] * c.short(math.Floor(stock))
	}
	return sum
}

// Quantile is the least whole number of units that demand does not exceed with
// the given chance. The chance is limited to [0.001, 0.999].
func (d *Demand) Quantile(chance float64) float64 {
	chance = min(max(chance, leastChance), 1-leastChance)
	summed := true
	for _, c := range d.parts {
		summed = summed && c.summed()
	}
	if summed {
		return d.sumUp(chance)
	}
	// The quantile of a pool lies between the quantiles of its parts.
	low, high := math.Inf(1), 0.0
	for _, c := range d.parts {
		q := c.quantile(chance)
		low, high = min(low, q), max(high, q)
	}
	for low--; high-low > 1 && high-low > 1e-9*high; {
		if mid := math.Floor((low + high) / 2); d.AtMost(mid) >= chance {
			high = mid
		} else {
			low = mid
		}
	}
	return high
}

// leastChance is the least chance of a quantile. The greatest is 1 −
// leastChance.
const leastChance = 0.001

// sumUp computes the quantile by a sum of the terms of all parts, term by term.
func (d *Demand) sumUp(chance float64) float64 {
	var p, size, q [parts]float64
	sum := 0.0
	for k, c := range d.parts {
		p[k], size[k], q[k] = 1, math.Inf(1), 0
		if c.mean > 0 {
			p[k], size[k], q[k] = c.first()
		}
		sum += d.weights[k] * p[k]
	}
	units := 0.0
	for ; sum < chance && units < sumLimit; units++ {
		for k, c := range d.parts {
			p[k] = c.next(p[k], units, size[k], q[k])
			sum += d.weights[k] * p[k]
		}
	}
	return units
}
