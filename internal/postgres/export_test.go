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
