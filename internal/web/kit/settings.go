package kit

import (
	"slices"

	"cafe24-inventory-alert/internal/preference"
)

func RecipientAt(list []preference.Recipient, email string) int {
	return slices.IndexFunc(list, func(r preference.Recipient) bool { return r.Email == email })
}
