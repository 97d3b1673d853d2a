package kit

import (
	"slices"

	"cafe24-inventory-alert/internal/preference"
)

// RecipientAt returns the index of an address in a list, or -1 when it is not
// in the list.
func RecipientAt(list []preference.Recipient, email string) int {
	return slices.IndexFunc(list, func(r preference.Recipient) bool { return r.Email == email })
}
