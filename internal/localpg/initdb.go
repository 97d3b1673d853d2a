package localpg

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
)

// superuser is the only role of a new cluster.
const superuser = "postgres"

// majorOf returns the major version that created the data; 0 if there is no data yet.
func (f folder) majorOf() (int, error) {
	b, err := os.ReadFile(filepath.Join(f.data(), "PG_VERSION"))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("localpg: %w", err)
	}
	major, err := strconv.Atoi(strings.TrimSpace(string(b)))
	if err != nil {
		return 0, fmt.Errorf("localpg: %s: %w", filepath.Join(f.data(), "PG_VERSION"), err)
	}
	return major, nil
}

// initialize creates the cluster in a folder beside its place and moves it there when it is complete.
func (f folder) initialize(ctx context.Context, o Options, b binaries, acct account) error {
	if err := acct.checkNamed(); err != nil {
		return err
	}
	if err := writePassword(f.password()); err != nil {
		return err
	}
	partial := filepath.Join(f.home, "initdb.partial")
	// These files are from an interrupted initdb: no server has run on them.
	if err := os.RemoveAll(partial); err != nil {
		return fmt.Errorf("localpg: %w", err)
	}
	if err := os.Mkdir(partial, 0o700); err != nil {
		return fmt.Errorf("localpg: %w", err)
	}
	if err := acct.give(partial); err != nil {
		return err
	}
	if err := f.runInitdb(ctx, o, b, acct, partial); err != nil {
		return err
	}
	if err := os.Rename(partial, f.data()); err != nil {
		return fmt.Errorf("localpg: %w", err)
	}
	return syncFolder(f.home)
}

func (f folder) runInitdb(ctx context.Context, o Options, b binaries, acct account, dir string) error {
	// The password is passed in a file that the account owns, because the account cannot reopen a pipe that root
	// created.
	pwfile := filepath.Join(f.home, "initdb.password")
	password, err := os.ReadFile(f.password())
	if err != nil {
		return fmt.Errorf("localpg: %w", err)
	}
	if err := os.WriteFile(pwfile, password, 0o600); err != nil { //nolint:gosec // a file of our own folder
		return fmt.Errorf("localpg: %w", err)
	}
	defer os.Remove(pwfile) //nolint:errcheck // the next initdb overwrites it
	if err := acct.give(pwfile); err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, b.path("initdb"), initdbArgs(o, b, dir, pwfile)...) //nolint:gosec // found by findBinaries
	cmd.Dir, cmd.Env, cmd.SysProcAttr = dir, childEnv(), processAttributes(acct, tied)
	out, err := runTied(cmd)
	if err != nil {
		return fmt.Errorf("localpg: initdb: %w: %s", err, bytes.TrimSpace(out))
	}
	return nil
}

func initdbArgs(o Options, b binaries, dir, pwfile string) []string {
	method := "scram-sha-256"
	if o.Trust {
		method = "trust"
	}
	args := []string{
		"-D", dir, "-U", superuser, "--pwfile=" + pwfile, "-A", method,
		"--data-checksums", "--encoding=UTF8", "--no-instructions",
	}
	if runtime.GOOS == "linux" {
		args = append(args, "--locale=C.UTF-8")
	} else {
		args = append(args, "--locale=C", "--lc-ctype=UTF-8") // macOS has no C.UTF-8
	}
	if b.major >= 17 {
		args = append(args, "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
	}
	if o.Settings["fsync"] == "off" {
		args = append(args, "--no-sync")
	}
	return args
}

// writePassword creates the superuser's random password once.
func writePassword(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) //nolint:gosec // a file of our own folder
	if errors.Is(err, fs.ErrExist) {
		return nil // from an interrupted first start
	}
	if err != nil {
		return fmt.Errorf("localpg: %w", err)
	}
	_, err = f.WriteString(rand.Text())
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("localpg: write password: %w", err)
	}
	return nil
}

func readPassword(path string) (string, error) {
	b, err := os.ReadFile(path) //nolint:gosec // a file of our own folder
	if err != nil {
		return "", fmt.Errorf("localpg: the superuser's password: %w", err)
	}
	if len(b) == 0 {
		return "", fmt.Errorf("localpg: %s is empty", path)
	}
	return string(b), nil
}

func syncFolder(dir string) error {
	d, err := os.Open(dir) //nolint:gosec // our own folder
	if err != nil {
		return fmt.Errorf("localpg: %w", err)
	}
	if err := errors.Join(d.Sync(), d.Close()); err != nil {
		return fmt.Errorf("localpg: %w", err)
	}
	return nil
}
