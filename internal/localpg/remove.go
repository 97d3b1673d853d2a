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

// Remove deletes the cluster of dataDir and all its data, for a caller whose user has asked for exactly that. Only files of ours go;
// the folder stays when it holds others. ErrInUse while a server runs; no such folder is no error.
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
		f.home = f.given // its data is gone already
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

// lingering is how long Remove waits for a lock whose owner has just gone.
const lingering = 2 * time.Second

// afterOthers takes a lock that others may still have for a moment: a server that was started by a process that has just gone,
// or a child of ours that has been forked and has yet to close what it inherited.
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
	// The mark goes last but for the lock: what is left after an interruption is still known to be ours.
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
	_ = os.Remove(f.given) // stays when somebody else keeps files there
	return nil
}

// mayRemove guards against a mark that somebody has edited.
func mayRemove(home string) error {
	if slices.Contains(bases(), filepath.Dir(home)) && strings.HasPrefix(filepath.Base(home), homePrefix) {
		return nil
	}
	return fmt.Errorf("localpg: %w: %s, and it will not be removed", ErrNotOurs, home)
}
