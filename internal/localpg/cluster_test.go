package localpg_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/localpg"
	"cafe24-inventory-alert/internal/localpg/localpgtest"
)

func TestRestartKeepsData(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(localpgtest.Folder(t), "pg")
	c := start(t, dir)
	for range 2 {
		if err := c.EnsureDatabase(t.Context(), "재고"); err != nil {
			t.Fatal(err)
		}
	}
	query(t, c, "재고", `create table kept (v text); insert into kept values ('there')`)
	// Trigrams of Hangul need a locale that classifies its characters as letters.
	got := query(t, c, "postgres", `create extension pg_trgm; select concat_ws(' ', current_setting('listen_addresses') = '', current_setting('data_checksums'),
		current_setting('server_encoding'), current_setting('fsync'), current_setting('synchronous_commit'),
		current_setting('max_connections'), cardinality(show_trgm('재고')) > 0)`)
	if want := "t on UTF8 off on 200 t"; got != want {
		t.Errorf("settings: %s, want %s", got, want)
	}
	if v := query(t, c, "postgres", "show server_version"); !strings.HasPrefix(v, c.Version()) {
		t.Errorf("Version %q, the server says %q", c.Version(), v)
	}
	stop(t, c)
	wait(t, c.Done(), "Done after Stop")

	again := start(t, dir)
	if got := query(t, again, "재고", "select v from kept"); got != "there" {
		t.Errorf("after a restart: %q", got)
	}
}

func TestSecondStartIsRefused(t *testing.T) {
	t.Parallel()
	dir := localpgtest.Folder(t)
	c := start(t, dir)
	if _, err := localpg.Start(t.Context(), testOptions(dir)); !errors.Is(err, localpg.ErrInUse) {
		t.Errorf("second start: %v, want ErrInUse", err)
	}
	if got := query(t, c, "postgres", "select 1"); got != "1" {
		t.Errorf("the first server answers %q", got)
	}
}

func TestPostmasterKilledThenStarted(t *testing.T) {
	t.Parallel()
	dir := localpgtest.Folder(t)
	c := start(t, dir)
	query(t, c, "postgres", "create table kept (v int); insert into kept values (7)")
	kill(t, postmaster(t, c))
	wait(t, c.Done(), "Done after kill -9")
	if got := query(t, start(t, dir), "postgres", "select v from kept"); got != "7" {
		t.Errorf("after recovery: %q", got)
	}
}

// The process number in postmaster.pid may now belong to another process, here to this one. PostgreSQL by itself
// refuses to start then.
func TestStalePidOfAStranger(t *testing.T) {
	t.Parallel()
	dir := localpgtest.Folder(t)
	c := start(t, dir)
	pidFile := filepath.Join(c.DataDir(), "postmaster.pid")
	content, err := os.ReadFile(pidFile)
	if err != nil {
		t.Fatal(err)
	}
	stop(t, c)
	_, rest, _ := strings.Cut(string(content), "\n")
	// It must not be this test's own number, because PostgreSQL ignores the number of its parent.
	sleeper, _ := other(t, "start", localpgtest.Folder(t))
	if err := os.WriteFile(pidFile, []byte(strconv.Itoa(sleeper.Process.Pid)+"\n"+rest), 0o600); err != nil {
		t.Fatal(err)
	}
	start(t, dir)
	if err := errors.Join(sleeper.Process.Signal(os.Interrupt), sleeper.Wait()); err != nil {
		t.Error(err)
	}
}

func TestLongPath(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(localpgtest.Folder(t), strings.Repeat("long", 30))
	c := start(t, dir)
	first := query(t, c, "postgres", "show unix_socket_directories")
	if strings.HasPrefix(first, dir) {
		t.Errorf("the socket is in %s", first)
	}
	stop(t, c)
	if _, err := os.Stat(first); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the temporary folder of the socket is still there: %v", err)
	}
}

func TestForeignFolderIsLeftAlone(t *testing.T) {
	t.Parallel()
	dir := localpgtest.Folder(t)
	for name, content := range map[string]string{"PG_VERSION": "15\n", "postgresql.conf": "# somebody's\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, begin := range map[string]func(context.Context, localpg.Options) (*localpg.Cluster, error){
		"Start": localpg.Start, "Attach": localpg.Attach,
	} {
		if _, err := begin(t.Context(), testOptions(dir)); !errors.Is(err, localpg.ErrNotOurs) {
			t.Errorf("%s: %v, want ErrNotOurs", name, err)
		}
	}
	if err := localpg.StopRunning(t.Context(), dir); !errors.Is(err, localpg.ErrNotOurs) {
		t.Errorf("StopRunning: %v, want ErrNotOurs", err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if diff := cmp.Diff([]string{"PG_VERSION", "postgresql.conf"}, names); diff != "" {
		t.Errorf("the folder changed (-before +after):\n%s", diff)
	}
}

func TestOtherVersionsDataIsLeftAlone(t *testing.T) {
	t.Parallel()
	dir := localpgtest.Folder(t)
	c := start(t, dir)
	stop(t, c)
	version := filepath.Join(c.DataDir(), "PG_VERSION")
	if err := os.WriteFile(version, []byte("99\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := localpg.Start(t.Context(), testOptions(dir)); !errors.Is(err, localpg.ErrWrongVersion) {
		t.Errorf("start on data of version 99: %v, want ErrWrongVersion", err)
	}
}

func TestBadSettings(t *testing.T) {
	t.Parallel()
	for setting, want := range map[string]string{
		"shared_buffers":   "invalid value for parameter", // from the server's log
		"listen_addresses": "cannot be given",
		"-D":               "cannot be given",
	} {
		o := testOptions(localpgtest.Folder(t))
		o.Settings[setting] = "nonsense"
		if _, err := localpg.Start(t.Context(), o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want it to say %q", setting, err, want)
		}
	}
}

func TestStarterKilled(t *testing.T) {
	t.Parallel()
	for name, alsoServer := range map[string]bool{"only the starter": false, "and the server": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := localpgtest.Folder(t)
			starter, was := other(t, "start", dir)
			if alsoServer {
				kill(t, pidFrom(t, filepath.Join(dir, "data")))
			}
			kill(t, starter.Process.Pid)
			if err := starter.Wait(); err == nil {
				t.Error("the starter was not killed")
			}
			if runtime.GOOS == "linux" && !alsoServer {
				waitGone(t, filepath.Join(dir, "data", "postmaster.pid"))
			}
			c := start(t, dir)
			now, err := identity(t.Context(), c)
			if err != nil {
				t.Fatal(err)
			}
			if now == was {
				t.Error("the old server is still there")
			}
			if strings.Fields(now)[len(strings.Fields(now))-1] != strings.Fields(was)[len(strings.Fields(was))-1] {
				t.Errorf("another cluster: %s, was %s", now, was)
			}
		})
	}
}

// waitGone waits for the server to shut down by itself: a clean end removes the file.
func waitGone(t *testing.T, path string) {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.After(patience); ; {
		if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
			return
		}
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatal("the server outlived its starter")
		}
	}
}

func postmaster(t *testing.T, c *localpg.Cluster) int {
	t.Helper()
	return pidFrom(t, c.DataDir())
}

func pidFrom(t *testing.T, dataDir string) int {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dataDir, "postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	line, _, _ := strings.Cut(string(b), "\n")
	pid, err := strconv.Atoi(line)
	if err != nil {
		t.Fatal(err)
	}
	return pid
}
