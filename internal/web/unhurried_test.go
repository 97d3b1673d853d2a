package web_test

import (
	"context"
	"sync/atomic"
	"time"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/pipeline"
	"cafe24-inventory-alert/internal/postgres"
)

// unhurried is an intake whose callers wait however busy the machine is, once it runs.
type unhurried struct {
	*pipeline.Intake
	runs atomic.Bool
}

// Take implements [web.Intake].
func (u *unhurried) Take(ctx context.Context, hint inbound.Hint) (inbound.HintResult, error) {
	if u.runs.Load() {
		ctx = context.WithoutCancel(ctx)
	}
	return u.Intake.Take(ctx, hint)
}

// unhurriedStore commits hints however busy the machine is.
type unhurriedStore struct{ *postgres.Store }

// RecordHints implements [pipeline.HintStore].
func (u unhurriedStore) RecordHints(ctx context.Context, hints []inbound.Hint, delay time.Duration) ([]inbound.HintResult, error) {
	return u.Store.RecordHints(context.WithoutCancel(ctx), hints, delay)
}
