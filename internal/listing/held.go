package listing

import (
	"slices"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
)

// Bound is the stock that a filter finds, and the money that is bound in it: at
// what it costs where that is known, otherwise at the selling price.
type Bound struct {
	Items, Units int64
	AtCost       int64 // in whole units of the mall's currency
	AtPrice      int64 // the same of items whose cost is not known
	Unpriced     int64 // items of which neither is known
}

// Money is the money that is bound.
func (b Bound) Money() int64 { return b.AtCost + b.AtPrice }

// Bound returns what is bound in a row of held stock: units, and their value at
// what they cost, or at the selling price where that is not known; 0: neither
// is. It is what [Bound] adds up.
func (r *InventoryRow) Bound(held outlook.Held, days int) (units int, value lowstock.Amount) {
	units = max(r.Quantity, 0)
	if i := slices.Index(outlook.CoverDays(), outlook.HeldFor(days)); held == outlook.HeldOver {
		if i >= len(r.Covers) {
			return 0, 0
		}
		units = max(0, r.Quantity-int(r.Covers[i]))
	}
	cost, known := lowstock.AmountOf(r.SupplyPrice)
	if !known || cost <= 0 {
		cost = r.UnitPrice()
	}
	return units, lowstock.Amount(units) * cost
}
