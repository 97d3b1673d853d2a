package cafe24sim

import (
	"context"
	"math"
	"time"
)

// shopping lets customers come one after another, at random intervals around the mall's rate, until ctx ends.
func (m *mall) shopping(ctx context.Context) {
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	for {
		var come <-chan time.Time // at rate 0 nobody comes
		if wait := m.untilNext(); wait > 0 {
			timer.Reset(wait)
			come = timer.C
		}
		select {
		case <-ctx.Done():
			return
		case <-m.rateChange:
		case <-come:
			m.visit()
		}
	}
}

// untilNext draws the time until the next customer; 0 if there are none.
func (m *mall) untilNext() time.Duration {
	speed := m.sim.Speed()
	m.mu.Lock()
	defer m.mu.Unlock()
	perMinute := m.rate * speed
	if perMinute <= 0 {
		return 0
	}
	minutes := min(m.rng.ExpFloat64(), 5) / perMinute
	return max(time.Duration(minutes*float64(time.Minute)), time.Microsecond)
}

func (m *mall) setRate(perMinute float64) {
	if math.IsNaN(perMinute) || perMinute < 0 {
		perMinute = 0
	}
	m.rate = min(perMinute, 60_000)
	m.wakeShoppers()
}

func (m *mall) wakeShoppers() {
	select {
	case m.rateChange <- struct{}{}:
	default:
	}
}

// visit is the visit of one customer: most buy, some pay an earlier order, a few cancel one.
func (m *mall) visit() {
	m.sim.dirty.Store(true)
	m.mu.Lock()
	defer m.mu.Unlock()
	switch dice := m.rng.Float64(); {
	case dice < 0.04:
		if o := m.recentOrder(func(o *Order) bool { return o.Canceled.IsZero() && !o.PaidAt.IsZero() }); o != nil {
			m.cancelOrder(o)
		}
	case dice < 0.12:
		if o := m.recentOrder(func(o *Order) bool { return o.Canceled.IsZero() && o.PaidAt.IsZero() }); o != nil {
			m.payOrder(o)
		}
	default:
		if basket := m.basket(); len(basket) > 0 {
			m.placeOrder(basket, m.rng.Float64() < 0.92)
		}
	}
}

// recentOrder returns a matching order among the last ones, starting at a random one.
func (m *mall) recentOrder(fits func(*Order) bool) *Order {
	last := m.orders[max(0, len(m.orders)-50):]
	if len(last) == 0 {
		return nil
	}
	from := m.rng.IntN(len(last))
	for i := range last {
		if o := last[(from+i)%len(last)]; fits(o) {
			return o
		}
	}
	return nil
}

// basket fills a basket with one to three products that can be bought; in a sold-out mall it may stay empty.
func (m *mall) basket() []line {
	want := 1 + int(m.rng.ExpFloat64()*0.6)
	var basket []line
	for range 20 {
		if len(basket) >= min(want, 3) || len(m.products) == 0 {
			break
		}
		p := m.popular()
		at := place{p, m.rng.IntN(len(p.Variants))}
		n := 1 + int(m.rng.ExpFloat64()*0.5)
		if m.onSale(at, n) && !m.holds(basket, at) {
			basket = append(basket, line{at, n})
		}
	}
	return basket
}

// holds reports whether the basket already takes from the same stock, also as a part of a set.
func (m *mall) holds(basket []line, at place) bool {
	for _, l := range basket {
		for _, taken := range append(m.parts(l.at.product.Set), l) {
			for _, wanted := range append(m.parts(at.product.Set), line{at: at}) {
				if taken.at == wanted.at {
					return true
				}
			}
		}
	}
	return false
}

func (m *mall) onSale(at place, n int) bool {
	p, v := at.product, at.variant()
	return !p.Hidden && !p.NotSelling && !v.Hidden && !v.NotSelling && m.buyable(at, n)
}

// popular picks a product: a few products get most of the demand. They are spread over the catalogue and do not
// change.
func (m *mall) popular() *Product {
	rank := int(float64(len(m.products)) * math.Pow(m.rng.Float64(), 3))
	return m.products[rank*7919%len(m.products)]
}
