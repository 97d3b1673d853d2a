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
}

// Server reads the settings that decide whether an acknowledged commit
// survives a crash, and the database's clock.
func (s *Store) Server(ctx context.Context) (Server, error) {
	var server Server
	err := s.inSystem(ctx, func(ctx context.Context, tx pgx.Tx) error {
		return tx.QueryRow(ctx, `
			select current_setting('server_version_num')::int, current_setting('fsync')::bool,
			       current_setting('synchronous_commit') <> 'off', clock_timestamp()`,
		).Scan(&server.Version, &server.Fsync, &server.SynchronousCommit, &server.Now)
	})
	return server, err
}
