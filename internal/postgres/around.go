package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

// aheadOfClock is how far the clock that stamped a level may be ahead of the
// viewer's.
const aheadOfClock = time.Hour

// Around is what the rows of a list are shown with: the levels of variants since
// a time up to now, oldest first, each led by the one that held at that time, and
// the sets that products are, or are parts of. A variant without any level is left
// out.
func (s *Store) Around(ctx context.Context, mall lowstock.MallID, codes []string, products []int64, since, now time.Time) (runs map[string][]lowstock.Point, sets []lowstock.Set, err error) {
	if len(codes) == 0 {
		return nil, nil, nil
	}
	err = s.read(ctx, mall, func(ctx context.Context, tx pgx.Tx) error {
		return askKept(ctx, tx, func(batch *pgx.Batch) {
			batch.Queue(trendsAsked, mall, codes, since, now.Add(aheadOfClock)).Query(func(rows pgx.Rows) (err error) {
				runs, err = scanTrends(rows, len(codes))
				return err
			})
			batch.Queue(setsAsked, mall, products).Query(func(rows pgx.Rows) (err error) {
				sets, err = scanSets(rows)
				return err
			})
		})
	})
	return runs, sets, err
}

// Filters are the categories and suppliers that a list is narrowed by.
func (s *Store) Filters(ctx context.Context, mall lowstock.MallID) (categories []lowstock.Category, suppliers []lowstock.Supplier, err error) {
	err = s.read(ctx, mall, func(ctx context.Context, tx pgx.Tx) error {
		return askKept(ctx, tx, func(batch *pgx.Batch) {
			batch.Queue(categoriesAsked, mall).Query(func(rows pgx.Rows) (err error) {
				categories, err = pgx.CollectRows(rows, pgx.RowToStructByPos[lowstock.Category])
				return err
			})
			batch.Queue(suppliersAsked, mall).Query(func(rows pgx.Rows) (err error) {
				suppliers, err = pgx.CollectRows(rows, pgx.RowToStructByPos[lowstock.Supplier])
				return err
			})
		})
	})
	return categories, suppliers, err
}
