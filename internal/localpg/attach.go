package localpg

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// Attach connects to the cluster that runs in o.DataDir, whoever started it, or starts one that outlives this process.
// Any number of processes may call it at once: one of them starts the server, and all of them get it. The server runs
// until StopRunning. If its folder is deleted, it notices within a minute and ends. Settings only matter to the process
// that starts the server. A server whose program was replaced, for example by an upgrade, is stopped and started again.
func Attach(ctx context.Context, o Options) (*Cluster, error) {
	f, err := openFolder(o.DataDir, true)
	if err != nil {
		return nil, err
	}
	ctx, cancel := bounded(ctx)
	defer cancel()
	var c *Cluster
	var busy error
	err = poll(ctx, func() (bool, error) {
		if f, err = f.resolve(); err != nil {
			return false, err
		}
		c, err = f.join(ctx, o)
		if c != nil || err != nil {
			return c != nil, err
		}
		c, err = startShared(ctx, o, f)
		if errors.Is(err, ErrInUse) {
			busy = err // another process is starting it, or was quicker
			return false, nil
		}
		return c != nil, err
	})
	if err != nil {
		return nil, errors.Join(err, busy)
	}
	return c, nil
}

// join returns the running cluster. It returns nil if no server answers yet, or if the server must be restarted.
func (f folder) join(ctx context.Context, o Options) (*Cluster, error) {
	st, err := f.readState()
	if err != nil {
		return nil, ignoreAbsent(err)
	}
	password, err := readPassword(f.password())
	if err != nil {
		return nil, ignoreAbsent(err)
	}
	c := &Cluster{folder: f, log: o.log(), version: st.Version, socketDir: st.SocketDir, password: password}
	if c.ping(ctx) != nil || !f.current(ctx, o, st) {
		return nil, nil //nolint:nilerr // no cluster is a valid result here, whatever the reason (none, starting, stopping)
	}
	return c, nil
}

// ping asks the server of the state whether it answers, and for its version.
func (f folder) ping(ctx context.Context, st state) (string, error) {
	password, err := readPassword(f.password())
	if err != nil {
		return "", err
	}
	c := Cluster{folder: f, socketDir: st.SocketDir, password: password}
	return st.Version, c.ping(ctx)
}

func startShared(ctx context.Context, o Options, f folder) (*Cluster, error) {
	h, err := f.hold()
	if err != nil {
		return nil, err
	}
	defer h.release()
	// Everything is checked again under the lock: its previous owner may have started the server.
	if f, err = f.resolve(); err != nil {
		return nil, err
	}
	if c, err := f.join(ctx, o); c != nil || err != nil {
		return c, err
	}
	c, err := launch(ctx, o, f, free, h)
	if err != nil {
		return nil, err
	}
	c.process = nil // from here on no process owns the server
	return c, nil
}

// StopRunning stops the server that runs in dataDir, whoever started it, and returns when it is gone. It returns no
// error if there is no server or no such folder.
func StopRunning(ctx context.Context, dataDir string) error {
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
	ctx, cancel := bounded(ctx)
	defer cancel()
	st, stateErr := f.readState()
	if err := poll(ctx, f.stopOnce()); err != nil {
		return fmt.Errorf("localpg: stop the server of %s: %w", dataDir, err)
	}
	if stateErr == nil {
		removeTemporary(st.SocketDir)
	}
	return nil
}

// stopOnce is polled: it returns true when no process of the cluster is left. It signals the server once, as soon as
// its process number is known.
func (f folder) stopOnce() func() (bool, error) {
	asked := false
	return func() (bool, error) {
		lock, err := lockFile(f.serverLock())
		if err == nil {
			return true, lock.Close()
		}
		if !errors.Is(err, ErrInUse) {
			return false, err
		}
		if asked {
			return false, nil
		}
		acct, err := chooseAccount(f.data())
		if err != nil {
			return false, err
		}
		asked, err = f.interrupt(acct)
		return false, err
	}
}

func ignoreAbsent(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
