package cafe24sim

import "fmt"

// AddToOrder adds n pieces of a variant to an existing order, takes the stock and sends 90031.
func (s *Server) AddToOrder(mallID, orderID, code string, n int) error {
	return s.withOrder(mallID, orderID, func(m *mall, o *Order) error {
		at, err := m.find(code)
		if err != nil {
			return err
		}
		if !m.buyable(at, n) {
			return fmt.Errorf("%w: %s has %d", ErrSoldOut, code, at.variant().Quantity)
		}
		item := orderItem(line{at, n})
		o.Items = append(o.Items, item)
		m.emit(eventOrderAdded, m.resource(resource{"event_shop_no": "1", "order_id": o.ID, "ordering_product_code": item.ProductCode}))
		paid := !o.PaidAt.IsZero()
		m.moveItem(&item, -n, func(v *Variant) bool { return paid || !v.DeductAtPayment })
		return nil
	})
}

// DeleteOrder deletes an order completely, returns its stock and sends 90070, which names no product.
func (s *Server) DeleteOrder(mallID, orderID string) error {
	return s.withOrder(mallID, orderID, func(m *mall, o *Order) error {
		for at, other := range m.orders {
			if other == o {
				m.orders = append(m.orders[:at:at], m.orders[at+1:]...)
				break
			}
		}
		m.emit(eventOrderDeleted, m.resource(resource{"event_shop_no": "1", "order_id": o.ID}))
		paid := !o.PaidAt.IsZero()
		m.moveStock(o, +1, func(v *Variant) bool { return paid || !v.DeductAtPayment })
		return nil
	})
}

// ReturnOrder completes the return of everything that is left of an order, adds it to the stock again and sends
// 90160, which names no product.
func (s *Server) ReturnOrder(mallID, orderID string) error {
	return s.withOrder(mallID, orderID, func(m *mall, o *Order) error {
		for item := range o.Items {
			if left := o.Items[item].unclaimed(); left > 0 {
				m.claim(o, item, Claim{Status: "R40", Quantity: left})
			}
		}
		m.emit(eventOrderReturned, m.resource(resource{"event_shop_no": "1", "order_id": o.ID, "claim_code": "R" + o.ID, "event_code": "return_order"}))
		return nil
	})
}

func (s *Server) withOrder(mallID, orderID string, do func(*mall, *Order) error) error {
	return s.withMall(mallID, func(m *mall) error {
		o, err := m.order(orderID)
		if err != nil {
			return err
		}
		if !o.Canceled.IsZero() {
			return fmt.Errorf("%w: %s is cancelled", ErrNoOrder, orderID)
		}
		return do(m, o)
	})
}
