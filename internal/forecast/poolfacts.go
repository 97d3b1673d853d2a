package forecast

import "math"

// poolDays are the lead times in days for which a pool is learnt. Between them
// its thresholds are interpolated.
func poolDays() [spans]int { return spanDays() }

// poolFacts is what is known of an item at an origin beside its model, in units
// an ordinary day.
type poolFacts struct {
	class    Class
	ordinary float64        // of the model
	recent   [3]float64     // pace of the last 7, 28 and 91 days, less that of the model
	zeros    float64        // share of days in stock without a sale in the last half year, 0 to 1
	lift     [spans]float64 // pace of the same days a year before, less that of the quarter before them; 0: not known
}

const (
	sameWeekday = 364 // days to the same weekday a year before
	liftDays    = 91  // days before the same days, with which they are compared
	zeroDays    = 182
)

// newPoolFacts computes the facts of a record whose model is m.
func newPoolFacts(m *Model, s Series) *poolFacts {
	f := &poolFacts{class: m.class, ordinary: m.ordinary()}
	for i, days := range [3]int{7, 28, 91} {
		pace, known := m.pace(s, s.Len()-days, s.Len())
		if known > 0 { // drawn towards the model, by the weight of one day
			f.recent[i] = (pace - f.ordinary) * known / (known + 1)
		}
	}
	zero, known := 0.0, 0.0
	for i := max(0, s.Len()-zeroDays); i < s.Len(); i++ {
		if unknown(s.mark(i)) == 0 {
			known++
			if s.Units[i] <= 0 {
				zero++
			}
		}
	}
	f.zeros = zero / max(1, known)
	ago := s.Len() - sameWeekday
	if ago < liftDays {
		return f
	}
	before, known := m.pace(s, ago-liftDays, ago)
	if known == 0 {
		return f
	}
	for i, days := range poolDays() {
		if pace, known := m.pace(s, ago, ago+days); known > 0 {
			f.lift[i] = pace - before
		}
	}
	return f
}

// pace is the units an ordinary day of some days of the record, and how many
// ordinary days of them are known.
func (m *Model) pace(s Series, from, to int) (pace, known float64) {
	units := 0.0
	for i := max(0, from); i < min(to, s.Len()); i++ {
		if unknown(s.mark(i)) > 0 {
			continue
		}
		day := s.Start + Date(i) //nolint:gosec // days fit
		units += s.units(i)
		known += m.week[day.Weekday()] * m.events.factor(day)
	}
	if known <= 0 {
		return 0, 0
	}
	return units / known, known
}

// poolWidth is the number of features.
const poolWidth = 12

// poolPrior is the coefficients with which a pool equals the model.
func poolPrior() []float64 {
	b := make([]float64, poolWidth)
	b[0] = 1
	return b
}

// poolScale is what features and target are divided by, so that items of any
// size can be learnt from together. It is in units.
func poolScale(quantile float64) float64 { return quantile + 1 }

// features appends the features for a lead time that sells as much as some
// ordinary days. Quantile is the model's.
func (f *poolFacts) features(x []float64, span int, shares, quantile float64) []float64 {
	scale := poolScale(quantile)
	mean := f.ordinary * shares / scale
	x = append(x, quantile/scale, mean, math.Sqrt(f.ordinary*shares)/scale, 1/scale)
	for _, r := range f.recent {
		x = append(x, r*shares/scale)
	}
	x = append(x, f.zeros*mean, f.lift[span]*shares/scale)
	for c := Erratic; c <= Lumpy; c++ {
		own := 0.0
		if c == f.class {
			own = quantile / scale
		}
		x = append(x, own)
	}
	return x
}
