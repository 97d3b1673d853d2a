package main

import (
	"cmp"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
)

// Both are set by the linker. Without that, the commit is the one that the Go
// tool recorded.
var (
	version = "dev"
	commit  = "" //nolint:gochecknoglobals // the linker can only set a variable
)

func versionCommand(w io.Writer) error {
	_, err := fmt.Fprintf(w, "inventory-alert %s\ncommit %s\n%s\n", version, builtFrom(), runtime.Version())
	return err
}

// builtFrom returns the commit from which this program was built.
func builtFrom() string {
	if info, ok := debug.ReadBuildInfo(); ok && commit == "" {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				return s.Value
			}
		}
	}
	return cmp.Or(commit, "unknown")
}
