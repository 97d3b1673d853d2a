package postgres

import (
	"context"
	"strings"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

// InventoryTotal is how many variants [Store.Inventory] lists for q on all of its
// pages; q's Cursor, Limit and Sort do not count. Without a search and a filter,
// or with a status alone, the number is kept, not counted.
func (s *Store) InventoryTotal(ctx context.Context, mall lowstock.MallID, q lowstock.ListQuery) (total int, err error) {
	q.Cursor, q.Limit, q.Sort = "", 0, ""
	where, err := inventoryWhere(mall, q)
	if err != nil {
		return 0, err
	}
	if q == (lowstock.ListQuery{Status: q.Status}) {
		counts, err := s.Counts(ctx, mall)
		if q.Status == "" {
			return counts.Total(), err
		}
		return counts.Of(q.Status), err
	}
	return s.total(ctx, mall, q.Q, inventoryTables, "v", where, (*search).countVariants)
}

// ProductsTotal is how many products [Store.Products] lists for q on all of its
// pages.
func (s *Store) ProductsTotal(ctx context.Context, mall lowstock.MallID, q lowstock.ListQuery) (total int, err error) {
	q.Cursor = ""
	where, err := productWhere(mall, q, false)
	if err != nil {
		return 0, err
	}
	return s.total(ctx, mall, q.Q, " FROM products p", "p", where, (*search).countProducts)
}

// total counts the rows of tables, the first of which is called alias, that where
// and a search leave.
func (s *Store) total(ctx context.Context, mall lowstock.MallID, text, tables, alias string, where *where, narrow func(*search, *where)) (total int, err error) {
	err = s.read(ctx, mall, func(ctx context.Context, tx pgx.Tx) error {
		found, err := find(ctx, tx, mall, text)
		if err != nil {
			return err
		}
		where := where.clone()
		narrow(found, where)
		return tx.QueryRow(ctx, `SELECT count(*)`+tables+where.sql(alias), where.args...).Scan(&total)
	})
	return total, err
}

// countVariants is [search.variants] for who counts all of them. Where every word
// is common, a list stops at the end of its page and looks each row's text up; who
// reads everything reads the texts once.
func (s *search) countVariants(w *where) {
	if s == nil || s.rare {
		s.variants(w)
		return
	}
	has, words := s.everyCommon()
	w.add(`v.variant_code IN (SELECT t.variant_code FROM variant_texts t WHERE t.mall_id = $1`+has+`)`, words...)
}

// countProducts is the same for products.
func (s *search) countProducts(w *where) {
	if s == nil || s.rare {
		s.products(w)
		return
	}
	has, words := s.everyCommon()
	w.add(`p.product_no IN (SELECT v.product_no FROM variants v JOIN variant_texts t USING (mall_id, variant_code)
	         WHERE v.mall_id = $1 AND v.removed_at IS NULL`+has+`)`, words...)
}

// everyCommon is the condition that a text t has each of the common words.
func (s *search) everyCommon() (condition string, words []any) {
	for _, word := range s.common {
		words = append(words, word)
	}
	return strings.Repeat(" AND strpos(t.search, ?) > 0", len(words)), words
}
