package postgres

import (
	"context"
	"hash/fnv"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
)

// orderScope is the permission that a mall must have granted for its orders to
// be read.
const orderScope = "mall.read_order"

// startDemand makes the counting of demand due, for a mall that has just been
// connected.
func startDemand(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, now time.Time) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO demand_reads (mall_id, next_at) VALUES ($1, $2)
		ON CONFLICT (mall_id) DO UPDATE SET next_at = $2, refused_at = NULL`, mall, now)
	return err
}

// ClaimDemand claims the counting of a mall's demand when it is due. The claim
// lasts for lease; its fence excludes whoever held the claim before. After a
// change of the time zone every day has to be counted again. It returns
// NotFound when nothing is due.
func (s demandStore) ClaimDemand(ctx context.Context, now time.Time, lease time.Duration) (plan demand.Plan, err error) {
	err = s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		var moved bool
		err := tx.QueryRow(ctx, `
			UPDATE demand_reads d SET fence = d.fence + 1, next_at = $2::timestamptz + $3::interval
			  FROM malls m JOIN settings s USING (mall_id)
			 WHERE d.mall_id = $1 AND m.mall_id = $1 AND m.state = 'active' AND NOT m.first_sync_due AND d.next_at <= $2
			RETURNING d.timezone <> s.timezone`, s.id, now, lease).Scan(&moved)
		if err != nil {
			return found(err)
		}
		var batch pgx.Batch
		if moved {
			batch.Queue(`DELETE FROM demand_days WHERE mall_id = $1`, s.id)
			batch.Queue(`UPDATE demand_reads SET timezone = (SELECT timezone FROM settings WHERE mall_id = $1) WHERE mall_id = $1`, s.id)
		}
		batch.Queue(`DELETE FROM demand_orders WHERE mall_id = $1 AND read_at < $2::timestamptz - interval '1 day'`, s.id, now)
		if err := tx.SendBatch(ctx, &batch).Close(); err != nil {
			return err
		}
		plan, err = loadDemandPlan(ctx, tx, s.id, now)
		return err
	})
	return plan, err
}

// loadDemandPlan also works without a claim. Levels are stored since the
// mall's first sync began.
func loadDemandPlan(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, now time.Time) (demand.Plan, error) {
	p := demand.Plan{Read: map[time.Time]demand.DayRead{}}
	var zone string
	err := tx.QueryRow(ctx, `
		SELECT d.fence, d.step, s.timezone, (SELECT min(started_at) FROM syncs WHERE mall_id = $1),
		       coalesce($3 = ANY(t.scopes), false) AND coalesce(d.refused_at < $2::timestamptz - interval '1 day', true)
		  FROM demand_reads d JOIN settings s USING (mall_id) LEFT JOIN tokens t USING (mall_id) WHERE d.mall_id = $1`,
		mall, now, orderScope).Scan(&p.Fence, &p.Step, &zone, orZero(&p.LevelsAt), &p.Orders)
	if err != nil {
		return p, found(err)
	}
	if p.Zone, err = time.LoadLocation(zone); err != nil {
		p.Zone = time.UTC // UTC, as for every other time of the mall
	}
	rows, err := tx.Query(ctx, `SELECT day, source, read_on FROM demand_days WHERE mall_id = $1`, mall)
	if err != nil {
		return p, err
	}
	var day time.Time
	var read demand.DayRead
	_, err = pgx.ForEachRow(rows, []any{&day, &read.Source, &read.On}, func() error {
		p.Read[day] = read
		return nil
	})
	return p, err
}

// holdDemand keeps the claim for the rest of the transaction. A late run
// writes nothing, neither after another process's claim nor after the mall was
// uninstalled.
func holdDemand(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, fence int64) error {
	tag, err := tx.Exec(ctx, `
		SELECT FROM demand_reads d JOIN malls m USING (mall_id)
		 WHERE d.mall_id = $1 AND d.fence = $2 AND m.state IN ('active', 'reconnect') FOR UPDATE OF d FOR KEY SHARE OF m`, mall, fence)
	return fenced(tag.RowsAffected(), err)
}

// DelayDemand postpones the rest until a time and stores how many days a range
// may have. It returns Conflict when another process has claimed the counting
// since.
func (s demandStore) DelayDemand(ctx context.Context, plan *demand.Plan, until time.Time) error {
	return s.inDemand(ctx, plan, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE demand_reads SET next_at = $2, step = $3 WHERE mall_id = $1`, s.id, until, plan.Step)
		return err
	})
}

