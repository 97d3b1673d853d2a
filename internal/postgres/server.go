package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
)

// Server is what the doctor command reads of the database's own settings.
type Server struct {
	Version           int // server_version_num, 150018 for 15.18
	Fsync             bool
	SynchronousCommit bool // for this login, in this database
	Now               time.Time

	Superuser bool // of this login: it passes every check of rights
	Open      bool // the roles may make temporary objects, or objects of the schema
}

// Server reads the settings that decide whether an acknowledged commit
// survives a crash, and the database's clock.
func (s *Store) Server(ctx context.Context) (Server, error) {
	var server Server
	err := s.inSystem(ctx, func(ctx context.Context, tx pgx.Tx) error {
		return tx.QueryRow(ctx, `
			select current_setting('server_version_num')::int, current_setting('fsync')::bool,
			       current_setting('synchronous_commit') <> 'off', clock_timestamp(),
			       (select rolsuper from pg_roles where rolname = session_user),
			       (select bool_or(has_database_privilege(r.oid, current_database(), 'temporary') or has_schema_privilege(r.oid, 'public', 'create'))
			          from pg_roles r where r.rolname in ('`+appRole+`', '`+systemRole+`'))`,
		).Scan(&server.Version, &server.Fsync, &server.SynchronousCommit, &server.Now, &server.Superuser, &server.Open)
	})
	return server, err
}

// MayReindex reports whether this login may rebuild the indexes of River's
// tables: as their owner, or by a right that PostgreSQL 17 has introduced.
func (s *Store) MayReindex(ctx context.Context) (may bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, shortly)
	defer cancel()
	err = s.pool.QueryRow(ctx, `
		select pg_has_role(relowner, 'usage')
		    or exists (select from aclexplode(relacl) where privilege_type = 'MAINTAIN' and pg_has_role(grantee, 'usage'))
		  from pg_class where oid = 'river_job'::regclass`).Scan(&may)
	return may, known(err)
}
