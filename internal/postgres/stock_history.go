package postgres

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

// History returns the levels of a variant since a time, oldest first. The
// first one is the level that held at that time. It returns NotFound for an
// unknown variant.
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

// loadHistory returns the points of variants since a time; each run begins
// with the last point before that time.
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

// trendsAsked is historyAsked up to $4, for a list. Without an end, every
// partition of the months ahead would be opened for each variant. Of 50 variants
// the second branch takes 0.24 ms of the server's processor as a join with the
// codes, and 0.14 as a condition. The plan of a partition that has no statistics
// yet filters by that condition; its first ANALYZE replaces that plan.
const trendsAsked = `
	SELECT c.code, h.observed_at, h.quantity
	  FROM unnest($2::text[]) c(code)
	 CROSS JOIN LATERAL (
	   SELECT observed_at, quantity FROM stock_history
	    WHERE mall_id = $1 AND variant_code = c.code AND observed_at < $3 ORDER BY observed_at DESC LIMIT 1
	 ) h
	 UNION ALL
	SELECT variant_code, observed_at, quantity
	  FROM stock_history WHERE mall_id = $1 AND variant_code = ANY($2::text[]) AND observed_at >= $3 AND observed_at < $4`

// scanTrends is scanHistory of rows that are ordered here: a sort is out of the
// reach of statements that keep their plans.
func scanTrends(rows pgx.Rows, variants int) (map[string][]lowstock.Point, error) {
	runs, err := scanHistory(rows, variants)
	for _, run := range runs {
		slices.SortFunc(run, func(a, b lowstock.Point) int { return a.At.Compare(b.At) })
	}
	return runs, err
}

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
