package localpg

import (
	"context"
	"fmt"
	"os"
	"syscall"
)

// current reports whether the program of the running server is still the one on the disk. After an upgrade it is not.
// The server then loads libraries of another version, and each new connection fails with an undefined symbol.
func (f folder) current(ctx context.Context, o Options, st state) bool {
	if st.Program != "" {
		now, err := fileIdentity(st.Program)
		return err == nil && now == st.Identity
	}
	// An earlier release stored only the version.
	major, err := f.majorOf()
	if err != nil {
		return true // the version is unknown, and nothing is stopped
	}
	acct, err := chooseAccount(f.data())
	if err != nil {
		return true
	}
	b, err := findBinaries(ctx, o, major, acct)
	return err != nil || b.version == st.Version
}

// fileIdentity returns a value that differs between a file and another file that has replaced it, even if both are of
// the same version.
func fileIdentity(path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", fmt.Errorf("localpg: %w", err)
	}
	var inode uint64
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		inode = st.Ino
	}
	return fmt.Sprintf("%d %d %s", inode, info.Size(), info.ModTime().UTC().Format("2006-01-02T15:04:05.000000000")), nil
}
