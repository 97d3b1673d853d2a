package cafe24sim

import (
	"fmt"
	"slices"
	"sort"
	"time"
)

// Order is one purchase. Its buyer is generated, and is sent wherever the real platform sends a person's data.
type Order struct {
	ID       string      `json:"id"`
	Placed   time.Time   `json:"placed"`
	PaidAt   time.Time   `json:"paid_at,omitzero"` // zero: a bank transfer is awaited
	Canceled time.Time   `json:"canceled,omitzero"`
	Items    []OrderItem `json:"items"`
	Buyer    Buyer       `json:"buyer"`
}

// OrderItem is one variant in an order.
type OrderItem struct {
	ProductNo   int    `json:"product_no"`
	ProductCode string `json:"product_code"`
	ProductName string `json:"product_name"`
	VariantCode string `json:"variant_code"`
	OptionText  string `json:"option_text,omitempty"`
	Supplier    string `json:"supplier,omitempty"`
	Price       int64  `json:"price"` // in won, for one piece
	Quantity    int    `json:"quantity"`

	Set    *Set    `json:"set,omitempty"`    // the set's parts at the time of the order; nil: no set
	Claims []Claim `json:"claims,omitempty"` // parts of the quantity, each with its own row in the answers
}

// Claim is a part of an item that is cancelled, returned or exchanged, or for which one of these is requested.
type Claim struct {
	Status   string `json:"status"` // order_status: "C40" cancelled, "R40" returned, "R00" a return is requested
	Quantity int    `json:"quantity"`
}

// Buyer is a generated person.
type Buyer struct {
	MemberID string `json:"member_id"`
	Name     string `json:"name"`
	Phone    string `json:"phone"`
	Email    string `json:"email"`
	Address  string `json:"address"`
}

const keepOrders = 50_000

// line is one line of a shopper's basket.
type line struct {
	at       place
	quantity int
}

// placeOrder takes the stock, stores the order and notifies the app. The caller has checked that the lines are
// buyable.
func (m *mall) placeOrder(lines []line, paid bool) *Order {
	now := m.sim.cfg.Now()
	o := &Order{ID: m.nextOrderID(now), Placed: now, Buyer: makeBuyer(m.rng)}
	for _, l := range lines {
		o.Items = append(o.Items, orderItem(l))
	}
	m.keepOrder(o)
	m.stats.Orders++
	m.emit(eventOrderCreated, orderEvent(m, o, "create_order"))
	for n := range o.Items {
		m.moveItem(&o.Items[n], -o.Items[n].Quantity, func(v *Variant) bool { return !v.DeductAtPayment })
	}
	if paid {
		m.payOrder(o)
	}
	return o
}

func orderItem(l line) OrderItem {
	p, v := l.at.product, l.at.variant()
	return OrderItem{
		ProductNo: p.No, ProductCode: p.Code, ProductName: p.Name, VariantCode: v.Code, OptionText: v.optionText(),
		Supplier: p.SupplierCode, Price: p.Price + v.Additional, Quantity: l.quantity, Set: p.Set,
	}
}

func (m *mall) keepOrder(o *Order) {
	m.orders = append(m.orders, o)
	if extra := len(m.orders) - keepOrders; extra > 0 {
		m.orders = slices.Delete(m.orders, 0, extra)
	}
}

func (m *mall) nextOrderID(at time.Time) string {
	day := at.In(kst()).Format("20060102")
	if m.orderSeq[day] == 0 {
		m.orderSeq[day] = m.orderHistory.count(at)
	}
	m.orderSeq[day]++
	return orderID(at, m.orderSeq[day])
}

func (m *mall) payOrder(o *Order) {
	o.PaidAt = m.sim.cfg.Now()
	m.emit(eventOrderPayment, orderEvent(m, o, "payment_order"))
	m.moveStock(o, -1, func(v *Variant) bool { return v.DeductAtPayment })
}

// cancelOrder returns the stock that the order took.
func (m *mall) cancelOrder(o *Order) {
	paid := !o.PaidAt.IsZero()
	o.Canceled = m.sim.cfg.Now()
	m.stats.Cancels++
	for i := range o.Items { // requested claims are cancelled with the rest
		o.Items[i].Claims = slices.DeleteFunc(slices.Clone(o.Items[i].Claims), func(c Claim) bool { return !c.over() })
	}
	m.emit(eventOrderCanceled, orderEvent(m, o, "cancel_order"))
	m.moveStock(o, +1, func(v *Variant) bool { return paid || !v.DeductAtPayment })
}

