package pipeline

import (
	"context"
	"errors"
	"math"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/worklist"
)

const (
	dirtyLease    = 45 * time.Second // longer than the time limit of the job: what the job leaves is due again
	refreshSlice  = 15 * time.Second // how long one job continues to claim
	aloneSlice    = 4 * time.Second  // how long it begins calls for quarantined products
	postponeLimit = 10_000
	firstLease    = 3 * time.Second // time until it is checked again how far the first sync has come
)

// refreshStore stores which products have to be read again.
type refreshStore interface {
	ClaimDirty(ctx context.Context, now time.Time, upTo int64, limit int, lease time.Duration) ([]inbound.Dirty, error)
	LatestSync(ctx context.Context) (inbound.Sync, error)
	LookAt(ctx context.Context, productNo int64, fresh time.Duration, now time.Time) (due bool, err error)
}

// refresher reads the products that hints have named.
type refresher struct {
	*applier

	store malls[refreshStore]
}

// refresh reads a mall's dirty products again, a hundred in one call, until
// none is due or its slice is over. While the first sync runs, the products
// that it has not reached yet wait for it: the sync reads them, and one summary
// holds all their alerts.
func (r *refresher) refresh(ctx context.Context, work worklist.Due, line *logLine) error {
	began := r.now()
	t := &taking{applier: r.applier, client: r.client(work.Mall).As(cafe24.Prompt), mall: work.Mall, until: began.Add(refreshSlice)}
	t.levels = inbound.Levels{Source: lowstock.SourceHint, ConfirmAfter: r.confirm}
	defer func() { line.applied(t.applied) }()
	upTo, err := r.readUpTo(ctx, work.Mall)
	if err != nil {
		return err
	}
	for {
		dirty, err := r.store.Mall(work.Mall).ClaimDirty(ctx, r.now(), upTo, cafe24.MaxProducts, dirtyLease)
		if err != nil {
			return err
		}
		err = t.refresh(ctx, dirty, began.Add(aloneSlice))
		if errors.Is(err, context.DeadlineExceeded) && ctx.Err() != nil {
			line.add("cut_off", true)
			return nil // the claimed products are due again; the end of the time is not a failure
		}
		if err != nil {
			r.refused(ctx, work.Mall, err)
			return err
		}
		if len(dirty) < cafe24.MaxProducts || r.now().After(t.until) {
			break
		}
	}
	if upTo == math.MaxInt64 {
		return nil
	}
	line.add("first_sync", upTo)
	_, err = r.store.Mall(work.Mall).ClaimDirty(ctx, r.now(), math.MaxInt64, postponeLimit, firstLease)
	return err
}

// refresh reads the claimed products. Quarantined products come last and alone,
// when their time has come. Before that, they get no call of their own.
func (t *taking) refresh(ctx context.Context, dirty []inbound.Dirty, aloneUntil time.Time) error {
	now := t.now()
	t.resting, t.timeout = map[int64]bool{}, besideTimeout
	var together, alone []int64
	var hanging cafe24.List[cafe24.Product]
	for _, d := range dirty {
		switch {
		case d.RetryAt.IsZero():
			together = append(together, d.ProductNo)
		case !now.Before(d.RetryAt):
			alone = append(alone, d.ProductNo)
		case d.Unreadable == inbound.UnreadableCall:
			hanging.Unreadable = append(hanging.Unreadable, cafe24.Unreadable{ProductNo: d.ProductNo, Fault: cafe24.FaultCall})
		default:
			t.resting[d.ProductNo] = true
			together = append(together, d.ProductNo)
		}
	}
	t.levels.StartedAt = now
	if err := t.take(ctx, hanging, nil); err != nil { // returns them to their due times
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
		if t.now().After(aloneUntil) {
			return nil
		}
		if err := t.byNumber(ctx, []int64{no}); err != nil {
			return err
		}
	}
	return nil
}

// readUpTo returns the product number up to which a hint does not have to wait
// for the first sync. It is the maximum if no first sync is running.
func (r *refresher) readUpTo(ctx context.Context, mall lowstock.MallID) (int64, error) {
	latest, err := r.store.Mall(mall).LatestSync(ctx)
	if latest.First && latest.State == inbound.SyncRunning {
		return latest.Cursor, err
	}
	return math.MaxInt64, err
}

// lookFresh is the maximum age of a reading that a person sees.
const lookFresh = time.Minute

// look has a product read again because a person has opened its page.
func (r *refresher) look(ctx context.Context, mall lowstock.MallID, productNo int64) error {
	due, err := r.store.Mall(mall).LookAt(ctx, productNo, lookFresh, r.now())
	if due {
		r.poke()
	}
	return err
}
