package forecast

import (
	"encoding/binary"
	"math"
)

// Pool is what the items of a mall show together about thresholds: a linear
// quantile regression, for each service level and lead time, on what is known
// of an item before the lead time begins. A threshold is the mean of the
// model's quantile and of the pool's; see [Model.Suggest]. It does not change
// and is safe for concurrent use. Nil is no pool: the model's quantiles are the
// thresholds.
//
// A pool has no part where it cannot be trusted: with too few items, above 95 %
// with too short a record, and where its thresholds were no better than those of
// the models in the mall's last months, which it had not seen.
type Pool struct {
	levels []poolLevel // rising
}

// poolLevel is the part of a pool for a service level.
type poolLevel struct {
	level float64
	parts [spans][]float64 // coefficients by lead time; nil: the model's quantile
}

// poolShare is the weight of the pool's quantile in a threshold.
const poolShare = 0.5

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

// poolVersion is the first byte of the output of [Pool.Encode]. It changes with
// the features.
const poolVersion = 1

// Encode returns the pool in a form to be stored; nil for nil.
func (p *Pool) Encode() []byte {
	if p == nil {
		return nil
	}
	list := []byte{poolVersion, byte(len(p.levels))} //nolint:gosec // G115: three levels
	for i := range p.levels {
		l := &p.levels[i]
		list = appendFloat(list, l.level)
		for _, b := range l.parts {
			list = append(list, byte(len(b))) //nolint:gosec // G115: poolWidth or 0
			for _, c := range b {
				list = appendFloat(list, c)
			}
		}
	}
	return list
}

func appendFloat(list []byte, x float64) []byte {
	return binary.LittleEndian.AppendUint64(list, math.Float64bits(x))
}

// ReadPool decodes the output of [Pool.Encode]. It returns nil, no pool, if
// there is none, or it has another version.
func ReadPool(stored []byte) *Pool {
	if len(stored) < 2 || stored[0] != poolVersion {
		return nil
	}
	p := &Pool{levels: make([]poolLevel, stored[1])}
	rest := stored[2:]
	number := func() (x float64) {
		if len(rest) >= 8 {
			x = math.Float64frombits(binary.LittleEndian.Uint64(rest))
			rest = rest[8:]
		} else {
			x, rest = math.NaN(), nil
		}
		return x
	}
	whole := true
	for i := range p.levels {
		l := &p.levels[i]
		l.level = number()
		whole = whole && !math.IsNaN(l.level)
		for span := range l.parts {
			if len(rest) == 0 || rest[0] != 0 && rest[0] != poolWidth {
				return nil
			}
			n := int(rest[0])
			rest = rest[1:]
			for range n {
				c := number()
				whole = whole && !math.IsNaN(c)
				l.parts[span] = append(l.parts[span], c)
			}
		}
	}
	if !whole || len(rest) > 0 {
		return nil
	}
	return p
}
