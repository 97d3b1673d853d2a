package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/postgres"
	"cafe24-inventory-alert/internal/postgres/postgrestest"
)

const ignored = "ignore_startup_parameters = plan_cache_mode,jit,search_path,idle_in_transaction_session_timeout,tcp_keepalives_idle,tcp_keepalives_interval,tcp_keepalives_count"

func openAt(t *testing.T, url, direct string) *postgres.Store {
	t.Helper()
	store, err := postgres.Open(t.Context(), url, postgres.Options{MaxConns: 4, Direct: direct, Keyring: postgrestest.Keyring(t), Slow: 10})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(store.Close)
	return store
}

// TestAPoolerIsNamed checks that an address of a pooler where PostgreSQL's own
// is needed is said to be one, whether it refuses the parameters of a session
// or drops them.
func TestAPoolerIsNamed(t *testing.T) {
	t.Parallel()
	address := postgrestest.Database(t)
	refusing := postgrestest.Pooler(t, address, 2)
	dropping := postgrestest.Pooler(t, address, 2, ignored)
	for name, c := range map[string]struct {
		url, direct string
		want        error
	}{
		"PostgreSQL itself":                         {address, "", nil},
		"a pooler that refuses":                     {refusing, "", postgres.ErrPooler},
		"a pooler that drops":                       {dropping, "", postgres.ErrPooler},
		"a pooler, and PostgreSQL beside it":        {refusing, address, nil},
		"a pooler that drops, PostgreSQL beside":    {dropping, address, nil},
		"a pooler, and a pooler beside it":          {refusing, dropping, postgres.ErrPooler},
		"PostgreSQL, and PostgreSQL beside it":      {address, address, nil},
		"a pooler, and a refusing pooler beside":    {dropping, refusing, postgres.ErrPooler},
		"PostgreSQL itself, and a pooler beside it": {address, dropping, postgres.ErrPooler},
	} {
		if err := openAt(t, c.url, c.direct).CheckRoute(t.Context()); !errors.Is(err, c.want) || c.want == nil && err != nil {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	for name, url := range map[string]string{"refuses": refusing, "drops": dropping} {
		if _, err := postgres.MigrationStatus(t.Context(), url); !errors.Is(err, postgres.ErrPooler) {
			t.Errorf("migrations through a pooler that %s: %v", name, err)
		}
	}
}

// TestAnotherDatabaseIsNotHeard checks that a direct address of another database
// is found at the start, since nothing else would show it.
func TestAnotherDatabaseIsNotHeard(t *testing.T) {
	t.Parallel()
	address := postgrestest.Database(t)
	store, err := postgres.Open(t.Context(), postgrestest.Pooler(t, address, 2), postgres.Options{MaxConns: 4, Direct: postgrestest.Empty(t), Keyring: postgrestest.Keyring(t)})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	if err := store.CheckRoute(t.Context()); err == nil || !strings.Contains(err.Error(), "DATABASE_DIRECT_URL") {
		t.Errorf("the route is %v", err)
	}
}

// TestBehindAPooler runs what begins a transaction in each of its ways, many at
// a time over two server connections: nothing fails, and each mall sees its own
// rows only.
func TestBehindAPooler(t *testing.T) {
	t.Parallel()
	address := postgrestest.Database(t)
	b := &bundle{Store: openAt(t, postgrestest.Pooler(t, address, 2), address), t: t, url: address, mall: hansan, now: noon}
	b.ok(b.CheckSchema(t.Context()))
	b.connect(hansan)
	b.endFirstSync()
	b.threshold(1)
	b.apply(read(1, 5), read(2, 5))
	b.connect("other")
	var wait sync.WaitGroup
	for n := range 16 {
		mall, items := hansan, 2
		if n%2 == 1 {
			mall, items = "other", 0
		}
		wait.Go(func() {
			for range 20 {
				if err := visit(t.Context(), b.Store, mall, items); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	wait.Wait()
	direct, err := openAt(t, address, "").Settings(t.Context())
	b.ok(err)
	behind, err := b.Settings(t.Context())
	b.ok(err)
	want(t, "settings", behind, direct)
	want(t, "settings", direct, "public, pg_temp; force_custom_plan; off; 1min")
	b.ok(b.Hears(t.Context()))
	b.wait(time.Minute)
	b.apply(read(1, 0))
	want(t, "standing alerts", one[int](b, `select count(*)::int from incidents where resolved_at is null`), 1)
}

// visit reads pages in one snapshot, then by themselves, and asks for due work.
func visit(ctx context.Context, store *postgres.Store, mall lowstock.MallID, items int) error {
	shared, _, end := store.Mall(mall).Snapshot(ctx)
	defer end()
	if err := list(shared, store, mall, items); err != nil {
		return err
	}
	end() // who keeps a connection and asks for another one may wait forever
	if err := list(ctx, store, mall, items); err != nil {
		return err
	}
	_, err := store.Due(ctx, noon, 10)
	return err
}

func list(ctx context.Context, store *postgres.Store, mall lowstock.MallID, items int) error {
	counts, err := store.Mall(mall).Counts(ctx)
	if err != nil {
		return err
	}
	rows, _, err := store.Mall(mall).Inventory(ctx, listing.Params{})
	if err != nil {
		return err
	}
	if n := counts.Out + counts.Low + counts.OK; len(rows) != items || n != items {
		return fmt.Errorf("%s has %d rows and counts %d, not %d", mall, len(rows), n, items)
	}
	return nil
}
