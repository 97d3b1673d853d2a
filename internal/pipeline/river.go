package pipeline

import (
	"cmp"
	"context"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
)

func newRiver(pool *pgxpool.Pool, table []kind, a *quarantined, cfg Config) (*river.Client[pgx.Tx], error) {
	var indexes []string // nil: River's own choice
	if cfg.NoReindex {
		indexes = []string{}
	}
	return river.NewClient(driver{riverpgxv5.New(pool), riverpgxv5.New(cmp.Or(cfg.Listening, pool))}, &river.Config{
		Workers:                     workers(table, a, cfg.RetryWait),
		Queues:                      queues(),
		MaxAttempts:                 maxAttempts,
		FetchCooldown:               50 * time.Millisecond, // the path from a hint to a mail has three jobs
		FetchPollInterval:           500 * time.Millisecond,
		JobTimeout:                  jobTimeout,
		RescueStuckJobsAfter:        90 * time.Second,
		ReindexerIndexNames:         indexes,
		CompletedJobRetentionPeriod: time.Hour,
		DiscardedJobRetentionPeriod: 30 * 24 * time.Hour, // a poisonous job waits until an operator looks at it
		ErrorHandler:                failures{a},
		Logger:                      slog.New(onlyTrouble{a.log.Handler()}),
	})
}

// driver is River's, which listens with connections of another pool: those of a
// pooler in transaction mode hear nothing, and say nothing of it.
type driver struct {
	*riverpgxv5.Driver
	listening *riverpgxv5.Driver
}

// GetListener implements [riverdriver.Driver].
func (d driver) GetListener(params *riverdriver.GetListenenerParams) riverdriver.Listener {
	return d.listening.GetListener(params)
}

// onlyTrouble lets River log only warnings and errors: the log line of each job
// holds the rest.
type onlyTrouble struct{ slog.Handler }

// Enabled implements [slog.Handler].
func (h onlyTrouble) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && h.Handler.Enabled(ctx, level)
}

// WithAttrs implements [slog.Handler].
func (h onlyTrouble) WithAttrs(attrs []slog.Attr) slog.Handler {
	return onlyTrouble{h.Handler.WithAttrs(attrs)}
}

// WithGroup implements [slog.Handler].
func (h onlyTrouble) WithGroup(name string) slog.Handler {
	return onlyTrouble{h.Handler.WithGroup(name)}
}
