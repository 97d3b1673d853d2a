package forecast

import "math"

// Stock is an item's stock and what is on its way, in units.
type Stock struct {
	Now int
	// OnOrder is all that is ordered and has not arrived, late or not.
	OnOrder int
	// In is the part of it that is certain to arrive, by day.
	In []Arrival
}

// Reorder returns how many units to order now, and the day by which to order: 1
// is the first day after the record.
//
// It is the (s, S) policy of continuous review with the reorder point s. The
// stock and all units on their way are the inventory position, so that what is
// late is not ordered twice. If the position is at or below s, the order raises
// it to S = s + E[demand of orderDays after the lead time]. See Silver, Pyke and
// Thomas, Inventory and Production Management in Supply Chains, chapter 6. The
// day is the last one on which an order still arrives before the stock, with
// what is certain to arrive, has run out with a chance of 10 %, and today at the
// earliest.
func (m *Model) Reorder(stock Stock, point, leadDays, orderDays int) (units, by int) {
	return m.ReorderUnits(stock, point, leadDays, orderDays), OrderBy(m.RunOutWith(stock.Now, stock.In...), leadDays)
}

// ReorderUnits returns the units of [Model.Reorder], which are known without the day.
func (m *Model) ReorderUnits(stock Stock, point, leadDays, orderDays int) int {
	position := stock.Now + stock.OnOrder
	if position > point {
		return 0
	}
	lead, both := m.Demand(leadDays), m.Demand(leadDays+orderDays)
	upTo := float64(point) + both.Mean() - lead.Mean()
	return max(0, whole(math.Ceil(upTo-float64(position))))
}

// OrderBy returns the day of [Model.Reorder] of a stock that runs out on known days.
func OrderBy(out RunOut, leadDays int) int { return max(1, out.P10-leadDays) }
