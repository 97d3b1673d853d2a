package bulk

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// These are the bulk actions, as rows and addresses name them.
const (
	Acknowledge = "acknowledge"
	Snooze      = "snooze"  // until a time
	Restock     = "restock" // snooze until the next restock
	Resolve     = "resolve"
)

// Spec is a bulk action that can be stored and continued by another process.
type Spec struct {
	Name       string
	Until      time.Time // of [Snooze]
	KeepOrders bool      // see [KeepOrders]
}

// Action returns the action on one incident. An unknown name is NotFound.
func (s Spec) Action() (do Action, err error) {
	switch s.Name {
	case Acknowledge:
		do = lowstock.Incident.Acknowledge
	case Resolve:
		do = lowstock.Incident.Resolve
	case Snooze, Restock:
		hold := lowstock.Hold{Until: s.Until, Restock: s.Name == Restock}
		do = func(i lowstock.Incident, by string, at time.Time) (lowstock.Transition, error) {
			return i.Snooze(hold, by, at)
		}
	default:
		return nil, lowstock.NotFound()
	}
	if s.KeepOrders {
		do = KeepOrders(do)
	}
	return do, nil
}

// RunState is the state of a [Run].
type RunState string

// The states. A stopped run is done.
const (
	RunDone    RunState = "done"
	RunActing  RunState = "running"
	RunUndoing RunState = "undoing"
)

// Run is a bulk action on more than [Max] incidents. It is done, and undone, in
// steps of one transaction each. The zero value is none.
type Run struct {
	ID         int64
	State      RunState
	Spec       Spec
	By         string
	UndoneBy   string
	Total      int // incidents
	Reached    int // of them, by the action
	Result     Result
	Undone     Undone
	FinishedAt time.Time // zero: it goes on
	Fence      int64     // fence of the claim
}

// Running says whether steps of the run are due.
func (r Run) Running() bool { return r.State == RunActing || r.State == RunUndoing }

// Progress returns how many incidents are dealt with, and of how many.
func (r Run) Progress() (done, total int) {
	if r.State == RunUndoing || r.Undone != (Undone{}) {
		return r.Undone.Done + r.Undone.Changed, r.Result.Done
	}
	return r.Reached, r.Total
}
