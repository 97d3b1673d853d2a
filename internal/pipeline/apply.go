package pipeline

import (
	"context"
	"time"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
)

// applyStore stores the readings of products.
type applyStore interface {
	ApplyLevels(ctx context.Context, levels inbound.Levels) (lowstock.Applied, error)
	MarkDirty(ctx context.Context, products []int64, now time.Time) error
	Quarantined(ctx context.Context) ([]inbound.Quarantined, error)
	SetKinds(ctx context.Context) (map[int64]string, error)
	NoteSets(ctx context.Context, kinds map[int64]string, due time.Time) error
}

// applier applies the readings of products for all steps that read them.
type applier struct {
	*shared

	store   malls[applyStore]
	confirm time.Duration // minimum time between the two readings that confirm an alert
}

// apply is the only way in which a stock level is written.
func (a *applier) apply(ctx context.Context, mall lowstock.MallID, levels inbound.Levels) (lowstock.Applied, error) {
	levels.AnswerAt = a.now()
	applied, err := a.store.Mall(mall).ApplyLevels(ctx, levels)
	if err != nil {
		return applied, err
	}
	a.metrics.applied(applied)
	if applied.Opened+applied.Escalated > 0 {
		a.poke() // with collect_seconds 0 the messages are due now
	}
	return applied, nil
}
