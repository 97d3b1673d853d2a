package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/worklist"
)

const quarantineTimeout = 5 * time.Second

// workQuarantineStore stores the work whose job failed for good. Such work is
// not due before its time, so that one poisonous job does not return at every
// tick.
type workQuarantineStore interface {
	QuarantineWork(ctx context.Context, work worklist.Due, job int64, cause string, now time.Time) (until time.Time, err error)
	WorkQuarantined(ctx context.Context, work worklist.Due, now time.Time) (bool, error)
	TakeBack(ctx context.Context, work worklist.Due) error
	QuarantinedWork(ctx context.Context, now time.Time) (map[worklist.DueKind]int, error)
}

// quarantined quarantines work whose job failed for good.
type quarantined struct {
	*shared

	store workQuarantineStore
}

// failures gets every failed attempt of a job.
type failures struct {
	*quarantined
}

// HandleError implements [river.ErrorHandler]. The steps have logged the error.
func (f failures) HandleError(ctx context.Context, job *rivertype.JobRow, err error) *river.ErrorHandlerResult {
	if lowstock.ErrorCode(err) != lowstock.CodeUnavailable && ctx.Err() == nil { // an unavailable database does not make the work poisonous
		f.quarantine(ctx, job, err.Error())
	}
	return nil
}

// HandlePanic implements [river.ErrorHandler].
func (f failures) HandlePanic(ctx context.Context, job *rivertype.JobRow, value any, trace string) *river.ErrorHandlerResult {
	f.log.ErrorContext(ctx, "job panicked", "kind", job.Kind, "job", job.ID, "panic", value, "trace", trace)
	f.quarantine(ctx, job, fmt.Sprintf("panic: %v", value))
	return nil
}

// quarantine quarantines the work after its job's last attempt. The job itself
// stays in River's list as discarded, so that an operator can look at it and
// run it again.
func (f failures) quarantine(ctx context.Context, job *rivertype.JobRow, cause string) {
	work, ok := workOf(job)
	if job.Attempt < job.MaxAttempts || !ok {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), quarantineTimeout)
	defer cancel()
	until, err := f.store.QuarantineWork(ctx, work, job.ID, cause, f.now())
	attrs := []any{"kind", work.Kind, "mall", work.Mall, "subject", work.ID, "job", job.ID, "cause", cause}
	if err != nil {
		f.log.ErrorContext(ctx, "job failed for good and could not be set aside", append(attrs, "error", err)...)
		return
	}
	f.log.WarnContext(ctx, "job set aside", append(attrs, "until", until)...)
	f.countQuarantined(ctx)
}

// workOf returns the work that a job was for.
func workOf(job *rivertype.JobRow) (worklist.Due, bool) {
	var args jobArgs
	err := json.Unmarshal(job.EncodedArgs, &args)
	return args.work(worklist.DueKind(job.Kind)), err == nil && args.Mall != ""
}

// tooLate reports whether a job has just begun on work that is quarantined.
// This happens when the work was found due while the last attempt of another
// job was failing.
func (a *quarantined) tooLate(ctx context.Context, job *rivertype.JobRow) (bool, error) {
	work, ok := workOf(job)
	if !ok || job.Attempt > 1 {
		return false, nil
	}
	return a.store.WorkQuarantined(ctx, work, a.now())
}

// replayed releases quarantined work after an operator's run of its job has
// succeeded.
func (a *quarantined) replayed(ctx context.Context, job *rivertype.JobRow) {
	work, ok := workOf(job)
	if job.Attempt <= maxAttempts || !ok {
		return
	}
	if err := a.store.TakeBack(ctx, work); err != nil {
		a.log.WarnContext(ctx, "work not taken back", "kind", work.Kind, "mall", work.Mall, "error", err)
		return
	}
	a.log.InfoContext(ctx, "work taken back", "kind", work.Kind, "mall", work.Mall, "subject", work.ID, "job", job.ID)
	a.countQuarantined(ctx)
}

// countQuarantined updates the gauge. A scrape between two counts shows the
// last one.
func (a *quarantined) countQuarantined(ctx context.Context) {
	counts, err := a.store.QuarantinedWork(ctx, a.now())
	if err != nil {
		a.log.WarnContext(ctx, "set-aside work not counted", "error", err)
		return
	}
	a.metrics.quarantined.Reset()
	total := 0
	for kind, n := range counts {
		a.metrics.quarantined.WithLabelValues(string(kind)).Set(float64(n))
		total += n
	}
	a.metrics.quarantinedTotal.Set(float64(total))
}

// watchQuarantined also counts the work that other processes quarantine.
func (a *quarantined) watchQuarantined(ctx context.Context) {
	tick := time.NewTicker(quarantineEvery)
	defer tick.Stop()
	for {
		a.countQuarantined(ctx)
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

const quarantineEvery = 15 * time.Second
