package pipeline

import (
	"context"
	"math"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/localtime"
)

// singlyAtOnce is the maximum number of orders without their items in a range
// of several days. With more of them, the range is counted day by day.
const singlyAtOnce = 20

// readOrders returns how many units of each variant the orders paid in a range
// have sold, less the units that were cancelled or returned since. It requests
// only the number, the dates and the items of an order.
func (c *counting) readOrders(ctx context.Context, r demand.Range) (map[string][]int32, error) {
	client := c.client(c.mall)
	bounds := r.Bounds(c.plan.Zone)
	orders, err := c.list(ctx, client, bounds)
	if err == nil && c.sets == nil {
		c.sets, err = c.setsSold(ctx, client, c.mall)
	}
	if err != nil {
		return nil, err
	}
	units := demandUnits{r: r, sold: map[string][]int32{}}
	var bare []demand.Order
	for _, o := range orders.Items {
		paid := paidAt(o)
		if paid.IsZero() {
			c.unreadable++
			continue
		}
		own := demand.Order{ID: o.ID, Day: localtime.DayOf(paid, c.plan.Zone)}
		if own.Units, err = c.sets.kept(ctx, o.Items); err != nil {
			return nil, err
		}
		switch {
		case own.Day.Before(r.From) || own.Day.After(r.To): // of the day in Korea, but not of the mall's day
		case len(o.Items) == 0:
			bare = append(bare, own)
		default:
			units.add(own)
		}
	}
	c.orders += orders.Len()
	c.unreadable += c.noteOrders(ctx, c.mall, orders)
	if len(bare) > singlyAtOnce && r.Days() > 1 {
		c.plan.Step = 1
		return nil, errMoreDemand
	}
	if err := c.readSingly(ctx, client, r, bare, units); err != nil {
		return nil, err
	}
	return units.sold, nil
}

// list requests the orders of the days in Korea that the mall's days overlap.
func (c *counting) list(ctx context.Context, client *cafe24.Client, bounds []time.Time) (cafe24.List[cafe24.Order], error) {
	ctx, cancel := context.WithTimeout(ctx, listTimeout)
	defer cancel()
	return client.AllOrders(ctx, cafe24.OrderQuery{From: bounds[0], To: bounds[len(bounds)-1].Add(-time.Nanosecond), DateType: "pay_date"})
}

// paidAt returns when an order was paid, or zero if that is unknown.
func paidAt(o cafe24.Order) time.Time {
	if o.PaidAt.IsZero() && o.Paid {
		return o.OrderedAt
	}
	return o.PaidAt
}

// demandUnits adds up the units of orders.
type demandUnits struct {
	r    demand.Range
	sold map[string][]int32
}

func (u demandUnits) add(o demand.Order) {
	n := demand.Range{From: u.r.From, To: o.Day}.Days() - 1
	for code, units := range o.Units {
		days, ok := u.sold[code]
		if !ok {
			days = make([]int32, u.r.Days())
			u.sold[code] = days
		}
		days[n] = int32(min(max(int64(days[n])+int64(units), 0), math.MaxInt32))
	}
}

// readSingly requests the items of orders that came without items, one call
// each. The items are stored, so that the next job continues where this one's
// time ended.
func (c *counting) readSingly(ctx context.Context, client *cafe24.Client, r demand.Range, bare []demand.Order, units demandUnits) error {
	if len(bare) == 0 {
		return nil
	}
	list, err := c.store.Mall(c.mall).DemandOrders(ctx, r)
	if err != nil {
		return err
	}
	known := make(map[string]demand.Order, len(list))
	for _, o := range list {
		known[o.ID] = o
	}
	one := singly{orderReader: c.orderReader, client: client, mall: c.mall}
	var fresh []demand.Order
	for _, o := range bare {
		if own, ok := known[o.ID]; ok {
			o.Units = own.Units
			units.add(o)
			continue
		}
		if c.now().After(c.until) {
			err = errMoreDemand
			break
		}
		var items []cafe24.OrderItem
		var whole bool
		if items, whole, err = one.items(ctx, o.ID); err != nil {
			break
		}
		if !whole { // it must not delay all other days
			c.unreadable++
		}
		if o.Units, err = c.sets.kept(ctx, items); err != nil {
			break
		}
		units.add(o)
		fresh = append(fresh, o)
	}
	c.singly += len(fresh)
	if err == nil {
		return nil
	}
	if lost := c.store.Mall(c.mall).SaveDemandOrders(context.WithoutCancel(ctx), c.plan, fresh, c.now()); lost != nil {
		return lost
	}
	return err
}
