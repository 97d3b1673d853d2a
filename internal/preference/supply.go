package preference

import (
	"slices"

	"cafe24-inventory-alert/internal/lowstock"
)

// Bounds of the supply settings of a merchant.
const (
	MaxLeadDays  = 180
	MaxOrderDays = 180
)

// Defaults for a mall that has set nothing.
const (
	DefaultLeadDays  = 14
	DefaultLevel     = 95
	DefaultOrderDays = 28
)

// ServiceLevels returns the service levels that a merchant can choose, in
// percent. A service level is the chance that stock lasts until an order
// arrives.
func ServiceLevels() []int { return []int{90, 95, 98} }

// Supply is how a mall's goods come in.
type Supply struct {
	LeadDays  int // days from the order until the goods are in stock
	Level     int // service level in percent; one of [ServiceLevels]
	OrderDays int // days for which one order should last after it arrives

	Suppliers map[string]int // lead days of suppliers with a lead time of their own
	Products  map[int64]int
}

// Lead returns how many days an order of a product takes. It is the product's
// own lead time, else its supplier's, else the mall's.
func (s *Supply) Lead(productNo int64, supplierCode string) int {
	if days, own := s.Products[productNo]; own {
		return days
	}
	return s.LeadOf(supplierCode)
}

// LeadOf returns how many days an order from a supplier takes. It is the
// supplier's own lead time, else the mall's.
func (s *Supply) LeadOf(supplierCode string) int {
	if days, own := s.Suppliers[supplierCode]; own {
		return days
	}
	return s.LeadDays
}

// Check refuses values that are out of bounds. Its error names the field.
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

// LeadTime is how many days orders from a supplier, or orders of a product,
// take.
type LeadTime struct {
	SupplierCode string // either this or ProductNo is set
	ProductNo    int64
	Days         int // 0: the next wider lead time holds
	By           string
}

// Check refuses values that are out of bounds. Its error names the field.
func (l *LeadTime) Check() error {
	if l.Days < 0 || l.Days > MaxLeadDays {
		return lowstock.InvalidFields(map[string]string{"lead_days": "error.lead_days"})
	}
	if (l.SupplierCode == "") == (l.ProductNo <= 0) {
		return lowstock.Invalid("error.invalid")
	}
	return nil
}
