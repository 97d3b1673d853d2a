package pipeline_test

import (
	"context"
	"time"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/postgres"
)

// unhurried commits hints however busy the machine is. TestHangingDatabaseIsUnavailableWithinASecond holds the intake's deadline.
type unhurried struct{ *postgres.Store }

// RecordHints implements [pipeline.HintStore].
func (u unhurried) RecordHints(ctx context.Context, hints []inbound.Hint, delay time.Duration) ([]inbound.HintResult, error) {
	return u.Store.RecordHints(context.WithoutCancel(ctx), hints, delay)
}
