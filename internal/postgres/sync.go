package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
)

const syncColumns = `sync_id, first, asked, state, cursor_no, products_done, products_total, started_at, finished_at, error, fence`

func scanSync(row pgx.Row) (y inbound.Sync, err error) {
	err = row.Scan(syncFields(&y)...)
	return y, found(err)
}

func syncFields(y *inbound.Sync) []any {
	return []any{&y.ID, &y.First, &y.Asked, &y.State, &y.Cursor, &y.ProductsDone, &y.ProductsTotal, &y.StartedAt, orZero(&y.FinishedAt), &y.Error, &y.Fence}
}

// StartSync makes a full sweep due now that a person waits for, or joins the
// one that runs. For a mall that is not connected it returns Conflict.
func (s syncStore) StartSync(ctx context.Context, now time.Time) (y inbound.Sync, err error) {
	err = s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		y, err = startSync(ctx, tx, s.id, now, true)
		return err
	})
	return y, err
}

func startSync(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, now time.Time, asked bool) (inbound.Sync, error) {
	var first bool
	err := tx.QueryRow(ctx, `
		UPDATE malls SET next_sweep_at = NULL WHERE mall_id = $1 AND state = 'active' RETURNING first_sync_due`, mall).Scan(&first)
	if errors.Is(err, pgx.ErrNoRows) {
		return inbound.Sync{}, lowstock.Fail(lowstock.CodeConflict, "error.not_connected", nil)
	}
	if err != nil {
		return inbound.Sync{}, err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO syncs AS y (mall_id, first, asked, state, started_at, resume_at) VALUES ($1, $2, $4, 'running', $3, $3)
		ON CONFLICT (mall_id) WHERE state = 'running' DO UPDATE
		   SET asked = true, resume_at = CASE WHEN y.resume_at > $3::timestamptz + interval '2 minutes' THEN $3 ELSE y.resume_at END
		 WHERE excluded.asked AND NOT y.asked`, mall, first, now, asked)
	if err != nil {
		return inbound.Sync{}, err
	}
	return scanSync(tx.QueryRow(ctx, `SELECT `+syncColumns+` FROM syncs WHERE mall_id = $1 AND state = 'running'`, mall))
}

// ClaimSync claims the sync whose next slice is due, and starts one when the
// mall's sweep is due and none runs. The claim lasts for lease; its fence
// excludes whoever held the claim before. It returns NotFound when there is
// nothing to do.
func (s syncStore) ClaimSync(ctx context.Context, now time.Time, lease time.Duration) (y inbound.Sync, err error) {
	err = s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		var due bool
		err := tx.QueryRow(ctx, `
			SELECT coalesce(next_sweep_at <= $2, false) FROM malls WHERE mall_id = $1 AND state = 'active'`, s.id, now).Scan(&due)
		if err != nil {
			return found(err)
		}
		if due {
			if _, err := startSync(ctx, tx, s.id, now, false); err != nil {
				return err
			}
		}
		y, err = scanSync(tx.QueryRow(ctx, `
			UPDATE syncs SET fence = fence + 1, resume_at = $2::timestamptz + $3::interval
			 WHERE mall_id = $1 AND state = 'running' AND resume_at <= $2
			RETURNING `+syncColumns, s.id, now, lease))
		return err
	})
	return y, err
}

// ProgressSync stores how far a sync came and when its next slice is due. It
// returns Conflict when another process has claimed it since.
func (s syncStore) ProgressSync(ctx context.Context, sync inbound.Sync, resumeAt time.Time) error {
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `
			UPDATE syncs SET cursor_no = $4, products_done = $5, products_total = $6, resume_at = $7
			 WHERE mall_id = $1 AND sync_id = $2 AND fence = $3 AND state = 'running'`,
			s.id, sync.ID, sync.Fence, sync.Cursor, sync.ProductsDone, sync.ProductsTotal, resumeAt)
		return fenced(tag.RowsAffected(), err)
	})
}

// FailSync ends a sync that cannot continue; no product is considered removed.
func (s syncStore) FailSync(ctx context.Context, sync inbound.Sync, now, nextSweep time.Time, errorKey string) error {
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		if err := endSync(ctx, tx, s.id, sync, inbound.SyncFailed, now, errorKey); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `UPDATE malls SET next_sweep_at = $2 WHERE mall_id = $1 AND state IN ('active', 'reconnect')`, s.id, nextSweep)
		return err
	})
}

func endSync(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, sync inbound.Sync, state inbound.SyncState, now time.Time, errorKey string) error {
	tag, err := tx.Exec(ctx, `
		UPDATE syncs SET state = $4, finished_at = $5, error = $6, resume_at = NULL, cursor_no = $7, products_done = $8, products_total = $9
		 WHERE mall_id = $1 AND sync_id = $2 AND fence = $3 AND state = 'running'`,
		mall, sync.ID, sync.Fence, state, now, errorKey, sync.Cursor, sync.ProductsDone, sync.ProductsTotal)
	return fenced(tag.RowsAffected(), err)
}

// FinishSync ends a sync that has read the whole catalogue: products it did
// not meet are removed. A First one announces all unresolved incidents in one
// summary, due now.
func (s syncStore) FinishSync(ctx context.Context, sync inbound.Sync, now, nextSweep time.Time) (applied lowstock.Applied, err error) {
	err = s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		notification, err := lockMall(ctx, tx, s.id)
		if err != nil {
			return err
		}
		if err := endSync(ctx, tx, s.id, sync, inbound.SyncDone, now, ""); err != nil {
			return err
		}
		settling := &settlement{tx: tx, mall: s.id, notification: notification, at: now}
		if err := settling.sweepOut(ctx, sync.StartedAt); err != nil {
			return err
		}
		applied = settling.applied
		if sync.First {
			if err := settling.summarise(ctx, true); err != nil {
				return err
			}
		}
		_, err = tx.Exec(ctx, `
			UPDATE malls SET next_sweep_at = $2, first_sync_due = first_sync_due AND NOT $3
			 WHERE mall_id = $1 AND state IN ('active', 'reconnect')`, s.id, nextSweep, sync.First)
		return err
	})
	if err == nil && (sync.First || applied.Changed >= analyzedFrom) {
		s.analyzeStock(ctx)
	}
	return applied, err
}

// sweepOut removes the products that were not read since the sync began,
// except those that could not be read and those that will be read by number
// anyway. Where the sync met some products without a number, all products that
// it did not meet are read by number instead.
func (s *settlement) sweepOut(ctx context.Context, began time.Time) error {
	doubtful, err := nameless(ctx, s.tx, s.mall, began)
	if err != nil {
		return err
	}
	rows, err := s.tx.Query(ctx, `
		SELECT product_no FROM products p WHERE mall_id = $1 AND observed_at < $2 AND removed_at IS NULL
		   AND NOT EXISTS (SELECT FROM quarantine q WHERE q.mall_id = $1 AND q.list = 'products' AND q.product_no = p.product_no)
		   AND NOT EXISTS (SELECT FROM dirty_products d WHERE d.mall_id = $1 AND d.product_no = p.product_no)`, s.mall, began)
	if err != nil {
		return err
	}
	gone, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil || len(gone) == 0 {
		return err
	}
	if doubtful {
		return markDirty(ctx, s.tx, s.mall, gone, s.at)
	}
	// The time is the sync's beginning, so that any reading of the product since
	// then counts as newer.
	r := newReading(inbound.Levels{Source: lowstock.SourceSweep, StartedAt: began, Gone: gone})
	if err := r.load(ctx, s.tx, s.mall); err != nil {
		return err
	}
	s.rules = r.rules
	items := r.items(&s.applied)
	if err := r.writeProducts(ctx, s.tx, s.mall); err != nil {
		return err
	}
	return s.settle(ctx, items)
}

// LatestSync returns the newest sync, or one in the state never.
func (s syncStore) LatestSync(ctx context.Context) (y inbound.Sync, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		y, err = latestSync(ctx, tx, s.id)
		return err
	})
	return y, err
}

func latestSync(ctx context.Context, tx pgx.Tx, mall lowstock.MallID) (inbound.Sync, error) {
	return syncOrNone(tx.QueryRow(ctx, latestSyncAsked, mall))
}

const latestSyncAsked = `SELECT ` + syncColumns + ` FROM syncs WHERE mall_id = $1 ORDER BY sync_id DESC LIMIT 1`

func syncOrNone(row pgx.Row) (inbound.Sync, error) {
	y, err := scanSync(row)
	if lowstock.ErrorCode(err) == lowstock.CodeNotFound {
		return inbound.Sync{State: inbound.SyncNever}, nil
	}
	return y, err
}
