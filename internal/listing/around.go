package listing

import (
	"time"

	"cafe24-inventory-alert/internal/bundles"
	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
)

// AroundQuery asks for what stands around a list of variants.
type AroundQuery struct {
	Codes      []string // of the variants
	Products   []int64
	NoSets     bool      // the mall is known to have none
	Since, Now time.Time // of the levels
	Filters    bool      // what the list is narrowed by, too
	FirstRule  bool      // the oldest rule, too
	Progress   bool      // how far the counting of demand is, too
	Last       bool      // nothing else is read for the answer: the snapshot may end with it
}

// Around is what stands around a list of variants.
type Around struct {
	Levels     map[string][]lowstock.Point // by variant
	Sets       []bundles.Set               // that the products are, or are parts of
	Categories []inbound.Category
	Suppliers  []inbound.Supplier
	FirstRule  []lowstock.Rule // none where there is no rule
	Progress   demand.Progress
}

// AtRisk is what the items of a list are expected to lose until goods can be
// there: the sum of their [lowstock.Loss].
type AtRisk struct {
	Items int   // that are expected to lose anything
	Money int64 // in whole units of the mall's currency; items without a price count nothing
}
