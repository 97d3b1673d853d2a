package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/inbound"
)

// ClaimLog claims the mall's reading of Cafe24's log when it is due and sets
// the next one. It returns NotFound when it is not due.
func (s levelStore) ClaimLog(ctx context.Context, now, next time.Time) (plan inbound.LogPlan, err error) {
	err = s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		plan = inbound.LogPlan{}
		return found(tx.QueryRow(ctx, `
			WITH claimed AS (
			  UPDATE malls SET next_log_at = $3 WHERE mall_id = $1 AND state = 'active' AND next_log_at <= $2
			  RETURNING mall_id, log_cursor, log_read_at, connected_at
			)
			SELECT coalesce(t.scopes, '{}'), c.log_cursor, c.log_read_at, c.connected_at
			  FROM claimed c LEFT JOIN tokens t ON t.mall_id = c.mall_id`, s.id, now, next).
			Scan(&plan.Scopes, &plan.Cursor, orZero(&plan.ReadAt), orZero(&plan.ConnectedAt)))
	})
	return plan, err
}

// SaveLog stores what a reading of the log brought, and how far it came, in
// one transaction. A webhook that was not delivered becomes a hint like any
// other, unless it had been received after all. SaveLog deletes old rows of
// the ledger of findings. Recovered is how many hints were new. It returns
// NotFound where the mall was uninstalled, or was connected or read again
// since the reading began.
func (s levelStore) SaveLog(ctx context.Context, r inbound.LogReading, now time.Time) (recovered int, err error) {
	input, results, err := hintInput(r.Hints)
	if err != nil {
		return 0, err
	}
	err = s.inSystem(ctx, func(ctx context.Context, tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `
			UPDATE malls SET log_cursor = $2, log_read_at = CASE WHEN $4 = '' THEN $3 ELSE log_read_at END, log_trouble = $4,
			       next_sweep_at = CASE WHEN $5 THEN least(next_sweep_at, $6) ELSE next_sweep_at END
			 WHERE mall_id = $1 AND state = 'active' AND coalesce(log_read_at <= $3, true) AND coalesce(connected_at <= $3, true)`,
			s.id, storable(r.Cursor), r.BeganAt, r.Trouble, r.More, now)
		if err := touchedOne(tag.RowsAffected(), err); err != nil {
			return err
		}
		if len(r.Hints) > 0 {
			rows, err := tx.Query(ctx, recordHints, hintArgs(input, 0)...)
			if err != nil {
				return err
			}
			if err := readHintResults(rows, results); err != nil {
				return err
			}
		}
		return dropFindings(ctx, tx, s.id, now.Add(-inbound.DriftKept))
	})
	for _, result := range results {
		if result == inbound.HintRecorded {
			recovered++
		}
	}
	return recovered, err
}

// DelayLog postpones the next reading of the log, unless another process has
// claimed it.
func (s levelStore) DelayLog(ctx context.Context, until time.Time) error {
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE malls SET next_log_at = $2 WHERE mall_id = $1`, s.id, until)
		return err
	})
}
