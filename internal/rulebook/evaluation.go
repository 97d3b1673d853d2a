package rulebook

import (
	"time"
)

// EvaluationState is the state of an [Evaluation].
type EvaluationState string

// The states.
const (
	EvaluationNone    EvaluationState = "none" // no rule was ever changed
	EvaluationRunning EvaluationState = "running"
	EvaluationDone    EvaluationState = "done"
)

// Evaluation is the newest new decision on the variants that a changed rule,
// the members of a category or the nightly forecast cover. A small evaluation
// is done within the change. A large one runs after it in slices. A change
// during a running evaluation joins it.
type Evaluation struct {
	State       EvaluationState
	ChangeID    int64 // the newest rule change among its causes; 0: none
	Done, Total int   // numbers of variants since the newest cause joined
	Opened      int   // incidents
	Escalated   int
	Resolved    int
	StartedAt   time.Time
	FinishedAt  time.Time // zero: it is running
	Fence       int64     // fence of the claim
}
