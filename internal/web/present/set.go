package present

import (
	"cafe24-inventory-alert/internal/lowstock"
)

// SetOf is the set that a product is, among those it is or is in; nil where it
// is none.
func SetOf(sets []lowstock.Set, productNo int64) *lowstock.Set {
	for i := range sets {
		if sets[i].ProductNo == productNo && !sets[i].Gone {
			return &sets[i]
		}
	}
	return nil
}
