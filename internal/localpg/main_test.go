package localpg_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"go.uber.org/goleak"

	"cafe24-inventory-alert/internal/localpg"
)

// TestMain also runs as the other process: with roleEnv set it starts the cluster or attaches to it, and prints what it
// sees.
func TestMain(m *testing.M) {
	if role := os.Getenv(roleEnv); role != "" {
		if err := otherProcess(role, os.Getenv(dirEnv)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	goleak.VerifyTestMain(m)
}

const (
	roleEnv = "LOCALPG_TEST_ROLE" // start or attach
	dirEnv  = "LOCALPG_TEST_DIR"
)

// otherProcess prints the server's start time and process number in one line. With the role "start" it then continues
// to run.
func otherProcess(role, dir string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt) //nolint:forbidigo // another process's main
	defer stop()
	begin := localpg.Attach
	if role == "start" {
		begin = localpg.Start
	}
	c, err := begin(ctx, testOptions(dir))
	if err != nil {
		return err
	}
	line, err := identity(ctx, c)
	if err != nil {
		return err
	}
	fmt.Println(line)
	if role == "start" {
		<-ctx.Done()
	}
	return c.Stop(context.WithoutCancel(ctx))
}

func testOptions(dir string) localpg.Options {
	return localpg.Options{DataDir: dir, Settings: map[string]string{"fsync": "off"}}
}

// identity returns a value that distinguishes one run of one server from every other.
func identity(ctx context.Context, c *localpg.Cluster) (string, error) {
	conn, err := pgx.Connect(ctx, c.URL("postgres"))
	if err != nil {
		return "", err
	}
	var line string
	err = conn.QueryRow(ctx, `select pg_postmaster_start_time()::text || ' ' || system_identifier from pg_control_system()`).Scan(&line)
	return line, errors.Join(err, conn.Close(ctx))
}

// other runs this test program as another process and returns it with its first line.
func other(t *testing.T, role, dir string) (*exec.Cmd, string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), roleEnv+"="+role, dirEnv+"="+dir)
	var errs strings.Builder
	cmd.Stderr = &errs
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the other process said nothing: %v, %v: %s", err, cmd.Wait(), &errs)
	}
	return cmd, strings.TrimSpace(line)
}

func start(t *testing.T, dir string) *localpg.Cluster {
	t.Helper()
	c, err := localpg.Start(t.Context(), testOptions(dir))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(t, c) })
	return c
}

func stop(t *testing.T, c *localpg.Cluster) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), patience)
	defer cancel()
	if err := c.Stop(ctx); err != nil {
		t.Errorf("stop: %v", err)
	}
}

// query runs statements and returns the last one's only value.
func query(t *testing.T, c *localpg.Cluster, dbname, sql string) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), c.URL(dbname))
	if err != nil {
		t.Fatal(err)
	}
	results, err := conn.PgConn().Exec(t.Context(), sql).ReadAll()
	if err := errors.Join(err, conn.Close(t.Context())); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	rows := results[len(results)-1].Rows
	if len(rows) == 0 {
		return ""
	}
	return string(rows[0][0])
}

// patience ends a wait for something that comes on every machine; a loaded machine is slow.
const patience = 2 * time.Minute

func wait(t *testing.T, done <-chan struct{}, what string) {
	t.Helper()
	select {
	case <-done:
	case <-time.After(patience):
		t.Fatalf("waited %s for %s", patience, what)
	}
}

func kill(t *testing.T, pid int) {
	t.Helper()
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
}
