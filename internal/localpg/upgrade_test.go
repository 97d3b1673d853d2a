package localpg_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cafe24-inventory-alert/internal/localpg"
	"cafe24-inventory-alert/internal/localpg/localpgtest"
)

// An upgrade replaces the files of PostgreSQL below a shared server. The next process that attaches or starts restarts
// the server with its data. Until then all processes share the running one.
func TestUpgradedServerIsStartedAnew(t *testing.T) {
	t.Parallel()
	machine := query(t, start(t, localpgtest.Folder(t)), "postgres", "select setting from pg_config where name = 'BINDIR'")
	for name, c := range map[string]struct {
		upgrade func(t *testing.T, dir string, installed installation)
		begin   func(context.Context, localpg.Options) (*localpg.Cluster, error)
	}{
		"files replaced before an Attach":             {replaceProgram, localpg.Attach},
		"files replaced before a Start":               {replaceProgram, localpg.Start},
		"another version noted by an earlier release": {noteOtherVersion, localpg.Attach},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, installed := localpgtest.Folder(t), install(t, machine)
			o := testOptions(dir)
			o.BinDir = installed.dir
			t.Cleanup(func() {
				if err := localpg.StopRunning(context.WithoutCancel(t.Context()), dir); err != nil {
					t.Error(err)
				}
			})
			first := beginShared(t, o)
			was := identityOf(t, first)
			query(t, first, "postgres", "create table kept (v int); insert into kept values (5)")
			if now := identityOf(t, beginShared(t, o)); now != was {
				t.Fatalf("before the upgrade: attached to %s, want %s", now, was)
			}
			c.upgrade(t, dir, installed)
			cluster, err := c.begin(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { stop(t, cluster) })
			if now := identityOf(t, cluster); now == was {
				t.Errorf("after the upgrade the old server answers: %s", now)
			}
			if got := query(t, cluster, "postgres", "select v from kept"); got != "5" {
				t.Errorf("after the upgrade %q is kept", got)
			}
			if now := identityOf(t, beginShared(t, o)); now != identityOf(t, cluster) {
				t.Error("the new server is started anew once more")
			}
		})
	}
}

func beginShared(t *testing.T, o localpg.Options) *localpg.Cluster {
	t.Helper()
	c, err := localpg.Attach(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func identityOf(t *testing.T, c *localpg.Cluster) string {
	t.Helper()
	line, err := identity(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	return line
}

// installation is a PostgreSQL of one test: links to the machine's files, and a copy of the server's program.
type installation struct{ dir, program string }

func install(t *testing.T, machine string) installation {
	t.Helper()
	root := localpgtest.Folder(t)
	own := installation{dir: filepath.Join(root, "bin"), program: filepath.Join(root, "bin", "postgres")}
	if err := os.Mkdir(own.dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"lib", "share", "bin/initdb"} {
		if err := os.Symlink(filepath.Join(machine, "..", name), filepath.Join(root, name)); err != nil {
			t.Fatal(err)
		}
	}
	copyProgram(t, filepath.Join(machine, "postgres"), own.program)
	return own
}

func copyProgram(t *testing.T, from, to string) {
	t.Helper()
	content, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, content, 0o755); err != nil {
		t.Fatal(err)
	}
}

// replaceProgram puts the same program in the place of the running one, as a package manager does: another file with
// the same name.
func replaceProgram(t *testing.T, _ string, installed installation) {
	t.Helper()
	beside := installed.program + ".new"
	copyProgram(t, installed.program, beside)
	if err := os.Rename(beside, installed.program); err != nil {
		t.Fatal(err)
	}
}

func noteOtherVersion(t *testing.T, dir string, _ installation) {
	t.Helper()
	path := filepath.Join(dir, "state.json")
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var state map[string]any
	if err := json.Unmarshal(b, &state); err != nil {
		t.Fatal(err)
	}
	version, _ := state["version"].(string)
	major, _, _ := strings.Cut(version, ".")
	state["version"] = major + ".0"
	delete(state, "program")
	delete(state, "identity")
	if b, err = json.Marshal(state); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b, 0o644); err != nil {
		t.Fatal(err)
	}
}
