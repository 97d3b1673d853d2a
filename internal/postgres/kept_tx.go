package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"cafe24-inventory-alert/internal/lowstock"
)

const (
	snapshotMode = "isolation level repeatable read read only"
	// enterMall is the two protections of beginMall as one statement, for a mall
	// $1.
	enterMall = `select set_config('role', '` + appRole + `', true), set_config('app.mall_id', $1, true)`
)

// keptTx is a snapshot's transaction. It begins together with the first
// statements: a round trip of its own took as long as three small statements.
// Plans are kept from one askKept to the next: to switch back and forth around
// each took /stock 8 statements. The first statement that is planned anew
// switches back, in the same round trip.
type keptTx struct {
	pgx.Tx // nil; for the methods that no read uses

	conn  *pgxpool.Conn
	mall  lowstock.MallID
	route route
	keeps bool
	ahead func(*pgx.Batch, *keptTx) // adds to the first statements
}

func (s *database) keptTx(ctx context.Context, mall lowstock.MallID, ahead func(*pgx.Batch, *keptTx)) (*keptTx, error) {
	conn, err := s.pool.Acquire(ctx)
	if err != nil {
		return nil, err
	}
	return &keptTx{conn: conn, mall: mall, route: s.route, ahead: ahead}, nil
}

func (t *keptTx) begun() bool { return t.conn.Conn().PgConn().TxStatus() != 'I' }

// ready begins the transaction for a statement that is sent alone.
func (t *keptTx) ready(ctx context.Context) error {
	if t.begun() {
		return nil
	}
	var batch pgx.Batch
	batch.Queue("begin " + snapshotMode)
	batch.Queue(enterMall+t.route.list, t.mall)
	return t.conn.SendBatch(ctx, &batch).Close()
}

// Query implements [pgx.Tx].
func (t *keptTx) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	if t.begun() && !t.keeps {
		return t.conn.Query(ctx, sql, args...)
	}
	var batch pgx.Batch
	if t.keeps {
		batch.Queue(planAnew)
	} else {
		batch.Queue("begin " + snapshotMode)
		batch.Queue(enterMall+t.route.list, t.mall)
	}
	batch.Queue(sql, args...)
	results := t.conn.SendBatch(ctx, &batch)
	for range batch.Len() - 1 {
		if _, err := results.Exec(); err != nil {
			_ = results.Close()
			return nil, err
		}
	}
	t.keeps = false
	rows, err := results.Query()
	if err != nil {
		_ = results.Close()
		return rows, err
	}
	return batchRows{rows, results}, nil
}

// QueryRow implements [pgx.Tx].
func (t *keptTx) QueryRow(ctx context.Context, sql string, args ...any) pgx.Row {
	if t.begun() && !t.keeps {
		return t.conn.QueryRow(ctx, sql, args...)
	}
	rows, err := t.Query(ctx, sql, args...)
	return onlyRow{rows, err}
}

// Exec implements [pgx.Tx].
func (t *keptTx) Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	if err := errors.Join(t.ready(ctx), t.planAnew(ctx)); err != nil {
		return pgconn.CommandTag{}, err
	}
	return t.conn.Exec(ctx, sql, args...)
}

// SendBatch implements [pgx.Tx].
func (t *keptTx) SendBatch(ctx context.Context, batch *pgx.Batch) pgx.BatchResults {
	if err := t.ready(ctx); err != nil {
		_ = t.Conn().Close(ctx) // the batch fails, and does not run outside of the transaction
	}
	_ = t.planAnew(ctx) // where it fails, so does the batch: the transaction has failed
	return t.conn.SendBatch(ctx, batch)
}

func (t *keptTx) planAnew(ctx context.Context) error {
	if !t.keeps {
		return nil
	}
	_, err := t.conn.Exec(ctx, planAnew)
	t.keeps = err != nil
	return err
}

// Conn implements [pgx.Tx].
func (t *keptTx) Conn() *pgx.Conn { return t.conn.Conn() }

// Rollback implements [pgx.Tx]. It returns the connection to the pool, which
// drops it if it is still in a transaction.
func (t *keptTx) Rollback(ctx context.Context) error {
	defer t.conn.Release()
	if t.Conn().IsClosed() || !t.begun() {
		return nil
	}
	_, err := t.conn.Exec(ctx, "rollback")
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
