package forecast

import (
	"math"
	"slices"
)

// quantileFit is a linear quantile regression. Its coefficients b minimise the
// pinball loss Σ ρ(y − x·b) of a level (Koenker and Bassett 1978) plus the
// penalty ridge·Σ mean(x²)·(b − prior)². So a feature moves a coefficient away
// from the prior only as far as many rows support it.
type quantileFit struct {
	width int       // number of features
	x     []float64 // the features, row after row
	y     []float64 // the target of each row
	prior []float64
	ridge float64 // in rows
}

const (
	fitSteps = 40   // most steps
	fitStill = 1e-4 // a step that moves no coefficient further is the last one
	fitNear  = 0.01 // residuals below it count as if they were as large
)

// solve returns the coefficients. Each step replaces the absolute value by the
// parabola that touches it at the present residual, and solves the weighted
// least squares (Hunter and Lange 2000). No step increases the loss.
func (f *quantileFit) solve(level float64) []float64 {
	p := f.width
	b := slices.Clone(f.prior)
	square, right, penalty := make([]float64, p*p), make([]float64, p), f.penalty()
	for range fitSteps {
		clear(square)
		clear(right)
		for i, y := range f.y {
			x := f.row(i)
			weight := 0.5 / max(fitNear, math.Abs(y-dot(x, b)))
			z := weight*y + level - 0.5
			for j, xj := range x {
				right[j] += z * xj
				for k, xk := range x[:j+1] {
					square[j*p+k] += weight * xj * xk
				}
			}
		}
		for j := range p {
			square[j*p+j] += penalty[j]
			right[j] += penalty[j] * f.prior[j]
		}
		if !solveSymmetric(square, right) {
			return b
		}
		moved := 0.0
		for j := range b {
			moved = max(moved, math.Abs(right[j]-b[j]))
			b[j] = right[j]
		}
		if moved < fitStill {
			break
		}
	}
	return b
}

func (f *quantileFit) row(i int) []float64 { return f.x[i*f.width : (i+1)*f.width] }

func (f *quantileFit) penalty() []float64 {
	penalty := make([]float64, f.width)
	for i := range f.y {
		for j, x := range f.row(i) {
			penalty[j] += x * x
		}
	}
	for j := range penalty {
		penalty[j] = f.ridge * (penalty[j]/float64(max(1, len(f.y))) + 1e-9)
	}
	return penalty
}

func dot(x, b []float64) (sum float64) {
	for j, c := range b {
		sum += c * x[j]
	}
	return sum
}

// solveSymmetric replaces b by the solution x of a·x = b. It uses the Cholesky
// decomposition, which overwrites the lower half of a; the upper half is not
// read. It returns false if a is not positive definite.
func solveSymmetric(a, b []float64) bool {
	n := len(b)
	for i := range n {
		for j := range i + 1 {
			sum := a[i*n+j]
			for k := range j {
				sum -= a[i*n+k] * a[j*n+k]
			}
			switch {
			case i != j:
				a[i*n+j] = sum / a[j*n+j]
			case sum > 0:
				a[i*n+i] = math.Sqrt(sum)
			default:
				return false
			}
		}
	}
	for i := range n {
		for k := range i {
			b[i] -= a[i*n+k] * b[k]
		}
		b[i] /= a[i*n+i]
	}
	for i := n - 1; i >= 0; i-- {
		for k := i + 1; k < n; k++ {
			b[i] -= a[k*n+i] * b[k]
		}
		b[i] /= a[i*n+i]
	}
	return true
}