// claim splits a part off an item. A cancelled or returned part is added to the stock again.
func (m *mall) claim(o *Order, item int, c Claim) {
	i := &o.Items[item]
	i.Claims = append(i.Claims, c)
	if c.over() {
		m.moveItem(i, c.Quantity, func(v *Variant) bool { return !o.PaidAt.IsZero() || !v.DeductAtPayment })
	}
}

// over reports whether the claim is completed: not only requested, and not refused.
func (c Claim) over() bool {
	return (c.Status[0] == 'C' || c.Status[0] == 'R') && c.Status[1:] != "00" && c.Status[1:] != "11"
}

// unclaimed is the item's quantity without claims.
func (i *OrderItem) unclaimed() int {
	left := i.Quantity
	for _, c := range i.Claims {
		left -= c.Quantity
	}
	return left
}

// Kept is how many units of the item were neither cancelled nor returned.
func (o *Order) Kept(item int) int {
	i := &o.Items[item]
	if !o.Canceled.IsZero() {
		return 0
	}
	kept := i.unclaimed()
	for _, c := range i.Claims {
		if !c.over() {
			kept += c.Quantity
		}
	}
	return kept
}

func (m *mall) moveStock(o *Order, sign int, applies func(*Variant) bool) {
	for n := range o.Items {
		m.moveItem(&o.Items[n], sign*o.Items[n].unclaimed(), applies)
	}
}

// order returns an order that can still change; only [mall.anyOrder] finds the orders of the past.
func (m *mall) order(id string) (*Order, error) {
	for _, o := range slices.Backward(m.orders) {
		if o.ID == id {
			return o, nil
		}
	}
	return nil, fmt.Errorf("%w: %s in %s", ErrNoOrder, id, m.id)
}

// anyOrder returns an order of the past or a present one. The caller must not change it.
func (m *mall) anyOrder(id string) (*Order, error) {
	o, err := m.order(id)
	if err != nil {
		if old := m.orderHistory.find(id); old != nil {
			return old, nil
		}
	}
	return o, err
}

// ordersPaid returns the orders paid in [from, to], in the order in which they were placed.
func (m *mall) ordersPaid(from, to time.Time) []*Order {
	var list []*Order
	for _, o := range m.withHistory(m.orderHistory.between(from.Add(-longestUnpaid), to), m.orders) {
		if !o.PaidAt.IsZero() && !o.PaidAt.Before(from) && !o.PaidAt.After(to) {
			list = append(list, o)
		}
	}
	return list
}

// ordersBetween returns the orders placed in [from, to], oldest first.
func (m *mall) ordersBetween(from, to time.Time) []*Order {
	lo := sort.Search(len(m.orders), func(i int) bool { return !m.orders[i].Placed.Before(from) })
	hi := sort.Search(len(m.orders), func(i int) bool { return m.orders[i].Placed.After(to) })
	return m.withHistory(m.orderHistory.between(from, to), m.orders[lo:max(lo, hi)])
}

// withHistory joins orders of the past with the stored ones, by the time at which they were placed.
func (m *mall) withHistory(old, kept []*Order) []*Order {
	switch {
	case len(old) == 0:
		return kept
	case len(kept) == 0:
		return old
	}
	list := append(old, kept...)
	if kept[0].Placed.Before(old[len(old)-1].Placed) {
		slices.SortStableFunc(list, func(a, b *Order) int { return a.Placed.Compare(b.Placed) })
	}
	return list
}

// status is the order's item status: N00 waits for payment, N10 is being prepared, N40 delivered, C40 canceled.
func (o *Order) status(now time.Time) string {
	switch {
	case !o.Canceled.IsZero():
		return "C40"
	case o.PaidAt.IsZero():
		return "N00"
	case now.Sub(o.PaidAt) > 72*time.Hour:
		return "N40"
	case now.Sub(o.PaidAt) > 24*time.Hour:
		return "N30"
	default:
		return "N10"
	}
}

func (o *Order) total() int64 {
	var sum int64
	for _, item := range o.Items {
		sum += item.Price * int64(item.Quantity)
	}
	return sum
}
