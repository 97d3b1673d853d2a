package pipeline

import (
	"context"
	"time"

	"cafe24-inventory-alert/internal/worklist"
)

const (
	dueLimit = 1000
)

// dueStore returns what is due.
type dueStore interface {
	Due(ctx context.Context, now time.Time, limit int) ([]worklist.Due, error)
}

// dispatcher turns due rows into jobs.
type dispatcher struct {
	*shared

	store dueStore
	tick  time.Duration
}

// runDispatch turns due rows into jobs until ctx ends. Several processes may do
// so at once: a job that already exists is not inserted again.
func (d *dispatcher) runDispatch(ctx context.Context) {
	tick := time.NewTicker(d.tick)
	defer tick.Stop()
	for {
		if err := d.dispatchDue(ctx); err != nil && ctx.Err() == nil {
			d.log.ErrorContext(ctx, "due work not dispatched", "error", err)
		}
		select {
		case <-tick.C:
		case <-d.poked:
		case <-ctx.Done():
			return
		}
	}
}

func (d *dispatcher) dispatchDue(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, dispatchTimeout)
	defer cancel()
	due, err := d.store.Due(ctx, d.now(), dueLimit)
	if err != nil {
		return err
	}
	return d.enqueue(ctx, due...)
}
