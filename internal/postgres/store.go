package postgres

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
)

// The roles of the first migration. Neither owns anything.
const (
	appRole    = "inventory_alert_app"    // sees the rows of one mall
	systemRole = "inventory_alert_system" // sees all malls, for the few methods that need to
)

// Store is the database: what concerns no mall or many malls, and each mall by
// [Store.Mall]. It is safe for concurrent use, and any number of Stores, in
// this process or others, may use one database.
type Store struct{ *database }

// database is the pool and how a transaction is made in it. It knows no
// subject.
type database struct {
	pool     *pgxpool.Pool
	sessions *pgxpool.Pool // of Options.Direct; nil: pool's connections keep their sessions
	route    route
	conns    int32         // at most in the pool
	slow     time.Duration // multiplies the deadlines of transactions
	keys     *Keyring
	fresh    preference.Targets // what a new mall begins with
	channels []lowstock.Channel // by which this program can send; nil: all
	log      *slog.Logger

	calls chan struct{} // limits the callers that hold a connection while they call out; see WithToken

	tallies tallies

	mu       sync.Mutex
	renewals map[lowstock.MallID]*renewal // one token refresh for each mall in this process; see WithToken
}

// Options say how a [Store] connects.
type Options struct {
	MaxConns int32              // 0: 10
	Direct   string             // PostgreSQL's own address where that of Open is a pooler's, for what needs a session; "": Open's is its own
	Keyring  *Keyring           // required
	Targets  preference.Targets // the channels that a new mall begins with
	Channels []lowstock.Channel // by which this program can send; nil: all
	Log      *slog.Logger       // nil discards
	Slow     int                // multiplies the deadlines of transactions; 0: 1. For tests, whose machine may be busy with other work.
}

// Open prepares a pool. It does not connect yet: when the database cannot be
// reached, [Store.Ping] and the methods themselves return CodeUnavailable.
func Open(ctx context.Context, url string, o Options) (*Store, error) {
	if o.Keyring == nil {
		return nil, errors.New("postgres: no keyring")
	}
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		// pgx redacts the password, but not a URL it cannot parse.
		return nil, errors.New("postgres: the database URL cannot be read")
	}
	config.MaxConns = 10
	if o.MaxConns > 0 {
		config.MaxConns = o.MaxConns
	}
	slow := time.Duration(max(1, o.Slow))
	config.ConnConfig.ConnectTimeout = slow * shortly
	if config.ConnConfig.RuntimeParams["application_name"] == "" {
		config.ConnConfig.RuntimeParams["application_name"] = "inventory-alert"
	}
	var sessions *pgxpool.Pool
	var way route
	if o.Direct == "" {
		direct(config)
	} else {
		way = routeOf(pooled(config))
		if sessions, err = openDirect(ctx, o.Direct, config.ConnConfig.ConnectTimeout); err != nil {
			return nil, err
		}
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("postgres: %w", err)
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Store{&database{
		pool: pool, sessions: sessions, route: way, conns: config.MaxConns, slow: slow, keys: o.Keyring, fresh: o.Targets, channels: o.Channels, log: o.Log,
		calls: make(chan struct{}, max(1, config.MaxConns/4)), renewals: map[lowstock.MallID]*renewal{},
	}}, nil
}

// openDirect prepares the pool for what needs a session: River's listener, and
// the check that it hears.
func openDirect(ctx context.Context, url string, timeout time.Duration) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, errors.New("postgres: the direct database URL cannot be read")
	}
	config.MaxConns = 2
	config.ConnConfig.ConnectTimeout = timeout
	direct(config)
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("postgres: %w", err)
	}
	return pool, nil
}

// Close waits for connections in use and closes all connections.
func (s *Store) Close() {
	s.pool.Close()
	if s.sessions != nil {
		s.sessions.Close()
	}
}

// Pool is for River, which runs its own statements as the login role.
func (s *Store) Pool() *pgxpool.Pool { return s.pool }

// Ping checks that the database answers, within the caller's deadline or 3 s.
func (s *Store) Ping(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, shortly)
	defer cancel()
	return known(s.pool.Ping(ctx))
}

// inSystem runs work in one transaction that sees all malls' rows.
func (s *database) inSystem(ctx context.Context, work workFunc) error {
	begin := pgx.TxOptions{BeginQuery: "begin; set local role " + systemRole}
	return s.again(ctx, begin, shortly, deadlocked, work)
}

