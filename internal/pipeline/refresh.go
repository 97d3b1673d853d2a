package pipeline

import (
	"context"
	"errors"
	"math"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/lowstock"
)

const (
	dirtyLease   = 45 * time.Second // longer than the job may run: what it leaves is due again
	refreshSlice = 15 * time.Second // one job goes on claiming for so long
	aloneSlice   = 4 * time.Second  // and begins to ask for quarantined products
	putOffLimit  = 10_000
	firstLease   = 3 * time.Second // until it is asked again how far the first sync has come
)

// refresh reads a mall's dirty products again, a hundred in one call, until
// none is due or its slice is over. While the first sync runs, those that it has
// not come to yet wait for it: it reads them, and what it raises is told in one
// summary.
func (p *Pipeline) refresh(ctx context.Context, work lowstock.Due, line *logLine) error {
	began := p.now()
	t := &taking{p: p, client: p.client(work.Mall).As(cafe24.Prompt), mall: work.Mall, until: began.Add(refreshSlice)}
	t.levels = lowstock.Levels{Source: lowstock.SourceHint, ConfirmAfter: p.cfg.ConfirmDelay}
	defer func() { line.applied(t.applied) }()
	upTo, err := p.readUpTo(ctx, work.Mall)
	if err != nil {
		return err
	}
	for {
		dirty, err := p.store.ClaimDirty(ctx, work.Mall, p.now(), upTo, cafe24.MaxProducts, dirtyLease)
		if err != nil {
			return err
		}
		err = t.refresh(ctx, dirty, began.Add(aloneSlice))
		if errors.Is(err, context.DeadlineExceeded) && ctx.Err() != nil {
			line.add("cut_off", true)
			return nil // what was claimed is due again; that its time was up is nobody's failure
		}
		if err != nil {
			p.refused(ctx, work.Mall, err)
			return err
		}
		if len(dirty) < cafe24.MaxProducts || p.now().After(t.until) {
			break
		}
	}
	if upTo == math.MaxInt64 {
		return nil
	}
	line.add("first_sync", upTo)
	_, err = p.store.ClaimDirty(ctx, work.Mall, p.now(), math.MaxInt64, putOffLimit, firstLease)
	return err
}

// refresh reads what was claimed: what is quarantined last and alone, when its
// time has come, and until then without a call of its own.
func (t *taking) refresh(ctx context.Context, dirty []lowstock.Dirty, aloneUntil time.Time) error {
	now := t.p.now()
	t.resting, t.timeout = map[int64]bool{}, besideTimeout
	var together, alone []int64
	var hanging cafe24.List[cafe24.Product]
	for _, d := range dirty {
		switch {
		case d.RetryAt.IsZero():
			together = append(together, d.ProductNo)
		case !now.Before(d.RetryAt):
			alone = append(alone, d.ProductNo)
		case d.Unreadable == lowstock.UnreadableCall:
			hanging.Unreadable = append(hanging.Unreadable, cafe24.Unreadable{ProductNo: d.ProductNo, Fault: cafe24.FaultCall})
		default:
			t.resting[d.ProductNo] = true
			together = append(together, d.ProductNo)
		}
	}
	t.levels.StartedAt = now
	if err := t.take(ctx, hanging, nil); err != nil { // back to their times
		return err
	}
	if len(together) > 0 {
		if err := t.byNumber(ctx, together); err != nil {
			return err
		}
	}
	t.timeout = aloneTimeout
	client := t.client
	defer func() { t.client = client }()
	t.client = client.Within(aloneListTimeout)
	for _, no := range alone {
		if t.p.now().After(aloneUntil) {
			return nil
		}
		if err := t.byNumber(ctx, []int64{no}); err != nil {
			return err
		}
	}
	return nil
}

// readUpTo is the product number up to which a hint need not wait for the first
// sync: all of them, where none runs.
func (p *Pipeline) readUpTo(ctx context.Context, mall lowstock.MallID) (int64, error) {
	latest, err := p.store.LatestSync(ctx, mall)
	if latest.First && latest.State == lowstock.SyncRunning {
		return latest.Cursor, err
	}
	return math.MaxInt64, err
}

// apply is the one way a number comes in.
func (p *Pipeline) apply(ctx context.Context, mall lowstock.MallID, levels lowstock.Levels) (lowstock.Applied, error) {
	levels.AnswerAt = p.now()
	applied, err := p.store.ApplyLevels(ctx, mall, levels)
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
