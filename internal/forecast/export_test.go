package forecast

// Count is the distribution of a count, for tests against published values.
type Count struct{ c count }

// NewCount returns the distribution with a mean and a variance.
func NewCount(mean, variance float64) Count { return Count{count{mean, variance}} }

// AtMost is P(D ≤ x).
func (c Count) AtMost(x float64) float64 { return c.c.atMost(x) }

// Nearly is P(D ≤ x), approximately.
func (c Count) Nearly(x float64) float64 { return c.c.nearly(x) }

// Quantile is the least x with P(D ≤ x) ≥ level.
func (c Count) Quantile(level float64) float64 { return c.c.quantile(level) }

// Short is E[max(0, D − stock)].
func (c Count) Short(stock float64) float64 { return c.c.short(stock) }

// GammaCDF is P(a, x).
func GammaCDF(a, x float64) float64 { return gammaCDF(a, x) }

// FactorOn is the number by which events multiply a day's demand.
func FactorOn(e *Events, day Date) float64 { return e.factor(day) }

// SameDay is the day of the year before that a day is compared with.
func SameDay(day Date) Date { return sameDay(day) }

// Learnt says whether a pool has a part for a service level and a lead time of
// 7, 14, 28 or 56 days.
func (p *Pool) Learnt(level float64, days int) bool {
	if p == nil {
		return false
	}
	for _, l := range p.levels {
		for i, span := range poolDays() {
			if l.level == level && span == days {
				return l.parts[i] != nil
			}
		}
	}
	return false
}

// DrawnPool is a pool with coefficients from next, for all levels and lead
// times.
func DrawnPool(next func() float64) *Pool {
	p := &Pool{}
	for _, level := range PoolLevels() {
		l := poolLevel{level: level}
		for i := range l.parts {
			for range poolWidth {
				l.parts[i] = append(l.parts[i], next())
			}
		}
		p.levels = append(p.levels, l)
	}
	return p
}

// FitQuantile solves a quantile regression.
func FitQuantile(x [][]float64, y, prior []float64, ridge, level float64) []float64 {
	f := quantileFit{width: len(prior), y: y, prior: prior, ridge: ridge}
	for _, row := range x {
		f.x = append(f.x, row...)
	}
	return f.solve(level)
}
