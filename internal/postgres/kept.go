package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// The pool plans every statement anew for its arguments, since a plan of empty
// tables or of a small mall costs a large one a thousand times what planning does.
// Planning is most of what a small statement costs, so the statements of pages
// whose right plan is the same at any size keep theirs: one row or a few by a key,
// or a list in the order of an index up to a LIMIT. So that it is also the plan
// that is made while the tables are empty and nothing is known of them, all others
// are put out of the planner's reach.
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
	batch.Queue(keepPlans)
	queue(&batch)
	batch.Queue(planAnew)
	return tx.SendBatch(ctx, &batch).Close()
}

// analyzedFrom is how many changes at once make the planner's numbers worth
// bringing up to date before autovacuum comes by.
const analyzedFrom = 5000

// analyzeStock has the planner learn what has just been written, so that the first
// pages after a first sync have the right plans. What fails is left to autovacuum.
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
