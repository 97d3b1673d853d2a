package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

const adoptEvery = 10 * time.Minute

// AdoptNoted takes over, when it is time, what an older program noted as ordered
// while it still ran.
func (s *Store) AdoptNoted(ctx context.Context, now time.Time) error {
	mine, err := s.takeUpkeep(ctx, "noted", now, now.Add(adoptEvery))
	if err != nil || !mine {
		return err
	}
	err = s.inUpkeep(ctx, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `SELECT adopt_noted($1)`, now)
		return err
	})
	if err != nil {
		return fmt.Errorf("postgres: take over noted orders: %w", err)
	}
	return nil
}
