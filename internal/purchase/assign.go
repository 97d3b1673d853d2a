package purchase

import "time"

// AssignDays is for how many days it is kept what an act on many items replaced.
const AssignDays = 30

// Assign chooses the supplier from which variants are ordered.
type Assign struct {
	Codes    []string // of the variants
	Supplier *string  // nil: that of Cafe24
	By       string
	Now      time.Time
}

// Assigning is the result of an [Assign].
type Assigning struct {
	ID       int64
	Supplier *string // nil: that of Cafe24
	Name     string  // of the supplier; "": not known
	Asked    int     // different variants
	Done     int     // that are ordered from another supplier now
	Same     int     // that were ordered from this one before
	By       string
	At       time.Time
	UndoneAt time.Time // zero: not undone
	Kept     int       // rows that the undo left, because they had changed since
}

// Gone is how many variants were not found.
func (a *Assigning) Gone() int { return a.Asked - a.Done - a.Same }
