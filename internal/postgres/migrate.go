package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"

	"cafe24-inventory-alert/migrations"
)

// migrationLock is held by the one process that changes the schema; the others
// wait and find nothing left to do. The number has no meaning.
const migrationLock = 7_203_114_951

// Migrate brings the schema of url up to date: River's tables, ours, and then
// the roles' rights on River's, and what nobody may do. Several processes may do so at once. It needs
// a login that owns the schema and may create roles.
func Migrate(ctx context.Context, url string) error {
	return migrating(ctx, url, func(pool *pgxpool.Pool, ours *goose.Provider) error {
		river, err := riverMigrator(pool)
		if err != nil {
			return err
		}
		if _, err := river.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
			return fmt.Errorf("postgres: River's migrations: %w", err)
		}
		if _, err := ours.Up(ctx); err != nil {
			return fmt.Errorf("postgres: migrations: %w", err)
		}
		if err := grantRiver(ctx, pool); err != nil {
			return err
		}
		return confine(ctx, pool)
	})
}

// MigrateDown reverts the newest of our migrations, and deletes the data in
// its tables. River's migrations stay. With none left it does nothing.
func MigrateDown(ctx context.Context, url string) error {
	return migrating(ctx, url, func(_ *pgxpool.Pool, ours *goose.Provider) error {
		if _, err := ours.Down(ctx); err != nil && !errors.Is(err, goose.ErrNoNextVersion) {
			return fmt.Errorf("postgres: migrate down: %w", err)
		}
		return nil
	})
}

// MigrationStatus returns one line for each migration: its file and whether it
// is applied.
func MigrationStatus(ctx context.Context, url string) ([]string, error) {
	var lines []string
	err := migrating(ctx, url, func(_ *pgxpool.Pool, ours *goose.Provider) error {
		all, err := ours.Status(ctx)
		if err != nil {
			return fmt.Errorf("postgres: migration status: %w", err)
		}
		for _, m := range all {
			line := "pending  " + m.Source.Path
			if m.State == goose.StateApplied {
				line = "applied  " + m.Source.Path
			}
			lines = append(lines, line)
		}
		return nil
	})
	return lines, err
}

// CheckSchema returns an error for a schema that lacks a migration of this
// program, and [ErrSchemaNewer] for one with migrations that this program does
// not know.
func (s *Store) CheckSchema(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, shortly)
	defer cancel()
	db := stdlib.OpenDBFromPool(s.pool)
	defer db.Close() //nolint:errcheck // borrows from the pool, closes nothing
	ours, err := provider(db)
	if err != nil {
		return err
	}
	current, target, err := ours.GetVersions(ctx)
	if err != nil {
		return known(fmt.Errorf("postgres: schema version: %w", err))
	}
	switch {
	case current < target:
		return fmt.Errorf("postgres: the schema is at version %d, this program needs %d: run migrate up", current, target)
	case current > target:
		return fmt.Errorf("%w: version %d, known is %d", ErrSchemaNewer, current, target)
	}
	river, err := riverMigrator(s.pool)
	if err != nil {
		return err
	}
	result, err := river.Validate(ctx, nil)
	if err != nil {
		return known(fmt.Errorf("postgres: River's schema: %w", err))
	}
	if !result.OK {
		return fmt.Errorf("postgres: River's schema is not up to date: %v", result.Messages)
	}
	return nil
}

func migrating(ctx context.Context, url string, work func(*pgxpool.Pool, *goose.Provider) error) error {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return errors.New("postgres: the database URL cannot be read")
	}
	config.ConnConfig.RuntimeParams[planMode] = "force_custom_plan" // shows whether it arrives; see keepsSession
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return fmt.Errorf("postgres: %w", err)
	}
	defer pool.Close()
	if err := keepsSession(ctx, pool); err != nil {
		return err
	}
	db := stdlib.OpenDBFromPool(pool)
	defer db.Close() //nolint:errcheck // borrows from the pool, closes nothing
	ours, err := provider(db)
	if err != nil {
		return err
	}
	return locked(ctx, pool, func() error { return work(pool, ours) })
}

