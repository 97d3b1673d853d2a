package localpg

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Remove deletes the cluster of dataDir and all its data, for a caller whose user has asked for exactly that. It
// deletes only files of this package; the folder remains if it holds other files. It returns ErrInUse while a server
// runs, and no error if there is no such folder.
func Remove(ctx context.Context, dataDir string) error {
	if _, err := os.Stat(dataDir); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	f, err := openFolder(dataDir, false)
	if err != nil {
		return err
	}
	if !f.marked() {
		return nil
	}
	var h *hold
	if err := afterOthers(ctx, func() (err error) { h, err = f.hold(); return err }); err != nil {
		return err
	}
	defer h.release()
	if _, err := os.Stat(f.home); errors.Is(err, fs.ErrNotExist) {
		f.home = f.given // its data is already deleted
	}
	if err := h.alsoHome(f); err != nil {
		return err
	}
	// Remove does not stop a server.
	var lock *os.File
	if err := afterOthers(ctx, func() (err error) { lock, err = lockFile(f.serverLock()); return err }); err != nil {
		return err
	}
	defer lock.Close() //nolint:errcheck // nothing was written
	if st, err := f.readState(); err == nil {
		removeTemporary(st.SocketDir)
	}
	return f.removeFiles(ctx)
}

// lingering is how long Remove waits for a lock whose owner has just ended.
const lingering = 2 * time.Second

// afterOthers takes a lock that another process may still hold for a moment: a server whose starter has just ended, or
// a forked child of this process that has not yet closed its inherited files.
func afterOthers(ctx context.Context, take func() error) error {
	waiting, cancel := context.WithTimeout(ctx, lingering)
	defer cancel()
	var last error
	err := poll(waiting, func() (bool, error) {
		if last = take(); errors.Is(last, ErrInUse) {
			return false, nil
		}
		return true, last
	})
	if last != nil && ctx.Err() == nil {
		return last
	}
	return err
}

func (f folder) removeFiles(ctx context.Context) error {
	if f.home != f.given {
		if err := mayRemove(f.home); err != nil {
			return err
		}
		if err := os.RemoveAll(f.home); err != nil {
			return fmt.Errorf("localpg: %w", err)
		}
	}
	// The mark is deleted last, just before the lock. After an interruption the remaining files can then still be
	// recognized.
	for _, name := range []string{
		"data", "initdb.partial", "run", "initdb.password", "password", "state.json", "state.json.tmp", "postgres.log", "postgres.log.1",
		"server.lock", markName, lockName,
	} {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("localpg: remove: %w", err)
		}
		if err := os.RemoveAll(filepath.Join(f.given, name)); err != nil {
			return fmt.Errorf("localpg: %w", err)
		}
	}
	_ = os.Remove(f.given) // stays if it holds other files
	return nil
}

// mayRemove guards against a mark that a user has edited.
func mayRemove(home string) error {
	if slices.Contains(bases(), filepath.Dir(home)) && strings.HasPrefix(filepath.Base(home), homePrefix) {
		return nil
	}
	return fmt.Errorf("localpg: %w: %s, and it will not be removed", ErrNotOurs, home)
}
