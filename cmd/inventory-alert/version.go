package main

import (
	"fmt"
	"io"
	"runtime/debug"
)

// version is set by the linker for releases.
var version = "dev"

func versionCommand(w io.Writer) error {
	commit, goVersion := "unknown", "unknown"
	if info, ok := debug.ReadBuildInfo(); ok {
		goVersion = info.GoVersion
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				commit = s.Value
			}
		}
	}
	_, err := fmt.Fprintf(w, "inventory-alert %s\ncommit %s\n%s\n", version, commit, goVersion)
	return err
}
