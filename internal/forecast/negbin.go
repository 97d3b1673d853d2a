package forecast

import "math"

// count is the distribution of a number of units, given by mean and variance.
// It is negative binomial if the variance is above the mean, and Poisson if
// not. Above [sumLimit] units it is continuous: gamma with the same mean and
// variance, which is the limit of a negative binomial.
//
// Negative binomial with size r = m²/(v−m): P(0) = (m/v)^r, P(k+1) =
// P(k)·(k+r)/(k+1)·(1−m/v). The two moments determine it.
type count struct{ mean, variance float64 }

// sumLimit is the most terms of a distribution that are summed.
const sumLimit = 2048

// summed says whether the terms are summed one by one. The sum must be short,
// and P(0) far above the smallest float64 (1e-308): exp(−mean) of a large mean
// is 0, and a loop that sums multiples of 0 never ends.
func (c count) summed() bool {
	return c.mean < 500 && c.mean+12*math.Sqrt(max(c.mean, c.variance)) < sumLimit
}

// first returns P(0) and the values for the recurrence: size and 1−m/v. The
// size is +Inf for Poisson.
func (c count) first() (p0, size, q float64) {
	if c.variance <= c.mean*(1+1e-9) {
		return math.Exp(-c.mean), math.Inf(1), 0
	}
	size = c.mean * c.mean / (c.variance - c.mean)
	return math.Exp(size * math.Log(c.mean/c.variance)), size, 1 - c.mean/c.variance
}

// next returns P(k+1) from P(k).
func (c count) next(p, k, size, q float64) float64 {
	if math.IsInf(size, 1) {
		return p * c.mean / (k + 1)
	}
	return p * (k + size) / (k + 1) * q
}

// atMost is P(D ≤ x). It is 0 for x below 0.
func (c count) atMost(x float64) float64 {
	switch {
	case x < 0:
		return 0
	case c.mean <= 0:
		return 1
	case !c.summed():
		return gammaCDF(c.shape(), c.shape()*(x+0.5)/c.mean)
	}
	p, size, q := c.first()
	sum := p
	for k := 0.0; k+1 <= x && k < sumLimit; k++ {
		p = c.next(p, k, size, q)
		sum += p
	}
	return min(1, sum)
}

// nearly is P(D ≤ x) to about two percent. Above a mean of 30, or 200 if the
// distribution is very skewed, it uses a gamma distribution with the same mean
// and variance. The cube root of a gamma variable is nearly normal if it is not
// very skewed (Wilson and Hilferty 1931).
func (c count) nearly(x float64) float64 {
	shape := c.shape()
	switch {
	case c.mean < 30 || shape < 2 && c.mean < 200 || x < 0:
		return c.atMost(x)
	case shape < 2:
		return gammaCDF(shape, shape*(x+0.5)/c.mean)
	default:
		return normalCDF((math.Cbrt((x+0.5)/c.mean) - (1 - 1/(9*shape))) * 3 * math.Sqrt(shape))
	}
}

func (c count) shape() float64 { return c.mean * c.mean / max(c.variance, c.mean) }

// quantile is the least whole x with P(D ≤ x) ≥ level, for a level in (0, 1).
func (c count) quantile(level float64) float64 {
	if c.mean <= 0 {
		return 0
	}
	if !c.summed() {
		return max(0, math.Ceil(gammaQuantile(c.shape(), level)*c.mean/c.shape()-0.5))
	}
	p, size, q := c.first()
	sum, k := p, 0.0
	for ; sum < level && k < sumLimit; k++ {
		p = c.next(p, k, size, q)
		sum += p
	}
	return k
}

// short is the expected shortfall of a stock, E[max(0, D−stock)] in units:
// E[D] − Σ_{k<stock} P(D > k).
func (c count) short(stock float64) float64 {
	if c.mean <= 0 {
		return 0
	}
	stock = max(0, stock)
	if !c.summed() {
		a := c.shape()
		x := a * stock / c.mean
		return max(0, c.mean*(1-gammaCDF(a+1, x))-stock*(1-gammaCDF(a, x)))
	}
	p, size, q := c.first()
	sum, lost := p, c.mean
	for k := 0.0; k+1 <= stock && k < sumLimit; k++ {
		lost -= 1 - sum
		p = c.next(p, k, size, q)
		sum = min(1, sum+p)
	}
	return max(0, lost)
}
