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

// SameDays returns a function for the day of the year before that a day between
// two days is compared with.
func SameDays(from, to Date) func(Date) Date {
	list := feasts(from, to)
	return func(day Date) Date { return sameDay(list, day) }
}
