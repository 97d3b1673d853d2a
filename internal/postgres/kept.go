package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
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
		if !shared.keeps {
			batch.Queue(keepPlans)
		}
		queue(&batch)
		err := shared.Tx.SendBatch(ctx, &batch).Close()
		shared.keeps = err == nil
		return err
	}
	batch.Queue(keepPlans)
	queue(&batch)
	batch.Queue(planAnew)
	return tx.SendBatch(ctx, &batch).Close()
}

// keptTx is a snapshot's transaction, in which plans are kept from one askKept to
// the next: to switch back and forth around each took /stock 8 statements. The
// first statement that is planned anew switches back, in the same round trip.
type keptTx struct {
	pgx.Tx
	keeps bool
}

func (t *keptTx) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	if !t.keeps {
		return t.Tx.Query(ctx, sql, args...)
	}
	var batch pgx.Batch
	batch.Queue(planAnew)
	batch.Queue(sql, args...)
	results := t.Tx.SendBatch(ctx, &batch)
	if _, err := results.Exec(); err != nil {
		_ = results.Close()
		return nil, err
	}
	t.keeps = false
	rows, err := results.Query()
	if err != nil {
		_ = results.Close()
		return rows, err
	}
	return batchRows{rows, results}, nil
}

func (t *keptTx) QueryRow(ctx context.Context, sql string, args ...any) pgx.Row {
	if !t.keeps {
		return t.Tx.QueryRow(ctx, sql, args...)
	}
	rows, err := t.Query(ctx, sql, args...)
	return onlyRow{rows, err}
}

func (t *keptTx) Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	if err := t.planAnew(ctx); err != nil {
		return pgconn.CommandTag{}, err
	}
	return t.Tx.Exec(ctx, sql, args...)
}

func (t *keptTx) SendBatch(ctx context.Context, batch *pgx.Batch) pgx.BatchResults {
	_ = t.planAnew(ctx) // where it fails, so does the batch: the transaction has failed
	return t.Tx.SendBatch(ctx, batch)
}

func (t *keptTx) planAnew(ctx context.Context) error {
	if !t.keeps {
		return nil
	}
	_, err := t.Tx.Exec(ctx, planAnew)
	t.keeps = err != nil
	return err
}

// batchRows are rows of a batch's last statement, which end the batch.
type batchRows struct {
	pgx.Rows
	batch pgx.BatchResults
}

func (r batchRows) Close() {
	r.Rows.Close()
	_ = r.batch.Close() // the rows have the error
}

// Next closes after the last row, as pgx's own rows do.
func (r batchRows) Next() bool {
	if r.Rows.Next() {
		return true
	}
	r.Close()
	return false
}

// onlyRow is the first of some rows.
type onlyRow struct {
	rows pgx.Rows
	err  error
}

func (r onlyRow) Scan(into ...any) error {
	if r.err != nil {
		return r.err
	}
	defer r.rows.Close()
	if !r.rows.Next() {
		if err := r.rows.Err(); err != nil {
			return err
		}
		return pgx.ErrNoRows
	}
	if err := r.rows.Scan(into...); err != nil {
		return err
	}
	r.rows.Close()
	return r.rows.Err()
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
