package postgres

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// ErrPooler means that an address leads to a pooler that lends a server
// connection to another client after each transaction, where PostgreSQL's own
// address is needed.
var ErrPooler = errors.New("postgres: the address leads to a connection pooler that does not keep a client's session")

// planMode is the setting that shows whether settings of a session arrive.
const planMode = "plan_cache_mode"

// setting is one that each transaction runs under.
type setting struct{ name, value string }

// settings are what the app's transactions run under, besides those of the
// server. A search_path of the address stands before its own.
func settings(searchPath string) []setting {
	if searchPath == "" {
		searchPath = "public, pg_temp" // a temporary table of a connection would else stand before the app's
	}
	return []setting{
		// A plan kept from when a mall's tables were empty, or from a mall of another
		// size, can cost a thousand times what planning does.
		{planMode, "force_custom_plan"},
		{"jit", "off"}, // no statement here is long enough to be worth compiling
		{"search_path", searchPath},
		// A process that disappeared without closing its connection releases its
		// locks.
		{"idle_in_transaction_session_timeout", strconv.FormatInt((2 * calling).Milliseconds(), 10)},
	}
}

// direct makes config one for PostgreSQL's own address: the settings belong to
// the connection, and statements are prepared once for each connection.
func direct(config *pgxpool.Config) {
	parameters := config.ConnConfig.RuntimeParams
	for _, s := range settings(parameters["search_path"]) {
		parameters[s.name] = s.value
	}
	parameters["tcp_keepalives_idle"] = "30"
	parameters["tcp_keepalives_interval"] = "10"
	parameters["tcp_keepalives_count"] = "3"
}

// pooled makes config one for a pooler in transaction mode. Such a pooler
// refuses parameters of a session or ignores them, and a statement that was
// prepared is on another server connection next time. The settings are returned
// instead, for each transaction to begin with.
func pooled(config *pgxpool.Config) []setting {
	config.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeCacheDescribe
	parameters := config.ConnConfig.RuntimeParams
	own := settings(parameters["search_path"])
	for _, s := range own {
		delete(parameters, s.name)
	}
	return own
}

// route is how a transaction gets its settings. It is empty where they belong
// to the connection.
type route struct {
	script string // to follow "begin" in a script
	list   string // to follow the list of a "select set_config(…)"
}

// begin adds the settings to a script that begins a transaction, before what
// the script itself sets.
func (r route) begin(script string) string {
	return "begin" + r.script + strings.TrimPrefix(script, "begin")
}

func routeOf(own []setting) (r route) {
	for _, s := range own {
		r.script += "; select set_config('" + s.name + "', '" + s.value + "', true)"
		r.list += ", set_config('" + s.name + "', '" + s.value + "', true)"
	}
	return r
}

// keepsSession returns [ErrPooler] if the pool's connections are those of a
// pooler that shares a server connection among clients, or does not pass on
// what they ask for at their start.
func keepsSession(ctx context.Context, pool *pgxpool.Pool) error {
	ctx, cancel := context.WithTimeout(ctx, shortly)
	defer cancel()
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return refusesParameters(err)
	}
	defer conn.Release()
	// A pooler answers for itself when a client asks which server process it got.
	process, passed, err := serverOf(ctx, conn)
	if err != nil || process == conn.Conn().PgConn().PID() {
		return err
	}
	if !passed {
		return ErrPooler
	}
	// Whether another client gets the server that this one has just used.
	second, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer second.Release()
	tx, err := second.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback(ctx) //nolint:errcheck // it has read, and is over either way
	var other uint32
	if err := tx.QueryRow(ctx, "select pg_backend_pid()", pgx.QueryExecModeSimpleProtocol).Scan(&other); err != nil {
		return err
	}
	if other == process {
		return ErrPooler
	}
	return nil
}

func serverOf(ctx context.Context, conn *pgxpool.Conn) (process uint32, passed bool, err error) {
	err = conn.QueryRow(ctx, "select pg_backend_pid(), current_setting('"+planMode+"') = 'force_custom_plan'", pgx.QueryExecModeSimpleProtocol).
		Scan(&process, &passed)
	return process, passed, err
}

// refusesParameters turns the refusal of a pooler that knows only its own
// parameters into [ErrPooler].
func refusesParameters(err error) error {
	if answer, ok := errors.AsType[*pgconn.PgError](err); ok && answer.Code == "08P01" {
		return fmt.Errorf("%w (it answers: %s)", ErrPooler, answer.Message)
	}
	return err
}
