package forecast_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"cafe24-inventory-alert/internal/forecast"
)

func near(a, b, within float64) bool { return math.Abs(a-b) <= within }

// TestDistributions compares values with closed forms: P(1, x) = 1 − e^−x, P(½,
// x) = erf √x, the chi-squared 95 % point of 10 degrees of freedom 18.307,
// Poisson and geometric sums.
func TestDistributions(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ got, want, within float64 }{
		"gamma, exponential":       {forecast.GammaCDF(1, 2), 1 - math.Exp(-2), 1e-12},
		"gamma, error function":    {forecast.GammaCDF(0.5, 3), math.Erf(math.Sqrt(3)), 1e-12},
		"gamma, chi-squared":       {forecast.GammaCDF(5, 18.307/2), 0.95, 1e-5},
		"gamma, tiny":              {forecast.GammaCDF(2, 1e-6), 5e-13, 1e-15},
		"gamma, large shape":       {forecast.GammaCDF(1e8, 1e8), 0.5, 1e-4},
		"Poisson":                  {forecast.NewCount(2, 2).AtMost(1), 3 * math.Exp(-2), 1e-12},
		"Poisson, less than mean":  {forecast.NewCount(2, 1).AtMost(1), 3 * math.Exp(-2), 1e-12},
		"Poisson, 95 %":            {forecast.NewCount(4, 4).Quantile(0.95), 8, 0},
		"geometric":                {forecast.NewCount(1, 2).AtMost(3), 1 - 1.0/16, 1e-12}, // p = ½
		"geometric, quantile":      {forecast.NewCount(1, 2).Quantile(0.9), 3, 0},
		"geometric, short":         {forecast.NewCount(1, 2).Short(3), 0.125, 1e-12}, // E[(D−3)+] = 2^−3
		"short of nothing":         {forecast.NewCount(7, 20).Short(0), 7, 1e-12},
		"nothing":                  {forecast.NewCount(0, 0).Quantile(0.99), 0, 0},
		"large, normal":            {forecast.NewCount(1e6, 1e6).Quantile(0.975), 1e6 + 1959.96, 2},
		"large, below 0":           {forecast.NewCount(1e6, 1e6).AtMost(-1), 0, 0},
		"very large":               {forecast.NewCount(1e12, 1e22).Quantile(0.5) / 1e12, 0.9967, 1e-3}, // gamma of shape 100
		"very skewed":              {forecast.NewCount(5, 1e5).AtMost(0), 0.997, 0.004},                // almost always nothing
		"large, short of the mean": {forecast.NewCount(1e6, 1e6).Short(1e6), 1000 / math.Sqrt(2*math.Pi), 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if !near(c.got, c.want, c.within) {
				t.Errorf("%v, want %v", c.got, c.want)
			}
		})
	}
}

// TestDistributionsHold checks at any mean that the quantile is where the
// distribution passes the level, that the shortfall decreases as stock
// increases, and that the rough distribution is near the exact one.
func TestDistributionsHold(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		mean := math.Pow(10, rapid.Float64Range(-6, 9).Draw(t, "mean"))
		c := forecast.NewCount(mean, mean*(1+math.Pow(10, rapid.Float64Range(-6, 2).Draw(t, "over"))))
		level := rapid.Float64Range(0.02, 0.995).Draw(t, "level")
		q := c.Quantile(level)
		if at := c.AtMost(q); at < level-1e-3 {
			t.Errorf("P(D ≤ %g) = %g, not %g", q, at, level)
		}
		if before := c.AtMost(q - 1); q > 0 && before > level+1e-3 {
			t.Errorf("P(D ≤ %g) = %g already, %g asked", q-1, before, level)
		}
		if rough := c.Nearly(q); !near(rough, c.AtMost(q), 0.02) {
			t.Errorf("roughly %g, exactly %g", rough, c.AtMost(q))
		}
		if a, b := c.Short(q), c.Short(q+1); b > a+1e-9*mean || a < 0 || a > mean*(1+1e-9) {
			t.Errorf("short %g, and %g with one more, of %g", a, b, mean)
		}
	})
}
