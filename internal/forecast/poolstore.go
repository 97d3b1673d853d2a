package forecast

import (
	"encoding/binary"
	"math"
	"sync"

	"cafe24-inventory-alert/internal/outlook"
)

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

// LearnMall learns the pool of a mall from a sample of its items, for all
// service levels that a merchant can choose. The models have the promotions,
// the holidays and the season of the plan, as they were known at each origin.
func LearnMall(sample outlook.Sample, plan outlook.EventPlan) *Pool {
	years := YearsOf(DateOf(plan.Record.First), plan.Record.Roots)
	plan.Pool, plan.Record = nil, outlook.Record{}
	end := DateOf(sample.Today)
	calendar := NewCalendar(plan, end-lookBack, end+MaxDays)
	items := make([]PoolItem, 0, len(sample.Items))
	for i := range sample.Items {
		items = append(items, PoolItem{Series: SeriesOf(sample.Items[i].Demand), Events: calendar.Of(sample.Items[i].Subject)})
	}
	return LearnPool(items, years, end, PoolLevels()...)
}

// PoolLevels returns the service levels for which a mall's pool is learnt.
func PoolLevels() []float64 { return []float64{0.9, 0.95, 0.98} }

// PoolSample is the most items from which a pool is learnt.
const PoolSample = 600

// Pools gives the pool of a mall as it could be learnt at each origin. It is
// safe for concurrent use. Nil gives no pool.
type Pools struct {
	items []PoolItem
	years *Years
	lock  sync.Mutex
	made  map[Date]*Pool
}

// NewPools returns the pools of a mall that consists of some items, learnt from
// at most [PoolSample] of them.
func NewPools(mall []Series, years *Years) *Pools {
	p := &Pools{years: years, made: map[Date]*Pool{}}
	n := min(PoolSample, len(mall))
	for i := range n { // evenly over the list
		p.items = append(p.items, PoolItem{Series: mall[i*len(mall)/n]})
	}
	return p
}

// At returns the pool as it could be learnt within the four weeks before an
// origin. It uses no day from the origin on.
func (p *Pools) At(origin Date) *Pool {
	if p == nil {
		return nil
	}
	day := origin - ((origin%poolEvery)+poolEvery)%poolEvery
	p.lock.Lock()
	defer p.lock.Unlock()
	pool, known := p.made[day]
	if !known {
		pool = LearnPool(p.items, p.years, day, PoolLevels()...)
		p.made[day] = pool
	}
	return pool
}

// YearsOf returns the seasons of a mall from its record: roots of the days from
// first on; see [Roots].
func YearsOf(first Date, roots []float64) *Years {
	if len(roots) == 0 {
		return nil
	}
	return &Years{first: first, roots: roots, made: map[Date]*Year{}}
}

// before returns the seasons without the days from a day on.
func (y *Years) before(day Date) *Years {
	if y == nil {
		return nil
	}
	from := min(max(0, int(day-y.first)-lookBack), len(y.roots))
	until := min(max(from, int(day-y.first)), len(y.roots))
	return YearsOf(y.first+Date(from), y.roots[from:until]) //nolint:gosec // days fit
}
