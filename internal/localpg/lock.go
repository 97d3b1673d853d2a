package localpg

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// tick is the time between two checks of a wait.
const tick = 10 * time.Millisecond

// lockFile takes the exclusive lock without waiting. It returns ErrInUse if another process has it. Closing the file
// releases the lock. The kernel also releases it when the last process that inherited it ends, however it ends.
func lockFile(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDONLY, 0o644) //nolint:gosec // an empty file of our own folder; another user must be able to see it locked
	if err != nil {
		return nil, fmt.Errorf("localpg: %w", err)
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		return f, nil
	}
	_ = f.Close() // nothing was written
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, fmt.Errorf("localpg: %w: %s", ErrInUse, filepath.Dir(path))
	}
	return nil, fmt.Errorf("localpg: lock %s: %w", path, err)
}

// hold is the set of locks of the process that runs or starts a server: DataDir, and also home if that is another
// folder, because a copied DataDir names the same home.
type hold []*os.File

func (f folder) hold() (*hold, error) {
	lock, err := lockFile(filepath.Join(f.given, lockName))
	if err != nil {
		return nil, err
	}
	return &hold{lock}, nil
}

func (h *hold) alsoHome(f folder) error {
	if f.home == f.given {
		return nil
	}
	lock, err := lockFile(filepath.Join(f.home, lockName))
	if err == nil {
		*h = append(*h, lock)
	}
	return err
}

// release may be called twice.
func (h *hold) release() {
	for _, lock := range *h {
		_ = lock.Close() // nothing was written
	}
}

// poll calls ready until it returns true or an error, or ctx ends.
func poll(ctx context.Context, ready func() (bool, error)) error {
	t := time.NewTicker(tick)
	defer t.Stop()
	for {
		ok, err := ready()
		if ok || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-t.C:
		}
	}
}
