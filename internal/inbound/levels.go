package inbound

import (
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// Levels is what one read of the platform brought. Everything that changes a
// quantity comes in this form.
type Levels struct {
	Source    lowstock.Source
	StartedAt time.Time // before the call went out; orders readings, never a later clock
	AnswerAt  time.Time // when the answer had come; says only how long it took to find a change. Zero: StartedAt
	Readings  []ProductReading
	Gone      []int64 // product numbers asked for and not there any more
	// Unreadable are the products that the answer held and that could not be
	// read, wholly or in part. They are quarantined; a product that was read is
	// released.
	Unreadable []Unreadable
	// ConfirmAfter is how much later a second reading must have begun before an
	// alert is raised; 0: the first reading raises.
	ConfirmAfter time.Duration
	// Sync is the claim under which a full sweep reads, nil for any other read. A
	// claim that has passed to another run applies nothing.
	Sync *Sync
	// Hold leaves raised incidents untold until the first sync is done, so that
	// one summary tells all of them.
	Hold bool
}

// ProductReading is a product with all its variants, as one answer gave them.
// A variant whose quantity the answer did not state is left out and named in
// Unknown, so that it is neither changed nor taken for removed.
type ProductReading struct {
	Product  lowstock.Product
	Variants []lowstock.Variant
	Unknown  []string // variant codes
	Partial  bool     // there may be other variants: one that is not listed is unknown, not removed
}