// inSystemKept is inSystem for statements that keep their plans; see keepPlans.
func (s *database) inSystemKept(ctx context.Context, work workFunc) error {
	begin := pgx.TxOptions{BeginQuery: "begin; set local role " + systemRole + "; " + keepPlans}
	return s.again(ctx, begin, shortly, deadlocked, work)
}

// inOneTrip runs one statement that sees all malls' rows, and begins and
// commits its transaction in the same round trip, with a plan that is kept. It
// is for a statement whose plan does not depend on how many rows there are.
// When it returns an error of the connection, it is unknown whether the
// statement took effect.
func (s *database) inOneTrip(ctx context.Context, statement string, args []any, read func(pgx.Rows) error) error {
	ctx, cancel := context.WithTimeout(ctx, s.slow*shortly)
	defer cancel()
	var batch pgx.Batch
	batch.Queue("begin")
	batch.Queue("select set_config('role', '" + systemRole + "', true)" + s.route.list)
	batch.Queue("set local plan_cache_mode = force_generic_plan")
	batch.Queue(statement, args...).Query(read)
	batch.Queue("commit")
	if err := s.pool.SendBatch(ctx, &batch).Close(); err != nil {
		return fmt.Errorf("postgres: %w", err)
	}
	return nil
}

type workFunc = func(context.Context, pgx.Tx) error

// again runs a transaction a second time when it failed for a reason that
// worth accepts.
func (s *database) again(ctx context.Context, begin pgx.TxOptions, limit time.Duration, worth func(error) bool, work workFunc) error {
	err := s.transact(ctx, begin, limit, work)
	if err == nil || ctx.Err() != nil || !worth(err) {
		return err
	}
	s.log.WarnContext(ctx, "transaction is run again", "error", err)
	return s.transact(ctx, begin, limit, work)
}

func (s *database) transact(ctx context.Context, begin pgx.TxOptions, limit time.Duration, work workFunc) error {
	tx, err := s.begin(ctx, begin, limit)
	if err != nil {
		return known(fmt.Errorf("postgres: begin: %w", err))
	}
	ctx, cancel := context.WithTimeout(ctx, s.slow*limit)
	defer cancel()
	// Also ends the transaction when work panics; after a commit it does nothing.
	defer tx.Rollback(ctx) //nolint:errcheck // the connection is dropped when it cannot be rolled back
	if err := work(ctx, tx); err != nil {
		return known(err)
	}
	if err := tx.Commit(ctx); err != nil {
		return known(fmt.Errorf("postgres: commit: %w", err))
	}
	return nil
}

// begin begins a transaction. A try may take as long as limit.
func (s *database) begin(ctx context.Context, options pgx.TxOptions, limit time.Duration) (pgx.Tx, error) {
	leaveSnapshot(ctx)
	options.BeginQuery = s.route.begin(options.BeginQuery)
	return s.untilBack(ctx, limit, func(ctx context.Context) (pgx.Tx, error) { return s.pool.BeginTx(ctx, options) })
}

// untilBack waits for a server that is restarting, for as long as its caller
// waits and no longer than restarting: nothing was done yet. Connections that
// the restart has broken are skipped at once; each is dropped, and there are no
// more of them than the pool holds.
func (s *database) untilBack(ctx context.Context, limit time.Duration, begin func(context.Context) (pgx.Tx, error)) (pgx.Tx, error) {
	ctx, cancel := context.WithTimeout(ctx, max(s.slow*limit, restarting))
	defer cancel()
	once := func() (pgx.Tx, error) {
		ctx, cancel := context.WithTimeout(ctx, s.slow*limit)
		defer cancel()
		return begin(ctx)
	}
	pause := 25 * time.Millisecond
	for broke := int32(0); ; broke++ {
		tx, err := once()
		if err == nil || ctx.Err() != nil || !broken(err) || refused(err) {
			return tx, err
		}
		if _, away := errors.AsType[*pgconn.ConnectError](err); !away && broke <= s.conns {
			continue
		}
		select {
		case <-ctx.Done():
			return nil, err
		case <-time.After(pause):
			pause = min(2*pause, 400*time.Millisecond)
		}
	}
}

// renewal lets one goroutine of a mall renew at a time.
type renewal struct {
	turn    chan struct{} // has room for one
	waiting int           // under Store.mu; at 0 the renewal is forgotten
}
