// Package postgrestest gives every test a database of its own: a clone of a
// template that holds the newest schema. It owns where test databases are and
// when they are made and dropped; it must not be used outside of tests.
//
// The server is the one of TEST_DATABASE_URL where that is set, else a private
// one that all test processes of this user share. Without PostgreSQL tests
// fail.
package postgrestest

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"

	"cafe24-inventory-alert/internal/localpg"
	"cafe24-inventory-alert/internal/postgres"
	"cafe24-inventory-alert/migrations"
)

const (
	patience     = 2 * time.Minute // for making the server and the template, which delays the first test
	poolSize     = 4
	templateLock = 7_203_114_952 // lock of all test processes on the server, while the template is made
)

// New returns a store on a new database with the newest schema. The store is
// closed and the database dropped when tb ends.
func New(tb testing.TB) *postgres.Store {
	tb.Helper()
	store, _ := Open(tb)
	return store
}

// Open is New and also returns the database's URL, for a second store or for
// direct queries.
func Open(tb testing.TB) (*postgres.Store, string) {
	tb.Helper()
	address := Database(tb)
	return Connect(tb, address), address
}

// Database returns the URL of a new database with the newest schema, for a test
// that opens its own store.
func Database(tb testing.TB) string {
	tb.Helper()
	return database(tb, true)
}

// Empty returns the URL of a new database without a schema.
func Empty(tb testing.TB) string {
	tb.Helper()
	return database(tb, false)
}

// Connect opens one more store on a database of Open, as a replica would. With
// TEST_POOLER it does so through a PgBouncer in transaction mode.
func Connect(tb testing.TB, address string) *postgres.Store {
	tb.Helper()
	if os.Getenv("TEST_POOLER") != "" {
		return ConnectThrough(tb, Pooler(tb, address, poolSize), address)
	}
	store, err := postgres.Open(tb.Context(), address, postgres.Options{MaxConns: poolSize, Keyring: Keyring(tb), Slow: 10})
	if err != nil {
		tb.Fatalf("open the store: %v", err)
	}
	tb.Cleanup(store.Close)
	return store
}

// Keyring returns a keyring that is the same for all tests.
func Keyring(tb testing.TB) *postgres.Keyring {
	tb.Helper()
	key := sha256.Sum256([]byte("postgrestest"))
	ring, err := postgres.NewKeyring([][]byte{key[:]})
	if err != nil {
		tb.Fatalf("keyring: %v", err)
	}
	return ring
}

func database(tb testing.TB, schema bool) string {
	tb.Helper()
	ctx, cancel := context.WithTimeout(tb.Context(), patience)
	defer cancel()
	server, err := found.once(&found.server, func() (string, error) { return server(ctx) })
	if err != nil {
		tb.Fatalf("tests need PostgreSQL 15 or later: %v", err)
	}
	name := "test_" + strings.ToLower(rand.Text())
	create := "create database " + name + " template template0"
	if schema {
		template, err := found.once(&found.template, func() (string, error) { return template(ctx, server) })
		if err != nil {
			tb.Fatalf("make the template database: %v", err)
		}
		// Copying files is faster than writing them to the log, and the template is
		// checkpointed.
		create = "create database " + name + " template " + template + " strategy file_copy"
	}
	if err := found.execute(ctx, server, create); err != nil {
		tb.Fatalf("make a test database: %v", err)
	}
	tb.Cleanup(func() {
		// tb's context has already ended.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
		defer cancel()
		if err := found.execute(ctx, server, "drop database if exists "+name+" with (force)"); err != nil {
			tb.Errorf("drop the test database: %v", err)
		}
	})
	return at(server, name)
}

// places are what all tests of a process share. Looking them up in each test
// took two connections, and making and dropping its database two more.
type places struct {
	mu               sync.Mutex
	server, template string
	idle             []*pgx.Conn // to the server's own database
}

var found places //nolint:gochecknoglobals // one server for the tests of a process

// once looks a place up until it is found.
func (p *places) once(place *string, look func() (string, error)) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if *place != "" {
		return *place, nil
	}
	at, err := look()
	if err == nil {
		*place = at
	}
	return at, err
}

