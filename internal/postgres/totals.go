package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/listing"
)

// InventoryTotal is how many variants [Mall.Inventory] lists for q on all of its
// pages; q's Cursor, Limit and Sort do not count. Without a search and a filter,
// or with a status alone, the number is kept, not counted.
func (s stockStore) InventoryTotal(ctx context.Context, q listing.Query) (total int, err error) {
	q.Cursor, q.Limit, q.Sort = "", 0, ""
	where, err := inventoryWhere(s.id, q)
	if err != nil {
		return 0, err
	}
	if q == (listing.Query{Status: q.Status}) {
		counts, err := s.Counts(ctx)
		if q.Status == "" {
			return counts.Total(), err
		}
		return counts.Of(q.Status), err
	}
	return s.total(ctx, q.Q, inventoryTables, "v", where, (*search).allVariants)
}

// ProductsTotal is how many products [Mall.Products] lists for q on all of its
// pages.
func (s stockStore) ProductsTotal(ctx context.Context, q listing.Query) (total int, err error) {
	q.Cursor = ""
	where, err := productWhere(s.id, q, false)
	if err != nil {
		return 0, err
	}
	return s.total(ctx, q.Q, " FROM products p", "p", where, (*search).allProducts)
}

// total counts the rows of tables, the first of which is called alias, that where
// and a search leave.
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
