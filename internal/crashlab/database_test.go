package crashlab

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"cafe24-inventory-alert/internal/localpg"
	"cafe24-inventory-alert/internal/localpg/localpgtest"
	"cafe24-inventory-alert/internal/postgres"
)

const databaseName = "crashlab"

// database is the lab's own PostgreSQL, as durable as one in production. The lab can crash and halt it. Replicas reach
// it by TCP through bridge, like a database on another host.
type database struct {
	options localpg.Options
	bridge  net.Listener

	breaking sync.Mutex // held while it is crashed or halted: one trouble at a time

	mu      sync.Mutex // guards the fields below
	cluster *localpg.Cluster
	pool    *pgxpool.Pool // the lab's own connections, which use no link
}

func startDatabase(t *testing.T) *database {
	t.Helper()
	d := &database{options: localpg.Options{DataDir: localpgtest.Folder(t), Settings: map[string]string{"shared_buffers": "32MB"}}}
	if err := d.start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.end(t) })
	if err := d.cluster.EnsureDatabase(t.Context(), databaseName); err != nil {
		t.Fatal(err)
	}
	if err := postgres.Migrate(t.Context(), d.cluster.URL(databaseName)); err != nil {
		t.Fatal(err)
	}
	var config net.ListenConfig
	var err error
	if d.bridge, err = config.Listen(t.Context(), "tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.bridge.Close() })
	go d.serveBridge()
	return d
}

// start runs the server. After a crash, it includes the recovery.
func (d *database) start(ctx context.Context) error {
	cluster, err := localpg.Start(ctx, d.options)
	if err != nil {
		return err
	}
	pool, err := pgxpool.New(ctx, cluster.URL(databaseName))
	if err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.pool != nil {
		go d.pool.Close() // waits until all connections are returned
	}
	d.cluster, d.pool = cluster, pool
	return nil
}

func (d *database) end(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), quietWithin)
	defer cancel()
	cluster, pool := d.now()
	pool.Close()
	if err := cluster.Stop(ctx); err != nil {
		t.Errorf("stop the database: %v", err)
	}
}

func (d *database) now() (*localpg.Cluster, *pgxpool.Pool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.cluster, d.pool
}

// url returns the database's URL for a replica that reaches it at addr.
func (d *database) url(addr string) string {
	cluster, _ := d.now()
	u, err := url.Parse(cluster.URL(databaseName))
	if err != nil {
		return ""
	}
	u.Host, u.RawQuery = addr, "sslmode=disable"
	return u.String()
}

// password returns a secret that no log may show.
func (d *database) password() string {
	u, err := url.Parse(d.url("x"))
	if err != nil {
		return ""
	}
	password, _ := u.User.Password()
	return password
}

// crash is pg_ctl -m immediate: the server ends at once, and recovers when it is started again.
func (d *database) crash(ctx context.Context, away time.Duration) error {
	d.breaking.Lock()
	defer d.breaking.Unlock()
	pid, err := d.postmaster()
	if err != nil {
		return err
	}
	if err := syscall.Kill(pid, syscall.SIGQUIT); err != nil {
		return err
	}
	cluster, _ := d.now()
	<-cluster.Done()
	return errors.Join(rest(ctx, away), d.start(context.WithoutCancel(ctx)))
}

// halt stops every process of the server with SIGSTOP, and lets them continue later: connections stay open, and nothing
// answers.
func (d *database) halt(ctx context.Context, away time.Duration) error {
	d.breaking.Lock()
	defer d.breaking.Unlock()
	pid, err := d.postmaster()
	if err != nil {
		return err
	}
	_, pool := d.now()
	conn, err := pool.Acquire(ctx) // now: there will be no new connection
	if err != nil {
		return err
	}
	defer conn.Release()
	if err := syscall.Kill(pid, syscall.SIGSTOP); err != nil { // it starts no more processes
		return err
	}
	pids, err := collect[int](ctx, conn, `SELECT pid FROM pg_stat_activity WHERE pid IS NOT NULL`)
	for _, p := range pids {
		_ = syscall.Kill(p, syscall.SIGSTOP) // a process that has ended meanwhile is no problem
	}
	err = errors.Join(err, rest(ctx, away))
	for _, p := range append(pids, pid) {
		_ = syscall.Kill(p, syscall.SIGCONT)
	}
	return err
}

func (d *database) postmaster() (int, error) {
	cluster, _ := d.now()
	content, err := os.ReadFile(filepath.Join(cluster.DataDir(), "postmaster.pid"))
	if err != nil {
		return 0, err
	}
	first, _, _ := strings.Cut(string(content), "\n")
	return strconv.Atoi(first)
}

// serveBridge connects TCP to the server's socket, because the private PostgreSQL listens on no port.
func (d *database) serveBridge() {
	for {
		client, err := d.bridge.Accept()
		if err != nil {
			return // closed: the lab has ended
		}
		go d.lead(client)
	}
}

func (d *database) lead(client net.Conn) {
	defer client.Close() //nolint:errcheck // its data is only copied
	cluster, _ := d.now()
	u, err := url.Parse(cluster.URL(databaseName))
	if err != nil {
		return
	}
	server, err := net.Dial("unix", filepath.Join(u.Query().Get("host"), ".s.PGSQL."+u.Query().Get("port")))
	if err != nil {
		return // the server is down, so the connection ends
	}
	defer server.Close() //nolint:errcheck // as above
	ended := make(chan struct{}, 2)
	for _, way := range [][2]net.Conn{{client, server}, {server, client}} {
		go func() {
			_, _ = io.Copy(way[0], way[1]) // every end of the copy is normal
			ended <- struct{}{}
		}()
	}
	<-ended
}

// collect reads one column with the lab's own query of the database.
func collect[T any](ctx context.Context, db querier, sql string, args ...any) ([]T, error) {
	rows, err := db.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[T])
}

type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

// rest waits, unless ctx ends first.
func rest(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// until polls until check reports that nothing is missing. On a timeout its error says what was missing last.
func until(ctx context.Context, within time.Duration, check func(context.Context) (missing string)) error {
	deadline, tick := time.NewTimer(within), time.NewTicker(100*time.Millisecond)
	defer deadline.Stop()
	defer tick.Stop()
	for missing := check(ctx); missing != ""; missing = check(ctx) {
		select {
		case <-tick.C:
		case <-deadline.C:
			return fmt.Errorf("after %s: %s", within, missing)
		case <-ctx.Done():
			return fmt.Errorf("%w: %s", ctx.Err(), missing)
		}
	}
	return nil
}

func sortedUnique(s []string) []string {
	slices.Sort(s)
	return slices.Compact(s)
}
