package outlook

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// ReorderSheet is what to order from one supplier, as it was at one time.
type ReorderSheet struct {
	SupplierCode string        `json:"supplier_code"`
	Supplier     string        `json:"supplier"` // the supplier's name
	At           time.Time     `json:"at"`
	OrderDays    int           `json:"order_days"` // days for which one order should last after it arrives
	Lines        []ReorderLine `json:"lines"`
}

// Items is how many items are to be ordered. A line with units of 0 is not one:
// what it needs is ordered already.
func (s *ReorderSheet) Items() (items int) {
	for i := range s.Lines {
		if s.Lines[i].Order > 0 {
			items++
		}
	}
	return items
}

// Units is the total number of units to order.
func (s *ReorderSheet) Units() (units int) {
	for i := range s.Lines {
		units += s.Lines[i].Order
	}
	return units
}

// ReorderLine is one item of the sheet: what is in stock, what to order, why,
// and by when. Days are calendar days. The zero time is a day beyond the
// horizon.
type ReorderLine struct {
	ProductNo   int64             `json:"product_no"`
	VariantCode string            `json:"variant_code"`
	CustomCode  string            `json:"custom_code"`
	ProductName string            `json:"product_name"`
	ImageURL    string            `json:"image_url"`
	Options     []lowstock.Option `json:"options"`

	Quantity int  `json:"quantity"`          // in stock
	Selling  bool `json:"selling,omitempty"` // Cafe24 still sells it although nothing is in stock
	Coming   int  `json:"coming"`            // entered as ordered, and not arrived yet

	ComingOn time.Time `json:"coming_on,omitzero"` // when it is expected
	Late     bool      `json:"late,omitempty"`     // it was expected before the day of the sheet
	LateIn   int       `json:"late_in,omitempty"`  // late units that are counted as on their way
	LateOut  int       `json:"late_out,omitempty"` // late units that a person left out of what is on its way
	Gap      bool      `json:"gap,omitempty"`      // it arrives later than an order of today

	PerDay   float64 `json:"per_day"` // units that are expected to be sold a day
	LeadDays int     `json:"lead_days"`
	Point    int     `json:"point"`    // reorder point: expected demand of the lead time, and safety stock
	Expected int     `json:"expected"` // the expected demand of the lead time

	Instead *int `json:"instead_of,omitempty"` // the computed point, if Point is the threshold in its place; see [Suggestion.Contradicted]

	Kept  float64 `json:"kept,omitempty"`  // share of the last year's lead times that the point would have covered, if that is less than Level
	Level int     `json:"level,omitempty"` // the promised share in percent; 0: the point keeps the promise

	Learnt Learnt `json:"learnt,omitzero"` // where Point was learnt, if it is an estimate from other items

	Order    int       `json:"order"` // units to order, in whole boxes and at least the minimum; 0 if enough is on its way, although late or too late
	OrderBy  time.Time `json:"order_by"`
	OutEarly time.Time `json:"out_early"` // day by which the stock has run out with a chance of 10 %
	Out      time.Time `json:"out"`       // the same with a chance of 50 %; all three count what arrives before
	OutLate  time.Time `json:"out_late"`  // the same with a chance of 90 %
	Ordering
	Lost   float64 `json:"lost"`    // expected units of demand that cannot be sold until an order of today arrives
	AtRisk float64 `json:"at_risk"` // the value of Lost in the mall's currency
}

// Ordering is how an item can be ordered, and what that does to the quantity.
type Ordering struct {
	SupplierCode string `json:"supplier_code,omitempty"` // that it is ordered from; "": none, or the sheet of an older version

	Need    int  `json:"need,omitempty"`    // units that raise the stock and what is on its way to the target; 0 in the sheet of an older version
	Minimum int  `json:"minimum,omitempty"` // the least that the supplier delivers
	Pack    int  `json:"pack,omitempty"`    // units per box; 0: single units
	Most    int  `json:"most,omitempty"`    // the most that the merchant wants
	Unmet   bool `json:"unmet,omitempty"`   // no number of boxes reaches the minimum within the most

	UnitCost    int64 `json:"unit_cost,omitempty"`    // of one unit, in hundredths of the currency's unit; 0: not known
	CostEntered bool  `json:"cost_entered,omitempty"` // a person entered it; otherwise it is the supply price of Cafe24
}

// SupplierNeed is how much there is to order from a supplier.
type SupplierNeed struct {
	Code, Name string
	Items      int // items at or below their reorder point
	Out        int // items of these that are sold out
}
