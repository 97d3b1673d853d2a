package cafe24sim

import (
	"fmt"
	"maps"
	"slices"
)

// Malls lists the mall ids, the demo's mall first.
func (s *Server) Malls() []string { return slices.Clone(s.cfg.Malls) }

// Products returns copies of all products of a mall, ascending by number; nil for an unknown mall.
func (s *Server) Products(mallID string) []Product {
	m, err := s.lock(mallID)
	if err != nil {
		return nil
	}
	defer m.mu.Unlock()
	list := make([]Product, len(m.products))
	for i, p := range m.products {
		list[i] = p.clone()
	}
	return list
}

// Product returns a copy of one product, or ErrNoProduct.
func (s *Server) Product(mallID string, no int) (Product, error) {
	m, err := s.lock(mallID)
	if err != nil {
		return Product{}, err
	}
	defer m.mu.Unlock()
	p, err := m.product(no)
	if err != nil {
		return Product{}, err
	}
	return p.clone(), nil
}

// Variant returns a copy of one variant with its true stock (no stale cache), or ErrNoVariant.
func (s *Server) Variant(mallID, code string) (Variant, error) {
	var v Variant
	err := s.withVariant(mallID, code, func(_ *mall, at place) error {
		v = *at.variant()
		return nil
	})
	return v, err
}

// Stock returns the true quantity of a variant.
func (s *Server) Stock(mallID, code string) (int, error) {
	v, err := s.Variant(mallID, code)
	return v.Quantity, err
}

// SetStock sets a variant's quantity as an operator would, and sends the webhooks for that.
func (s *Server) SetStock(mallID, code string, quantity int) error {
	return s.withVariant(mallID, code, func(m *mall, at place) error {
		m.setQuantity(at, quantity)
		return nil
	})
}

// Restock adds n to a variant's quantity.
func (s *Server) Restock(mallID, code string, n int) error {
	return s.withVariant(mallID, code, func(m *mall, at place) error {
		m.setQuantity(at, at.variant().Quantity+n)
		return nil
	})
}

// SetInventory changes any part of a variant's stock: safety inventory, tracking, overselling, quantity.
func (s *Server) SetInventory(mallID, code string, change func(*Variant)) error {
	return s.withVariant(mallID, code, func(m *mall, at place) error {
		m.setInventory(at, change)
		return nil
	})
}

// Sell places and pays one order of n pieces and returns its id. It returns ErrSoldOut if a shopper could not buy
// that many.
func (s *Server) Sell(mallID, code string, n int) (string, error) {
	var id string
	err := s.withVariant(mallID, code, func(m *mall, at place) error {
		if !m.buyable(at, n) {
			return fmt.Errorf("%w: %s has %d", ErrSoldOut, code, at.variant().Quantity)
		}
		id = m.placeOrder([]line{{at, n}}, true).ID
		return nil
	})
	return id, err
}

// MakeCatalogue replaces a mall's catalogue with n generated products, and sends no webhook.
func (s *Server) MakeCatalogue(mallID string, n int) error {
	m, err := s.lock(mallID)
	if err != nil {
		return err
	}
	defer m.mu.Unlock()
	m.replaceCatalogue(makeCatalogue(n, s.cfg.Seed))
	if m.orderHistory != nil {
		m.makeOrderHistory(m.orderHistory.until)
	}
	return nil
}

// FireWebhook sends any event, whatever the app's scopes are. It adds the mall id if the resource has none.
func (s *Server) FireWebhook(mallID string, eventNo int, more map[string]any) error {
	m, err := s.lock(mallID)
	if err != nil {
		return err
	}
	defer m.mu.Unlock()
	r := resource{"mall_id": m.id}
	maps.Copy(r, more)
	m.post(eventNo, r)
	return nil
}

// SetShopperRate sets how many orders a minute the mall's shoppers place (times Config.Speed); 0 stops them.
func (s *Server) SetShopperRate(mallID string, ordersPerMinute float64) error {
	m, err := s.lock(mallID)
	if err != nil {
		return err
	}
	defer m.mu.Unlock()
	m.setRate(ordersPerMinute)
	return nil
}

// SetFaults replaces a mall's faults; the zero Faults removes them.
func (s *Server) SetFaults(mallID string, f Faults) error {
	m, err := s.lock(mallID)
	if err != nil {
		return err
	}
	defer m.mu.Unlock()
	m.faults = f
	return nil
}

// Faults returns a mall's current faults.
func (s *Server) Faults(mallID string) Faults {
	m, err := s.lock(mallID)
	if err != nil {
		return Faults{}
	}
	defer m.mu.Unlock()
	return m.faults
}

// SetReception sets the mall owner's consent to webhooks (reception_status).
func (s *Server) SetReception(mallID string, on bool) error {
	m, err := s.lock(mallID)
	if err != nil {
		return err
	}
	defer m.mu.Unlock()
	m.reception = on
	return nil
}

// ExpireTokens makes all access tokens expire now: the next call is 401, and the app must refresh.
func (s *Server) ExpireTokens(mallID string) error {
	m, err := s.lock(mallID)
	if err != nil {
		return err
	}
	defer m.mu.Unlock()
	now := s.cfg.Now()
	for value, t := range m.vault.access {
		t.Expires = now
		m.vault.access[value] = t
	}
	return nil
}

// Stats returns a copy of a mall's counters.
func (s *Server) Stats(mallID string) Stats {
	m, err := s.lock(mallID)
	if err != nil {
		return Stats{}
	}
	defer m.mu.Unlock()
	return m.stats.clone()
}

// lock finds a mall and returns it locked.
func (s *Server) lock(mallID string) (*mall, error) {
	m, ok := s.malls[mallID]
	if !ok {
		return nil, fmt.Errorf("%w: %s", ErrNoMall, mallID)
	}
	m.mu.Lock()
	s.dirty.Store(true) // the caller may change something
	return m, nil
}

func (s *Server) withVariant(mallID, code string, do func(*mall, place) error) error {
	m, err := s.lock(mallID)
	if err != nil {
		return err
	}
	defer m.mu.Unlock()
	at, err := m.find(code)
	if err != nil {
		return err
	}
	return do(m, at)
}
