package postgres

import (
	"context"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

// snapshotKey is the context key of a [snapshot], so that functions that a
// request calls need not pass it on. Only mallStore.Snapshot and
// mallStore.Together set it.
type snapshotKey struct{}

// snapshot is the reading transactions of one request. All reads between two
// writes run in one transaction and see one state of the database, so that the
// numbers of an answer agree with each other.
type snapshot struct {
	store *database
	mall  lowstock.MallID

	mu      sync.Mutex // held while tx is in use
	tx      pgx.Tx     // nil: none is open
	writing bool       // tx is the one of mallStore.Together and not a reading one
	careful bool       // a connection broke: begin as one waits for a server that restarts
	closed  bool
	ahead   preread // nil: nothing is read ahead
}

// preread is what the first statements of a snapshot's transaction also read.
// A read that begins its transaction alone leaves it out.
type preread interface {
	queue(batch *pgx.Batch, tx *keptTx)
}

// Snapshot lets the reads of a mall that get the returned context share a
// transaction (REPEATABLE READ READ ONLY), which begins with the first of
// them. It ends when another transaction begins. So a request never holds two
// connections of the pool, and a read after a write sees what was written.
// Release ends it too, and a later read begins another one. The caller must
// call end.
func (s mallStore) Snapshot(ctx context.Context) (shared context.Context, release, end func()) {
	n := &snapshot{store: s.database, mall: s.id}
	return context.WithValue(ctx, snapshotKey{}, n), func() { n.release(ctx) }, func() { n.close(ctx) }
}

// snapshotOf returns the snapshot that work on a mall may share; nil where
// there is none.
func snapshotOf(ctx context.Context, mall lowstock.MallID) *snapshot {
	if found, _ := ctx.Value(snapshotKey{}).(*snapshot); found != nil && found.mall == mall {
		return found
	}
	return nil
}

// leaveSnapshot ends the reading transaction of a context, of any mall, before
// another one begins.
func leaveSnapshot(ctx context.Context) {
	if found, _ := ctx.Value(snapshotKey{}).(*snapshot); found != nil {
		found.release(ctx)
	}
}

func (n *snapshot) release(ctx context.Context) {
	if n.mu.TryLock() { // else it is in use, in this very call or by another goroutine
		n.end(ctx)
		n.mu.Unlock()
	}
}

// close ends the snapshot. Later reads with its context have transactions of
// their own.
func (n *snapshot) close(ctx context.Context) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.closed = true
	n.end(ctx)
}

func (n *snapshot) end(ctx context.Context) {
	if n.tx == nil || n.writing {
		return
	}
	// Nothing is lost, since it only read; a connection that cannot roll back is
	// dropped.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), shortly)
	defer cancel()
	_ = n.tx.Rollback(ctx)
	n.tx = nil
}

// take says whether work may use the snapshot, which it then holds until give.
// A snapshot in use is not shared: a connection does one thing at a time.
func (n *snapshot) take() bool {
	if n == nil || !n.mu.TryLock() {
		return false
	}
	if n.closed {
		n.mu.Unlock()
		return false
	}
	return true
}

// read runs work in the snapshot's transaction, which it begins where none is
// open. Work that fails because the connection breaks runs again, as in
// [tenant.read]: no page fails because the server was restarted meanwhile.
// Only such a page may show two states of the database.
func (n *snapshot) read(ctx context.Context, limit time.Duration, work workFunc) error {
	if n.writing {
		return known(work(ctx, n.tx))
	}
	err := n.readOnce(ctx, limit, work)
	if err == nil || ctx.Err() != nil || !broken(err) {
		return err
	}
	n.store.log.WarnContext(ctx, "snapshot is begun again", "error", err)
	n.careful = true
	return n.readOnce(ctx, limit, work)
}

func (n *snapshot) readOnce(ctx context.Context, limit time.Duration, work workFunc) error {
	if n.tx == nil {
		tx, err := n.begin(ctx)
		if err != nil {
			return known(err)
		}
		n.tx = tx
	}
	limited, cancel := context.WithTimeout(ctx, n.store.slow*limit)
	defer cancel()
	err := work(limited, n.tx)
	if conn := n.tx.Conn().PgConn(); conn.IsClosed() || conn.TxStatus() == 'E' { // no further statement can run in it
		n.end(ctx)
	}
	return known(err)
}

// begin takes a connection for a transaction that its first statements begin.
// After a connection broke, a statement finds one that works, as for any
// other transaction.
func (n *snapshot) begin(ctx context.Context) (pgx.Tx, error) {
	// Checked again before a role is taken: a MallID can be made by a conversion.
	if _, err := lowstock.ParseMallID(string(n.mall)); err != nil {
		return nil, err
	}
	if !n.careful {
		ctx, cancel := context.WithTimeout(ctx, shortly)
		defer cancel()
		return n.store.keptTx(ctx, n.mall, n.queueAhead)
	}
	return n.store.untilBack(ctx, shortly, func(ctx context.Context) (pgx.Tx, error) {
		tx, err := n.store.keptTx(ctx, n.mall, n.queueAhead)
		if err != nil {
			return nil, err
		}
		if err := tx.ready(ctx); err != nil {
			_ = tx.Rollback(ctx)
			return nil, err
		}
		return tx, nil
	})
}

func (n *snapshot) queueAhead(batch *pgx.Batch, tx *keptTx) {
	if n.ahead != nil {
		n.ahead.queue(batch, tx)
	}
}

// Together runs work whose methods write and read in one transaction. They
// read what they have written, and all of it is rolled back where work fails.
// Work may run again, like that of every method that writes.
func (s mallStore) Together(ctx context.Context, work func(context.Context) error) error {
	return s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		shared := &snapshot{store: s.database, mall: s.id, tx: tx, writing: true}
		return work(context.WithValue(ctx, snapshotKey{}, shared))
	})
}
