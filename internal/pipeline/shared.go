package pipeline

import (
	"context"
	"log/slog"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/worklist"
)

const (
	jobTimeout  = 30 * time.Second
	longTimeout = 5 * time.Minute // of a walk through a list that the store's cursor cannot end early
	maxAttempts = 3

	dispatchTimeout = 5 * time.Second // of one search for due rows, and of the last write of a step whose time is over
)

// Installer is what the pipeline needs to know about a mall's connection.
type Installer interface {
	Source(mall lowstock.MallID) cafe24.TokenSource
	RefreshDue(ctx context.Context, mall lowstock.MallID) error
	// Refused takes an error of the mall's API and returns what it means for
	// the mall's connection.
	Refused(ctx context.Context, mall lowstock.MallID, err error) connect.Verdict
}

// shared is what every step has. A step names its dependencies and never the
// table that lists the steps.
type shared struct {
	platform  *cafe24.Platform
	installer Installer
	now       func() time.Time
	log       *slog.Logger
	metrics   workMetrics
	poked     chan struct{}
	enqueue   func(ctx context.Context, work ...worklist.Due) error // inserts a job for each that has none
}

func (s *shared) client(mall lowstock.MallID) *cafe24.Client {
	return s.platform.Mall(string(mall), s.installer.Source(mall))
}

// poke makes the dispatcher search at once instead of at its next tick. A step
// calls it when it has made another step due.
func (s *shared) poke() {
	select {
	case s.poked <- struct{}{}:
	default: // it will search anyway
	}
}

// token renews the mall's pair of tokens at half of its lifetime.
func (s *shared) token(ctx context.Context, work worklist.Due, _ *logLine) error {
	return s.installer.RefreshDue(ctx, work.Mall)
}
