package main

import (
	"cmp"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
)

// Both are set by the linker; without it the commit comes from what the Go
// tool noted of the checkout.
var (
	version = "dev"
	commit  = "" //nolint:gochecknoglobals // the linker can only set a variable
)

func versionCommand(w io.Writer) error {
	_, err := fmt.Fprintf(w, "inventory-alert %s\ncommit %s\n%s\n", version, builtFrom(), runtime.Version())
	return err
}

// builtFrom is the commit that this program is made of.
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
