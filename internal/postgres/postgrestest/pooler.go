package postgrestest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/postgres"
)

// Pooler starts a PgBouncer in transaction mode before the server of address,
// with size server connections for each database, and returns the address of
// the same database through it. Further lines of its configuration may follow.
// It ends with tb.
func Pooler(tb testing.TB, address string, size int, lines ...string) string {
	tb.Helper()
	through, stop, err := startPooler(tb.Context(), tb.TempDir(), address, size, lines)
	if err != nil {
		tb.Fatalf("start PgBouncer (make system installs it): %v", err)
	}
	tb.Cleanup(stop)
	return through
}

// ConnectThrough is Connect through a pooler, for what a process does behind it.
func ConnectThrough(tb testing.TB, through, address string) *postgres.Store {
	tb.Helper()
	store, err := postgres.Open(tb.Context(), through, postgres.Options{MaxConns: poolSize, Direct: address, Keyring: Keyring(tb), Slow: 10})
	if err != nil {
		tb.Fatalf("open the store through a pooler: %v", err)
	}
	tb.Cleanup(store.Close)
	return store
}

func startPooler(ctx context.Context, dir, address string, size int, lines []string) (through string, stop func(), err error) {
	server, err := pgx.ParseConfig(address)
	if err != nil {
		return "", nil, err
	}
	at, err := url.Parse(address)
	if err != nil {
		return "", nil, err
	}
	free, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	_, port, err := net.SplitHostPort(free.Addr().String())
	if err != nil {
		return "", nil, err
	}
	if err := free.Close(); err != nil {
		return "", nil, err
	}
	config := fmt.Sprintf("[databases]\n* = host=%s port=%d user=%s\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = %s\nunix_socket_dir =\nauth_type = any\npool_mode = transaction\ndefault_pool_size = %d\nmax_client_conn = 400\n%s\n",
		server.Host, server.Port, server.User, port, size, strings.Join(lines, "\n"))
	file := filepath.Join(dir, "pgbouncer.ini")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		return "", nil, err
	}
	args := []string{file}
	if os.Getuid() == 0 { // it refuses to run as root; it reads its file before it changes to the account
		args = append([]string{"-u", account()}, args...)
	}
	var said bytes.Buffer
	command := exec.CommandContext(context.WithoutCancel(ctx), program(), args...) //nolint:gosec // its own arguments
	command.Stderr = &said
	if err := command.Start(); err != nil {
		return "", nil, err
	}
	ended := make(chan struct{})
	go func() {
		_ = command.Wait() // what it wrote says why it ended
		close(ended)
	}()
	stop = func() {
		_ = command.Process.Kill() // it may have ended
		<-ended
	}
	at.Host = "127.0.0.1:" + port
	at.User = url.User(server.User)
	at.RawQuery = ""
	if err := answers(ctx, at.Host, ended); err != nil {
		stop()
		return "", nil, fmt.Errorf("%w: %s", err, said.String())
	}
	return at.String(), stop, nil
}

// program is PgBouncer, which Debian installs where not every user's PATH leads.
func program() string {
	const debian = "/usr/sbin/pgbouncer"
	if found, err := exec.LookPath("pgbouncer"); err == nil {
		return found
	}
	return debian
}

// account is one that PgBouncer may run as.
func account() string {
	if _, err := user.Lookup("postgres"); err == nil {
		return "postgres"
	}
	return "nobody"
}

// answers waits until something listens at host.
func answers(ctx context.Context, host string, ended <-chan struct{}) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		conn, err := new(net.Dialer).DialContext(ctx, "tcp", host)
		if err == nil {
			return conn.Close()
		}
		select {
		case <-ended:
			return errors.New("it ended")
		case <-ctx.Done():
			return err
		case <-tick.C:
		}
	}
}
