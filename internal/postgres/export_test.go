package postgres

import (
	"context"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

// ExplainRecordHints records hints and returns how PostgreSQL did it, as
// [Store.RecordHints] would have it done.
func (s *Store) ExplainRecordHints(ctx context.Context, hints []lowstock.Hint, delay time.Duration) (string, error) {
	input, _, err := hintInput(hints)
	if err != nil {
		return "", err
	}
	var lines []string
	err = s.inOneTrip(ctx, "explain (analyze) "+recordHints, hintArgs(input, delay), func(rows pgx.Rows) error {
		lines, err = pgx.CollectRows(rows, pgx.RowTo[string])
		return err
	})
	return strings.Join(lines, "\n"), err
}

// Planned is how statements that do not keep their plans are planned, asked once
// as one row and once as several.
func (s *Store) Planned(ctx context.Context, mall lowstock.MallID) (modes []string, err error) {
	const asked = `SELECT current_setting('plan_cache_mode') || ' ' || current_setting('enable_seqscan')`
	err = s.read(ctx, mall, func(ctx context.Context, tx pgx.Tx) error {
		modes = make([]string, 1)
		if err := tx.QueryRow(ctx, asked).Scan(&modes[0]); err != nil {
			return err
		}
		if err := askKept(ctx, tx, func(batch *pgx.Batch) { batch.Queue(`SELECT 1`) }); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, asked)
		if err != nil {
			return err
		}
		more, err := pgx.CollectRows(rows, pgx.RowTo[string])
		modes = append(modes, more...)
		return err
	})
	return modes, err
}
