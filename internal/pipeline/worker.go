package pipeline

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/worklist"
)

// The queues separate slow work from quick work. A hundred malls that sweep
// must not delay a hint, and a mail server that hangs must not delay a sweep.
const (
	queueQuick    = river.QueueDefault
	queueSweep    = "sweep"
	queueDeliver  = "deliver"
	queueEvaluate = "evaluate" // a person waits for it, and it takes long
	queueDemand   = "demand"   // it takes hours after an install, and no person waits for it
)

func queues() map[string]river.QueueConfig {
	return map[string]river.QueueConfig{
		queueQuick:    {MaxWorkers: 20},
		queueSweep:    {MaxWorkers: 20},
		queueDeliver:  {MaxWorkers: 10},
		queueDemand:   {MaxWorkers: 5},
		queueEvaluate: {MaxWorkers: 5},
	}
}

// kind is one line of the table of job kinds.
type kind struct {
	name    worklist.DueKind
	queue   string
	timeout time.Duration // of one run
	lease   time.Duration // of the rows that a run claims; 0: the run is one transaction, or its claim sets the next due time
	alone   time.Duration // how long the job of a killed process blocks the next one; 0: until River rescues it
	step    step
}

// step does one job. It adds to line what the canonical log line holds besides
// mall, kind, duration and code.
type step func(ctx context.Context, work worklist.Due, line *logLine) error

// jobOf makes a job that is unique for its kind and arguments until it is
// finished. A completed job does not block the next one, because its row has
// become due again. A job whose process was killed stays "running" in the table
// until it is rescued. Where a lease guards the work, the next job does not
// have to wait for that: it may begin in the next period. A job that works ends
// within the period, so a mall never has more than two.
func (k kind) jobOf(work worklist.Due) river.InsertManyParams {
	states := []rivertype.JobState{
		rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning,
		rivertype.JobStateRetryable, rivertype.JobStateScheduled,
	}
	if k.alone > 0 { // a job that has just failed for good must not begin again before its work is quarantined
		states = append(states, rivertype.JobStateDiscarded)
	}
	return river.InsertManyParams{Args: argsOf(work), InsertOpts: &river.InsertOpts{
		Queue:      k.queue,
		UniqueOpts: river.UniqueOpts{ByArgs: true, ByPeriod: k.alone, ByState: states},
	}}
}

// inserter inserts jobs for work.
type inserter struct {
	kinds map[worklist.DueKind]kind
	river *river.Client[pgx.Tx]
}

func newInserter(table []kind, client *river.Client[pgx.Tx]) inserter {
	kinds := map[worklist.DueKind]kind{}
	for _, k := range table {
		kinds[k.name] = k
	}
	return inserter{kinds, client}
}

// enqueue inserts a job for each piece of work that has none. Work of a kind
// that this program does not know is left for a newer version.
func (i inserter) enqueue(ctx context.Context, work ...worklist.Due) error {
	jobs := make([]river.InsertManyParams, 0, len(work))
	for _, w := range work {
		if k, known := i.kinds[w.Kind]; known {
			jobs = append(jobs, k.jobOf(w))
		}
	}
	if len(jobs) == 0 {
		return nil
	}
	_, err := i.river.InsertMany(ctx, jobs)
	return err
}

func workers(table []kind, a *quarantined, retryWait time.Duration) *river.Workers {
	w := river.NewWorkers()
	for _, k := range table {
		// One type of arguments serves all kinds, so the kind is given by a
		// value.
		river.AddWorkerArgs(w, jobArgs{kind: k.name}, &worker{quarantined: a, kind: k, retryWait: retryWait})
	}
	return w
}

type worker struct {
	river.WorkerDefaults[jobArgs]

	*quarantined

	kind      kind
	retryWait time.Duration
}

// Timeout implements [river.Worker].
func (w *worker) Timeout(*river.Job[jobArgs]) time.Duration { return w.kind.timeout }

// NextRetry implements [river.Worker]. The row becomes due again in any case.
// The wait only prevents a failure from being repeated at every tick.
func (w *worker) NextRetry(job *river.Job[jobArgs]) time.Time {
	wait := time.Duration(job.Attempt) * w.retryWait
	return time.Now().Add(wait + rand.N(wait/2))
}

// Work implements [river.Worker].
func (w *worker) Work(ctx context.Context, job *river.Job[jobArgs]) error {
	if w.kind.alone == 0 { // otherwise the failed job itself blocks a new one
		if late, err := w.tooLate(ctx, job.JobRow); err != nil || late {
			return err
		}
	}
	line := &logLine{}
	started := time.Now()
	err := w.kind.step(ctx, job.Args.work(w.kind.name), line)
	w.finish(ctx, job.Kind, job.Args.Mall, time.Since(started), line, err)
	if err == nil || fromPlatform(err) {
		w.replayed(ctx, job.JobRow)
	}
	if fromPlatform(err) {
		return nil // the row is claimed and holds its next due time
	}
	return err
}

// finish writes the one log line of a job and counts the job.
func (w *worker) finish(ctx context.Context, kind string, mall lowstock.MallID, took time.Duration, line *logLine, err error) {
	code := string(errorCode(err))
	w.metrics.jobs.WithLabelValues(kind, code).Inc()
	w.metrics.duration.WithLabelValues(kind).Observe(took.Seconds())
	attrs := append([]any{"kind", kind, "mall", mall, "duration_ms", took.Milliseconds()}, line.attrs...)
	if err != nil {
		w.log.WarnContext(ctx, "job", append(attrs, "code", code, "error", err)...)
		return
	}
	w.log.InfoContext(ctx, "job", attrs...)
}
