package postgres

import (
	"context"
	"encoding/binary"
	"errors"
	"math"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
)

// addRoots adds the roots of units, a day each.
func addRoots(roots []float64, units []int32) {
	for i, n := range units {
		if n > 0 {
			roots[i] += math.Sqrt(float64(n))
		}
	}
}

// queueRecord reads what the whole mall sold on each day, from the first counted
// day to the last one. All days that are stored are read, so that the result
// does not depend on the time of the question.
func queueRecord(batch *pgx.Batch, mall lowstock.MallID, record *outlook.Record) {
	*record = outlook.Record{}
	batch.Queue(`SELECT day, roots FROM demand_days WHERE mall_id = $1 AND source <> 'none' AND roots IS NOT NULL ORDER BY day`, mall).Query(func(rows pgx.Rows) error {
		var day time.Time
		var roots float64
		_, err := pgx.ForEachRow(rows, []any{&day, &roots}, func() error {
			if record.First.IsZero() {
				record.First = day
			}
			for next := int(day.Sub(record.First).Hours() / 24); len(record.Roots) < next; {
				record.Roots = append(record.Roots, math.NaN())
			}
			record.Roots = append(record.Roots, roots)
			return nil
		})
		return err
	})
}

// FillRoots adds up the roots of the counted days that an older version of the
// program has stored without them. A month that fails does not stop the others.
func (s demandStore) FillRoots(ctx context.Context) error {
	var months []time.Time
	err := s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			SELECT DISTINCT date_trunc('month', day)::date FROM demand_days
			 WHERE mall_id = $1 AND source <> 'none' AND roots IS NULL ORDER BY 1`, s.id)
		if err != nil {
			return err
		}
		months, err = pgx.CollectRows(rows, pgx.RowTo[time.Time])
		return err
	})
	for _, month := range months {
		err = errors.Join(err, s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error { return fillRoots(ctx, tx, s.id, month) }))
	}
	return err
}

// fillRoots locks the month's days first, so that no counting replaces one of
// them at the same time.
func fillRoots(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, month time.Time) error {
	_, err := tx.Exec(ctx, `
		SELECT FROM demand_days WHERE mall_id = $1 AND day >= $2 AND day < $2::date + interval '1 month' ORDER BY day FOR UPDATE`, mall, month)
	if err != nil {
		return err
	}
	rows, err := tx.Query(ctx, `SELECT units FROM demand WHERE mall_id = $1 AND month = $2`, mall, month)
	if err != nil {
		return err
	}
	var raw pgtype.DriverBytes // valid until the next row
	units, roots := make([]int32, 31), make([]float64, 31)
	_, err = pgx.ForEachRow(rows, []any{&raw}, func() error {
		if _, err := binary.Decode(raw, binary.BigEndian, units); err != nil {
			return err
		}
		addRoots(roots, units)
		return nil
	})
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		UPDATE demand_days SET roots = ($3::float8[])[day - $2::date + 1]
		 WHERE mall_id = $1 AND day >= $2 AND day < $2::date + interval '1 month' AND source <> 'none' AND roots IS NULL`, mall, month, roots)
	return err
}
