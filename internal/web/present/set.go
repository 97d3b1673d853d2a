package present

import (
	"cafe24-inventory-alert/internal/bundles"
)

// SetOf is the set that a product is, among those it is or is in; nil where it
// is none.
func SetOf(sets []bundles.Set, productNo int64) *bundles.Set {
	for i := range sets {
		if sets[i].ProductNo == productNo && !sets[i].Gone {
			return &sets[i]
		}
	}
	return nil
}
