package localpg

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// Cluster is a running PostgreSQL with the one role "postgres", a superuser.
type Cluster struct {
	folder    folder
	log       *slog.Logger
	version   string
	socketDir string
	password  string
	process   *process // nil if another process runs it
	stopping  atomic.Bool
}

// Start runs the cluster in o.DataDir for the lifetime of this process. It creates the cluster first if there is none
// (about 1 s). The cluster ends with Stop, and on Linux also when this process is killed. If a server already runs on
// the folder, the error is ErrInUse; errors.go lists the other errors. With a ctx without a deadline, Start waits for
// at most a minute. Once the server has started, it does not depend on ctx.
func Start(ctx context.Context, o Options) (*Cluster, error) {
	f, err := openFolder(o.DataDir, true)
	if err != nil {
		return nil, err
	}
	h, err := f.hold()
	if errors.Is(err, ErrInUse) {
		return nil, fmt.Errorf("%w: another process runs the database there; stop it first, or name another folder", err)
	}
	if err != nil {
		return nil, err
	}
	// The folder is read again: another process may have marked it between the first reading and the lock.
	if f, err = f.resolve(); err != nil {
		h.release()
		return nil, err
	}
	c, err := launch(ctx, o, f, tied, h)
	if err != nil {
		h.release()
		return nil, err
	}
	return c, nil
}

// URL returns the DSN of one database, for pgx and for libpq. It contains the superuser's password.
func (c *Cluster) URL(dbname string) string {
	u := url.URL{
		Scheme: "postgres", User: url.UserPassword(superuser, c.password), Path: "/" + dbname,
		RawQuery: url.Values{"host": {c.socketDir}, "port": {socketPort}, "sslmode": {"disable"}}.Encode(),
	}
	return u.String()
}

// Version returns the server's version, as in "15.18".
func (c *Cluster) Version() string { return c.version }

// DataDir returns the folder that really holds the data. For root it may be outside of Options.DataDir.
func (c *Cluster) DataDir() string { return c.folder.data() }

// Done returns a channel that is closed when the server of Start has ended, for whatever reason. For a cluster from
// Attach it is nil.
func (c *Cluster) Done() <-chan struct{} {
	if c.process == nil {
		return nil
	}
	return c.process.done
}

// EnsureDatabase creates the database unless it exists. Several callers may do so at once.
func (c *Cluster) EnsureDatabase(ctx context.Context, name string) error {
	conn, err := pgx.Connect(ctx, c.URL("postgres"))
	if err != nil {
		return fmt.Errorf("localpg: connect: %w", err)
	}
	_, err = conn.Exec(ctx, "create database "+pgx.Identifier{name}.Sanitize())
	var pgErr *pgconn.PgError
	// 42P04: it exists. 23505: another caller is creating it now.
	if errors.As(err, &pgErr) && (pgErr.Code == "42P04" || pgErr.Code == "23505") {
		err = nil
	}
	if err := errors.Join(err, conn.Close(ctx)); err != nil {
		return fmt.Errorf("localpg: create database %s: %w", name, err)
	}
	return nil
}

// Stop ends the server of Start and returns when it is gone. Open transactions are rolled back, and no committed data
// is lost. If ctx ends first, the server is killed, which makes the next start run a recovery, and Stop returns ctx's
// error. A second Stop, or one after the server ended by itself, does nothing. For a cluster from Attach, Stop only
// disconnects: the server continues.
func (c *Cluster) Stop(ctx context.Context) error {
	if c.process == nil || c.process.done == nil || c.process.hasEnded() {
		return nil
	}
	c.stopping.Store(true)
	if err := signal(c.process.pid, syscall.SIGINT); err != nil {
		return err
	}
	ctx, cancel := bounded(ctx)
	defer cancel()
	select {
	case <-c.process.done:
		return nil
	case <-ctx.Done():
		c.process.kill()
		return fmt.Errorf("localpg: the database was stopped the hard way: %w", context.Cause(ctx))
	}
}

// hasEnded runs on the goroutine that waited for the server.
func (c *Cluster) hasEnded(st *os.ProcessState) {
	removeTemporary(c.socketDir)
	if c.stopping.Load() {
		return
	}
	c.log.Error("the database ended by itself", "state", st.String(), "log", c.folder.logFile(), "at", time.Now())
}
