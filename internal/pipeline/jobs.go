package pipeline

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"cafe24-inventory-alert/internal/lowstock"
)

// Queues keep the slow from the quick: a hundred malls that sweep must not hold
// up a hint, nor a mail server that hangs a sweep.
const (
	queueQuick    = river.QueueDefault
	queueSweep    = "sweep"
	queueDeliver  = "deliver"
	queueEvaluate = "evaluate" // somebody waits for it, and it takes long
	queueDemand   = "demand"   // what takes hours after an install and nobody waits for

	jobTimeout  = 30 * time.Second
	longTimeout = 5 * time.Minute // of walks that no cursor of the store lets end early
	maxAttempts = 3
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

// dueCategory is a job without a row that says when it is due: whoever wants it
// inserts it.
const dueCategory lowstock.DueKind = "category"

// kind is one line of the table of job kinds.
type kind struct {
	name    lowstock.DueKind
	queue   string
	timeout time.Duration // of one run
	lease   time.Duration // of what a run claims; 0: one transaction does it, or its claim says when it is due next
	alone   time.Duration // how long a job of a killed process keeps the next one away; 0: until River rescues it
	step    step
}

// step does one job. Line gets what the canonical log line says beyond mall,
// kind, duration and code.
type step func(ctx context.Context, work lowstock.Due, line *logLine) error

// table lists the job kinds. A new kind is one line here, its step, its name in
// lowstock, and the query in postgres/due.go that says when it is due.
func (p *Pipeline) table() []kind {
	return []kind{
		{lowstock.DueRefresh, queueQuick, jobTimeout, dirtyLease, jobTimeout, p.refresh},
		{lowstock.DueSweep, queueSweep, jobTimeout, sweepLease, jobTimeout, p.sweep},
		{lowstock.DueWatch, queueSweep, longTimeout, 0, 0, p.watch},
		{dueCategory, queueSweep, longTimeout, 0, 0, p.category},
		{lowstock.DueToken, queueQuick, jobTimeout, 0, 0, p.token},
		{lowstock.DueCollect, queueQuick, jobTimeout, 0, jobTimeout, p.collect},
		{lowstock.DueDeliver, queueDeliver, jobTimeout, messageLease, jobTimeout, p.deliver},
		{lowstock.DueDigest, queueQuick, jobTimeout, 0, 0, p.digest},
		{lowstock.DueWake, queueQuick, jobTimeout, 0, 0, p.wake},
		{lowstock.DueEvaluate, queueEvaluate, jobTimeout, evaluateLease, jobTimeout, p.evaluate},
		{lowstock.DueSales, queueSweep, longTimeout, 0, 0, p.sales},
		{lowstock.DueHealth, queueQuick, jobTimeout, 0, 0, p.health},
		{lowstock.DueLog, queueSweep, jobTimeout, 0, 0, p.recoverHints},
		{lowstock.DueDemand, queueDemand, longTimeout, demandLease, 0, p.demand},
		{lowstock.DueUnpaid, queueDemand, longTimeout, longTimeout, 0, p.unpaid},
		{lowstock.DueLook, queueQuick, jobTimeout, 0, 0, p.look},
		{lowstock.DueAsk, queueQuick, jobTimeout, 0, 0, p.ask},
		{lowstock.DueLists, queueSweep, longTimeout, longTimeout, 0, p.lists},
		{lowstock.DueSets, queueSweep, longTimeout, longTimeout, 0, p.sets},
	}
}

func (p *Pipeline) kindsByName() map[lowstock.DueKind]kind {
	kinds := map[lowstock.DueKind]kind{}
	for _, k := range p.table() {
		kinds[k.name] = k
	}
	return kinds
}

// jobArgs are what makes a job unique: its kind, its mall, and the message or
// category that it is about; nothing that changes.
type jobArgs struct {
	kind     lowstock.DueKind
	Mall     lowstock.MallID `json:"mall"`
	Message  int64           `json:"message,omitempty"`
	Category int64           `json:"category,omitempty"`
}

// Kind implements [river.JobArgs].
func (a jobArgs) Kind() string { return string(a.kind) }

func argsOf(work lowstock.Due) jobArgs {
	args := jobArgs{kind: work.Kind, Mall: work.Mall}
	if work.Kind == dueCategory {
		args.Category = work.ID
	} else {
		args.Message = work.ID
	}
	return args
}

// jobOf is a job that is there once for the same kind and arguments, until it
// is finished. A completed one is no obstacle: its row has become due again. A
// job whose process was killed stays "running" in the table until it is rescued.
// Where a lease guards the work, the next job need not wait for that: it may
// begin in the next period. A living job ends within the period, so a mall never
// has more than two.
func (k kind) jobOf(work lowstock.Due) river.InsertManyParams {
	states := []rivertype.JobState{
		rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning,
		rivertype.JobStateRetryable, rivertype.JobStateScheduled,
	}
	if k.alone > 0 { // what has just failed for good is not begun again before it is set aside
		states = append(states, rivertype.JobStateDiscarded)
	}
	return river.InsertManyParams{Args: argsOf(work), InsertOpts: &river.InsertOpts{
		Queue:      k.queue,
		UniqueOpts: river.UniqueOpts{ByArgs: true, ByPeriod: k.alone, ByState: states},
	}}
}

// enqueue inserts a job for each piece of work that has none. Work of a kind
// that this program does not know is left for a newer one.
func (p *Pipeline) enqueue(ctx context.Context, work ...lowstock.Due) error {
	jobs := make([]river.InsertManyParams, 0, len(work))
	for _, w := range work {
		if k, known := p.kinds[w.Kind]; known {
			jobs = append(jobs, k.jobOf(w))
		}
	}
	if len(jobs) == 0 {
		return nil
	}
	_, err := p.river.InsertMany(ctx, jobs)
	return err
}

func (p *Pipeline) workers() *river.Workers {
	w := river.NewWorkers()
	for _, k := range p.table() {
		// One type of arguments serves all kinds, so the kind is given by a value.
		river.AddWorkerArgs(w, jobArgs{kind: k.name}, &worker{p: p, kind: k})
	}
	return w
}

type worker struct {
	river.WorkerDefaults[jobArgs]

	p    *Pipeline
	kind kind
}

// Timeout implements [river.Worker].
func (w *worker) Timeout(*river.Job[jobArgs]) time.Duration { return w.kind.timeout }

// NextRetry implements [river.Worker]. The row becomes due again anyway; the
// wait only keeps a failure from being repeated at every tick.
func (w *worker) NextRetry(job *river.Job[jobArgs]) time.Time {
	wait := time.Duration(job.Attempt) * w.p.cfg.RetryWait
	return time.Now().Add(wait + rand.N(wait/2))
}

// Work implements [river.Worker].
func (w *worker) Work(ctx context.Context, job *river.Job[jobArgs]) error {
	if w.kind.alone == 0 { // else the failed job itself keeps a new one away
		if late, err := w.p.tooLate(ctx, job.JobRow); err != nil || late {
			return err
		}
	}
	line := &logLine{}
	started := time.Now()
	err := w.kind.step(ctx, job.Args.work(w.kind.name), line)
	w.p.finish(ctx, job.Kind, job.Args.Mall, time.Since(started), line, err)
	if err == nil || fromPlatform(err) {
		w.p.replayed(ctx, job.JobRow)
	}
	if fromPlatform(err) {
		return nil // the row is claimed and says when it is due again
	}
	return err
}

// work is what a job of a kind is for.
func (a jobArgs) work(kind lowstock.DueKind) lowstock.Due {
	return lowstock.Due{Kind: kind, Mall: a.Mall, ID: a.Message + a.Category}
}
