package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

// History returns the levels of a variant since a time, oldest first, led by
// the one that held at that time. NotFound for an unknown variant.
func (s stockStore) History(ctx context.Context, variantCode string, since time.Time) (points []lowstock.Point, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		var is bool
		code := storable(variantCode)
		if err := tx.QueryRow(ctx, `SELECT true FROM variants WHERE mall_id = $1 AND variant_code = $2`, s.id, code).Scan(&is); err != nil {
			return found(err)
		}
		runs, err := loadHistory(ctx, tx, s.id, []string{code}, since)
		points = runs[code]
		return err
	})
	return points, err
}

// loadHistory returns the points of variants since a time, each run led by the
// last one before it.
func loadHistory(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, codes []string, since time.Time) (map[string][]lowstock.Point, error) {
	rows, err := tx.Query(ctx, historyAsked, mall, codes, since)
	if err != nil {
		return nil, err
	}
	return scanHistory(rows, len(codes))
}

const historyAsked = `
	SELECT c.code, h.observed_at, h.quantity
	  FROM unnest($2::text[]) c(code)
	 CROSS JOIN LATERAL (
	   (SELECT observed_at, quantity FROM stock_history
	     WHERE mall_id = $1 AND variant_code = c.code AND observed_at < $3 ORDER BY observed_at DESC LIMIT 1)
	   UNION ALL
	   SELECT observed_at, quantity FROM stock_history WHERE mall_id = $1 AND variant_code = c.code AND observed_at >= $3
	 ) h ORDER BY c.code, h.observed_at`

func scanHistory(rows pgx.Rows, variants int) (map[string][]lowstock.Point, error) {
	runs := make(map[string][]lowstock.Point, variants)
	var code string
	var p lowstock.Point
	_, err := pgx.ForEachRow(rows, []any{&code, &p.At, &p.Quantity}, func() error {
		runs[code] = append(runs[code], p)
		return nil
	})
	return runs, err
}

// Trends are the levels of variants since a time, oldest first, each led by the
// one that held at that time. A variant without any is left out.
func (s stockStore) Trends(ctx context.Context, codes []string, since time.Time) (runs map[string][]lowstock.Point, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		runs, err = loadHistory(ctx, tx, s.id, codes, since)
		return err
	})
	return runs, err
}
