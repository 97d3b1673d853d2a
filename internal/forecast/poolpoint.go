package forecast

import "math"

// threshold is the least stock that the demand of so many days does not exceed
// with a chance of level, in whole units: the model's quantile, or its mean
// with the pool's. It never falls with the level or with the days: it is at
// least the threshold of each lower level and of each shorter lead time of the
// pool. For a level that the pool does not have it is the model's quantile,
// between the thresholds of the next lower and the next higher level.
func (m *Model) threshold(days int, level float64) float64 {
	d := m.Demand(days)
	q := d.Quantile(level)
	if m.pool == nil || m.facts == nil {
		return q
	}
	best := 0.0 // of the levels below
	for i := range m.pool.levels {
		l := &m.pool.levels[i]
		switch own := l.level - level; {
		case own < -sameLevel:
			best = max(best, m.pooled(l, days, d.Quantile(l.level)))
		case own > sameLevel:
			return max(best, min(q, m.pooled(l, days, d.Quantile(l.level))))
		default:
			return max(best, m.pooled(l, days, q))
		}
	}
	return max(best, q)
}

// sameLevel is the greatest difference of two service levels that count as the
// same.
const sameLevel = 1e-9

// pooled is the threshold of a level. Quantile is the model's. Between two lead
// times of the pool its quantile is linear in the ordinary days; before the
// first and after the last it is a constant ratio of the model's.
func (m *Model) pooled(l *poolLevel, days int, quantile float64) float64 {
	shares := ordinary(m.week, m.events, m.next, min(max(days, 1), MaxDays))
	var from, to point
	for span, length := range poolDays() {
		from = to
		to = point{shares: shares, quantile: quantile}
		if days != length {
			to = m.pointAt(length, l.level)
		}
		to.pooled = m.pooledAt(l, span, to)
		to.pooled = max(to.pooled, from.pooled)
		if days <= length {
			break
		}
	}
	pooled := to.pooled
	switch {
	case days >= poolDays()[spans-1], from == (point{}):
		if to.quantile > 0 {
			pooled *= quantile / to.quantile
		}
	case to.shares > from.shares:
		pooled = from.pooled + (to.pooled-from.pooled)*(shares-from.shares)/(to.shares-from.shares)
	}
	return mix(quantile, pooled)
}

// point is a lead time of a pool, for one item: its ordinary days, and the
// quantile of the model and of the pool.
type point struct{ shares, quantile, pooled float64 }

// pointAt is a lead time without the pool's quantile.
func (m *Model) pointAt(days int, level float64) point {
	shares := ordinary(m.week, m.events, m.next, days)
	d := m.demand(shares)
	return point{shares: shares, quantile: d.Quantile(level)}
}

// pooledAt is the pool's quantile of a lead time; the model's if the pool has
// none.
func (m *Model) pooledAt(l *poolLevel, span int, at point) float64 {
	b := l.parts[span]
	if b == nil {
		return at.quantile
	}
	var room [poolWidth]float64
	return max(0, dot(m.facts.features(room[:0], span, at.shares, at.quantile), b)*poolScale(at.quantile))
}

// mix is the mean of the model's quantile and the pool's, as a whole number.
func mix(quantile, pooled float64) float64 {
	return math.Ceil(quantile + poolShare*(max(0, pooled)-quantile) - 0.5)
}
