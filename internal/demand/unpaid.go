package demand

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

const (
	// UnpaidDays is how many days back unpaid orders are read. An older order will
	// not be paid any more; Cafe24 cancels it without a request.
	UnpaidDays = 14

	// UnpaidEvery is how often unpaid orders are read if no webhook arrives.
	UnpaidEvery = 30 * time.Minute
	// UnpaidSoon is how long after a webhook about an order they are read.
	UnpaidSoon = time.Minute
	// UnpaidGap is the least time between two readings.
	UnpaidGap = 5 * time.Minute

	// unpaidFresh is the greatest age of a reading that pages still show as a
	// fact.
	unpaidFresh = 3 * time.Hour
)

// Held is the units of a variant in orders that are not paid yet.
type Held struct {
	Units  int
	Orders int
	Oldest time.Time // calendar day of the oldest of these orders
}

// Unpaid is what is known about unpaid orders.
type Unpaid struct {
	Held

	ReadAt  time.Time // when the reading began; zero: there was no reading
	Counted bool      // false: there were more orders than the platform can list
}

// Fresh says whether the reading is new enough to describe the present.
func (u Unpaid) Fresh(now time.Time) bool {
	return !u.ReadAt.IsZero() && now.Sub(u.ReadAt) <= unpaidFresh
}

// UnpaidPlan is the claim of a job that reads unpaid orders.
type UnpaidPlan struct {
	Fence  int64 // a job with an older fence writes nothing
	Until  time.Time
	Wanted bool // the mall allows it and has a variant that needs it; if false, there is nothing to do
	Zone   *time.Location
}

// UnpaidReading is the result of a reading: the held units by variant code.
// Held is nil if there were too many orders to list.
type UnpaidReading struct {
	StartedAt time.Time
	Held      map[string]Held
}

// ExplainUnpaid explains what the level of a variant does not show: how many of
// its units are ordered and not paid yet. It returns nothing for a variant
// whose stock falls when an order is placed. A step with ForAlert is a warning.
func ExplainUnpaid(v *lowstock.Variant, threshold int, u Unpaid, now time.Time) []lowstock.Step {
	if !v.Tracked || !v.AtPayment {
		return nil
	}
	steps := []lowstock.Step{{Code: "unpaid_rule"}}
	add := func(code string, says bool, args ...any) {
		steps = append(steps, lowstock.Step{Code: code, Args: args, ForAlert: says})
	}
	left := v.Quantity - u.Units
	switch {
	case !u.Fresh(now):
		add("unpaid_unknown", false)
		return steps
	case !u.Counted:
		add("unpaid_many", true, UnpaidDays)
	case u.Units == 0:
		add("unpaid_none", false, UnpaidDays)
	case left < 0:
		add("unpaid_short", true, u.Orders, u.Units, left, -left)
	case left <= threshold && v.Quantity > threshold:
		add("unpaid_low", true, u.Orders, u.Units, left, threshold)
	default:
		add("unpaid_holds", false, u.Orders, u.Units, left)
	}
	if u.Counted && u.Units > 0 {
		add("unpaid_oldest", false, u.ReadAt, u.Oldest.Format(time.DateOnly))
	} else {
		add("unpaid_as_of", false, u.ReadAt)
	}
	return steps
}
