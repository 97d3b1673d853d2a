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

// The jobs. Their fields are what makes one unique, so each names its mall and
// nothing that changes.
type (
	refreshArgs struct {
		Mall lowstock.MallID `json:"mall"`
	}
	sweepArgs struct {
		Mall lowstock.MallID `json:"mall"`
	}
	watchArgs struct {
		Mall lowstock.MallID `json:"mall"`
	}
	tokenArgs struct {
		Mall lowstock.MallID `json:"mall"`
	}
	collectArgs struct {
		Mall lowstock.MallID `json:"mall"`
	}
	deliverArgs struct {
		Mall    lowstock.MallID `json:"mall"`
		Message int64           `json:"message"`
	}
	digestArgs struct {
		Mall lowstock.MallID `json:"mall"`
	}
	wakeArgs struct {
		Mall lowstock.MallID `json:"mall"`
	}
	evaluateArgs struct {
		Mall lowstock.MallID `json:"mall"`
	}
	salesArgs struct {
		Mall lowstock.MallID `json:"mall"`
	}
	healthArgs struct {
		Mall lowstock.MallID `json:"mall"`
	}
	logArgs struct {
		Mall lowstock.MallID `json:"mall"`
	}
	demandArgs struct {
		Mall lowstock.MallID `json:"mall"`
	}
	unpaidArgs struct {
		Mall lowstock.MallID `json:"mall"`
	}
	lookArgs struct {
		Mall lowstock.MallID `json:"mall"`
	}
	askArgs struct {
		Mall lowstock.MallID `json:"mall"`
	}
	listsArgs struct {
		Mall lowstock.MallID `json:"mall"`
	}
	setsArgs struct {
		Mall lowstock.MallID `json:"mall"`
	}
	categoryArgs struct {
		Mall     lowstock.MallID `json:"mall"`
		Category int             `json:"category"`
	}
)

func (refreshArgs) Kind() string  { return string(lowstock.DueRefresh) }
func (sweepArgs) Kind() string    { return string(lowstock.DueSweep) }
func (watchArgs) Kind() string    { return string(lowstock.DueWatch) }
func (tokenArgs) Kind() string    { return string(lowstock.DueToken) }
func (collectArgs) Kind() string  { return string(lowstock.DueCollect) }
func (deliverArgs) Kind() string  { return string(lowstock.DueDeliver) }
func (digestArgs) Kind() string   { return string(lowstock.DueDigest) }
func (wakeArgs) Kind() string     { return string(lowstock.DueWake) }
func (evaluateArgs) Kind() string { return string(lowstock.DueEvaluate) }
func (salesArgs) Kind() string    { return string(lowstock.DueSales) }
func (healthArgs) Kind() string   { return string(lowstock.DueHealth) }
func (logArgs) Kind() string      { return string(lowstock.DueLog) }
func (demandArgs) Kind() string   { return string(lowstock.DueDemand) }
func (unpaidArgs) Kind() string   { return string(lowstock.DueUnpaid) }
func (lookArgs) Kind() string     { return string(lowstock.DueLook) }
func (askArgs) Kind() string      { return string(lowstock.DueAsk) }
func (listsArgs) Kind() string    { return string(lowstock.DueLists) }
func (setsArgs) Kind() string     { return string(lowstock.DueSets) }
func (categoryArgs) Kind() string { return "category" }

func (a refreshArgs) mall() lowstock.MallID  { return a.Mall }
func (a sweepArgs) mall() lowstock.MallID    { return a.Mall }
func (a watchArgs) mall() lowstock.MallID    { return a.Mall }
func (a tokenArgs) mall() lowstock.MallID    { return a.Mall }
func (a collectArgs) mall() lowstock.MallID  { return a.Mall }
func (a deliverArgs) mall() lowstock.MallID  { return a.Mall }
func (a digestArgs) mall() lowstock.MallID   { return a.Mall }
func (a wakeArgs) mall() lowstock.MallID     { return a.Mall }
func (a evaluateArgs) mall() lowstock.MallID { return a.Mall }
func (a salesArgs) mall() lowstock.MallID    { return a.Mall }
func (a healthArgs) mall() lowstock.MallID   { return a.Mall }
func (a logArgs) mall() lowstock.MallID      { return a.Mall }
func (a demandArgs) mall() lowstock.MallID   { return a.Mall }
func (a unpaidArgs) mall() lowstock.MallID   { return a.Mall }
func (a lookArgs) mall() lowstock.MallID     { return a.Mall }
func (a askArgs) mall() lowstock.MallID      { return a.Mall }
func (a listsArgs) mall() lowstock.MallID    { return a.Mall }
func (a setsArgs) mall() lowstock.MallID     { return a.Mall }
func (a categoryArgs) mall() lowstock.MallID { return a.Mall }

