package bulk

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// Max is how many incidents can be acted on at once.
const Max = 2000

// Selection is which incidents are meant: those named, or all that are in State
// (also [IncidentStanding]) and not newer than the incident Newest, the last one
// that who selects can have seen.
type Selection struct {
	IDs    []int64
	All    bool
	State  lowstock.IncidentState
	Newest int64
}

// Result is what came of acting on many. What is missing from Asked to the sum
// of the others is not in the mall.
type Result struct {
	Asked    int // different incidents
	Done     int
	Same     int // as it should be already
	Kept     int // quiet for an order, which it should not lose unseen
	Resolved int // by somebody else, before
}

// Gone is how many were not found.
func (a Result) Gone() int { return a.Asked - a.Done - a.Same - a.Kept - a.Resolved }

// Action is what a person makes an incident do, as [Incident.Acknowledge] is.
type Action = func(i lowstock.Incident, by string, at time.Time) (lowstock.Transition, error)

// KeepOrders makes a step leave alone what is quiet until ordered goods come: a
// step for all of a list must not lose an order that nobody has looked at.
func KeepOrders(step Action) Action {
	return func(i lowstock.Incident, by string, at time.Time) (lowstock.Transition, error) {
		if i.OnOrder() {
			return lowstock.Transition{Incident: i}, nil
		}
		return step(i, by, at)
	}
}
