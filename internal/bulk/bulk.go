package bulk

import (
	"time"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
)

// Max is the most incidents that are named one by one, and the most that a
// request acts on itself. MaxAll is the most that a query selects; more than
// Max of them are a [Run]. Step is the most in one transaction.
const (
	Max    = 2000
	MaxAll = 100_000
	Step   = 200
)

// Selection is the incidents of a bulk action. It is the incidents in IDs, or
// all incidents that Query finds and that are not newer than the incident
// Newest. Newest is the last incident that the person who selects can have
// seen.
type Selection struct {
	IDs    []int64
	All    bool
	Query  listing.Params
	Newest int64
}

// Result is the result of a bulk action. An incident that is in Asked and in
// none of the other numbers was not found in the mall.
type Result struct {
	Asked    int // different incidents
	Done     int
	Same     int // in the requested state already
	Kept     int // snoozed until an order arrives, and left so, because nobody has looked at the order
	Resolved int // resolved by another person before
	Left     int // not reached, because a step failed
}

// Gone is the number of incidents that were not found.
func (a Result) Gone() int { return a.Asked - a.Done - a.Same - a.Kept - a.Resolved - a.Left }

// Plus returns the sum of the results of two steps.
func (a Result) Plus(b Result) Result {
	return Result{a.Asked + b.Asked, a.Done + b.Done, a.Same + b.Same, a.Kept + b.Kept, a.Resolved + b.Resolved, a.Left + b.Left}
}

// Action is an action of a person on one incident, such as
// [lowstock.Incident.Acknowledge].
type Action = func(i lowstock.Incident, by string, at time.Time) (lowstock.Transition, error)

// KeepOrders returns an action that does not change incidents that are snoozed
// until ordered goods arrive. An action on a whole list must not delete an
// order at which nobody has looked.
func KeepOrders(step Action) Action {
	return func(i lowstock.Incident, by string, at time.Time) (lowstock.Transition, error) {
		if i.OnOrder() {
			return lowstock.Transition{Incident: i}, nil
		}
		return step(i, by, at)
	}
}

// Order returns the action that records what is ordered for each incident. An
// incident without a hold does not change.
func Order(holds map[int64]lowstock.Hold) Action {
	return func(i lowstock.Incident, by string, at time.Time) (lowstock.Transition, error) {
		hold, ordered := holds[i.ID]
		if !ordered {
			return lowstock.Transition{Incident: i}, nil
		}
		return i.Snooze(hold, by, at)
	}
}

// Undone is the result of undoing a bulk action.
type Undone struct {
	Done    int
	Changed int // changed by a person, a reading or the time since, and left as they are
}

// Plus returns the sum of the results of two steps.
func (u Undone) Plus(v Undone) Undone { return Undone{u.Done + v.Done, u.Changed + v.Changed} }
