package postgres

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
)

// ClaimWatch claims the mall's watch, the sweep near the thresholds, when it
// is due, sets the next one, and returns what to read. It returns NotFound
// when it is not due.
func (s levelStore) ClaimWatch(ctx context.Context, now time.Time, pace inbound.Pace) (plan inbound.WatchPlan, err error) {
	err = s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		plan = inbound.WatchPlan{}
		tag, err := tx.Exec(ctx, `
			UPDATE malls SET next_watch_at = $3 WHERE mall_id = $1 AND state = 'active' AND next_watch_at <= $2`, s.id, now, now.Add(pace.Watch))
		if err := touchedOne(tag.RowsAffected(), err); err != nil {
			return err
		}
		capacity := pace.Capacity()
		all, err := watchLevel(ctx, tx, s.id, capacity, &plan)
		if err != nil {
			return err
		}
		list, err := watchable(ctx, tx, s.id, plan.MaxThreshold, !all, pace.HorizonDays(), capacity)
		if err != nil {
			return err
		}
		plan.Products = pace.PickWatch(list, capacity, now)
		slices.Sort(plan.Products)
		// The estimate uses what is stored. That is exact enough for how long a
		// watch takes.
		_, err = tx.Exec(ctx, `
			UPDATE malls SET watch_level = $2, watch_products = (
			  SELECT count(*) FROM (
			    SELECT product_no FROM variants WHERE mall_id = $1 AND removed_at IS NULL AND tracked AND quantity <= $2
			    UNION SELECT unnest($3::bigint[])
			  ) p) WHERE mall_id = $1`, s.id, plan.MaxThreshold, plan.Products)
		return err
	})
	return plan, err
}

// watchLevel returns the level up to which the platform's own list is read,
// and whether that list is enough because no threshold lies above the level.
//
// Thresholds of days of cover differ from item to item: with the largest of
// them as the level the whole catalogue would be read. So the variants near
// such a threshold are read by name.
func watchLevel(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, capacity int, plan *inbound.WatchPlan) (all bool, err error) {
	var largest int
	var days bool
	err = tx.QueryRow(ctx, `SELECT coalesce(max(threshold), 0), coalesce(bool_or(days IS NOT NULL), false) FROM rules WHERE mall_id = $1`, mall).
		Scan(&largest, &days)
	if err != nil {
		return false, err
	}
	var enough int
	err = tx.QueryRow(ctx, `
		SELECT quantity FROM variants WHERE mall_id = $1 AND removed_at IS NULL AND tracked ORDER BY quantity OFFSET $2 LIMIT 1`, mall, capacity).Scan(&enough)
	tooMany := err == nil
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return false, err
	}
	plan.MaxThreshold = inbound.WatchLevel(largest, enough, tooMany)
	return !days && plan.MaxThreshold == lowstock.RecoveredAt(largest), nil
}

// watchable lists what that list may not contain: variants with an unresolved
// incident that may have recovered, variants near a threshold above the level
// (most malls have none), and variants that sell fast enough to reach their
// threshold before the next full sweep.
func watchable(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, level int, above bool, horizonDays float64, capacity int) ([]inbound.Watchable, error) {
	rows, err := tx.Query(ctx, `
		SELECT v.product_no, true, v.quantity, v.threshold, coalesce(v.daily_sales, 0), v.observed_at
		  FROM incidents i JOIN variants v USING (mall_id, variant_code) WHERE i.mall_id = $1 AND i.state <> 'resolved'
		UNION ALL
		(SELECT product_no, false, quantity, threshold, coalesce(daily_sales, 0), observed_at FROM variants
		  WHERE $3 AND mall_id = $1 AND removed_at IS NULL AND silence = '' AND quantity > $2 AND threshold > 0
		    AND quantity <= threshold + greatest(5, threshold / 2)
		  ORDER BY quantity - threshold LIMIT $5)
		UNION ALL
		(SELECT product_no, false, quantity, threshold, daily_sales, observed_at FROM variants
		  WHERE mall_id = $1 AND days_left < $4 AND silence = '' AND removed_at IS NULL AND quantity > $2
		  ORDER BY days_left LIMIT $5)`, mall, level, above, horizonDays, capacity)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (w inbound.Watchable, err error) {
		err = row.Scan(&w.ProductNo, &w.Standing, &w.Quantity, &w.Threshold, &w.PerDay, &w.ReadAt)
		return w, err
	})
}

// DelayWatch postpones the next watch, where the platform has asked for it.
func (s levelStore) DelayWatch(ctx context.Context, until time.Time) error {
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE malls SET next_watch_at = $2 WHERE mall_id = $1 AND state = 'active'`, s.id, until)
		return err
	})
}

// FinishWatch stores that a watch that began at a time has read everything
// near its threshold. It does so even where there was nothing to read.
func (s levelStore) FinishWatch(ctx context.Context, began time.Time) error {
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE malls SET watched_at = greatest(watched_at, $2), watched_level = watch_level WHERE mall_id = $1`, s.id, began)
		return err
	})
}
