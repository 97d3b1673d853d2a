package cafe24_test

import (
	"context"

	"cafe24-inventory-alert/internal/cafe24"
)

// holding is a token source whose token is never refused.
func holding(token cafe24.Secret) cafe24.TokenSource {
	return func(context.Context, cafe24.Secret) (cafe24.Secret, error) { return token, nil }
}
