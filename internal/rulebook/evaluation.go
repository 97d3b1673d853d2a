package rulebook

import (
	"time"
)

// EvaluationState is how far an [Evaluation] is.
type EvaluationState string

// The states.
const (
	EvaluationNone    EvaluationState = "none" // nothing was ever changed
	EvaluationRunning EvaluationState = "running"
	EvaluationDone    EvaluationState = "done"
)

// Evaluation is the newest decision on what a changed rule, the members of a
// category or the nightly forecast cover. A small one is done with the change; a
// large one follows it in slices. A change that comes meanwhile joins the one
// that runs.
type Evaluation struct {
	State       EvaluationState
	ChangeID    int64 // the newest rule change among its causes; 0: none is
	Done, Total int   // variants, since the newest cause joined
	Opened      int   // incidents
	Escalated   int
	Resolved    int
	StartedAt   time.Time
	FinishedAt  time.Time // zero: it runs
	Fence       int64     // of the claim
}
