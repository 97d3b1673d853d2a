package preference

import (
	"time"

	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/lowstock"
)

// MaxOrder is the most units that a person may enter as ordered.
const MaxOrder = 1_000_000

// HoldFor returns the hold of an incident while ordered goods are on their way:
// until the end of the day on which they are expected, in the mall's time zone.
// Its error names the field: a quantity out of range, or a day that is past or
// more than a year ahead.
func (s *Settings) HoldFor(o lowstock.Order, now time.Time) (lowstock.Hold, error) {
	fields := map[string]string{}
	if o.Quantity < 1 || o.Quantity > MaxOrder {
		fields["quantity"] = "error.order_quantity"
	}
	until, ok := s.EndOfDay(o.ExpectedOn)
	if !ok || !until.After(now) || o.ExpectedOn > localtime.DayOf(now, until.Location()).AddDate(1, 0, 0).Format(time.DateOnly) {
		fields["expected_on"] = "error.expected_on"
	}
	if len(fields) > 0 {
		return lowstock.Hold{}, lowstock.InvalidFields(fields)
	}
	return lowstock.Hold{Until: until, Order: o}, nil
}
