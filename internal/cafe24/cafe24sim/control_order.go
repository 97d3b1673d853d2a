package cafe24sim

import (
	"fmt"
	"net/url"
	"slices"
	"time"
)

// OrderUnpaid places an order to be paid by bank transfer; apart from that it does the same as [Server.Sell].
func (s *Server) OrderUnpaid(mallID, code string, n int) (id string, err error) {
	err = s.withVariant(mallID, code, func(m *mall, at place) error {
		if !m.buyable(at, n) {
			return fmt.Errorf("%w: %s has %d", ErrSoldOut, code, at.variant().Quantity)
		}
		id = m.placeOrder([]line{{at, n}}, false).ID
		return nil
	})
	return id, err
}

// PayOrder records the payment of an order; an order that is paid or cancelled stays unchanged.
func (s *Server) PayOrder(mallID, orderID string) error {
	m, err := s.lock(mallID)
	if err != nil {
		return err
	}
	defer m.mu.Unlock()
	o, err := m.order(orderID)
	if err != nil {
		return err
	}
	if o.PaidAt.IsZero() && o.Canceled.IsZero() {
		m.payOrder(o)
	}
	return nil
}

// CancelOrder cancels an order and returns its stock.
func (s *Server) CancelOrder(mallID, orderID string) error {
	m, err := s.lock(mallID)
	if err != nil {
		return err
	}
	defer m.mu.Unlock()
	o, err := m.order(orderID)
	if err != nil {
		return err
	}
	if o.Canceled.IsZero() {
		m.cancelOrder(o)
	}
	return nil
}

// ClaimItem cancels or returns a part of an order's item, or records a request for that; items count from 0. See
// [Claim].
func (s *Server) ClaimItem(mallID, orderID string, item int, c Claim) error {
	m, err := s.lock(mallID)
	if err != nil {
		return err
	}
	defer m.mu.Unlock()
	o, err := m.order(orderID)
	if err != nil {
		return err
	}
	if item < 0 || item >= len(o.Items) || len(c.Status) != 3 || c.Quantity < 1 || c.Quantity > o.Items[item].unclaimed() {
		return fmt.Errorf("cafe24sim: %+v of item %d of %s cannot be", c, item, orderID)
	}
	m.claim(o, item, c)
	return nil
}

// Bought is one variant of an order that is added to the past.
type Bought struct {
	Code     string
	Quantity int
}

// PutOrder adds an order with the given times of order and payment (zero: not paid yet) and returns its id. It
// changes no stock and sends no webhook.
func (s *Server) PutOrder(mallID string, placed, paid time.Time, items ...Bought) (string, error) {
	m, err := s.lock(mallID)
	if err != nil {
		return "", err
	}
	defer m.mu.Unlock()
	o := &Order{ID: m.nextOrderID(placed), Placed: placed, PaidAt: paid, Buyer: makeBuyer(m.rng)}
	for _, b := range items {
		at, err := m.find(b.Code)
		if err != nil {
			return "", err
		}
		o.Items = append(o.Items, orderItem(line{at, b.Quantity}))
	}
	at, _ := slices.BinarySearchFunc(m.orders, placed, func(o *Order, t time.Time) int {
		if o.Placed.After(t) {
			return 1
		}
		return -1
	})
	m.orders = slices.Insert(m.orders, at, o)
	return o.ID, nil
}

// Orders returns copies of a mall's orders, oldest first.
func (s *Server) Orders(mallID string) []Order {
	m, err := s.lock(mallID)
	if err != nil {
		return nil
	}
	defer m.mu.Unlock()
	list := make([]Order, len(m.orders))
	for i, o := range m.orders {
		list[i] = *o
		list[i].Items = slices.Clone(o.Items)
	}
	return list
}

// Queries returns the queries of the newest calls of an endpoint ("GET orders"), oldest first, at most 5,000.
func (s *Server) Queries(mallID, endpoint string) []url.Values {
	m, err := s.lock(mallID)
	if err != nil {
		return nil
	}
	defer m.mu.Unlock()
	return slices.Clone(m.asked[endpoint])
}

const keepQueries = 5000

// note keeps a call's query for [Server.Queries].
func (m *mall) note(endpoint string, q url.Values) {
	list := append(m.asked[endpoint], q)
	if len(list) > keepQueries {
		list = slices.Delete(list, 0, len(list)-keepQueries)
	}
	m.asked[endpoint] = list
}
