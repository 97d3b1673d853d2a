package pipeline

import (
	"context"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
)

func newRiver(pool *pgxpool.Pool, table []kind, a *quarantined, cfg Config) (*river.Client[pgx.Tx], error) {
	var indexes []string // nil: River's own choice
	if cfg.NoReindex {
		indexes = []string{}
	}
	return river.NewClient(riverpgxv5.New(pool), &river.Config{
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
