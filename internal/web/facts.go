package web

import (
	"context"
	"time"

	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/overview"
)

// facts is what the page of the state of the service is made of: the check of
// /readyz, and what the database says of all malls together.
type facts struct{ s *Server }

// Ready returns an error if the database, its schema or the keys cannot be used.
func (f facts) Ready(ctx context.Context) error { return usable(ctx, f.s.cfg) }

// Service implements [support.Facts].
func (f facts) Service(ctx context.Context, now time.Time) (overview.Service, error) {
	return f.s.cfg.Store.Service(ctx, now)
}

// AppState implements [support.Facts].
func (f facts) AppState(ctx context.Context, now time.Time) (connect.AppState, error) {
	p := f.s.cfg.Platform
	return f.s.cfg.Store.AppState(ctx, p.ClientFingerprint(), p.APIVersion().Configured, now)
}
