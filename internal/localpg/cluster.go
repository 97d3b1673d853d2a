// Package localpg runs a private PostgreSQL for the demo and the tests.
package localpg

import (
	"context"
	"errors"
	"log/slog"
)

// ErrNoBinaries says that no PostgreSQL 15 or later was found on the machine.
var ErrNoBinaries = errors.New("localpg: no PostgreSQL 15 or later found")

// Options say where the cluster lives and how it is run.
type Options struct {
	DataDir  string            // the cluster's folder; made when absent
	Log      *slog.Logger      // nil logs nothing
	Settings map[string]string // extra server settings, over the durable defaults
	BinDir   string            // use these binaries only; empty searches
}

// Cluster is a running PostgreSQL.
type Cluster struct{ version string }

// Start runs the cluster for the life of this process.
func Start(ctx context.Context, o Options) (*Cluster, error) { return nil, ErrNoBinaries }

// Attach connects to the cluster running in DataDir, or starts one that outlives this process.
func Attach(ctx context.Context, o Options) (*Cluster, error) { return nil, ErrNoBinaries }

// StopRunning stops whatever cluster runs in dataDir; nil when none does.
func StopRunning(ctx context.Context, dataDir string) error { return nil }

// URL is the DSN of one database for pgx and libpq.
func (c *Cluster) URL(dbname string) string { return "" }

// Version is the server's version, as in "15.18".
func (c *Cluster) Version() string { return c.version }

// Done is closed when the server has ended (never, for an attached one).
func (c *Cluster) Done() <-chan struct{} { return nil }

// EnsureDatabase makes the database if it is not there.
func (c *Cluster) EnsureDatabase(ctx context.Context, name string) error { return ErrNoBinaries }

// Stop shuts the server down; for an attached cluster it only lets go.
func (c *Cluster) Stop(ctx context.Context) error { return nil }
