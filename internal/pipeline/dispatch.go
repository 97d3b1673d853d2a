package pipeline

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"cafe24-inventory-alert/internal/lowstock"
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
	jobs := make([]river.InsertManyParams, 0, len(due))
	for _, d := range due {
		if args := argsOf(d); args != nil {
			jobs = append(jobs, jobOf(args))
		}
	}
	if len(jobs) == 0 {
		return nil
	}
	_, err = p.river.InsertMany(ctx, jobs)
	return err
}

func argsOf(d lowstock.Due) river.JobArgs {
	switch d.Kind {
	case lowstock.DueRefresh:
		return refreshArgs{d.Mall}
	case lowstock.DueSweep:
		return sweepArgs{d.Mall}
	case lowstock.DueWatch:
		return watchArgs{d.Mall}
	case lowstock.DueToken:
		return tokenArgs{d.Mall}
	case lowstock.DueCollect:
		return collectArgs{d.Mall}
	case lowstock.DueDeliver:
		return deliverArgs{d.Mall, d.ID}
	case lowstock.DueDigest:
		return digestArgs{d.Mall}
	case lowstock.DueWake:
		return wakeArgs{d.Mall}
	case lowstock.DueEvaluate:
		return evaluateArgs{d.Mall}
	case lowstock.DueSales:
		return salesArgs{d.Mall}
	case lowstock.DueHealth:
		return healthArgs{d.Mall}
	case lowstock.DueLog:
		return logArgs{d.Mall}
	case lowstock.DueDemand:
		return demandArgs{d.Mall}
	case lowstock.DueUnpaid:
		return unpaidArgs{d.Mall}
	case lowstock.DueLook:
		return lookArgs{d.Mall}
	case lowstock.DueAsk:
		return askArgs{d.Mall}
	case lowstock.DueLists:
		return listsArgs{d.Mall}
	case lowstock.DueSets:
		return setsArgs{d.Mall}
	}
	return nil
}
