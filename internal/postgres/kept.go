package postgres

import (
	"context"
	"strings"

	"github.com/jackc/pgx/v5"
)

// The pool plans every statement for its arguments each time, since a plan
// made for empty tables or for a small mall can cost a large mall a thousand
// times what planning does. For a small statement planning is most of the
// cost. So the statements of pages whose right plan is the same at any size
// keep their plans: one row or a few by a key, or a list in the order of an
// index up to a LIMIT. All other kinds of plan are disabled for them, so that
// the right plan is also made while the tables are empty and have no
// statistics.
const (
	keepPlans = `select set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true),
		set_config('enable_bitmapscan', 'off', true), set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
		set_config('enable_sort', 'off', true)`
	planAnew = `select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('enable_seqscan', 'on', true),
		set_config('enable_bitmapscan', 'on', true), set_config('enable_hashjoin', 'on', true), set_config('enable_mergejoin', 'on', true),
		set_config('enable_sort', 'on', true)`
)

// askKept sends statements that keep their plans, all in one round trip.
func askKept(ctx context.Context, tx pgx.Tx, queue func(*pgx.Batch)) error {
	var batch pgx.Batch
	if shared, is := tx.(*keptTx); is {
		first := !shared.begun()
		switch {
		case first:
			batch.Queue("begin " + snapshotMode)
			batch.Queue(enterMall+shared.route.list+", "+strings.TrimPrefix(keepPlans, "select "), shared.mall)
		case !shared.keeps:
			batch.Queue(keepPlans)
		}
		queue(&batch)
		if first {
			shared.ahead(&batch, shared)
		}
		err := shared.conn.SendBatch(ctx, &batch).Close()
		shared.keeps = err == nil
		return err
	}
	batch.Queue(keepPlans)
	queue(&batch)
	batch.Queue(planAnew)
	return tx.SendBatch(ctx, &batch).Close()
}

// askLast is askKept for the last statements of a snapshot, which ends in the
// same round trip. A later read begins another one.
func askLast(ctx context.Context, tx pgx.Tx, queue func(*pgx.Batch)) error {
	shared, is := tx.(*keptTx)
	if !is {
		return askKept(ctx, tx, queue)
	}
	err := askKept(ctx, tx, func(batch *pgx.Batch) {
		queue(batch)
		batch.Queue("rollback")
	})
	shared.keeps = shared.keeps && shared.begun()
	return err
}

// analyzedFrom is how many changes at once make the planner's numbers worth
// bringing up to date before autovacuum comes by.
const analyzedFrom = 5000

// analyzeStock updates the planner's statistics after a large write, so that
// the first pages after a first sync get the right plans. If it fails,
// autovacuum does the work later.
func (s *database) analyzeStock(ctx context.Context) {
	begin := pgx.TxOptions{BeginQuery: "begin; set local role " + systemRole}
	err := s.again(ctx, begin, patience, deadlocked, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `SELECT analyze_stock()`)
		return err
	})
	if err != nil {
		s.log.WarnContext(ctx, "stock not analyzed", "error", err)
	}
}
