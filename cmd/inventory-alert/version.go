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
	commit, goVersion := commit, runtime.Version()
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" && commit == "" {
				commit = s.Value
			}
		}
	}
	_, err := fmt.Fprintf(w, "inventory-alert %s\ncommit %s\n%s\n", version, cmp.Or(commit, "unknown"), goVersion)
	return err
}
