package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/listing"
)

// InventoryTotal returns how many variants stockStore.Inventory lists for q on
// all of its pages; q's Cursor, Limit, Sort and Brief do not matter. Without a search
// and a filter, or with a status alone, the number is stored, not counted.
func (s stockStore) InventoryTotal(ctx context.Context, q listing.Params) (total int, err error) {
	q = q.Unordered()
	where, err := inventoryWhere(s.id, q)
	if err != nil {
		return 0, err
	}
	if q == (listing.Params{Status: q.Status}) {
		counts, err := s.Counts(ctx)
		if q.Status == "" {
			return counts.Total(), err
		}
		return counts.Of(q.Status), err
	}
	return s.total(ctx, q.Q, inventoryTables, "v", where, (*search).allVariants)
}

// ProductsTotal returns how many products stockStore.Products lists for q on
// all of its pages.
func (s stockStore) ProductsTotal(ctx context.Context, q listing.Params) (total int, err error) {
	q.Cursor = ""
	where, err := productWhere(s.id, q, false)
	if err != nil {
		return 0, err
	}
	return s.total(ctx, q.Q, " FROM products p", "p", where, (*search).allProducts)
}

// total counts the rows that remain after where and a search; the first of
// tables is called alias.
func (s stockStore) total(ctx context.Context, text, tables, alias string, where *where, narrow func(*search, *where)) (total int, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		found, err := find(ctx, tx, s.id, text)
		if err != nil {
			return err
		}
		where := where.clone()
		narrow(found, where)
		return tx.QueryRow(ctx, `SELECT count(*)`+tables+where.sql(alias), where.args...).Scan(&total)
	})
	return total, err
}
