package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/lowstock"
)

// startUnpaid makes the reading of unpaid orders due, for a mall that has just
// been connected.
func startUnpaid(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, now time.Time) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO unpaid_reads (mall_id, next_at) VALUES ($1, $2)
		ON CONFLICT (mall_id) DO UPDATE SET next_at = $2, refused_at = NULL`, mall, now)
	return err
}

// ClaimUnpaid claims the reading of unpaid orders when it is due. The claim
// lasts for lease; its fence excludes whoever held the claim before. Where
// unpaid orders are not wanted, the last reading is deleted, and the mall is
// looked at again later. It returns NotFound when the reading is not due.
func (s demandStore) ClaimUnpaid(ctx context.Context, now time.Time, lease time.Duration) (plan demand.UnpaidPlan, err error) {
	err = s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		plan = demand.UnpaidPlan{Until: now.Add(lease)}
		var zone string
		err := tx.QueryRow(ctx, `
			UPDATE unpaid_reads u SET fence = u.fence + 1, next_at = $3
			  FROM malls m JOIN settings s USING (mall_id) LEFT JOIN tokens t USING (mall_id)
			 WHERE u.mall_id = $1 AND m.mall_id = $1 AND m.state = 'active' AND NOT m.first_sync_due AND u.next_at <= $2
			RETURNING u.fence, s.timezone,
			      coalesce($4 = ANY(t.scopes), false) AND coalesce(u.refused_at < $2::timestamptz - interval '1 day', true)
			  AND EXISTS (SELECT FROM variants WHERE mall_id = $1 AND at_payment AND tracked AND removed_at IS NULL)`,
			s.id, now, plan.Until, orderScope).Scan(&plan.Fence, &zone, &plan.Wanted)
		if err != nil {
			return found(err)
		}
		if plan.Zone, err = time.LoadLocation(zone); err != nil {
			plan.Zone = time.UTC // UTC, as for every other time of the mall
		}
		if plan.Wanted {
			return nil
		}
		return forgetUnpaid(ctx, tx, s.id, now.Add(demand.UnpaidEvery))
	})
	return plan, err
}

// forgetUnpaid deletes what is known until the next reading.
func forgetUnpaid(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, next time.Time) error {
	var batch pgx.Batch
	batch.Queue(`DELETE FROM unpaid WHERE mall_id = $1`, mall)
	batch.Queue(`UPDATE unpaid_reads SET read_at = NULL, next_at = $2 WHERE mall_id = $1`, mall, next)
	return tx.SendBatch(ctx, &batch).Close()
}

// SaveUnpaid replaces the last reading by a new one. The next one is due after
// the usual time, or soon where an order has come in meanwhile. It returns
// Conflict when another process has claimed it since, or the mall was
// uninstalled.
func (s demandStore) SaveUnpaid(ctx context.Context, plan demand.UnpaidPlan, reading demand.UnpaidReading, now time.Time) error {
	codes, units, orders, oldest := make([]string, 0, len(reading.Held)), []int32{}, []int32{}, []time.Time{}
	for code, h := range reading.Held {
		codes, units = append(codes, storable(code)), append(units, bounded(h.Units))
		orders, oldest = append(orders, bounded(h.Orders)), append(oldest, h.Oldest)
	}
	return s.inUnpaid(ctx, plan, func(ctx context.Context, tx pgx.Tx) error {
		var batch pgx.Batch
		batch.Queue(`DELETE FROM unpaid WHERE mall_id = $1`, s.id)
		batch.Queue(`
			INSERT INTO unpaid (mall_id, variant_code, units, orders, oldest)
			SELECT $1, u.* FROM unnest($2::text[], $3::integer[], $4::integer[], $5::date[]) u
			ON CONFLICT DO NOTHING`, s.id, codes, units, orders, oldest)
		batch.Queue(`
			UPDATE unpaid_reads SET read_at = $2, counted = $3, refused_at = NULL,
			       next_at = CASE WHEN next_at < $4 THEN greatest(next_at, $2::timestamptz + $5::interval) ELSE $6 END
			 WHERE mall_id = $1`,
			s.id, reading.StartedAt, reading.Held != nil, plan.Until, demand.UnpaidGap, now.Add(demand.UnpaidEvery))
		return tx.SendBatch(ctx, &batch).Close()
	})
}

// DelayUnpaid postpones the reading; the stored one stays, and gets older. It
// returns Conflict when another process has claimed it since.
func (s demandStore) DelayUnpaid(ctx context.Context, plan demand.UnpaidPlan, until time.Time) error {
	return s.inUnpaid(ctx, plan, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE unpaid_reads SET next_at = $2 WHERE mall_id = $1`, s.id, until)
		return err
	})
}

// RefuseUnpaid stores that Cafe24 does not allow the mall's orders to be read.
// The app tries again a day later, or when the mall is connected again.
func (s demandStore) RefuseUnpaid(ctx context.Context, plan demand.UnpaidPlan, now time.Time) error {
	return s.inUnpaid(ctx, plan, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `UPDATE unpaid_reads SET refused_at = $2 WHERE mall_id = $1`, s.id, now); err != nil {
			return err
		}
		return forgetUnpaid(ctx, tx, s.id, now.Add(24*time.Hour+time.Second))
	})
}

// inUnpaid is a write under a claim. A late run writes nothing, neither after
// another process's claim nor after the mall was uninstalled.
func (s demandStore) inUnpaid(ctx context.Context, plan demand.UnpaidPlan, work workFunc) error {
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `
			SELECT FROM unpaid_reads u JOIN malls m USING (mall_id)
			 WHERE u.mall_id = $1 AND u.fence = $2 AND m.state IN ('active', 'reconnect') FOR UPDATE OF u FOR KEY SHARE OF m`, s.id, plan.Fence)
		if err := fenced(tag.RowsAffected(), err); err != nil {
			return err
		}
		return work(ctx, tx)
	})
}

// Unpaid returns what is known of a variant's unpaid orders, or the zero value
// where they were not read.
func (s demandStore) Unpaid(ctx context.Context, variantCode string) (u demand.Unpaid, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		u = demand.Unpaid{}
		err := tx.QueryRow(ctx, `
			SELECT r.read_at, r.counted, coalesce(u.units, 0), coalesce(u.orders, 0), u.oldest::timestamp AT TIME ZONE 'UTC'
			  FROM unpaid_reads r LEFT JOIN unpaid u ON u.mall_id = r.mall_id AND u.variant_code = $2
			 WHERE r.mall_id = $1`, s.id, variantCode).Scan(orZero(&u.ReadAt), &u.Counted, &u.Units, &u.Orders, orZero(&u.Oldest))
		if lowstock.ErrorCode(found(err)) == lowstock.CodeNotFound {
			return nil
		}
		return err
	})
	return u, err
}
