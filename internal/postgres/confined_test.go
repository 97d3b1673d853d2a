package postgres_test

import (
	"context"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/postgres"
	"cafe24-inventory-alert/internal/postgres/postgrestest"
)

// ourFunctions are the functions of the schema that no extension has brought.
const ourFunctions = `
	from pg_proc p where p.pronamespace = 'public'::regnamespace
	 and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')`

// TestEveryPrivilegedFunctionIsConfined lists the functions that run with the
// rights of their owner, and those that run by themselves in a trigger. All
// look for names in pg_temp last, and nobody may call them unless a migration
// says so.
func TestEveryPrivilegedFunctionIsConfined(t *testing.T) {
	t.Parallel()
	conn := dial(t, postgrestest.Database(t))
	list := func(sql string) []string {
		t.Helper()
		rows, err := conn.Query(t.Context(), sql)
		if err != nil {
			t.Fatal(err)
		}
		names, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			t.Fatal(err)
		}
		return names
	}
	want(t, "functions with the rights of their owner", list(`select proname::text `+ourFunctions+` and prosecdef order by 1`),
		[]string{"analyze_stock", "coded_variants", "drop_partition", "find_variants", "make_partitions", "search_variants"})
	want(t, "functions of triggers", list(`select proname::text `+ourFunctions+` and prorettype = 'trigger'::regtype order by 1`),
		[]string{"channels_to_settings", "count_unseen", "keep_search_key", "morning_order_arrived", "settings_to_channels"})
	const privileged = ` and (prosecdef or prorettype = 'trigger'::regtype)`
	want(t, "functions that look for names elsewhere", list(`select proname::text `+ourFunctions+privileged+
		` and coalesce('search_path=pg_catalog, public, pg_temp' <> all(proconfig), true) order by 1`), nil)
	want(t, "functions that everybody may call", list(`select proname::text `+ourFunctions+privileged+
		` and exists (select from aclexplode(coalesce(proacl, acldefault('f', proowner))) where grantee = 0) order by 1`), nil)
	want(t, "who may call them", list(`
		select proname || ': ' || array_to_string(array(select grantee::regrole::text from aclexplode(proacl) where grantee <> proowner), ' ') `+ourFunctions+`
		   and prosecdef order by 1`), []string{
		"analyze_stock: inventory_alert_system", "coded_variants: inventory_alert_app", "drop_partition: inventory_alert_system",
		"find_variants: inventory_alert_app", "make_partitions: inventory_alert_system", "search_variants: inventory_alert_app",
	})
}

// TestTheRolesMakeNothing checks that neither role can put an object into the
// database, under which another statement would find it. A restored database
// has PostgreSQL's default rights again, so each migration takes them away.
func TestTheRolesMakeNothing(t *testing.T) {
	t.Parallel()
	url := postgrestest.Empty(t)
	migrate := func() {
		t.Helper()
		if err := postgres.Migrate(t.Context(), url); err != nil {
			t.Fatal(err)
		}
	}
	migrate()
	conn := dial(t, url)
	refused := func(when string) {
		t.Helper()
		for _, role := range []string{"inventory_alert_app", "inventory_alert_system"} {
			for _, statement := range []string{
				"create temp table variant_texts (mall_id text)", "create temp view tokens as select 1", "create function pg_temp.f() returns int language sql as 'select 1'",
				"create table public.x (y int)", "create view public.x as select 1", "create function public.lower(text) returns text language sql as 'select $1'",
				"create operator public.~~~ (function = texteq, leftarg = text, rightarg = text)", "create type public.x as enum ()", "create schema x",
			} {
				if err := as(t.Context(), conn, role, "hansan", statement); err == nil || !strings.Contains(err.Error(), "42501") {
					t.Errorf("%s: %s may %s: %v", when, role, statement, err)
				}
			}
		}
	}
	refused("migrated")
	if _, err := conn.Exec(t.Context(), `do $$ begin execute format('grant temp on database %I to public', current_database()); end $$; grant create on schema public to public`); err != nil {
		t.Fatal(err)
	}
	migrate()
	refused("restored and migrated")
}

// TestATemporaryObjectTakesNoRole attacks every function that the app's role
// may call, in a database in which it may make temporary objects: a view with
// the name of a table would make the function call the attacker's code with
// the rights of the system, which sees all malls.
func TestATemporaryObjectTakesNoRole(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.connect(bori)
	b.apply(read(1, 0))
	conn := b.dial()
	b.admin("do $$ begin execute format('grant temp on database %I to public', current_database()); end $$")
	const trap = `
		create function pg_temp.steal() returns text language plpgsql as $f$
		begin return current_user || (select count(*) from public.malls)::text; end $f$;
		create temp view variant_texts as select 'hansan'::text mall_id, pg_temp.steal() variant_code, ''::text search, ''::text key;
		create temp view variants as select 'hansan'::text mall_id, pg_temp.steal() variant_code, 'A1'::text custom_variant_code, null::timestamptz removed_at;
		grant select on variant_texts, variants to public; grant execute on function pg_temp.steal() to public;`
	for call, sql := range map[string]string{
		"search_variants": "select search_variants('hansan', '%', 10)",
		"find_variants":   "select find_variants('hansan', '%', '', 10)",
		"coded_variants":  "select (coded_variants('hansan', array['A1'], 10)).variant_code",
	} {
		tx, err := conn.Begin(t.Context())
		b.ok(err)
		for _, statement := range []string{"set local role inventory_alert_app", "select set_config('app.mall_id', 'hansan', true)"} {
			_, err = tx.Exec(t.Context(), statement)
			b.ok(err)
		}
		_, err = tx.Conn().PgConn().Exec(t.Context(), trap).ReadAll()
		b.ok(err)
		rows, err := tx.Query(t.Context(), sql)
		b.ok(err)
		found, err := pgx.CollectRows(rows, pgx.RowTo[string])
		b.ok(err)
		for _, code := range found {
			if strings.HasPrefix(code, "inventory_alert") {
				t.Errorf("%s ran the code of the attacker as %s", call, code)
			}
		}
		b.ok(tx.Rollback(t.Context()))
	}
}

// TestASessionLooksInPgTempLast checks that a temporary table, left on a
// connection of the pool, stands before no table of the app.
func TestASessionLooksInPgTempLast(t *testing.T) {
	t.Parallel()
	store := openAt(t, postgrestest.Database(t), "")
	var path string
	if err := store.Pool().QueryRow(t.Context(), "show search_path").Scan(&path); err != nil {
		t.Fatal(err)
	}
	want(t, "search path", path, "public, pg_temp")
}

func dial(t *testing.T, url string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.WithoutCancel(t.Context())) })
	return conn
}

// as runs a statement as one of the roles, for a mall, and undoes it.
func as(ctx context.Context, conn *pgx.Conn, role, mall, statement string) error {
	tx, err := conn.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback(ctx) //nolint:errcheck // it is to be undone
	for _, sql := range []string{"set local role " + role, "select set_config('app.mall_id', '" + mall + "', true)", statement} {
		if _, err := tx.Exec(ctx, sql); err != nil {
			return err
		}
	}
	return nil
}
