package pipeline

import (
	"context"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"cafe24-inventory-alert/internal/lowstock"
)

func (p *Pipeline) newRiver() (*river.Client[pgx.Tx], error) {
	return river.NewClient(riverpgxv5.New(p.cfg.Pool), &river.Config{
		Workers:                     p.workers(),
		Queues:                      queues(),
		MaxAttempts:                 maxAttempts,
		FetchCooldown:               50 * time.Millisecond, // the way from a hint to a mail passes three jobs
		FetchPollInterval:           500 * time.Millisecond,
		JobTimeout:                  jobTimeout,
		RescueStuckJobsAfter:        90 * time.Second,
		CompletedJobRetentionPeriod: time.Hour,
		DiscardedJobRetentionPeriod: 30 * 24 * time.Hour, // poison waits for somebody to look at it
		ErrorHandler:                failures{p, p.log},
		Logger:                      slog.New(onlyTrouble{p.log.Handler()}),
	})
}

// onlyTrouble lets River speak where something is wrong: a job's own line says
// the rest.
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

// logLine collects what a step has to say about itself.
type logLine struct{ attrs []any }

func (l *logLine) add(pairs ...any) { l.attrs = append(l.attrs, pairs...) }

func (l *logLine) applied(a lowstock.Applied) {
	l.add("products", a.Products, "changed", a.Changed, "stale", a.Stale,
		"opened", a.Opened, "escalated", a.Escalated, "resolved", a.Resolved, "await", a.Await, "drifts", a.Drifts)
}

// finish writes the one line a job has in the log, and counts it.
func (p *Pipeline) finish(ctx context.Context, kind string, mall lowstock.MallID, took time.Duration, line *logLine, err error) {
	code := string(errorCode(err))
	p.metrics.jobs.WithLabelValues(kind, code).Inc()
	p.metrics.duration.WithLabelValues(kind).Observe(took.Seconds())
	attrs := append([]any{"kind", kind, "mall", mall, "duration_ms", took.Milliseconds()}, line.attrs...)
	if err != nil {
		p.log.WarnContext(ctx, "job", append(attrs, "code", code, "error", err)...)
		return
	}
	p.log.InfoContext(ctx, "job", attrs...)
}
