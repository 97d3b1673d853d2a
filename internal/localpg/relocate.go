package localpg

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// settle decides which folder holds the cluster, and marks the folder. It runs under the folder's lock. A folder that
// was already marked keeps its place in all cases, because a new cluster in a new place would look like lost data.
func (f folder) settle(ctx context.Context, o Options, b binaries, acct account) (folder, error) {
	if f.marked() {
		return f, f.checkHome(ctx, b, acct)
	}
	if !canEnter(ctx, b, acct, f.home) {
		home, err := newHome()
		if err != nil {
			return folder{}, fmt.Errorf("%w: %s (a folder above it is closed to user %d); choose a folder outside, or open the way with chmod o+x: %w",
				ErrUnreachable, f.given, acct.uid, err)
		}
		f.home = home
		o.log().WarnContext(ctx, "the database's account cannot enter the folder; the data lives elsewhere",
			"folder", f.given, "data", f.data(), "uid", acct.uid)
	}
	return f, f.writeMark()
}

func (f folder) checkHome(ctx context.Context, b binaries, acct account) error {
	if _, err := os.Stat(f.home); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("localpg: the data of %s was in %s, which is gone; bring it back, or remove %s to begin anew: %w",
			f.given, f.home, f.given, fs.ErrNotExist)
	}
	if !canEnter(ctx, b, acct, f.home) {
		return fmt.Errorf("localpg: %w: %s (a folder above it is closed to user %d); open the way with chmod o+x",
			ErrUnreachable, f.home, acct.uid)
	}
	return nil
}

// canEnter tests the access: it starts a process of the account in the folder. Checking mode bits alone would miss
// access lists and mounts.
func canEnter(ctx context.Context, b binaries, acct account, dir string) bool {
	if !acct.drop {
		return true // no other account, or initdb reports the reason
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, b.path("postgres"), "--version") //nolint:gosec // found by findBinaries
	cmd.Dir, cmd.Env, cmd.SysProcAttr = dir, childEnv(), processAttributes(acct, tied)
	_, err := runTied(cmd)
	return err == nil
}

// newHome creates a folder that any account can reach. Its name is new each time, so that a fresh checkout at an old
// path starts with fresh data, and the old data stays in its folder.
func newHome() (string, error) {
	base, err := reachableBase()
	if err != nil {
		return "", err
	}
	home, err := os.MkdirTemp(base, homePrefix)
	if err != nil {
		return "", fmt.Errorf("localpg: %w", err)
	}
	if err := os.Chmod(home, 0o755); err != nil { //nolint:gosec // the account must pass through; data/ inside is 0700
		return "", fmt.Errorf("localpg: %w", err)
	}
	return home, nil
}

const homePrefix = "cluster-"

// bases are the folders in which data may be stored instead of DataDir: /var/lib, which is never cleaned up
// automatically, before /var/tmp, which may be emptied after a month.
func bases() []string {
	const name = "cafe24-inventory-alert-localpg"
	return []string{filepath.Join("/var/lib", name), filepath.Join("/var/tmp", name)}
}

func reachableBase() (string, error) {
	var failed error
	for _, dir := range bases() {
		if err := ownFolder(dir); err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		return dir, nil
	}
	return "", fmt.Errorf("localpg: no place all users can reach: %w", failed)
}

// ownFolder creates dir, or accepts it if this user really owns it: in /var/tmp any user may have created it first.
func ownFolder(dir string) error {
	err := os.Mkdir(dir, 0o755) //nolint:gosec // to be passed through by the account
	if err == nil {
		return os.Chmod(dir, 0o755) //nolint:gosec,wrapcheck // in case of a strict umask
	}
	if !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("make folder: %w", err)
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return fmt.Errorf("look at folder: %w", err)
	}
	if owner, ok := ownerOf(info); !info.IsDir() || !ok || owner.uid != os.Geteuid() || info.Mode().Perm()&0o022 != 0 {
		return fmt.Errorf("%s belongs to somebody else", dir)
	}
	return nil
}
