package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
)

// ClaimDirty claims up to limit products that are due to be read, none with a
// number above upTo. It makes them due again after lease, in case their
// reading is never applied. It skips products that another claim holds.
func (s levelStore) ClaimDirty(ctx context.Context, now time.Time, upTo int64, limit int, lease time.Duration) (claimed []inbound.Dirty, err error) {
	err = s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			WITH due AS (
			  SELECT product_no FROM dirty_products
			   WHERE mall_id = $1 AND due_at <= $2 AND product_no <= $5
			   ORDER BY due_at, product_no LIMIT $3
			   FOR UPDATE SKIP LOCKED
			), claimed AS (
			  UPDATE dirty_products d SET due_at = $2::timestamptz + $4::interval
			    FROM due WHERE d.mall_id = $1 AND d.product_no = due.product_no
			  RETURNING d.product_no, d.hinted_at
			)
			SELECT c.product_no, c.hinted_at, coalesce(q.reason, ''), q.retry_at
			  FROM claimed c LEFT JOIN quarantine q ON q.mall_id = $1 AND q.list = 'products' AND q.subject = c.product_no::text`,
			s.id, now, limit, lease, upTo)
		if err != nil {
			return err
		}
		claimed, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (d inbound.Dirty, err error) {
			err = row.Scan(&d.ProductNo, &d.HintedAt, &d.Unreadable, orZero(&d.RetryAt))
			return d, err
		})
		return err
	})
	return claimed, err
}

// MarkDirty makes products due now.
func (s levelStore) MarkDirty(ctx context.Context, products []int64, now time.Time) error {
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error { return markDirty(ctx, tx, s.id, products, now) })
}

// markDirty dates the marks back, so that one reading ends them: no change has
// happened that a cache could hide.
func markDirty(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, products []int64, now time.Time) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO dirty_products AS d (mall_id, product_no, hinted_at, due_at, first_at, via)
		SELECT $1, no, $3::timestamptz - interval '1 minute', $3, $3, 'own' FROM unnest($2::bigint[]) no GROUP BY no ORDER BY no
		ON CONFLICT (mall_id, product_no) DO UPDATE SET due_at = least(d.due_at, excluded.due_at)`, mall, products, now)
	return err
}

// LookAt makes a product due now because a person looks at it, unless it is
// already due to be read or its reading is younger than fresh. It says whether
// it did.
func (s levelStore) LookAt(ctx context.Context, productNo int64, fresh time.Duration, now time.Time) (due bool, err error) {
	err = s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		// Dated back, so that one reading ends the mark: there is no cache to wait
		// for.
		tag, err := tx.Exec(ctx, `
			INSERT INTO dirty_products (mall_id, product_no, hinted_at, due_at, first_at, via)
			SELECT p.mall_id, p.product_no, p.observed_at, $4, $4, 'own' FROM products p JOIN malls m USING (mall_id)
			 WHERE p.mall_id = $1 AND p.product_no = $2 AND p.removed_at IS NULL AND p.observed_at <= $4::timestamptz - $3::interval AND m.state = 'active'
			ON CONFLICT (mall_id, product_no) DO NOTHING`, s.id, productNo, fresh, now)
		due = tag.RowsAffected() > 0
		return err
	})
	return due, err
}

// settleDirty ends the marks of products that a reading begun at startedAt
// brought. The reading may have missed a hint that is younger than the
// platform's caches, so a product with such a hint is read once more. A hint
// that came after the reading began keeps its own time.
func settleDirty(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, products []int64, startedAt time.Time, confirm time.Duration) error {
	_, err := tx.Exec(ctx, `
		WITH held AS (
		  SELECT product_no, hinted_at FROM dirty_products
		   WHERE mall_id = $1 AND product_no = ANY($2)
		   ORDER BY product_no FOR UPDATE
		), again AS (
		  UPDATE dirty_products d SET due_at = $3::timestamptz + $4::interval
		    FROM held WHERE d.mall_id = $1 AND d.product_no = held.product_no
		     AND held.hinted_at <= $3 AND held.hinted_at + $4::interval > $3
		)
		DELETE FROM dirty_products d USING held
		 WHERE d.mall_id = $1 AND d.product_no = held.product_no AND held.hinted_at + $4::interval <= $3`,
		mall, products, startedAt, confirm)
	return err
}

// awaitAgain makes products due for the reading that confirms an alert.
func awaitAgain(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, seen map[int64]time.Time, confirm time.Duration) error {
	if len(seen) == 0 {
		return nil
	}
	products, times := make([]int64, 0, len(seen)), make([]time.Time, 0, len(seen))
	for no, at := range seen {
		products, times = append(products, no), append(times, at)
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO dirty_products AS d (mall_id, product_no, hinted_at, due_at, first_at, via)
		SELECT $1, u.no, u.at, u.at + $4::interval, u.at, 'own' FROM unnest($2::bigint[], $3::timestamptz[]) u(no, at) ORDER BY u.no
		ON CONFLICT (mall_id, product_no) DO UPDATE
		   SET hinted_at = greatest(d.hinted_at, excluded.hinted_at), due_at = least(d.due_at, excluded.due_at)`,
		mall, products, times, confirm)
	return err
}
