package localpg

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

const (
	markName = "localpg.json"
	lockName = "localpg.lock"
	madeBy   = "cafe24-inventory-alert/internal/localpg"
)

// folder is DataDir and the folder that really holds the cluster. They differ only if root's server cannot enter
// DataDir.
type folder struct {
	given string // absolute DataDir
	home  string // holds data, run, password and the other files
}

// mark is the content of localpg.json.
type mark struct {
	MadeBy string `json:"made_by"`
	Home   string `json:"home,omitempty"` // empty: beside the mark
}

// state is the content of state.json about the server that runs, or ran last.
type state struct {
	Home      string `json:"home"`   // a copied folder must not lead to the original's server
	Shared    bool   `json:"shared"` // started by Attach: it outlives the process that started it
	SocketDir string `json:"socket_dir"`
	Version   string `json:"version"`
	Program   string `json:"program,omitempty"`  // the running program; empty: an earlier release started it
	Identity  string `json:"identity,omitempty"` // of the program's file at the start
}

func (f folder) data() string       { return filepath.Join(f.home, "data") }
func (f folder) password() string   { return filepath.Join(f.home, "password") }
func (f folder) stateFile() string  { return filepath.Join(f.home, "state.json") }
func (f folder) serverLock() string { return filepath.Join(f.home, "server.lock") }
func (f folder) logFile() string    { return filepath.Join(f.home, "postgres.log") }

// openFolder resolves dir, creates it if create is set, and refuses a folder that this package did not create. It
// writes nothing into an existing folder.
func openFolder(dir string, create bool) (folder, error) {
	if dir == "" {
		return folder{}, errors.New("localpg: DataDir is empty")
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return folder{}, fmt.Errorf("localpg: %w", err)
	}
	f := folder{given: abs, home: abs}
	if create {
		if err := makeFolder(abs); err != nil {
			return folder{}, err
		}
	}
	return f.resolve()
}

func makeFolder(dir string) error {
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil { //nolint:gosec // root's server runs as another user, who must pass through; data/ inside is 0700
		return fmt.Errorf("localpg: %w", err)
	}
	// The mode is set again because of a strict umask. Only the last folder of the path certainly belongs to this
	// process.
	if err := os.Chmod(dir, 0o755); err != nil { //nolint:gosec // as above
		return fmt.Errorf("localpg: %w", err)
	}
	return nil
}

// resolve reads the mark. It returns the folder with its home if there is one, or the unchanged folder if it is empty.
// It returns an error for a foreign folder.
func (f folder) resolve() (folder, error) {
	var m mark
	err := readJSON(filepath.Join(f.given, markName), &m)
	switch {
	case err == nil && m.MadeBy == madeBy:
		if m.Home != "" {
			f.home = m.Home
		}
		return f, nil
	case err == nil:
		return folder{}, fmt.Errorf("localpg: %w: %s (another program's %s); name another folder", ErrNotOurs, f.given, markName)
	case !errors.Is(err, fs.ErrNotExist):
		return folder{}, err
	}
	entries, err := os.ReadDir(f.given)
	if err != nil {
		return folder{}, fmt.Errorf("localpg: %w", err)
	}
	for _, e := range entries {
		// The lock appears just before the mark. A temporary mark is a mark that is being written.
		if e.Name() != lockName && e.Name() != markName+".tmp" {
			return f.resolveOnceMore(e.Name())
		}
	}
	return f, nil
}

// resolveOnceMore distinguishes a foreign file from one that another process of this package created between the two
// readings.
func (f folder) resolveOnceMore(stranger string) (folder, error) {
	if _, err := os.Stat(filepath.Join(f.given, markName)); err == nil {
		return f.resolve()
	}
	return folder{}, fmt.Errorf("localpg: %w: %s holds %q and no %s; it was left alone, name another folder", ErrNotOurs, f.given, stranger, markName)
}

// marked reports whether the folder has a mark already.
func (f folder) marked() bool {
	_, err := os.Stat(filepath.Join(f.given, markName))
	return err == nil
}

func (f folder) writeMark() error {
	m := mark{MadeBy: madeBy}
	if f.home != f.given {
		m.Home = f.home
	}
	return writeJSON(filepath.Join(f.given, markName), m)
}

func readJSON(path string, into any) error {
	b, err := os.ReadFile(path) //nolint:gosec // a file of our own folder
	if err != nil {
		return fmt.Errorf("localpg: %w", err)
	}
	if err := json.Unmarshal(b, into); err != nil {
		return fmt.Errorf("localpg: %s: %w", path, err)
	}
	return nil
}

// writeJSON replaces the whole file at once, so that a reading process never sees half of it. The caller holds the
// folder's lock.
func writeJSON(path string, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("localpg: %w", err)
	}
	if err := os.WriteFile(path+".tmp", append(b, '\n'), 0o644); err != nil { //nolint:gosec // no secret in it; another user may ask whose folder this is
		return fmt.Errorf("localpg: %w", err)
	}
	if err := os.Rename(path+".tmp", path); err != nil {
		return fmt.Errorf("localpg: %w", err)
	}
	return nil
}
