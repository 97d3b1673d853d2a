package pipeline

import (
	"context"
	"errors"
	"slices"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/lowstock"
)

const watchRetry = time.Minute // after a failure that passes

// watch reads what is near its threshold or may soon be, and what has a standing
// incident and may have recovered. It finds what a lost webhook did not tell;
// most sales send none at all. What to read is [lowstock.Pace.PickWatch]'s choice.
func (p *Pipeline) watch(ctx context.Context, work lowstock.Due, line *logLine) error {
	began := p.now()
	plan, err := p.store.ClaimWatch(ctx, work.Mall, began, p.Pace())
	switch {
	case lowstock.ErrorCode(err) == lowstock.CodeNotFound:
		return nil
	case err != nil:
		return err
	}
	// A sync that a person waits for reads everything anyway, and the sooner alone.
	if sync, err := p.store.LatestSync(ctx, work.Mall); err != nil || sync.State == lowstock.SyncRunning && (sync.First || sync.Asked) {
		line.add("yields_to", sync.ID)
		return err
	}
	t, err := p.taking(ctx, p.client(work.Mall), work.Mall)
	if err != nil {
		return err
	}
	t.levels = lowstock.Levels{Source: lowstock.SourceWatch, ConfirmAfter: p.cfg.ConfirmDelay}
	seen := map[int64]bool{}
	if err = p.watchLow(ctx, t, plan.MaxThreshold, seen); err == nil {
		err = p.watchNamed(ctx, t, plan.Products, seen)
	}
	if err == nil {
		err = p.store.FinishWatch(ctx, work.Mall, began)
	} else {
		p.refused(ctx, work.Mall, err)
	}
	line.applied(t.applied)
	line.add("threshold", plan.MaxThreshold, "named", len(plan.Products))
	if fromPlatform(err) && soon(err) {
		err = errors.Join(err, p.watchSoon(ctx, work.Mall, err))
	}
	return err
}

// watchSoon has a watch that failed begun anew as soon as Cafe24 lets us, or in
// a minute: what it would have found must not wait for the next interval.
func (p *Pipeline) watchSoon(ctx context.Context, mall lowstock.MallID, cause error) error {
	wait := watchRetry
	if after, limited := cafe24.RetryAfter(cause); limited {
		wait = max(after, time.Second)
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), dispatchTimeout)
	defer cancel()
	return p.store.DelayWatch(ctx, mall, p.now().Add(min(wait, p.cfg.WatchInterval)))
}

// watchLow walks the products of which a variant is at the largest threshold
// or below.
func (p *Pipeline) watchLow(ctx context.Context, t *taking, threshold int, seen map[int64]bool) error {
	tracked, most := true, int64(threshold)
	q := cafe24.ProductQuery{UseInventory: &tracked, StockQuantityMax: &most, Embed: cafe24.EmbedVariants}
	pages, complete := p.walk(ctx, t.client, q, p.now().Add(longTimeout-time.Minute))
	for g := range pages {
		if g.err != nil {
			return g.err
		}
		if err := p.askByNumber(ctx, t.mall, g.undelivered()); err != nil {
			return err
		}
		t.levels.StartedAt = g.startedAt
		if err := t.take(ctx, g.products, nil); err != nil {
			return err
		}
		for _, product := range g.products.Items {
			seen[product.No] = true
		}
	}
	if !complete() {
		p.log.WarnContext(ctx, "watch ended before the last page", "mall", t.mall, "products", t.applied.Products)
	}
	return ctx.Err()
}

// watchNamed reads the products that the list does not bring. What is
// quarantined has its own times.
func (p *Pipeline) watchNamed(ctx context.Context, t *taking, named []int64, seen map[int64]bool) error {
	rest := slices.DeleteFunc(slices.Clone(named), func(no int64) bool { return seen[no] || t.hanging[no] })
	for numbers := range slices.Chunk(rest, cafe24.MaxProducts) {
		if err := t.byNumber(ctx, numbers); err != nil {
			return err
		}
	}
	return nil
}
