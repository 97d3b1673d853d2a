package forecast

import "math"

// normalQuantile is the quantile of the standard normal distribution at a level
// in (0, 1).
func normalQuantile(level float64) float64 { return math.Sqrt2 * math.Erfinv(2*level-1) }

// normalCDF is the standard normal distribution function.
func normalCDF(z float64) float64 { return math.Erfc(-z/math.Sqrt2) / 2 }

// largeShape is the shape above which the cube root of a gamma variable is
// normal to four digits (Wilson and Hilferty 1931).
const largeShape = 3000

// gammaCDF is the regularised incomplete gamma function P(a, x). It uses a
// series below a+1 and a continued fraction above (Abramowitz and Stegun 6.5.29
// and 6.5.31). Both have a limited number of steps. For a above [largeShape] it
// uses the formula of Wilson and Hilferty.
func gammaCDF(a, x float64) float64 {
	if x <= 0 || a <= 0 {
		return 0
	}
	if a > largeShape {
		return normalCDF((math.Cbrt(x/a) - (1 - 1/(9*a))) * 3 * math.Sqrt(a))
	}
	logGamma, _ := math.Lgamma(a)
	scale := math.Exp(a*math.Log(x) - x - logGamma)
	if x < a+1 {
		term := 1 / a
		sum := term
		for k := 1; k < 1000 && term > sum*1e-12; k++ {
			term *= x / (a + float64(k))
			sum += term
		}
		return min(1, sum*scale)
	}
	const tiny = 1e-300
	b := x + 1 - a
	c, d := 1/tiny, 1/b
	h := d
	for k := 1.0; k < 1000; k++ {
		an := -k * (k - a)
		b += 2
		d = an*d + b
		if math.Abs(d) < tiny {
			d = tiny
		}
		c = b + an/c
		if math.Abs(c) < tiny {
			c = tiny
		}
		d = 1 / d
		h *= d * c
		if math.Abs(d*c-1) < 1e-12 {
			break
		}
	}
	return min(1, max(0, 1-scale*h))
}

// gammaQuantile is the x with P(a, x) = level. It uses bisection on a
// logarithmic scale, or the formula of Wilson and Hilferty for a large a.
func gammaQuantile(a, level float64) float64 {
	z := normalQuantile(level)
	guess := a * math.Pow(max(0, 1-1/(9*a)+z/(3*math.Sqrt(a))), 3)
	if a > largeShape {
		return guess
	}
	lo, hi := 0.0, max(guess, a, 1e-300)*2
	for range 60 {
		if gammaCDF(a, hi) >= level {
			break
		}
		lo, hi = hi, hi*2
	}
	for range 60 {
		mid := (lo + hi) / 2
		if hi-lo <= 1e-9*hi {
			break
		}
		if gammaCDF(a, mid) < level {
			lo = mid
		} else {
			hi = mid
		}
	}
	return hi
}
