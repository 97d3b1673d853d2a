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
	process   *process // nil when somebody else runs it
	stopping  atomic.Bool
}

// Start runs the cluster in o.DataDir for the life of this process, making it first when there is none (about 1 s). It ends with
// Stop, and on Linux also when this process is killed. A folder on which a server already runs is ErrInUse; see errors.go for the
// others. A ctx without a deadline waits for at most a minute; once started, the server does not depend on ctx.
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
	// Looked at again: another process may have marked it between the first look and the lock.
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

// URL is the DSN of one database, for pgx and libpq alike; it holds the superuser's password.
func (c *Cluster) URL(dbname string) string {
	u := url.URL{
		Scheme: "postgres", User: url.UserPassword(superuser, c.password), Path: "/" + dbname,
		RawQuery: url.Values{"host": {c.socketDir}, "port": {socketPort}, "sslmode": {"disable"}}.Encode(),
	}
	return u.String()
}

// Version is the server's version, as in "15.18".
func (c *Cluster) Version() string { return c.version }

// DataDir is where the data really is, which for root may be outside Options.DataDir.
func (c *Cluster) DataDir() string { return c.folder.data() }

// Done is closed when the server that Start made has ended, for whatever reason. For a cluster from Attach it is nil.
func (c *Cluster) Done() <-chan struct{} {
	if c.process == nil {
		return nil
	}
	return c.process.done
}

// EnsureDatabase makes the database unless it is there. Several callers at once are fine.
func (c *Cluster) EnsureDatabase(ctx context.Context, name string) error {
	conn, err := pgx.Connect(ctx, c.URL("postgres"))
	if err != nil {
		return fmt.Errorf("localpg: connect: %w", err)
	}
	_, err = conn.Exec(ctx, "create database "+pgx.Identifier{name}.Sanitize())
	var pgErr *pgconn.PgError
	// 42P04: it exists. 23505: somebody else is making it at this moment.
	if errors.As(err, &pgErr) && (pgErr.Code == "42P04" || pgErr.Code == "23505") {
		err = nil
	}
	if err := errors.Join(err, conn.Close(ctx)); err != nil {
		return fmt.Errorf("localpg: create database %s: %w", name, err)
	}
	return nil
}

// Stop ends the server that Start made and returns when it is gone: open transactions are rolled back, and nothing committed is
// lost. When ctx ends first the server is stopped the hard way, which costs the next start a recovery, and ctx's error is
// returned. A second Stop, or one after the server ended by itself, does nothing. A cluster from Attach is only let go.
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
