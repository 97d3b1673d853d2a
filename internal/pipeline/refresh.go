package pipeline

import (
	"context"
	"errors"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/lowstock"
)

const (
	dirtyLease   = 45 * time.Second // longer than the job may run: what it leaves is due again
	refreshSlice = 15 * time.Second // one job goes on claiming for so long
	putOffLimit  = 10_000
	firstLease   = 3 * time.Second // until it is asked again whether the first sync is over
)

// refresh reads a mall's dirty products again, a hundred in one call, until
// none is due or its slice is over. While the first sync runs they wait: it
// reads everything, and what it raises is told in one summary.
func (p *Pipeline) refresh(ctx context.Context, args refreshArgs, line *logLine) error {
	var total lowstock.Applied
	defer func() { line.applied(total) }()
	if first, err := p.firstSyncRuns(ctx, args.Mall); err != nil || first {
		line.add("first_sync", first)
		return errors.Join(err, p.putOff(ctx, args.Mall))
	}
	for end := p.now().Add(refreshSlice); ; {
		dirty, err := p.store.ClaimDirty(ctx, args.Mall, p.now(), cafe24.MaxProducts, dirtyLease)
		if err != nil || len(dirty) == 0 {
			return err
		}
		applied, err := p.reread(ctx, p.client(args.Mall).As(cafe24.Prompt), args.Mall, numbersOf(dirty), lowstock.SourceHint)
		total = sum(total, applied)
		if err != nil {
			return err
		}
		if len(dirty) < cafe24.MaxProducts || p.now().After(end) {
			return nil
		}
	}
}

func (p *Pipeline) firstSyncRuns(ctx context.Context, mall lowstock.MallID) (bool, error) {
	latest, err := p.store.LatestSync(ctx, mall)
	return latest.First && latest.State == lowstock.SyncRunning, err
}

// putOff makes what is dirty due a little later.
func (p *Pipeline) putOff(ctx context.Context, mall lowstock.MallID) error {
	_, err := p.store.ClaimDirty(ctx, mall, p.now(), putOffLimit, firstLease)
	return err
}

func numbersOf(dirty []lowstock.Dirty) []int64 {
	numbers := make([]int64, len(dirty))
	for i, d := range dirty {
		numbers[i] = d.ProductNo
	}
	return numbers
}

// reread asks for at most a hundred products by number and applies what comes.
// One that is not in the answer has been deleted.
func (p *Pipeline) reread(ctx context.Context, client *cafe24.Client, mall lowstock.MallID, numbers []int64, source lowstock.Source) (lowstock.Applied, error) {
	started := p.now()
	products, err := client.Products(ctx, cafe24.ProductQuery{ProductNos: numbers, Embed: cafe24.EmbedVariants})
	if err != nil {
		p.refused(ctx, mall, err)
		return lowstock.Applied{}, err
	}
	return p.apply(ctx, mall, lowstock.Levels{
		Source: source, StartedAt: started, Readings: readingsOf(products), Gone: goneOf(numbers, products),
		ConfirmAfter: p.cfg.ConfirmDelay,
	})
}

// apply is the one way a number comes in.
func (p *Pipeline) apply(ctx context.Context, mall lowstock.MallID, levels lowstock.Levels) (lowstock.Applied, error) {
	levels.AnswerAt = p.now()
	applied, err := p.store.ApplyLevels(ctx, mall, levels, lowstock.Evaluate)
	if err != nil {
		return applied, err
	}
	p.metrics.applied(applied)
	if applied.Opened+applied.Escalated > 0 {
		p.poke() // with collect_seconds 0 they are to be told now
	}
	return applied, nil
}

func sum(a, b lowstock.Applied) lowstock.Applied {
	return lowstock.Applied{
		Products: a.Products + b.Products, Changed: a.Changed + b.Changed, Stale: a.Stale + b.Stale,
		Opened: a.Opened + b.Opened, Escalated: a.Escalated + b.Escalated,
		Resolved: a.Resolved + b.Resolved, Await: a.Await + b.Await, Drifts: a.Drifts + b.Drifts,
	}
}
