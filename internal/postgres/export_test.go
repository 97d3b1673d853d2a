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

// ExplainList is the plan that the stock list keeps.
func (s *Store) ExplainList(ctx context.Context, mall lowstock.MallID) (plan string, err error) {
	err = s.read(ctx, mall, func(ctx context.Context, tx pgx.Tx) error {
		statement := `SELECT ` + inventoryColumns + inventoryTables + `
			WHERE v.mall_id = $1 AND v.removed_at IS NULL ORDER BY v.urgent_rank, v.urgent_order, v.quantity, v.variant_code LIMIT 51`
		for _, part := range []string{keepPlans, `PREPARE listed (text) AS ` + statement} {
			if _, err := tx.Exec(ctx, part); err != nil {
				return err
			}
		}
		rows, err := tx.Query(ctx, `EXPLAIN (COSTS OFF) EXECUTE listed ('`+string(mall)+`')`)
		if err != nil {
			return err
		}
		lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			return err
		}
		plan = strings.Join(lines, "\n")
		_, err = tx.Exec(ctx, `DEALLOCATE listed`)
		return err
	})
	return plan, err
}
