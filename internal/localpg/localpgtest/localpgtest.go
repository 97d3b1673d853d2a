// Package localpgtest gives a test a PostgreSQL of its own, which leaves nothing behind. A test that only needs a
// database uses postgrestest, which shares one server.
package localpgtest

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"cafe24-inventory-alert/internal/localpg"
)

// Folder returns an empty folder that the database's account may enter. For root, tb.TempDir is closed to that account:
// the data would be stored below /var/lib and remain there after the test.
func Folder(tb testing.TB) string {
	tb.Helper()
	dir := tb.TempDir()
	if err := os.Chmod(filepath.Dir(dir), 0o755); err != nil { //nolint:gosec // data/ inside is 0700
		tb.Fatal(err)
	}
	return dir
}

// Start starts a server and stops it when the test ends. The returned options start the same cluster again.
func Start(tb testing.TB, settings map[string]string) (*localpg.Cluster, localpg.Options) {
	tb.Helper()
	options := localpg.Options{DataDir: Folder(tb), Settings: settings}
	cluster, err := localpg.Start(tb.Context(), options)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := cluster.Stop(context.WithoutCancel(tb.Context())); err != nil {
			tb.Error(err)
		}
	})
	if _, err := os.Stat(filepath.Join(options.DataDir, "data", "PG_VERSION")); err != nil {
		tb.Fatalf("the test's data is not in the test's folder, so it would remain: %v", err)
	}
	return cluster, options
}
