package bulk

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// Max is the most incidents in one bulk action.
const Max = 2000

// Selection is the incidents of a bulk action. It is the incidents in IDs, or
// all incidents that are in State (also [lowstock.IncidentStanding]) and not
// newer than the incident Newest. Newest is the last incident that the person
// who selects can have seen.
type Selection struct {
	IDs    []int64
	All    bool
	State  lowstock.IncidentState
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
}

// Gone is the number of incidents that were not found.
func (a Result) Gone() int { return a.Asked - a.Done - a.Same - a.Kept - a.Resolved }

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
