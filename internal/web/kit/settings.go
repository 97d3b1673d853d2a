package kit

import (
	"slices"

	"cafe24-inventory-alert/internal/preference"
)

// RecipientAt is the place of an address in a list, -1 where it is not there.
func RecipientAt(list []preference.Recipient, email string) int {
	return slices.IndexFunc(list, func(r preference.Recipient) bool { return r.Email == email })
}
