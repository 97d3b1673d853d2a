package demand

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

const (
	// UnpaidDays is how far back orders are looked at that nobody has paid: what
	// has not come by then will not, and Cafe24 cancels it by itself.
	UnpaidDays = 14

	// UnpaidEvery is how often they are read where nothing happens.
	UnpaidEvery = 30 * time.Minute
	// UnpaidSoon is how long after an order they are read that a webhook tells of.
	UnpaidSoon = time.Minute
	// UnpaidGap is how far apart two readings are at least.
	UnpaidGap = 5 * time.Minute

	// unpaidFresh is how old a reading may be that is still told as a fact.
	unpaidFresh = 3 * time.Hour
)

// Held is what orders hold of a variant that nobody has paid yet.
type Held struct {
	Units  int
	Orders int
	Oldest time.Time // calendar day of the oldest of them
}

// Unpaid is what is known of them.
type Unpaid struct {
	Held

	ReadAt  time.Time // when the reading began; zero: none is on record
	Counted bool      // false: there were more orders than can be listed
}

// Fresh says whether the reading still speaks of now.
func (u Unpaid) Fresh(now time.Time) bool {
	return !u.ReadAt.IsZero() && now.Sub(u.ReadAt) <= unpaidFresh
}

// UnpaidPlan is the claim of whoever reads them.
type UnpaidPlan struct {
	Fence  int64 // an older one writes nothing
	Until  time.Time
	Wanted bool // the mall allows it and has a variant that needs it; else there is nothing to do
	Zone   *time.Location
}

// UnpaidReading is what was found: what is held, a variant code. Held is nil
// where there were too many orders to be listed.
type UnpaidReading struct {
	StartedAt time.Time
	Held      map[string]Held
}

// ExplainUnpaid says what the level of a variant does not: how much of it is
// ordered and not paid yet. Nothing for a variant whose stock falls with the
// order. A step that says true is a warning.
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
