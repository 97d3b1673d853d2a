package localpg

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// NpmPackage returns the name of the npm package that contains PostgreSQL's binaries for this machine.
func NpmPackage() string {
	arch := map[string]string{"amd64": "x64", "386": "ia32", "ppc64le": "ppc64"}[runtime.GOARCH]
	if arch == "" {
		arch = runtime.GOARCH
	}
	return "@embedded-postgres/" + runtime.GOOS + "-" + arch
}

// inNodeModules looks for the package in the working folder, in the folder of the program, and in all folders above
// them.
func inNodeModules(context.Context) []string {
	var starts []string
	if cwd, err := os.Getwd(); err == nil {
		starts = append(starts, cwd)
	}
	if exe, err := os.Executable(); err == nil {
		starts = append(starts, filepath.Dir(exe))
	}
	var dirs []string
	for _, dir := range starts {
		for {
			bin := filepath.Join(dir, "node_modules", filepath.FromSlash(NpmPackage()), "native", "bin")
			if isFile(filepath.Join(bin, "postgres")) {
				dirs = append(dirs, bin)
			}
			parent := filepath.Dir(dir)
			if parent == dir {
				break
			}
			dir = parent
		}
	}
	return dirs
}

func isNpm(bin string) bool { return isFile(filepath.Join(filepath.Dir(bin), "pg-symlinks.json")) }

// linkLibraries creates the links to the shared libraries, which npm cannot ship. The package's own install script
// would create them, but npm no longer runs such scripts without a request.
func linkLibraries(bin string) error {
	if !isNpm(bin) {
		return nil
	}
	native := filepath.Dir(bin)
	var links []struct{ Source, Target string }
	if err := readJSON(filepath.Join(native, "pg-symlinks.json"), &links); err != nil {
		return err
	}
	root, err := os.OpenRoot(filepath.Dir(native)) // the paths in the file begin with native/ and must stay below
	if err != nil {
		return fmt.Errorf("localpg: %w", err)
	}
	defer root.Close() //nolint:errcheck // nothing was written through the handle itself
	for _, l := range links {
		to, err := filepath.Rel(filepath.Dir(l.Target), l.Source)
		if err != nil {
			return fmt.Errorf("localpg: pg-symlinks.json: %w", err)
		}
		if err := root.Symlink(to, l.Target); err != nil && !errors.Is(err, fs.ErrExist) {
			return fmt.Errorf("localpg: link libraries: %w", err)
		}
	}
	return nil
}

// copyWithinReach copies npm's package once out of a folder that only root may enter, and returns the copy's bin
// folder.
func copyWithinReach(bin string) (string, error) {
	native := filepath.Dir(bin)
	base, err := reachableBase()
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	_, _ = fmt.Fprint(sum, native) // a hash does not fail
	if pkg, err := os.ReadFile(filepath.Join(filepath.Dir(native), "package.json")); err == nil {
		_, _ = sum.Write(pkg)
	}
	to := filepath.Join(base, "binaries-"+hex.EncodeToString(sum.Sum(nil))[:12])
	if isFile(filepath.Join(to, "bin", "postgres")) {
		return filepath.Join(to, "bin"), nil
	}
	if err := copyWhole(native, to); err != nil {
		return "", fmt.Errorf("localpg: copy %s: %w", native, err)
	}
	return filepath.Join(to, "bin"), nil
}

// copyWhole makes the copy appear at once or not at all. If another process was quicker, its copy is used.
func copyWhole(from, to string) error {
	tmp, err := os.MkdirTemp(filepath.Dir(to), ".copy-")
	if err != nil {
		return fmt.Errorf("make a folder: %w", err)
	}
	defer os.RemoveAll(tmp) //nolint:errcheck // gone already when all went well
	if err := os.CopyFS(tmp, os.DirFS(from)); err != nil {
		return fmt.Errorf("copy: %w", err)
	}
	if err := openToAll(tmp); err != nil {
		return err
	}
	if err := os.Rename(tmp, to); err != nil && !isFile(filepath.Join(to, "bin", "postgres")) {
		return fmt.Errorf("move into place: %w", err)
	}
	return nil
}

// openToAll restores the permissions that a strict umask removed from the copy.
func openToAll(dir string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("open the copy: %w", err)
	}
	err = fs.WalkDir(root.FS(), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.Type()&fs.ModeSymlink != 0 {
			return err
		}
		mode := fs.FileMode(0o644)
		if d.IsDir() || strings.HasPrefix(path, "bin/") {
			mode = 0o755
		}
		return root.Chmod(path, mode)
	})
	if err := errors.Join(err, root.Close()); err != nil {
		return fmt.Errorf("open the copy: %w", err)
	}
	return nil
}
