package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
)

var productRowColumns = productColumns + `, p.variant_count, p.total_quantity, p.status, p.observed_at` //nolint:gochecknoglobals // made of a table, and constant

func scanProductRow(row pgx.CollectableRow) (r listing.ProductRow, err error) {
	err = row.Scan(append(productFields(&r.Product), &r.VariantCount, &r.TotalQuantity, &r.Status, &r.ObservedAt)...)
	return r, err
}

// productKey is a place in the list of products.
type productKey struct {
	Urgent bool  `json:"u,omitempty"`
	First  bool  `json:"x,omitempty"` // whether the search names the row by its code
	Rank   int   `json:"r"`
	No     int64 `json:"n"`
}

// Products lists the catalogue by product number, or worst first for
// SortUrgent. It uses q's Q, Status, ProductNo, CategoryNo, SupplierCode,
// Cursor and Limit.
func (s stockStore) Products(ctx context.Context, q listing.Params) (list []listing.ProductRow, next string, err error) {
	urgent := q.Sort == listing.SortUrgent
	where, err := productWhere(s.id, q, urgent)
	if err != nil {
		return nil, "", err
	}
	var after productKey
	if err := readCursor(q.Cursor, &after); err != nil {
		return nil, "", err
	}
	order := "p.product_no "
	if urgent {
		order = "p.status_rank, p.product_no "
	}
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		found, err := find(ctx, tx, s.id, q.Q)
		if err != nil {
			return err
		}
		var firsts int
		list, firsts, err = firstOf(found.namesProducts(), q.Cursor != "", after.First, q.Limit, func(first, behind bool, capacity int) ([]listing.ProductRow, error) {
			where := where.clone()
			found.products(where)
			found.firstProducts(where, first)
			if behind {
				where.behindProduct(after)
			}
			rows, err := tx.Query(ctx, `SELECT `+productRowColumns+` FROM products p`+where.sql("p")+` ORDER BY `+order+atMost(capacity), where.args...)
			if err != nil {
				return nil, err
			}
			return pgx.CollectRows(rows, scanProductRow)
		})
		inFirst := pageSize(q.Limit) <= firsts
		list, next = page(list, q.Limit, func(r *listing.ProductRow) any { return productKey{urgent, inFirst, statusRank(r.Status), r.No} })
		return err
	})
	return list, next, err
}

func productWhere(mall lowstock.MallID, q listing.Params, urgent bool) (*where, error) {
	w := newWhere(mall)
	w.add("p.removed_at IS NULL")
	if err := w.status("p", q.Status); err != nil {
		return nil, err
	}
	if q.ProductNo != 0 {
		w.add("p.product_no = ?", q.ProductNo)
	}
	w.catalogue(q)
	var after productKey
	err := readCursor(q.Cursor, &after)
	if err == nil && q.Cursor != "" && after.Urgent != urgent {
		err = lowstock.Invalid("error.cursor")
	}
	return w, err
}

// behindProduct filters the list to what comes after a place.
func (w *where) behindProduct(after productKey) {
	if after.Urgent {
		w.add("(p.status_rank, p.product_no) > (?::smallint, ?::bigint)", after.Rank, after.No)
		return
	}
	w.add("p.product_no > ?", after.No)
}

// status filters a list to one status of the rows called alias.
func (w *where) status(alias string, status lowstock.Status) error {
	if status == "" {
		return nil
	}
	if statusRank(status) == 3 && status != lowstock.StatusUntracked {
		return lowstock.InvalidFields(map[string]string{"status": "error.status"})
	}
	w.add(alias+".status_rank = ?", statusRank(status))
	return nil
}

// catalogue filters a list to products p of a category or supplier.
func (w *where) catalogue(q listing.Params) {
	if q.CategoryNo != 0 {
		w.add("? = ANY(p.category_nos)", q.CategoryNo)
	}
	if q.SupplierCode != "" {
		w.add("p.supplier_code = ?", storable(q.SupplierCode))
	}
}

// statusRank computes the generated column status_rank: worst first.
func statusRank(status lowstock.Status) int {
	switch status {
	case lowstock.StatusOut:
		return 0
	case lowstock.StatusLow:
		return 1
	case lowstock.StatusOK:
		return 2
	case lowstock.StatusUntracked:
	}
	return 3
}

// ProductCounts returns how many variants of one product have each status, and
// zeros for an unknown product.
func (s stockStore) ProductCounts(ctx context.Context, no int64) (c listing.Counts, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		return tx.QueryRow(ctx, `
			SELECT count(*) FILTER (WHERE status = 'out'), count(*) FILTER (WHERE status = 'low'),
			       count(*) FILTER (WHERE status = 'ok'), count(*) FILTER (WHERE status = 'untracked'), count(*) FILTER (WHERE `+stillSelling+`)
			  FROM variants v WHERE mall_id = $1 AND product_no = $2 AND removed_at IS NULL`, s.id, no).Scan(&c.Out, &c.Low, &c.OK, &c.Untracked, &c.StillSelling)
	})
	return c, err
}

// Product returns one product of the catalogue, or NotFound.
func (s stockStore) Product(ctx context.Context, no int64) (r listing.ProductRow, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			SELECT `+productRowColumns+` FROM products p WHERE p.mall_id = $1 AND p.product_no = $2 AND p.removed_at IS NULL`, s.id, no)
		if err != nil {
			return err
		}
		r, err = pgx.CollectExactlyOneRow(rows, scanProductRow)
		return found(err)
	})
	return r, err
}

// stillSelling is [listing.InventoryRow.StillSelling] in SQL. A variant that
// is silent for another reason than being muted is not on sale.
const stillSelling = `v.sells_at_zero AND v.status = 'out' AND v.silence IN ('', 'muted')`
