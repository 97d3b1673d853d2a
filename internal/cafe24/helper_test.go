package cafe24_test

import (
	"context"
	"io"
	"net/http"
	"slices"
	"sync"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/redact"
)

// holding is a token source whose token is never refused.
func holding(token redact.Secret) cafe24.TokenSource {
	return func(context.Context, redact.Secret) (redact.Secret, error) { return token, nil }
}

// say answers a call and ignores write errors: a broken connection is the
// client's problem.
func say(w http.ResponseWriter, text string) { _, _ = io.WriteString(w, text) }

// record is what a server received, in order, for the test to read.
type record[T any] struct {
	mu    sync.Mutex
	items []T
}

func (r *record[T]) add(item T) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.items = append(r.items, item)
	return len(r.items)
}

func (r *record[T]) all() []T {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.items)
}

func (r *record[T]) last() T {
	all := r.all()
	return all[len(all)-1]
}
