package inbound

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// Levels is the result of one read of the platform. Everything that changes a
// quantity has this form.
type Levels struct {
	Source    lowstock.Source
	StartedAt time.Time // time before the call was sent; readings are ordered by it and by no later time
	AnswerAt  time.Time // when the answer had arrived; used only to measure how long it took to find a change. Zero: StartedAt
	Readings  []ProductReading
	Gone      []int64 // numbers of products that were requested and do not exist any more
	// Unreadable are the products in the answer that could not be read, as a whole
	// or in part. They are quarantined. A quarantined product that was read is
	// released.
	Unreadable []Unreadable
	// ConfirmAfter is the least time between the first reading and a second one
	// that confirms it before an alert is raised. 0: the first reading raises the
	// alert.
	ConfirmAfter time.Duration
	// Sync is the claim under which a full sweep reads; nil for any other read. A
	// claim that has passed to another run applies nothing.
	Sync *Sync
	// Hold delays the announcement of raised incidents until the first sync is
	// done. One summary then announces all of them.
	Hold bool
}

// ProductReading is a product with all its variants, from one answer. A variant
// whose quantity is not in the answer is left out and named in Unknown. So it
// is neither changed nor treated as removed.
type ProductReading struct {
	Product  lowstock.Product
	Variants []lowstock.Variant
	Unknown  []string // variant codes
	Partial  bool     // there may be other variants; a variant that is not listed is unknown, not removed
}
