package localpg_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"cafe24-inventory-alert/internal/localpg"
	"cafe24-inventory-alert/internal/localpg/localpgtest"
)

func TestRemove(t *testing.T) {
	t.Parallel()
	for name, mode := range map[string]os.FileMode{"beside": 0o755, "closed parent": 0o700} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			parent := localpgtest.Folder(t)
			if err := os.Chmod(parent, mode); err != nil {
				t.Fatal(err)
			}
			dir := filepath.Join(parent, "pg")
			c := start(t, dir)
			if err := localpg.Remove(t.Context(), dir); !errors.Is(err, localpg.ErrInUse) {
				t.Errorf("remove a running one: %v, want ErrInUse", err)
			}
			if got := query(t, c, "postgres", "select 1"); got != "1" {
				t.Errorf("after the refusal: %q", got)
			}
			stop(t, c)
			for range 2 {
				if err := localpg.Remove(t.Context(), dir); err != nil {
					t.Fatal(err)
				}
			}
			for _, path := range []string{dir, c.DataDir(), filepath.Dir(c.DataDir())} {
				if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
					t.Errorf("%s is still there: %v", path, err)
				}
			}
		})
	}
}

func TestRemoveLeavesOthersAlone(t *testing.T) {
	t.Parallel()
	foreign := t.TempDir()
	mine := localpgtest.Folder(t)
	stop(t, start(t, mine))
	for _, dir := range []string{foreign, mine} {
		if err := os.WriteFile(filepath.Join(dir, "diary.txt"), []byte("dear"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := localpg.Remove(t.Context(), foreign); !errors.Is(err, localpg.ErrNotOurs) {
		t.Errorf("a foreign folder: %v, want ErrNotOurs", err)
	}
	if err := localpg.Remove(t.Context(), mine); err != nil {
		t.Error(err)
	}
	for _, dir := range []string{foreign, mine} {
		if _, err := os.Stat(filepath.Join(dir, "diary.txt")); err != nil {
			t.Error(err)
		}
	}
	if _, err := os.Stat(filepath.Join(mine, "data")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the data is still there: %v", err)
	}
}

// A mark that names a foreign folder must not cause its deletion.
func TestRemoveDistrustsTheMark(t *testing.T) {
	t.Parallel()
	dir, victim := localpgtest.Folder(t), localpgtest.Folder(t)
	mark := `{"made_by":"cafe24-inventory-alert/internal/localpg","home":"` + victim + `"}`
	if err := os.WriteFile(filepath.Join(dir, "localpg.json"), []byte(mark), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := localpg.Remove(t.Context(), dir); !errors.Is(err, localpg.ErrNotOurs) {
		t.Errorf("%v, want ErrNotOurs", err)
	}
	if _, err := os.Stat(victim); err != nil {
		t.Error(err)
	}
}

func TestAvailable(t *testing.T) {
	t.Parallel()
	if err := localpg.Available(t.Context()); err != nil {
		t.Error(err) // the other tests need it too
	}
}