// jobOf is a job that is there once for the same kind and arguments, until it
// is finished. A completed one is no obstacle: its row has become due again.
// Nor for long is one whose process was killed, which goes on standing there as
// running: what a lease guards may be had by a second job in the next period.
func jobOf(args river.JobArgs) river.InsertManyParams {
	states := []rivertype.JobState{
		rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning,
		rivertype.JobStateRetryable, rivertype.JobStateScheduled,
	}
	if periodOf(args) > 0 { // what has just failed for good is not begun again before it is set aside
		states = append(states, rivertype.JobStateDiscarded)
	}
	return river.InsertManyParams{Args: args, InsertOpts: &river.InsertOpts{
		Queue:      queueOf(args),
		UniqueOpts: river.UniqueOpts{ByArgs: true, ByPeriod: periodOf(args), ByState: states},
	}}
}

// periodOf is 0 for a job without a lease: it is alone until River has found
// out that its process is gone. A living one ends within the period, so that a
// mall never has more than two.
func periodOf(args river.JobArgs) time.Duration {
	switch args.(type) {
	case refreshArgs, sweepArgs, collectArgs, deliverArgs, evaluateArgs:
		return jobTimeout
	default:
		return 0
	}
}

func queueOf(args river.JobArgs) string {
	switch args.(type) {
	case sweepArgs, watchArgs, categoryArgs, salesArgs, logArgs, listsArgs, setsArgs:
		return queueSweep
	case deliverArgs:
		return queueDeliver
	case evaluateArgs:
		return queueEvaluate
	case demandArgs, unpaidArgs:
		return queueDemand
	default:
		return queueQuick
	}
}

func (p *Pipeline) workers() *river.Workers {
	w := river.NewWorkers()
	add(w, p, jobTimeout, p.refresh)
	add(w, p, jobTimeout, p.sweep)
	add(w, p, longTimeout, p.watch)
	add(w, p, longTimeout, p.category)
	add(w, p, jobTimeout, p.token)
	add(w, p, jobTimeout, p.collect)
	add(w, p, jobTimeout, p.deliver)
	add(w, p, jobTimeout, p.digest)
	add(w, p, jobTimeout, p.wake)
	add(w, p, jobTimeout, p.evaluate)
	add(w, p, longTimeout, p.sales)
	add(w, p, jobTimeout, p.health)
	add(w, p, jobTimeout, p.recoverHints)
	add(w, p, longTimeout, p.demand)
	add(w, p, longTimeout, p.unpaid)
	add(w, p, jobTimeout, p.look)
	add(w, p, jobTimeout, p.ask)
	add(w, p, longTimeout, p.lists)
	add(w, p, longTimeout, p.sets)
	return w
}

type mallArgs interface {
	river.JobArgs
	mall() lowstock.MallID
}

// step does one job. Line gets what the canonical log line says beyond mall,
// kind, duration and code.
type step[T mallArgs] func(ctx context.Context, args T, line *logLine) error

func add[T mallArgs](w *river.Workers, p *Pipeline, timeout time.Duration, do step[T]) {
	river.AddWorker(w, &worker[T]{p: p, timeout: timeout, do: do})
}

type worker[T mallArgs] struct {
	river.WorkerDefaults[T]

	p       *Pipeline
	timeout time.Duration
	do      step[T]
}

// Timeout implements [river.Worker].
func (w *worker[T]) Timeout(*river.Job[T]) time.Duration { return w.timeout }

// NextRetry implements [river.Worker]. The row becomes due again anyway; the
// wait only keeps a failure from being repeated at every tick.
func (w *worker[T]) NextRetry(job *river.Job[T]) time.Time {
	wait := time.Duration(job.Attempt) * w.p.cfg.RetryWait
	return time.Now().Add(wait + rand.N(wait/2))
}

// Work implements [river.Worker].
func (w *worker[T]) Work(ctx context.Context, job *river.Job[T]) error {
	if late, err := w.p.tooLate(ctx, job.Args, job.JobRow); err != nil || late {
		return err
	}
	line := &logLine{}
	started := time.Now()
	err := w.do(ctx, job.Args, line)
	w.p.finish(ctx, job.Kind, job.Args.mall(), time.Since(started), line, err)
	if err == nil || fromPlatform(err) {
		w.p.replayed(ctx, job.JobRow)
	}
	if fromPlatform(err) {
		return nil // the row is claimed and says when it is due again
	}
	return err
}
