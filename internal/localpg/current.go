package localpg

import (
	"context"
	"fmt"
	"os"
	"syscall"
)

// current says whether the program of the running server is still the one on the disk. After an upgrade it is not: the server
// then loads libraries of another version, and each new connection fails with an undefined symbol.
func (f folder) current(ctx context.Context, o Options, st state) bool {
	if st.Program != "" {
		now, err := fileIdentity(st.Program)
		return err == nil && now == st.Identity
	}
	// An earlier release noted only the version.
	major, err := f.majorOf()
	if err != nil {
		return true // nothing is known, and nothing is stopped
	}
	acct, err := chooseAccount(f.data())
	if err != nil {
		return true
	}
	b, err := findBinaries(ctx, o, major, acct)
	return err != nil || b.version == st.Version
}

// fileIdentity differs between a file and another one that has taken its place, also where both are of one version.
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