// locked runs work while this process alone holds the migration lock. The lock
// ends with its connection at the latest.
func locked(ctx context.Context, pool *pgxpool.Pool, work func() error) error {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return fmt.Errorf("postgres: connect: %w", err)
	}
	defer conn.Release()
	if _, err := conn.Exec(ctx, "select pg_advisory_lock($1)", int64(migrationLock)); err != nil {
		return fmt.Errorf("postgres: wait for the migration lock: %w", err)
	}
	err = work()
	if _, unlock := conn.Exec(ctx, "select pg_advisory_unlock($1)", int64(migrationLock)); unlock != nil {
		err = errors.Join(err, fmt.Errorf("postgres: release the migration lock: %w", unlock))
	}
	return err
}

func provider(db *sql.DB) (*goose.Provider, error) {
	p, err := goose.NewProvider(goose.DialectPostgres, db, migrations.FS)
	if err != nil {
		return nil, fmt.Errorf("postgres: migrations: %w", err)
	}
	return p, nil
}

func riverMigrator(pool *pgxpool.Pool) (*rivermigrate.Migrator[pgx.Tx], error) {
	m, err := rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return nil, fmt.Errorf("postgres: River's migrations: %w", err)
	}
	return m, nil
}

// grantRiver allows both roles to insert a job in a transaction, and a login
// that is their member to run River and to see the version of the schema.
// River's tables hold no data of a mall except ids. Only PostgreSQL 17 and
// later can allow anyone but an owner to rebuild an index.
func grantRiver(ctx context.Context, pool *pgxpool.Pool) error {
	const grant = `
		DO $$
		DECLARE t record;
		BEGIN
		  FOR t IN
		    SELECT relname, relkind FROM pg_class
		     WHERE relnamespace = current_schema()::regnamespace AND relname LIKE 'river\_%' AND relkind IN ('r', 'p', 'S')
		  LOOP
		    IF t.relkind = 'S' THEN
		      EXECUTE format('GRANT USAGE ON SEQUENCE %I TO inventory_alert_app, inventory_alert_system', t.relname);
		    ELSE
		      EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO inventory_alert_app, inventory_alert_system', t.relname);
		      IF current_setting('server_version_num')::int >= 170000 THEN
		        EXECUTE format('GRANT MAINTAIN ON %I TO inventory_alert_system', t.relname);
		      END IF;
		    END IF;
		  END LOOP;
		  GRANT SELECT ON goose_db_version TO inventory_alert_app, inventory_alert_system;
		END $$`
	if _, err := pool.Exec(ctx, grant); err != nil {
		return fmt.Errorf("postgres: rights on River's tables: %w", err)
	}
	return nil
}

// confine takes from PUBLIC what PostgreSQL grants it in a new database: making
// temporary objects, and before version 15 objects of the schema. A statement
// could find such an object in place of a table. It runs with each migration,
// because no dump holds the rights of a database. A login that does not own the
// database takes away nothing; see [Store.Server].
func confine(ctx context.Context, pool *pgxpool.Pool) error {
	const revoke = `
		DO $$
		BEGIN
		  IF pg_has_role(current_user, (SELECT datdba FROM pg_database WHERE datname = current_database()), 'USAGE') THEN
		    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC, inventory_alert_app, inventory_alert_system', current_database());
		  END IF;
		  IF pg_has_role(current_user, (SELECT nspowner FROM pg_namespace WHERE oid = 'public'::regnamespace), 'USAGE') THEN
		    REVOKE CREATE ON SCHEMA public FROM PUBLIC, inventory_alert_app, inventory_alert_system;
		  END IF;
		END $$`
	if _, err := pool.Exec(ctx, revoke); err != nil {
		return fmt.Errorf("postgres: rights of PUBLIC: %w", err)
	}
	return nil
}
