package localpg_test

import (
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/localpg"
	"cafe24-inventory-alert/internal/localpg/localpgtest"
)

// Below a folder that is closed to the database's account, root's data is stored elsewhere and is found there again.
// For other users nothing changes.
func TestClosedParent(t *testing.T) {
	t.Parallel()
	parent := localpgtest.Folder(t)
	if err := os.Chmod(parent, 0o700); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(parent, "pg")
	c := start(t, dir)
	query(t, c, "postgres", "create table kept (v int); insert into kept values (3)")
	elsewhere := !strings.HasPrefix(c.DataDir(), dir)
	if root := os.Geteuid() == 0; elsewhere != root {
		t.Errorf("root: %v, and the data is in %s", root, c.DataDir())
	}
	if _, err := localpg.Start(t.Context(), testOptions(dir)); !errors.Is(err, localpg.ErrInUse) {
		t.Errorf("second start: %v, want ErrInUse", err)
	}
	stop(t, c)
	again := start(t, dir)
	if got := query(t, again, "postgres", "select v from kept"); got != "3" || again.DataDir() != c.DataDir() {
		t.Errorf("after a restart %q in %s, was in %s", got, again.DataDir(), c.DataDir())
	}
	stop(t, again)
	if !elsewhere {
		return
	}
	refuseCopiesAndLosses(t, dir, filepath.Dir(c.DataDir()))
}

// refuseCopiesAndLosses checks two cases. A copied folder names the same data and must not run it twice. Lost data is
// not replaced without an error.
func refuseCopiesAndLosses(t *testing.T, dir, home string) {
	t.Helper()
	t.Cleanup(func() {
		if err := os.RemoveAll(home); err != nil {
			t.Error(err)
		}
	})
	twin := localpgtest.Folder(t)
	if err := os.CopyFS(twin, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	c := start(t, dir)
	if _, err := localpg.Start(t.Context(), testOptions(twin)); !errors.Is(err, localpg.ErrInUse) {
		t.Errorf("start of a copy: %v, want ErrInUse", err)
	}
	if got := query(t, c, "postgres", "select v from kept"); got != "3" {
		t.Errorf("beside a refused copy: %q", got)
	}
	stop(t, c)
	if err := os.RemoveAll(home); err != nil {
		t.Fatal(err)
	}
	if _, err := localpg.Start(t.Context(), testOptions(dir)); err == nil || !strings.Contains(err.Error(), "which is gone") {
		t.Errorf("start without the data: %v", err)
	}
}

func TestNoBinaries(t *testing.T) {
	t.Parallel()
	o := testOptions(localpgtest.Folder(t))
	o.BinDir = t.TempDir()
	_, err := localpg.Start(t.Context(), o)
	if !errors.Is(err, localpg.ErrNoBinaries) || !strings.Contains(err.Error(), localpg.NpmPackage()) {
		t.Errorf("%v, want ErrNoBinaries and what to install", err)
	}
}

func TestOldBinariesAreNamed(t *testing.T) {
	t.Parallel()
	o := testOptions(localpgtest.Folder(t))
	o.BinDir = localpgtest.Folder(t)
	for _, name := range []string{"postgres", "initdb"} {
		script := "#!/bin/sh\necho '" + name + " (PostgreSQL) 14.9 (made up)'\n"
		if err := os.WriteFile(filepath.Join(o.BinDir, name), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	_, err := localpg.Start(t.Context(), o)
	if !errors.Is(err, localpg.ErrNoBinaries) || !strings.Contains(err.Error(), "14.9") {
		t.Errorf("%v, want ErrNoBinaries that names 14.9", err)
	}
}

// This is npm's package as it is unpacked: the links to its libraries are missing, and below /root no other user can
// run it.
func TestNpmPackageIsCuredAndCopied(t *testing.T) {
	t.Parallel()
	closed := localpgtest.Folder(t)
	native := filepath.Join(closed, "native")
	files := map[string]string{
		"bin/postgres":      "#!/bin/sh\ntest -e \"${0%/*}/../lib/libx.so.1\" && echo 'postgres (PostgreSQL) 14.2'\n",
		"bin/initdb":        "#!/bin/sh\n",
		"lib/libx.so.1.2":   "library",
		"pg-symlinks.json":  `[{"source":"native/lib/libx.so.1.2","target":"native/lib/libx.so.1"}]`,
		"../package.json":   `{"version":"` + closed + `"}`,
		"share/timezone/KR": "+9",
	}
	for name, content := range files {
		path := filepath.Join(native, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(content), 0o755)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(closed, 0o700); err != nil {
		t.Fatal(err)
	}
	o := testOptions(localpgtest.Folder(t))
	o.BinDir = filepath.Join(native, "bin")
	// Version 14 is refused, and the error shows that the program ran: without its library it could not print a
	// version.
	_, err := localpg.Start(t.Context(), o)
	if err == nil || !strings.Contains(err.Error(), "(14.2)") {
		t.Fatalf("%v, want the version", err)
	}
	if os.Geteuid() == 0 {
		from, _, _ := strings.Cut(err.Error()[strings.Index(err.Error(), "/var/"):], " (14.2)")
		if err := os.RemoveAll(filepath.Dir(from)); err != nil {
			t.Error(err)
		}
	}
}

func TestPasswordIsAskedForWithoutTrust(t *testing.T) {
	t.Parallel()
	for name, trust := range map[string]bool{"trusted": true, "by default": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := testOptions(localpgtest.Folder(t))
			o.Trust = trust
			c, err := localpg.Start(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { stop(t, c) })
			address, err := url.Parse(c.URL("postgres"))
			if err != nil {
				t.Fatal(err)
			}
			address.User = url.UserPassword(address.User.Username(), "wrong")
			conn, err := pgx.Connect(t.Context(), address.String())
			if trust != (err == nil) {
				t.Errorf("with a wrong password: %v", err)
			}
			if err == nil && conn.Close(t.Context()) != nil {
				t.Error("close")
			}
		})
	}
}
