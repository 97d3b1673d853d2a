package postgres

import (
	"context"
	"errors"
	"io"
	"net"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
)

// ErrSchemaNewer means that the schema has migrations that this binary does
// not have. A running process may continue with it; a process that starts
// should not.
var ErrSchemaNewer = errors.New("postgres: the schema is newer than this program")

// foreignError is the failure of a callback. It may look like a failure of the
// connection, but it is not one.
type foreignError struct{ err error }

func (e *foreignError) Error() string { return e.err.Error() }
func (e *foreignError) Unwrap() error { return e.err }

// known gives an error of the connection the code CodeUnavailable and returns
// every other error unchanged.
func known(err error) error {
	var coded *lowstock.Error
	var foreign *foreignError
	switch {
	case err == nil, errors.As(err, &coded), errors.Is(err, context.Canceled):
		return err
	case errors.As(err, &foreign):
		return foreign.err
	case errors.Is(err, context.DeadlineExceeded), broken(err):
		return lowstock.Fail(lowstock.CodeUnavailable, "error.unavailable", err)
	}
	return err
}

// broken says that the server or the connection to it failed, not the
// statement.
func broken(err error) bool {
	if answer, ok := errors.AsType[*pgconn.PgError](err); ok {
		switch answer.Code {
		case "57P01", "57P02", "57P03", "53300": // shut down, crashed, starting, too many connections
			return true
		}
		return len(answer.Code) == 5 && answer.Code[:2] == "08"
	}
	var connect *pgconn.ConnectError
	var network net.Error
	return errors.As(err, &connect) || errors.As(err, &network) || pgconn.SafeToRetry(err) ||
		errors.Is(err, pgconn.ErrConnClosed) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}

// refused says that the server runs and does not accept the login, which
// waiting does not repair: a wrong password, no such database.
func refused(err error) bool {
	answer, ok := errors.AsType[*pgconn.PgError](err)
	return ok && !broken(answer)
}

// deadlocked says that PostgreSQL aborted this transaction because of a
// deadlock with another one.
func deadlocked(err error) bool {
	answer, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (answer.Code == "40P01" || answer.Code == "40001")
}

// found turns "no rows" into NotFound.
func found(err error) error {
	if errors.Is(err, pgx.ErrNoRows) {
		return lowstock.NotFound()
	}
	return err
}

// fenced returns Conflict where a claim is no longer the newest.
func fenced(rows int64, err error) error {
	if err == nil && rows == 0 {
		return lowstock.Fail(lowstock.CodeConflict, "error.conflict", errors.New("the claim has passed to another run"))
	}
	return err
}

// touchedOne returns NotFound where an UPDATE or DELETE changed no row.
func touchedOne(rows int64, err error) error {
	if err == nil && rows == 0 {
		return lowstock.NotFound()
	}
	return err
}

// holdSync keeps the claim of a sweep for the rest of the transaction.
// Otherwise a late run of the first sync could apply a page, without
// notifications, after the summary was made.
func holdSync(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, sync *inbound.Sync) error {
	if sync == nil {
		return nil
	}
	tag, err := tx.Exec(ctx, `
		SELECT FROM syncs WHERE mall_id = $1 AND sync_id = $2 AND fence = $3 AND state = 'running' FOR SHARE`, mall, sync.ID, sync.Fence)
	return fenced(tag.RowsAffected(), err)
}
