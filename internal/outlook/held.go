package outlook

import "slices"

// Held limits a list to items in which money is bound.
type Held string

// The kinds of held stock. Goods on their way are not counted.
const (
	HeldStock Held = "stock" // all that is in stock
	HeldOver  Held = "over"  // more than some days use up: P90 of running out is later. What exceeds these days is bound
	HeldIdle  Held = "idle"  // in stock for some days, and neither sold nor restocked in them
)

// HeldKinds returns all kinds.
func HeldKinds() []Held { return []Held{HeldStock, HeldOver, HeldIdle} }

// HeldDays is the number of days that a list asks for by default.
const HeldDays = 180

// HeldFor returns a number of days that a list can ask for: the given one, or
// [HeldDays].
func HeldFor(days int) int {
	if slices.Contains(CoverDays(), days) {
		return days
	}
	return HeldDays
}
