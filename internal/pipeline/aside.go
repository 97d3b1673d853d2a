package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"cafe24-inventory-alert/internal/lowstock"
)

const asideTimeout = 5 * time.Second

// asideStore keeps the work whose job failed for good. It is not due until its
// time, so that one poison does not come back at every tick.
type asideStore interface {
	SetAside(ctx context.Context, work lowstock.Due, job int64, cause string, now time.Time) (until time.Time, err error)
	Aside(ctx context.Context, work lowstock.Due, now time.Time) (bool, error)
	TakeBack(ctx context.Context, work lowstock.Due) error
	AsideCounts(ctx context.Context, now time.Time) (map[lowstock.DueKind]int, error)
}

// failures is told of every attempt of a job that failed.
type failures struct {
	p   *Pipeline
	log *slog.Logger
}

// HandleError implements [river.ErrorHandler]. The steps have logged the error.
func (f failures) HandleError(ctx context.Context, job *rivertype.JobRow, err error) *river.ErrorHandlerResult {
	if lowstock.ErrorCode(err) != lowstock.CodeUnavailable && ctx.Err() == nil { // a database that is away is nobody's poison
		f.setAside(ctx, job, err.Error())
	}
	return nil
}

// HandlePanic implements [river.ErrorHandler].
func (f failures) HandlePanic(ctx context.Context, job *rivertype.JobRow, value any, trace string) *river.ErrorHandlerResult {
	f.log.ErrorContext(ctx, "job panicked", "kind", job.Kind, "job", job.ID, "panic", value, "trace", trace)
	f.setAside(ctx, job, fmt.Sprintf("panic: %v", value))
	return nil
}

// setAside takes work out of the way after its job's last attempt. The job
// itself stays in the list of River as discarded, to be looked at and run again.
func (f failures) setAside(ctx context.Context, job *rivertype.JobRow, cause string) {
	work, ok := workOf(job)
	if job.Attempt < job.MaxAttempts || !ok {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), asideTimeout)
	defer cancel()
	until, err := f.p.store.SetAside(ctx, work, job.ID, cause, f.p.now())
	attrs := []any{"kind", work.Kind, "mall", work.Mall, "subject", work.ID, "job", job.ID, "cause", cause}
	if err != nil {
		f.log.ErrorContext(ctx, "job failed for good and could not be set aside", append(attrs, "error", err)...)
		return
	}
	f.log.WarnContext(ctx, "job set aside", append(attrs, "until", until)...)
	f.p.countAside(ctx)
}

// workOf is what a job was for.
func workOf(job *rivertype.JobRow) (lowstock.Due, bool) {
	var args jobArgs
	err := json.Unmarshal(job.EncodedArgs, &args)
	return args.work(lowstock.DueKind(job.Kind)), err == nil && args.Mall != ""
}

// tooLate says whether a job has just begun on work that is set aside: it was
// seen to be due while the last attempt of another was failing.
func (p *Pipeline) tooLate(ctx context.Context, job *rivertype.JobRow) (bool, error) {
	work, ok := workOf(job)
	if !ok || job.Attempt > 1 {
		return false, nil
	}
	return p.store.Aside(ctx, work, p.now())
}

// replayed takes work back that was set aside, once a run by hand has done it.
func (p *Pipeline) replayed(ctx context.Context, job *rivertype.JobRow) {
	work, ok := workOf(job)
	if job.Attempt <= maxAttempts || !ok {
		return
	}
	if err := p.store.TakeBack(ctx, work); err != nil {
		p.log.WarnContext(ctx, "work not taken back", "kind", work.Kind, "mall", work.Mall, "error", err)
		return
	}
	p.log.InfoContext(ctx, "work taken back", "kind", work.Kind, "mall", work.Mall, "subject", work.ID, "job", job.ID)
	p.countAside(ctx)
}

// countAside brings the gauge up to date; a scrape between two looks shows the
// last one.
func (p *Pipeline) countAside(ctx context.Context) {
	counts, err := p.store.AsideCounts(ctx, p.now())
	if err != nil {
		p.log.WarnContext(ctx, "set-aside work not counted", "error", err)
		return
	}
	p.metrics.aside.Reset()
	total := 0
	for kind, n := range counts {
		p.metrics.aside.WithLabelValues(string(kind)).Set(float64(n))
		total += n
	}
	p.metrics.asideAll.Set(float64(total))
}

// watchAside counts what is set aside by other processes too.
func (p *Pipeline) watchAside(ctx context.Context) {
	tick := time.NewTicker(asideEvery)
	defer tick.Stop()
	for {
		p.countAside(ctx)
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

const asideEvery = 15 * time.Second

// River is the client that runs the jobs, for who shows them to an operator.
func (p *Pipeline) River() *river.Client[pgx.Tx] { return p.river }
