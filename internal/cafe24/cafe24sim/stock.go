package cafe24sim

import (
	"time"
)

// shadow is a variant's stock before its latest change; reads through a stale cache still show it.
type shadow struct {
	before  Variant
	changed time.Time
	reads   int
}

// setQuantity is the only function that changes a quantity. Cafe24 sends an event only when the quantity crosses
// zero.
func (m *mall) setQuantity(at place, quantity int) {
	v := at.variant()
	if v.Quantity == quantity {
		return
	}
	wasSoldOut, wasIn := at.product.soldOut(), v.Quantity > 0
	m.keepShadow(*v)
	v.Quantity = quantity
	m.touched[at.product.No] = true
	if v.Untracked {
		return
	}
	if wasIn != (quantity > 0) {
		m.emit(eventVariantSoldOut, variantSoldOut(m, at))
	}
	m.announceSoldOut(at.product, wasSoldOut)
}

// setInventory applies changes by an operator or the API to fields besides the quantity.
func (m *mall) setInventory(at place, change func(*Variant)) {
	v := at.variant()
	next := *v
	change(&next)
	quantity := next.Quantity
	wasSoldOut := at.product.soldOut()
	m.keepShadow(*v)
	next.Quantity = v.Quantity
	*v = next
	m.touched[at.product.No] = true
	m.announceSoldOut(at.product, wasSoldOut)
	m.setQuantity(at, quantity)
}

func (m *mall) announceSoldOut(p *Product, was bool) {
	if p.soldOut() != was {
		m.emit(eventProductSoldOut, productSoldOut(m, p))
	}
}

func (m *mall) keepShadow(v Variant) {
	now := m.sim.cfg.Now()
	if old, ok := m.shadows[v.Code]; ok && now.Sub(old.changed) < m.faults.StaleFor {
		old.changed = now
		m.shadows[v.Code] = old
		return
	}
	m.shadows[v.Code] = shadow{before: v, changed: now}
}

// seen is a variant as the read cache shows it: with the stale fault on, reads alternate between old and new after a
// change, old first.
func (m *mall) seen(v Variant) Variant {
	if m.faults.StaleFor <= 0 {
		return v
	}
	old, ok := m.shadows[v.Code]
	if !ok || m.sim.cfg.Now().Sub(old.changed) >= m.faults.StaleFor {
		return v
	}
	old.reads++
	m.shadows[v.Code] = old
	if old.reads%2 == 0 {
		return v
	}
	return old.before
}
