package pipeline

import (
	"context"
	"errors"
	"slices"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/worklist"
)

const watchRetry = time.Minute // after a failure that may pass

// watchStore stores which products are near their threshold, and when they are
// read.
type watchStore interface {
	ClaimWatch(ctx context.Context, now time.Time, pace inbound.Pace) (inbound.WatchPlan, error)
	DelayWatch(ctx context.Context, until time.Time) error
	FinishWatch(ctx context.Context, now time.Time) error
	LatestSync(ctx context.Context) (inbound.Sync, error)
}

// watcher reads the products near their threshold.
type watcher struct {
	*applier

	store malls[watchStore]
	pace  inbound.Pace
}

// watch reads the products that are near their threshold or may soon be, and
// the products with an open incident that may have recovered. It finds changes
// whose webhook was lost; most sales send no webhook at all.
// [inbound.Pace.PickWatch] chooses what to read.
func (w *watcher) watch(ctx context.Context, work worklist.Due, line *logLine) error {
	began := w.now()
	plan, err := w.store.Mall(work.Mall).ClaimWatch(ctx, began, w.pace)
	switch {
	case lowstock.ErrorCode(err) == lowstock.CodeNotFound:
		return nil
	case err != nil:
		return err
	}
	// A sync that a person waits for reads everything anyway, and it ends
	// sooner if nothing else runs.
	if sync, err := w.store.Mall(work.Mall).LatestSync(ctx); err != nil || sync.State == inbound.SyncRunning && (sync.First || sync.Asked) {
		line.add("yields_to", sync.ID)
		return err
	}
	t, err := w.taking(ctx, w.client(work.Mall), work.Mall)
	if err != nil {
		return err
	}
	t.levels = inbound.Levels{Source: lowstock.SourceWatch, ConfirmAfter: w.confirm}
	seen := map[int64]bool{}
	if err = w.watchLow(ctx, t, plan.MaxThreshold, seen); err == nil {
		err = w.watchNamed(ctx, t, plan.Products, seen)
	}
	if err == nil {
		err = w.store.Mall(work.Mall).FinishWatch(ctx, began)
	} else {
		w.refused(ctx, work.Mall, err)
	}
	line.applied(t.applied)
	line.add("threshold", plan.MaxThreshold, "named", len(plan.Products))
	if fromPlatform(err) && soon(err) {
		err = errors.Join(err, w.watchSoon(ctx, work.Mall, err))
	}
	return err
}

// watchSoon makes a failed watch due again as soon as Cafe24 permits, or in a
// minute. The changes that it would have found must not wait for the next
// interval.
func (w *watcher) watchSoon(ctx context.Context, mall lowstock.MallID, cause error) error {
	wait := watchRetry
	if after, limited := cafe24.RetryAfter(cause); limited {
		wait = max(after, time.Second)
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), dispatchTimeout)
	defer cancel()
	return w.store.Mall(mall).DelayWatch(ctx, w.now().Add(min(wait, w.pace.Watch)))
}

// watchLow walks through the products with a variant at the largest threshold
// or below.
func (w *watcher) watchLow(ctx context.Context, t *taking, threshold int, seen map[int64]bool) error {
	tracked, most := true, int64(threshold)
	q := cafe24.ProductQuery{UseInventory: &tracked, StockQuantityMax: &most, Embed: cafe24.EmbedVariants}
	pages, complete := w.walk(ctx, t.client, q, w.now().Add(longTimeout-time.Minute))
	for g := range pages {
		if g.err != nil {
			return g.err
		}
		if err := w.askByNumber(ctx, t.mall, g.undelivered()); err != nil {
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
		w.log.WarnContext(ctx, "watch ended before the last page", "mall", t.mall, "products", t.applied.Products)
	}
	return ctx.Err()
}

// watchNamed reads the products that the list does not contain. Quarantined
// products have due times of their own.
func (w *watcher) watchNamed(ctx context.Context, t *taking, named []int64, seen map[int64]bool) error {
	rest := slices.DeleteFunc(slices.Clone(named), func(no int64) bool { return seen[no] || t.hanging[no] })
	for numbers := range slices.Chunk(rest, cafe24.MaxProducts) {
		if err := t.byNumber(ctx, numbers); err != nil {
			return err
		}
	}
	return nil
}
