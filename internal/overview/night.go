package overview

import (
	"time"

	"cafe24-inventory-alert/internal/demand"
)

// Night is how well the nightly forecast of a mall works, and the record of
// what was sold that it is made from.
type Night struct {
	Progress demand.Progress

	LearningFailed time.Time // when the last nightly forecast failed to learn from the mall as a whole; zero: it did not fail
	NotComputed    int       // variants that it could not compute
}
