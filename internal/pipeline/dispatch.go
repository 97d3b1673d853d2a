package pipeline

import (
	"context"
	"time"
)

const (
	dueLimit        = 1000
	dispatchTimeout = 5 * time.Second
)

// poke makes the dispatcher look at once instead of at its next tick. A step
// calls it when it has made another step due.
func (p *Pipeline) poke() {
	select {
	case p.poked <- struct{}{}:
	default: // it will look anyway
	}
}

// runDispatch turns due rows into jobs until ctx ends. Several processes may do
// so at once: a job that is there already is not inserted again.
func (p *Pipeline) runDispatch(ctx context.Context) {
	tick := time.NewTicker(p.cfg.Tick)
	defer tick.Stop()
	for {
		if err := p.dispatchDue(ctx); err != nil && ctx.Err() == nil {
			p.log.ErrorContext(ctx, "due work not dispatched", "error", err)
		}
		select {
		case <-tick.C:
		case <-p.poked:
		case <-ctx.Done():
			return
		}
	}
}

func (p *Pipeline) dispatchDue(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, dispatchTimeout)
	defer cancel()
	due, err := p.store.Due(ctx, p.now(), dueLimit)
	if err != nil {
		return err
	}
	return p.enqueue(ctx, due...)
}
