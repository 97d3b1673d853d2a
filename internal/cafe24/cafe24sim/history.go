package cafe24sim

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"time"
)

// makeHistory generates the orders of the past days, with a weekly rhythm and a few products that sell most. It does
// not change the stock, which is what was left after those orders.
func (m *mall) makeHistory(days int) {
	if days <= 0 || len(m.products) == 0 {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	live := m.rng
	defer func() { m.rng = live }()
	m.rng = rand.New(rand.NewPCG(m.sim.cfg.Seed, 90))
	today := m.sim.cfg.Now().In(kst())
	midnight := time.Date(today.Year(), today.Month(), today.Day(), 0, 0, 0, 0, kst())
	for day := days; day > 0; day-- {
		m.inventDay(midnight.AddDate(0, 0, -day))
	}
}

func (m *mall) inventDay(day time.Time) {
	busy := 60.0
	if wd := day.Weekday(); wd == time.Sunday || wd == time.Monday {
		busy = 85
	}
	n := int(busy + math.Sqrt(busy)*m.rng.NormFloat64())
	times := make([]time.Duration, max(n, 0))
	for i := range times {
		times[i] = time.Duration(m.rng.Int64N(int64(24 * time.Hour))).Truncate(time.Second)
	}
	slices.SortFunc(times, cmp.Compare[time.Duration])
	for _, at := range times {
		m.inventOrder(day.Add(at))
	}
}

func (m *mall) inventOrder(placed time.Time) {
	basket := m.basket()
	if len(basket) == 0 {
		return
	}
	o := &Order{ID: m.nextOrderID(placed), Placed: placed, PaidAt: placed.Add(time.Minute), Buyer: makeBuyer(m.rng)}
	for _, l := range basket {
		o.Items = append(o.Items, orderItem(l))
	}
	if m.rng.Float64() < 0.03 {
		o.Canceled = placed.Add(time.Hour)
	}
	m.keepOrder(o)
}
