package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

// Around is what the rows of a list are shown with: the levels of variants since
// a time (see [Mall.Trends]), and the sets that products are, or are parts of.
func (s pageStore) Around(ctx context.Context, codes []string, products []int64, since time.Time) (runs map[string][]lowstock.Point, sets []lowstock.Set, err error) {
	if len(codes) == 0 {
		return nil, nil, nil
	}
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		return askKept(ctx, tx, func(batch *pgx.Batch) {
			batch.Queue(historyAsked, s.id, codes, since).Query(func(rows pgx.Rows) (err error) {
				runs, err = scanHistory(rows, len(codes))
				return err
			})
			batch.Queue(setsAsked, s.id, products).Query(func(rows pgx.Rows) (err error) {
				sets, err = scanSets(rows)
				return err
			})
		})
	})
	return runs, sets, err
}

// Filters are the categories and suppliers that a list is narrowed by.
func (s pageStore) Filters(ctx context.Context) (categories []lowstock.Category, suppliers []lowstock.Supplier, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		return askKept(ctx, tx, func(batch *pgx.Batch) {
			batch.Queue(categoriesAsked, s.id).Query(func(rows pgx.Rows) (err error) {
				categories, err = pgx.CollectRows(rows, pgx.RowToStructByPos[lowstock.Category])
				return err
			})
			batch.Queue(suppliersAsked, s.id).Query(func(rows pgx.Rows) (err error) {
				suppliers, err = pgx.CollectRows(rows, pgx.RowToStructByPos[lowstock.Supplier])
				return err
			})
		})
	})
	return categories, suppliers, err
}
