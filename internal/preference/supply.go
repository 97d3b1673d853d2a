package preference

import (
	"slices"

	"cafe24-inventory-alert/internal/lowstock"
)

// Bounds of what a merchant may say of orders.
const (
	MaxLeadDays  = 180
	MaxOrderDays = 180
)

// Defaults where nobody has said anything.
const (
	DefaultLeadDays  = 14
	DefaultLevel     = 95
	DefaultOrderDays = 28
)

// ServiceLevels are the service levels on offer, in percent: the chance that stock
// lasts until an order arrives.
func ServiceLevels() []int { return []int{90, 95, 98} }

// Supply is how a mall's goods come in.
type Supply struct {
	LeadDays  int // from ordering to having it on the shelf
	Level     int // service level, percent; one of [ServiceLevels]
	OrderDays int // what one order is to suffice for after it has come

	Suppliers map[string]int // lead days of those that take another time
	Products  map[int64]int
}

// Lead is how many days an order of a product takes: the product's own time, else
// its supplier's, else the mall's.
func (s *Supply) Lead(productNo int64, supplierCode string) int {
	if days, own := s.Products[productNo]; own {
		return days
	}
	return s.LeadOf(supplierCode)
}

// LeadOf is how many days an order of a supplier takes: its own time, else the
// mall's.
func (s *Supply) LeadOf(supplierCode string) int {
	if days, own := s.Suppliers[supplierCode]; own {
		return days
	}
	return s.LeadDays
}

// Check refuses what is out of bounds. Its error names the field.
func (s *Supply) Check() error {
	fields := map[string]string{}
	if s.LeadDays < 1 || s.LeadDays > MaxLeadDays {
		fields["lead_days"] = "error.lead_days"
	}
	if s.OrderDays < 1 || s.OrderDays > MaxOrderDays {
		fields["order_days"] = "error.order_days"
	}
	if !slices.Contains(ServiceLevels(), s.Level) {
		fields["level"] = "error.level"
	}
	if len(fields) > 0 {
		return lowstock.InvalidFields(fields)
	}
	return nil
}

// LeadTime is how many days the orders of a supplier or of a product take.
type LeadTime struct {
	SupplierCode string // one of the two
	ProductNo    int64
	Days         int // 0: as the next wider one
	By           string
}

// Check refuses what is out of bounds. Its error names the field.
func (l *LeadTime) Check() error {
	if l.Days < 0 || l.Days > MaxLeadDays {
		return lowstock.InvalidFields(map[string]string{"lead_days": "error.lead_days"})
	}
	if (l.SupplierCode == "") == (l.ProductNo <= 0) {
		return lowstock.Invalid("error.invalid")
	}
	return nil
}
