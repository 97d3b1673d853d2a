package localpg

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// removeStaleLocks removes lock files of processes that are gone. After kill -9 of all processes, the number in
// postmaster.pid and in the socket's lock may belong to a zombie that no process reaps (a container without an init) or
// to a stranger. PostgreSQL then refuses to start. The caller holds server.lock, so no server of this package is alive.
// A server that was started by hand is recognized by its working folder.
func removeStaleLocks(dataDir, socketDir string, acct account) error {
	for _, path := range []string{
		filepath.Join(dataDir, "postmaster.pid"),
		filepath.Join(socketDir, ".s.PGSQL."+socketPort+".lock"),
	} {
		pid, err := pidIn(path)
		if err != nil {
			return err
		}
		switch lookAt(pid, dataDir, acct) {
		case gone: // PostgreSQL detects that itself
		case serving:
			return fmt.Errorf("localpg: %w: PostgreSQL process %d, not started by this program, runs on %s; stop it first", ErrInUse, pid, dataDir)
		case stranger:
			if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("localpg: %w", err)
			}
		}
	}
	return nil
}

// pidIn reads the process number in the first line; 0 if there is no such file or no number.
func pidIn(path string) (int, error) {
	b, err := os.ReadFile(path) //nolint:gosec // a file of our own folder
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("localpg: %w", err)
	}
	line, _, _ := bytes.Cut(b, []byte("\n"))
	pid, err := strconv.Atoi(strings.TrimSpace(string(line)))
	if err != nil || pid <= 0 {
		return 0, nil //nolint:nilerr // an incomplete file: PostgreSQL reports that itself
	}
	return pid, nil
}

type sighting int

const (
	gone     sighting = iota // no such process, or no way to know
	stranger                 // a zombie, or a process that has nothing to do with the data
	serving                  // a server on the data
)

// lookAt judges a process by /proc. On a system without /proc it returns gone.
func lookAt(pid int, dataDir string, acct account) sighting {
	proc := filepath.Join("/proc", strconv.Itoa(pid))
	info, err := os.Stat(proc)
	if pid == 0 || err != nil {
		return gone
	}
	if isZombie(proc) {
		return stranger
	}
	if cwd, err := os.Readlink(filepath.Join(proc, "cwd")); err == nil {
		return cwdShows(cwd, dataDir)
	}
	// In a container, root may have no permission to look into other users' processes. A "postgres" of the own account then
	// counts as a server.
	comm, err := os.ReadFile(filepath.Join(proc, "comm")) //nolint:gosec // a file of the kernel
	owner, ok := ownerOf(info)
	if err == nil && ok && owner.uid == acct.uid && strings.TrimSpace(string(comm)) == "postgres" {
		return serving
	}
	return stranger
}

func cwdShows(cwd, dataDir string) sighting {
	if dir, err := filepath.EvalSymlinks(dataDir); err == nil && cwd == dir {
		return serving
	}
	return stranger
}

func isZombie(proc string) bool {
	b, err := os.ReadFile(filepath.Join(proc, "stat")) //nolint:gosec // a file of the kernel
	if err != nil {
		return false
	}
	// "pid (name) state …", and the name may contain any character.
	i := bytes.LastIndexByte(b, ')')
	return i >= 0 && i+2 < len(b) && (b[i+2] == 'Z' || b[i+2] == 'X')
}

// interrupt sends the folder's server the signal for a fast shutdown. It returns false if the server's process number
// is unknown (yet), or may belong to another process.
func (f folder) interrupt(acct account) (bool, error) {
	pid, err := pidIn(filepath.Join(f.data(), "postmaster.pid"))
	if err != nil || pid == 0 {
		return false, err
	}
	// Without /proc (macOS) the held server.lock is proof enough.
	if _, err := os.Stat("/proc/self"); err == nil && lookAt(pid, f.data(), acct) != serving {
		return false, nil
	}
	if err := syscall.Kill(pid, syscall.SIGINT); err != nil && !errors.Is(err, syscall.ESRCH) {
		return false, fmt.Errorf("localpg: stop process %d: %w", pid, err)
	}
	return true, nil
}
