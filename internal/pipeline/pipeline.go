package pipeline

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/riverqueue/river"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
)

const (
	defaultSweep  = 6 * time.Hour
	defaultWatch  = 10 * time.Minute
	defaultHealth = 5 * time.Minute
	defaultLog    = 5 * time.Minute
	defaultRate   = 1.8
	defaultTick   = 250 * time.Millisecond
	defaultRetry  = 5 * time.Second
	softStop      = 10 * time.Second
)

// Config holds what a [Pipeline] needs. Store, Platform, Installer, Sender and
// Pool are required.
type Config struct {
	Store     Store
	Platform  *cafe24.Platform
	Installer Installer
	Sender    Sender
	Pool      *pgxpool.Pool // for River; the pipeline does not close it
	Listening *pgxpool.Pool // whose connections keep their sessions, for LISTEN; nil: Pool

	ConfirmDelay   time.Duration // minimum time between the two readings that confirm an alert; 0: one reading is enough
	SweepInterval  time.Duration // default 6 h
	WatchInterval  time.Duration // default 10 min
	NoReindex      bool          // the login of Pool may not rebuild indexes
	HealthInterval time.Duration // time between two self-checks of the app; default 5 min
	LogInterval    time.Duration // time between two readings of Cafe24's webhook log; default 5 min
	Rate           float64       // API calls per second and mall; default 1.8
	Tick           time.Duration // time between two searches for due rows; default 250 ms
	RetryWait      time.Duration // wait after the first failure of a job, longer after each further one; default 5 s

	Now        func() time.Time      // default time.Now
	Log        *slog.Logger          // default: discards
	Registerer prometheus.Registerer // nil: no metrics
}

// Pipeline does the background work. Several processes may each run one on the
// same database. The methods that a request calls (RequestSync, SendTest,
// LoadCategory) work without Start.
type Pipeline struct {
	steps       *steps
	river       *river.Client[pgx.Tx]
	dispatch    *dispatcher
	quarantined *quarantined
	upkeep      *upkeep
	pace        inbound.Pace

	mu      sync.Mutex // guards the fields below
	stop    context.CancelFunc
	looking sync.WaitGroup
}

// New makes a Pipeline. It does not connect to anything yet.
func New(cfg Config) (*Pipeline, error) {
	cfg = withDefaults(cfg)
	s := &shared{
		platform: cfg.Platform, installer: cfg.Installer, now: cfg.Now, log: cfg.Log,
		metrics: newWorkMetrics(cfg.Registerer), poked: make(chan struct{}, 1),
	}
	p := &Pipeline{
		steps: newSteps(cfg, s), pace: cfg.pace(),
		dispatch: &dispatcher{s, cfg.Store, cfg.Tick}, quarantined: &quarantined{s, cfg.Store}, upkeep: &upkeep{s, cfg.Store},
	}
	table := p.steps.table()
	client, err := newRiver(cfg.Pool, table, p.quarantined, cfg)
	if err != nil {
		return nil, fmt.Errorf("pipeline: %w", err)
	}
	p.river = client
	s.enqueue = newInserter(table, client).enqueue
	return p, nil
}

func (cfg Config) pace() inbound.Pace {
	return inbound.Pace{Watch: cfg.WatchInterval, Sweep: cfg.SweepInterval, Rate: cfg.Rate}
}

func withDefaults(cfg Config) Config {
	if cfg.SweepInterval <= 0 {
		cfg.SweepInterval = defaultSweep
	}
	if cfg.WatchInterval <= 0 {
		cfg.WatchInterval = defaultWatch
	}
	if cfg.HealthInterval <= 0 {
		cfg.HealthInterval = defaultHealth
	}
	if cfg.LogInterval <= 0 {
		cfg.LogInterval = defaultLog
	}
	if cfg.Rate <= 0 {
		cfg.Rate = defaultRate
	}
	if cfg.RetryWait <= 0 {
		cfg.RetryWait = defaultRetry
	}
	if cfg.Tick <= 0 {
		cfg.Tick = defaultTick
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	return cfg
}

// Start begins the background work. The work does not stop when ctx ends, so
// that the caller chooses the order of shutdown. Only [Pipeline.Stop] ends it.
func (p *Pipeline) Start(ctx context.Context) error {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	if err := p.river.Start(ctx); err != nil {
		cancel()
		return fmt.Errorf("pipeline: start: %w", err)
	}
	looking, stop := context.WithCancel(ctx)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stop = func() { stop(); cancel() }
	p.looking.Go(func() { p.dispatch.runDispatch(looking) })
	p.looking.Go(func() { p.quarantined.watchQuarantined(looking) })
	p.looking.Go(func() { p.upkeep.runUpkeep(looking) })
	return nil
}

// Stop starts no more work. It lets running jobs finish for up to ten seconds,
// or for most of the time that ctx leaves, and then cancels them. Work that was
// cancelled becomes due again.
func (p *Pipeline) Stop(ctx context.Context) error {
	p.mu.Lock()
	stop := p.stop
	p.stop = nil
	p.mu.Unlock()
	if stop == nil {
		return nil
	}
	defer p.looking.Wait()
	defer stop()
	soft, cancel := context.WithTimeout(ctx, softLimit(ctx))
	defer cancel()
	if err := p.river.Stop(soft); err == nil {
		return nil
	}
	p.quarantined.log.WarnContext(ctx, "jobs are cut off")
	if err := p.river.StopAndCancel(ctx); err != nil && !errors.Is(err, context.Canceled) {
		return fmt.Errorf("pipeline: stop: %w", err)
	}
	return nil
}

func softLimit(ctx context.Context) time.Duration {
	deadline, ok := ctx.Deadline()
	if !ok {
		return softStop
	}
	return min(softStop, time.Until(deadline)*2/3)
}

// Pace returns how often the pipeline reads, and its maximum rate.
func (p *Pipeline) Pace() inbound.Pace { return p.pace }

// River returns the client that runs the jobs, so that a job list can be shown
// to an operator.
func (p *Pipeline) River() *river.Client[pgx.Tx] { return p.river }

// RequestSync starts a full sweep, or joins the one that is running.
func (p *Pipeline) RequestSync(ctx context.Context, mall lowstock.MallID) (inbound.Sync, error) {
	return p.steps.sweep.request(ctx, mall)
}

// Look has a product read again because a person has opened its page, unless it
// was read within the last minute. The reading takes precedence over work that
// no person waits for.
func (p *Pipeline) Look(ctx context.Context, mall lowstock.MallID, productNo int64) error {
	return p.steps.refresh.look(ctx, mall, productNo)
}

// LoadCategory reads which products are in a category and evaluates them again,
// for a rule that was just created. If that does not succeed before ctx ends,
// the members are read in the background, and the error gives the reason.
func (p *Pipeline) LoadCategory(ctx context.Context, mall lowstock.MallID, categoryNo int) error {
	return p.steps.catalogue.load(ctx, mall, categoryNo)
}

// SendTest sends a test message now, within 15 seconds, and returns the
// outcome. It makes one attempt.
func (p *Pipeline) SendTest(ctx context.Context, mall lowstock.MallID, channel lowstock.Channel, recipient string) (outgoing.Outcome, error) {
	return p.steps.deliver.test(ctx, mall, channel, recipient)
}

// Upkeep does the periodic maintenance once.
func (p *Pipeline) Upkeep(ctx context.Context) error { return p.upkeep.once(ctx) }