// RefuseDemand stores that Cafe24 does not allow the mall's orders to be read.
// For a day, or until the mall is connected again, demand is counted from
// levels.
func (s demandStore) RefuseDemand(ctx context.Context, plan *demand.Plan, now time.Time) error {
	return s.inDemand(ctx, plan, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE demand_reads SET refused_at = $2 WHERE mall_id = $1`, s.id, now)
		return err
	})
}

// FinishDemand ends the counting until the mall's next nightly forecast, and makes the
// forecast due. The time differs a little from other malls' times.
func (s demandStore) FinishDemand(ctx context.Context, plan *demand.Plan, now time.Time) error {
	settings := preference.Settings{Timezone: plan.Zone.String()}
	return s.inDemand(ctx, plan, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE demand_reads SET next_at = $2, step = $3 WHERE mall_id = $1`,
			s.id, settings.NextNightlyRun(now).Add(apart(s.id)), plan.Step)
		if err != nil {
			return err
		}
		return forecastSoon(ctx, tx, s.id, now)
	})
}

// DemandOrders returns the orders of a range that were already read one by
// one.
func (s demandStore) DemandOrders(ctx context.Context, r demand.Range) (list []demand.Order, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		list = nil
		rows, err := tx.Query(ctx, `
			SELECT order_id, day, variant_codes, units FROM demand_orders WHERE mall_id = $1 AND day BETWEEN $2 AND $3`, s.id, r.From, r.To)
		if err != nil {
			return err
		}
		var o demand.Order
		var codes []string
		var units []int32
		_, err = pgx.ForEachRow(rows, []any{&o.ID, &o.Day, &codes, &units}, func() error {
			o.Units = make(map[string]int32, len(codes))
			for i, code := range codes {
				o.Units[code] = units[i]
			}
			list = append(list, o)
			return nil
		})
		return err
	})
	return list, err
}

// SaveDemandOrders stores orders that were read one by one, for a day, so that
// the range they belong to need not be read in one go.
func (s demandStore) SaveDemandOrders(ctx context.Context, plan *demand.Plan, orders []demand.Order, now time.Time) error {
	return s.inDemand(ctx, plan, func(ctx context.Context, tx pgx.Tx) error {
		var batch pgx.Batch
		for _, o := range orders {
			codes, units := make([]string, 0, len(o.Units)), make([]int32, 0, len(o.Units))
			for code, n := range o.Units {
				codes, units = append(codes, storable(code)), append(units, n)
			}
			batch.Queue(`
				INSERT INTO demand_orders (mall_id, order_id, day, variant_codes, units, read_at) VALUES ($1, $2, $3, $4, $5, $6)
				ON CONFLICT (mall_id, order_id) DO UPDATE
				   SET day = excluded.day, variant_codes = excluded.variant_codes, units = excluded.units, read_at = excluded.read_at`,
				s.id, storable(o.ID), o.Day, codes, units, now)
		}
		if batch.Len() == 0 {
			return nil
		}
		return tx.SendBatch(ctx, &batch).Close()
	})
}

// inDemand runs a small write under a claim.
func (s demandStore) inDemand(ctx context.Context, plan *demand.Plan, work workFunc) error {
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		if err := holdDemand(ctx, tx, s.id, plan.Fence); err != nil {
			return err
		}
		return work(ctx, tx)
	})
}

// apart spreads the malls of one time zone over an hour, always in the same way.
func apart(mall lowstock.MallID) time.Duration {
	h := fnv.New32a()
	_, _ = h.Write([]byte(mall)) // a hash never fails
	return time.Duration(h.Sum32()%3600) * time.Second
}

// DemandProgress returns how far the counting of a mall's demand has come. It is
// the zero value for a mall that has not been connected.
func (s demandStore) DemandProgress(ctx context.Context, now time.Time) (progress demand.Progress, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		return askKept(ctx, tx, func(batch *pgx.Batch) { s.queueProgress(batch, now, &progress) })
	})
	return progress, err
}
