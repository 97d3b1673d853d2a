package localpg_test

import (
	"context"
	"errors"
	"path/filepath"
	"sync"
	"testing"

	"cafe24-inventory-alert/internal/localpg"
	"cafe24-inventory-alert/internal/localpg/localpgtest"
)

func TestManyProcessesAttachAtOnce(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(localpgtest.Folder(t), "shared")
	t.Cleanup(func() {
		if err := localpg.StopRunning(context.WithoutCancel(t.Context()), dir); err != nil {
			t.Error(err)
		}
	})
	const many = 8
	lines := make([]string, many)
	var all sync.WaitGroup
	for i := range many {
		all.Go(func() {
			lines[i] = attach(t, dir)
		})
	}
	all.Wait()
	for _, line := range lines {
		if line == "" || line != lines[0] {
			t.Fatalf("not one server for all: %q", lines)
		}
	}
	// All these processes have ended, but the server still runs.
	c, err := localpg.Attach(t.Context(), testOptions(dir))
	if err != nil {
		t.Fatal(err)
	}
	if now, err := identity(t.Context(), c); err != nil || now != lines[0] {
		t.Errorf("a later process sees %q, %v; want %q", now, err, lines[0])
	}
	if err := c.Stop(t.Context()); err != nil {
		t.Error(err)
	}
	if _, err := localpg.Start(t.Context(), testOptions(dir)); !errors.Is(err, localpg.ErrInUse) {
		t.Errorf("Start beside a shared server: %v, want ErrInUse", err)
	}
	for range 2 {
		if err := localpg.StopRunning(t.Context(), dir); err != nil {
			t.Fatal(err)
		}
	}
	start(t, dir)
}

func TestAttachToAPrivateServer(t *testing.T) {
	t.Parallel()
	dir := localpgtest.Folder(t)
	want, err := identity(t.Context(), start(t, dir))
	if err != nil {
		t.Fatal(err)
	}
	if got := attach(t, dir); got != want {
		t.Errorf("attached to %s, want %s", got, want)
	}
}

func TestSharedServerKilledIsReplaced(t *testing.T) {
	t.Parallel()
	dir := localpgtest.Folder(t)
	t.Cleanup(func() {
		if err := localpg.StopRunning(context.WithoutCancel(t.Context()), dir); err != nil {
			t.Error(err)
		}
	})
	was := attach(t, dir)
	kill(t, pidFrom(t, filepath.Join(dir, "data")))
	if now := attach(t, dir); now == was {
		t.Error("the killed server answers")
	}
}

func TestStopRunningWithoutAServer(t *testing.T) {
	t.Parallel()
	empty := localpgtest.Folder(t)
	for _, dir := range []string{empty, filepath.Join(empty, "absent")} {
		if err := localpg.StopRunning(t.Context(), dir); err != nil {
			t.Errorf("%s: %v", dir, err)
		}
	}
}

// attach runs another process that attaches, prints which server it sees, and ends.
func attach(t *testing.T, dir string) string {
	t.Helper()
	cmd, line := other(t, "attach", dir)
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
	return line
}
