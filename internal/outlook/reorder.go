package outlook

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// ReorderSheet is what to order of one supplier, frozen at a time.
type ReorderSheet struct {
	SupplierCode string        `json:"supplier_code"`
	Supplier     string        `json:"supplier"` // its name
	At           time.Time     `json:"at"`
	OrderDays    int           `json:"order_days"` // what one order is to suffice for after it has come
	Lines        []ReorderLine `json:"lines"`
}

// Units is how many are to be ordered in all.
func (s *ReorderSheet) Units() (units int) {
	for i := range s.Lines {
		units += s.Lines[i].Order
	}
	return units
}

// ReorderLine is one item of it: what is there, what is to be ordered, why and
// by when. Days are calendar days; the zero time lies beyond the horizon.
type ReorderLine struct {
	ProductNo   int64             `json:"product_no"`
	VariantCode string            `json:"variant_code"`
	CustomCode  string            `json:"custom_code"`
	ProductName string            `json:"product_name"`
	ImageURL    string            `json:"image_url"`
	Options     []lowstock.Option `json:"options"`

	Quantity int     `json:"quantity"`          // in stock
	Selling  bool    `json:"selling,omitempty"` // Cafe24 sells it although nothing is in stock
	Coming   int     `json:"coming"`            // noted as ordered, and not in yet
	PerDay   float64 `json:"per_day"`           // units that are expected to be sold
	LeadDays int     `json:"lead_days"`
	Point    int     `json:"point"`    // reorder point: demand of the lead time and safety stock
	Expected int     `json:"expected"` // the demand of it

	Kept  float64 `json:"kept,omitempty"`  // share of the last year's lead times that the point would have lasted, where that is less than
	Level int     `json:"level,omitempty"` // what is promised, in percent; 0: it keeps the promise

	Order    int       `json:"order"` // units to order; 0 where enough is on its way
	OrderBy  time.Time `json:"order_by"`
	OutEarly time.Time `json:"out_early"` // the stock has run out by then with a chance of 10 %
	Out      time.Time `json:"out"`       // 50 %
	OutLate  time.Time `json:"out_late"`  // 90 %
	Lost     float64   `json:"lost"`      // units that will be wanted in vain until an order of today arrives
	AtRisk   float64   `json:"at_risk"`   // the same in the mall's currency
}

// SupplierNeed is how much there is to order of a supplier.
type SupplierNeed struct {
	Code, Name string
	Items      int // at or below their reorder point
	Out        int // of these, sold out
}
