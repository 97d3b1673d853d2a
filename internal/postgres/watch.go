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
		// Thresholds of days of cover differ from item to item: the largest of
		// them would have the whole catalogue read. What is near them is named.
		if err := tx.QueryRow(ctx, `SELECT coalesce(max(threshold), 0) FROM rules WHERE mall_id = $1`, mall).Scan(&largest); err != nil {
			return err
		}
		plan.MaxThreshold = largest + max(1, (largest+9)/10) // see lowstock.Recovered
		rows, err := tx.Query(ctx, `
			SELECT product_no FROM incidents WHERE mall_id = $1 AND state <> 'resolved'
			UNION
			(SELECT product_no FROM variants
			  WHERE EXISTS (SELECT FROM rules WHERE mall_id = $1 AND days IS NOT NULL) -- most malls have none, and read no further
			    AND mall_id = $1 AND removed_at IS NULL AND silence = '' AND threshold_days IS NOT NULL
			    AND quantity BETWEEN $2 AND threshold + greatest(5, threshold / 2)
			  ORDER BY quantity - threshold LIMIT 1000)
			ORDER BY product_no`, mall, plan.MaxThreshold+1)
		if err != nil {
			return err
		}
		plan.Products, err = pgx.CollectRows(rows, pgx.RowTo[int64])
		return err
	})
	return plan, err
}

// FinishWatch notes that what is near its threshold was read to the end, by a
// watch that began at a time: even where there was nothing, the mall was read.
func (s *Store) FinishWatch(ctx context.Context, mall lowstock.MallID, began time.Time) error {
	return s.inMall(ctx, mall, shortly, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE malls SET watched_at = greatest(watched_at, $2) WHERE mall_id = $1`, mall, began)
		return err
	})
}
