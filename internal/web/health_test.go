package web_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"cafe24-inventory-alert/internal/postgres"
	"cafe24-inventory-alert/internal/postgres/postgrestest"
	"cafe24-inventory-alert/internal/stores"
	"cafe24-inventory-alert/internal/web"
)

func TestHealth(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.browser(t)
	eventually(t, "ready", func() bool { return w.get("/readyz").StatusCode == http.StatusOK })
	for _, path := range []string{"/healthz", "/health"} {
		w.get(path).want(http.StatusOK)
		w.do(http.MethodHead, path, "").want(http.StatusOK)
	}
	b.server.Drain()
	w.get("/readyz").want(http.StatusServiceUnavailable)
	w.get("/healthz").want(http.StatusOK)
}

func TestNotReadyWithoutKeysOrSchema(t *testing.T) {
	t.Parallel()
	b := newBench(t, func(c *web.Config) {
		c.KeysUsable = func(context.Context) error { return errors.New("no key opens this") }
	})
	w := b.browser(t)
	if got := w.get("/readyz").want(http.StatusServiceUnavailable); strings.Contains(got.body, "key") {
		t.Errorf("the cause is shown: %s", got.body)
	}

	empty, err := postgres.Open(t.Context(), postgrestest.Empty(t), postgres.Options{MaxConns: 2, Keyring: postgrestest.Keyring(t), Slow: 10})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(empty.Close)
	other := b.replica(t, func(c *web.Config) { c.Store, c.KeysUsable = stores.Web(empty), nil })
	other.browser(t).get("/readyz").want(http.StatusServiceUnavailable)
}

// wall stands between the app and its database. It can stop all data without
// closing a connection, like a lost network.
type wall struct {
	mu   sync.Mutex
	held chan struct{} // closed: data passes
}

func (w *wall) hold() (release func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	held := make(chan struct{})
	w.held = held
	return sync.OnceFunc(func() { close(held) })
}

func (w *wall) pass() {
	w.mu.Lock()
	held := w.held
	w.mu.Unlock()
	if held != nil {
		<-held
	}
}

func (w *wall) pipe(to io.Writer, from io.Reader) {
	buf := make([]byte, 32<<10)
	for {
		n, err := from.Read(buf)
		if err != nil {
			return
		}
		w.pass()
		if _, err := to.Write(buf[:n]); err != nil {
			return
		}
	}
}

// address listens for the app and returns the database's URL through the wall.
func (w *wall) address(t *testing.T, database string) string {
	t.Helper()
	server, err := pgconn.ParseConfig(database)
	if err != nil {
		t.Fatal(err)
	}
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	ctx := t.Context()
	go func() {
		for {
			near, err := l.Accept()
			if err != nil {
				return
			}
			go w.serve(ctx, near, server)
		}
	}()
	through := url.URL{
		Scheme: "postgres", User: url.UserPassword(server.User, server.Password), Host: l.Addr().String(),
		Path: "/" + server.Database, RawQuery: "sslmode=disable",
	}
	return through.String()
}

func (w *wall) serve(ctx context.Context, near net.Conn, server *pgconn.Config) {
	defer near.Close() //nolint:errcheck // the test has ended
	network, address := pgconn.NetworkAddress(server.Host, server.Port)
	far, err := (&net.Dialer{}).DialContext(ctx, network, address)
	if err != nil {
		return
	}
	defer far.Close() //nolint:errcheck // the test has ended
	go func() {
		w.pipe(near, far)
		_ = near.Close() // the server closed the connection
	}()
	w.pipe(far, near)
}

func TestReadyzWhileTheDatabaseHangs(t *testing.T) {
	t.Parallel()
	database := postgrestest.Database(t)
	w := &wall{}
	store := postgrestest.Connect(t, w.address(t, database))
	b := newBench(t, func(c *web.Config) { c.Store = stores.Web(store) })
	ask := func() (int, time.Duration) {
		t.Helper()
		began := time.Now()
		return b.browser(t).get("/readyz").StatusCode, time.Since(began)
	}
	ready := func() bool { status, _ := ask(); return status == http.StatusOK }
	eventually(t, "ready with a database", ready)
	release := w.hold()
	t.Cleanup(release)
	// The promised 400 ms and the delay of a busy machine; the database's own deadline is 3 s. One such answer of many is enough:
	// without the promise none would come.
	eventually(t, "soon unready", func() bool {
		status, took := ask()
		if status != http.StatusServiceUnavailable {
			t.Errorf("status %d after %s", status, took)
		}
		return took < 2*time.Second
	})
	b.browser(t).get("/healthz").want(http.StatusOK)

	release()
	eventually(t, "ready again", ready)
}

func TestReadyzAskedAtOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	askers := make([]*browser, 8)
	for i := range askers {
		askers[i] = b.browser(t)
	}
	eventually(t, "all hear that it is ready", func() bool {
		var asking sync.WaitGroup
		var ready atomic.Int32
		for _, w := range askers {
			asking.Go(func() {
				if w.get("/readyz").StatusCode == http.StatusOK {
					ready.Add(1)
				}
			})
		}
		asking.Wait()
		return ready.Load() == int32(len(askers))
	})
}

// eventually polls until done returns true. Its time limit is long, because a loaded machine is slow.
func eventually(t *testing.T, what string, done func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !done() {
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Fatalf("not in time: %s", what)
		}
	}
}
