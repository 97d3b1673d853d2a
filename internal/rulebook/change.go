package rulebook

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// Cause is the way in which rules were changed.
type Cause string

// The causes.
const (
	CauseSet    Cause = "set"
	CauseDelete Cause = "delete"
	CauseImport Cause = "import" // from Cafe24's own 안전재고
	CauseFile   Cause = "file"   // from a CSV or XLSX file
	CauseUndo   Cause = "undo"

	CauseForecast Cause = "forecast" // a suggestion of the forecast that a person applied
)

// Change is one change of rules: who made it, when, and the old and the new
// value of every rule.
type Change struct {
	ID       int64
	Cause    Cause
	By       string
	At       time.Time
	UndoneAt time.Time // zero: it is not undone
	UndoneBy string
	Rules    int              // how many rules were changed
	Versions []Version        // the first of the changed rules; Rules is the number of all
	Applied  lowstock.Applied // its effect on incidents; set only for a change that was just made
}

// Version is one rule of a change. Before or After is nil if there was no rule.
type Version struct {
	Of            lowstock.Rule // scope and subject only
	Before, After *lowstock.RuleValue
}
