package localpg

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	socketPort = "5432" // names the socket; there is no TCP
	// sunPath is the maximum length of a socket's path on Linux and macOS (the shorter of the two), without its final
	// zero byte.
	sunPath = 103
	// patience limits a start or stop whose caller gave no deadline. It includes the recovery after a crash.
	patience = 60 * time.Second
	bigLog   = 5 << 20
)

// launch runs the server; the caller holds the folder. A tied server takes the hold over and releases it when it has
// ended.
func launch(ctx context.Context, o Options, f folder, l leash, h *hold) (*Cluster, error) {
	major, err := f.majorOf()
	if err != nil {
		return nil, err
	}
	acct, err := chooseAccount(f.data())
	if err != nil {
		return nil, err
	}
	b, err := findBinaries(ctx, o, major, acct)
	if err != nil {
		return nil, fmt.Errorf("%w (%s)", err, f.given)
	}
	if f, err = f.settle(ctx, o, b, acct); err != nil {
		return nil, err
	}
	if err := h.alsoHome(f); err != nil {
		return nil, err
	}
	lock, err := f.lockServer(ctx, o, acct)
	if err != nil {
		return nil, err
	}
	// The server inherits the lock. This process closes its own copy as soon as that is done.
	defer lock.Close() //nolint:errcheck // nothing was written
	if major == 0 {
		began := time.Now()
		if err := f.initialize(ctx, o, b, acct); err != nil {
			return nil, err
		}
		o.log().InfoContext(ctx, "made a database cluster", "data", f.data(), "version", b.version, "took", time.Since(began))
	}
	return f.run(ctx, o, b, acct, l, lock, h)
}

// lockServer waits until the remaining processes of an earlier server have ended. The process that started it is gone,
// because this process holds the folder's lock. A shared server is not stopped, unless its program was replaced since.
func (f folder) lockServer(ctx context.Context, o Options, acct account) (*os.File, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, 30*time.Second,
		fmt.Errorf("localpg: %w: an earlier server on %s does not end", ErrInUse, f.home))
	defer cancel()
	var lock *os.File
	asked := false
	err := poll(ctx, func() (bool, error) {
		var err error
		lock, err = lockFile(f.serverLock())
		if err == nil || !errors.Is(err, ErrInUse) {
			return err == nil, err
		}
		if st, err := f.readState(); err == nil && st.Shared && f.current(ctx, o, st) {
			if v, err := f.ping(ctx, st); err == nil {
				return false, fmt.Errorf("localpg: %w: a shared server (%s) runs on %s; Attach to it or stop it with StopRunning", ErrInUse, v, f.given)
			}
		}
		if !asked {
			asked, err = f.interrupt(acct)
			return false, err
		}
		return false, nil
	})
	return lock, err
}

func (f folder) run(ctx context.Context, o Options, b binaries, acct account, l leash, lock *os.File, h *hold) (*Cluster, error) {
	password, err := readPassword(f.password())
	if err != nil {
		return nil, err
	}
	st := state{Home: f.home, Shared: l == free, Version: b.version, Program: b.path("postgres")}
	if st.Identity, err = fileIdentity(st.Program); err != nil {
		return nil, err
	}
	if st.SocketDir, err = f.socketDir(acct); err != nil {
		return nil, err
	}
	if err := removeStaleLocks(f.data(), st.SocketDir, acct); err != nil {
		return nil, err
	}
	if err := writeJSON(f.stateFile(), st); err != nil {
		return nil, err
	}
	c := &Cluster{folder: f, log: o.log(), version: b.version, socketDir: st.SocketDir, password: password}
	args, err := o.serverArgs(st.SocketDir)
	if err != nil {
		return nil, err
	}
	argv := append([]string{b.path("postgres"), "-D", f.data()}, args...)
	return c, c.start(ctx, l, argv, acct, lock, h)
}