// server returns the URL of the server's own database "postgres".
func server(ctx context.Context) (string, error) {
	if given := os.Getenv("TEST_DATABASE_URL"); given != "" {
		return given, nil
	}
	cluster, err := localpg.Attach(ctx, localpg.Options{
		DataDir: filepath.Join(folder(), fmt.Sprintf("cafe24-inventory-alert-tests-%d", os.Getuid())),
		// A password check takes 15 ms of CPU under the race detector, and a test
		// opens up to twenty connections.
		Trust: true,
		// Test data does not have to survive a crash of the machine.
		Settings: map[string]string{
			"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "400",
			"wal_level": "minimal", "max_wal_senders": "0", "max_wal_size": "128MB", "min_wal_size": "32MB",
			"autovacuum": "off", // it would visit each of the databases, which live for seconds
		},
	})
	if err != nil {
		return "", err
	}
	return cluster.URL("postgres"), nil
}

// folder is where the server keeps its files: in memory, where Linux offers
// enough of it, unless TMPDIR names another place. A database has 760 files,
// and making and deleting them on a disk costs a test 0.1 s of processor.
func folder() string {
	const memory, enough = "/dev/shm", 2 << 30
	var at syscall.Statfs_t
	if os.Getenv("TMPDIR") != "" || syscall.Statfs(memory, &at) != nil || at.Bavail*uint64(at.Bsize) < enough { //nolint:gosec // a block's size is positive
		return os.TempDir()
	}
	return memory
}

// template makes the database that tests are cloned from, unless it exists:
// its name says which migrations it holds.
func template(ctx context.Context, server string) (string, error) {
	name, err := templateName()
	if err != nil {
		return "", err
	}
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		return "", fmt.Errorf("connect: %w", err)
	}
	defer conn.Close(context.WithoutCancel(ctx)) //nolint:errcheck // its lock ends with it
	// datistemplate is set last: a database without it was left by an interrupted
	// run.
	made := func() (is bool, err error) {
		err = conn.QueryRow(ctx, "select exists (select from pg_database where datname = $1 and datistemplate)", name).Scan(&is)
		return is, err
	}
	if is, err := made(); is || err != nil {
		return name, err
	}
	if _, err := conn.Exec(ctx, "select pg_advisory_lock($1)", int64(templateLock)); err != nil {
		return "", err
	}
	if is, err := made(); is || err != nil {
		return name, err
	}
	for _, statement := range []string{"drop database if exists " + name + " with (force)", "create database " + name + " template template0"} {
		if _, err := conn.Exec(ctx, statement); err != nil {
			return "", err
		}
	}
	if err := postgres.Migrate(ctx, at(server, name)); err != nil {
		return "", err
	}
	_, err = conn.Exec(ctx, "alter database "+name+" is_template true")
	return name, err
}

func templateName() (string, error) {
	sum := sha256.New()
	err := fs.WalkDir(migrations.FS, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := migrations.FS.ReadFile(path)
		sum.Write(fmt.Appendf(nil, "%s %d\n%s", path, len(text), text))
		return err
	})
	if err != nil {
		return "", fmt.Errorf("read the migrations: %w", err)
	}
	river, err := rivermigrate.New(riverpgxv5.New(nil), nil)
	if err != nil {
		return "", fmt.Errorf("migrations of River: %w", err)
	}
	for _, m := range river.AllVersions() {
		sum.Write(fmt.Appendf(nil, "river %d\n%s", m.Version, m.SQLUp))
	}
	return "template_" + hex.EncodeToString(sum.Sum(nil))[:20], nil
}

// execute runs one statement on the server. Its connections live as long as
// the test process.
func (p *places) execute(ctx context.Context, server, statement string) error {
	conn, err := p.take(ctx, server)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	_, err = conn.Exec(ctx, statement)
	if conn.IsClosed() {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.idle = append(p.idle, conn)
	return err
}

func (p *places) take(ctx context.Context, server string) (*pgx.Conn, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if last := len(p.idle) - 1; last >= 0 {
		conn := p.idle[last]
		p.idle = p.idle[:last]
		return conn, nil
	}
	return pgx.Connect(ctx, server)
}

// at returns the URL of another database on the same server.
func at(server, name string) string {
	u, err := url.Parse(server)
	if err != nil {
		return server // pgx has already reported it
	}
	u.Path = "/" + name
	return u.String()
}
