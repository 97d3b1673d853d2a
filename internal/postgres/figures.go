package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/listing"
)

// The figures of stock_counts that take longer to compute than a page may take.
// They are computed after a page is shown, and kept for the next one.

// KeepMorningLeft counts as morningStore.MorningLeft does and keeps the number for
// the bar of the pages.
func (s morningStore) KeepMorningLeft(ctx context.Context, today, now time.Time) (left int, err error) {
	err = s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		if left, err = countMorning(ctx, tx, s.id, today, now); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE stock_counts SET morning = $2, morning_at = $3 WHERE mall_id = $1`, s.id, left, now)
		return err
	})
	return left, err
}

// morningChanged says that the number of the daily list has to be counted again.
const morningChanged = `UPDATE stock_counts SET morning_at = NULL WHERE mall_id = $1 AND morning_at IS NOT NULL`

// KeepAtRisk returns what is at risk in the whole catalogue, as stockStore.AtRisk
// does without a filter, and by tile of the stock list. It keeps the sums of the
// tiles.
func (s stockStore) KeepAtRisk(ctx context.Context, today time.Time) (sum listing.AtRisk, tiles listing.TilesAtRisk, err error) {
	if today.IsZero() {
		return sum, tiles, errNoDay
	}
	where := newWhere(s.id)
	tables := inventoryTables + where.atRisk(today)
	where.add("v.removed_at IS NULL")
	of := func(condition string) string {
		return mostMoney + `sum(r.money) FILTER (WHERE ` + condition + `), 0)))::bigint`
	}
	err = s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		return tx.QueryRow(ctx, `
			WITH sums (items, money, out, low, ok, silent) AS MATERIALIZED (
			  SELECT `+mostAtRisk+`, `+of("v.status = 'out'")+`, `+of("v.status = 'low'")+`, `+of("v.status = 'ok'")+`, `+of("v.silent")+tables+where.sql("v")+`
			), kept AS (
			  UPDATE stock_counts n SET out_risk = s.out, low_risk = s.low, ok_risk = s.ok, silent_risk = s.silent FROM sums s
			   WHERE n.mall_id = $1 AND (n.out_risk, n.low_risk, n.ok_risk, n.silent_risk) IS DISTINCT FROM (s.out, s.low, s.ok, s.silent)
			) SELECT * FROM sums`, where.args...).Scan(&sum.Items, &sum.Money, &tiles.Out, &tiles.Low, &tiles.OK, &tiles.Silent)
	})
	return sum, tiles, err
}
