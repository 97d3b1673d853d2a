package kit

import (
	"slices"

	"cafe24-inventory-alert/internal/lowstock"
)

// RecipientAt is the place of an address in a list, -1 where it is not there.
func RecipientAt(list []lowstock.Recipient, email string) int {
	return slices.IndexFunc(list, func(r lowstock.Recipient) bool { return r.Email == email })
}
