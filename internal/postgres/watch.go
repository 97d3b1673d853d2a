package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

// ClaimWatch takes the mall's sweep near the thresholds when it is due, sets
// the next one, and says what to read. NotFound when it is not due.
func (s *Store) ClaimWatch(ctx context.Context, mall lowstock.MallID, now, next time.Time) (plan lowstock.WatchPlan, err error) {
	err = s.inMall(ctx, mall, shortly, func(ctx context.Context, tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `
			UPDATE malls SET next_watch_at = $3 WHERE mall_id = $1 AND state = 'active' AND next_watch_at <= $2`, mall, now, next)
		if err := touchedOne(tag.RowsAffected(), err); err != nil {
			return err
		}
		var largest int
		if err := tx.QueryRow(ctx, `SELECT coalesce(max(threshold), 0) FROM rules WHERE mall_id = $1`, mall).Scan(&largest); err != nil {
			return err
		}
		plan.MaxThreshold = largest + max(1, (largest+9)/10) // see lowstock.Recovered
		rows, err := tx.Query(ctx, `
			SELECT DISTINCT product_no FROM incidents WHERE mall_id = $1 AND state <> 'resolved' ORDER BY product_no`, mall)
		if err != nil {
			return err
		}
		plan.Products, err = pgx.CollectRows(rows, pgx.RowTo[int64])
		return err
	})
	return plan, err
}

// FinishWatch notes that what is near its threshold was read to the end, as of
// now: even where there was nothing, the mall was read.
func (s *Store) FinishWatch(ctx context.Context, mall lowstock.MallID, now time.Time) error {
	return s.inMall(ctx, mall, shortly, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE malls SET watched_at = $2 WHERE mall_id = $1`, mall, now)
		return err
	})
}
