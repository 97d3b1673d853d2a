package pipeline

import (
	"context"
	"time"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
)

// applyStore takes what was read of products.
type applyStore interface {
	ApplyLevels(ctx context.Context, levels inbound.Levels) (lowstock.Applied, error)
	MarkDirty(ctx context.Context, products []int64, now time.Time) error
	Quarantined(ctx context.Context) ([]inbound.Quarantined, error)
	SetKinds(ctx context.Context) (map[int64]string, error)
	NoteSets(ctx context.Context, kinds map[int64]string, due time.Time) error
}

// applier brings in what was read of products, for whoever reads them.
type applier struct {
	*shared

	store   malls[applyStore]
	confirm time.Duration // how far apart the two readings of a raise must be
}

// apply is the one way a number comes in.
func (a *applier) apply(ctx context.Context, mall lowstock.MallID, levels inbound.Levels) (lowstock.Applied, error) {
	levels.AnswerAt = a.now()
	applied, err := a.store.Mall(mall).ApplyLevels(ctx, levels)
	if err != nil {
		return applied, err
	}
	a.metrics.applied(applied)
	if applied.Opened+applied.Escalated > 0 {
		a.poke() // with collect_seconds 0 they are to be told now
	}
	return applied, nil
}
