package main

import (
	"sync"

	"cafe24-inventory-alert/internal/forecast"
)

// pools are what the items of a file show together, as it could be learnt at
// each origin. They are learnt once for all workers.
type pools struct {
	items []forecast.PoolItem
	years *forecast.Years
	lock  sync.Mutex
	made  map[forecast.Date]*forecast.Pool
}

func newPools(mall []forecast.Series, years *forecast.Years) *pools {
	p := &pools{years: years, made: map[forecast.Date]*forecast.Pool{}}
	n := min(forecast.PoolSample, len(mall))
	for i := range n { // evenly over the list
		p.items = append(p.items, forecast.PoolItem{Series: mall[i*len(mall)/n]})
	}
	return p
}

// at returns the pool for an origin; see [forecast.LastPool].
func (p *pools) at(origin forecast.Date) *forecast.Pool {
	day := forecast.LastPool(origin)
	p.lock.Lock()
	defer p.lock.Unlock()
	pool, known := p.made[day]
	if !known {
		pool = forecast.LearnPool(p.items, p.years, day, forecast.PoolLevels()...)
		p.made[day] = pool
	}
	return pool
}
