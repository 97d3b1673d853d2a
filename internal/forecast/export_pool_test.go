package forecast

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
