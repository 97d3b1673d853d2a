package lowstock

import "time"

// MaxActs is how many incidents can be acted on at once.
const MaxActs = 2000

// Selection is which incidents are meant: those named, or all that are in State
// (also [IncidentStanding]) and not newer than the incident Newest, the last one
// that who selects can have seen.
type Selection struct {
	IDs    []int64
	All    bool
	State  IncidentState
	Newest int64
}

// Acted is what came of acting on many. What is missing from Asked to the sum
// of the others is not in the mall.
type Acted struct {
	Asked    int // different incidents
	Done     int
	Same     int // as it should be already
	Kept     int // quiet for an order, which it should not lose unseen
	Resolved int // by somebody else, before
}

// Gone is how many were not found.
func (a Acted) Gone() int { return a.Asked - a.Done - a.Same - a.Kept - a.Resolved }

// Deed is what a person makes an incident do, as [Incident.Acknowledge] is.
type Deed = func(i Incident, by string, at time.Time) (Transition, error)

// Sparing makes a step leave alone what is quiet until ordered goods come: a
// step for all of a list must not lose an order that nobody has looked at.
func Sparing(step Deed) Deed {
	return func(i Incident, by string, at time.Time) (Transition, error) {
		if i.OnOrder() {
			return Transition{Incident: i}, nil
		}
		return step(i, by, at)
	}
}

// OnOrder says whether it is quiet until ordered goods come.
func (i *Incident) OnOrder() bool { return i.State == IncidentSnoozed && i.Order != Order{} }
