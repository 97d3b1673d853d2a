package kit

import (
	"slices"

	"cafe24-inventory-alert/internal/lowstock"
)

func RecipientAt(list []lowstock.Recipient, email string) int {
	return slices.IndexFunc(list, func(r lowstock.Recipient) bool { return r.Email == email })
}
