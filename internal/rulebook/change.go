package rulebook

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// Cause is what made rules change.
type Cause string

// The causes.
const (
	CauseSet    Cause = "set"
	CauseDelete Cause = "delete"
	CauseImport Cause = "import" // from Cafe24's own 안전재고
	CauseFile   Cause = "file"   // from a CSV or XLSX
	CauseUndo   Cause = "undo"

	CauseForecast Cause = "forecast" // a suggestion that was taken over
)

// Change is what was changed in one go: who, when, and every rule from what to
// what.
type Change struct {
	ID       int64
	Cause    Cause
	By       string
	At       time.Time
	UndoneAt time.Time // zero: it holds
	UndoneBy string
	Rules    int              // how many were changed
	Versions []Version        // the first of them; all of them are Rules
	Applied  lowstock.Applied // what it did to incidents; of a change that was just made
}

// Version is one rule of a change. Before or After is nil where there was no
// rule.
type Version struct {
	Of            lowstock.Rule // scope and subject only
	Before, After *lowstock.RuleValue
}