func (c *Cluster) start(ctx context.Context, l leash, argv []string, acct account, lock *os.File, h *hold) error {
	logFile, begin, err := openLog(c.folder.logFile())
	if err != nil {
		return err
	}
	defer logFile.Close() //nolint:errcheck // the server writes it, not we
	null, err := os.Open(os.DevNull)
	if err != nil {
		return fmt.Errorf("localpg: %w", err)
	}
	defer null.Close() //nolint:errcheck // nothing was written
	began := time.Now()
	c.process, err = spawn(l, argv, &os.ProcAttr{
		Dir: c.folder.data(), Env: childEnv(), Sys: processAttributes(acct, l),
		Files: []*os.File{null, logFile, logFile, lock},
	}, func(st *os.ProcessState) {
		c.hasEnded(st)
		h.release()
	})
	if err != nil {
		return err
	}
	if err := c.waitReady(ctx, begin); err != nil {
		c.stopping.Store(true)
		c.process.kill()
		return err
	}
	c.log.InfoContext(ctx, "database started", "data", c.folder.data(), "version", c.version, "shared", l == free, "took", time.Since(began))
	return nil
}

// waitReady returns when a query was answered. After a crash, that is after the recovery.
func (c *Cluster) waitReady(ctx context.Context, logBegin int64) error {
	ctx, cancel := bounded(ctx)
	defer cancel()
	return poll(ctx, func() (bool, error) {
		if c.process.hasEnded() {
			return false, fmt.Errorf("localpg: the database did not start; its log (%s) says:\n%s",
				c.folder.logFile(), tail(c.folder.logFile(), logBegin))
		}
		return c.ping(ctx) == nil, nil
	})
}

func (c *Cluster) ping(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, c.URL("postgres"))
	if err != nil {
		return fmt.Errorf("localpg: connect: %w", err)
	}
	return errors.Join(conn.Ping(ctx), conn.Close(ctx))
}

// socketDir returns run/ beside the data, or a temporary folder if that path is too long for a socket.
func (f folder) socketDir(acct account) (string, error) {
	if st, err := f.readState(); err == nil {
		removeTemporary(st.SocketDir) // of an earlier run; no server of this folder is alive
	}
	dir := filepath.Join(f.home, "run")
	if len(dir)+len("/.s.PGSQL."+socketPort+".lock") <= sunPath {
		if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
			return "", fmt.Errorf("localpg: %w", err)
		}
		return dir, acct.give(dir)
	}
	dir, err := os.MkdirTemp("", temporaryPrefix)
	if err != nil {
		return "", fmt.Errorf("localpg: %w", err)
	}
	return dir, acct.give(dir)
}

func (f folder) readState() (state, error) {
	var st state
	err := readJSON(f.stateFile(), &st)
	if err == nil && st.Home != f.home {
		return state{}, fmt.Errorf("localpg: %s is of %s: %w", f.stateFile(), st.Home, fs.ErrNotExist)
	}
	return st, err
}

const temporaryPrefix = "localpg-"

// removeTemporary removes a socket's folder that socketDir created in the temporary folder, and nothing else.
func removeTemporary(dir string) {
	if filepath.Dir(dir) == filepath.Clean(os.TempDir()) && strings.HasPrefix(filepath.Base(dir), temporaryPrefix) {
		_ = os.RemoveAll(dir) // at worst an empty folder remains
	}
}

// openLog opens the server's log for appending and returns where the new part begins. It keeps one old file.
func openLog(path string) (*os.File, int64, error) {
	if info, err := os.Stat(path); err == nil && info.Size() > bigLog {
		if err := os.Rename(path, path+".1"); err != nil {
			return nil, 0, fmt.Errorf("localpg: %w", err)
		}
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600) //nolint:gosec // a file of our own folder
	if err != nil {
		return nil, 0, fmt.Errorf("localpg: %w", err)
	}
	end, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, 0, errors.Join(fmt.Errorf("localpg: %w", err), f.Close())
	}
	return f, end, nil
}

func tail(path string, from int64) string {
	b, err := os.ReadFile(path) //nolint:gosec // a file of our own folder
	if err != nil || int64(len(b)) < from {
		return ""
	}
	lines := strings.Split(string(bytes.TrimSpace(b[from:])), "\n")
	return strings.Join(lines[max(0, len(lines)-12):], "\n")
}

// bounded adds a deadline to a context that has none.
func bounded(ctx context.Context) (context.Context, context.CancelFunc) {
	if _, has := ctx.Deadline(); has {
		return context.WithCancel(ctx)
	}
	return context.WithTimeoutCause(ctx, patience, errors.New("localpg: the database took too long"))
}

func signal(pid int, sig syscall.Signal) error {
	if err := syscall.Kill(pid, sig); err != nil && !errors.Is(err, syscall.ESRCH) {
		return fmt.Errorf("localpg: signal process %d: %w", pid, err)
	}
	return nil
}
