package postgres

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/purchase"
)

// termsBefore is a row of purchase_terms as it was before an act.
type termsBefore struct {
	Product  int64   `json:"p"`
	Variant  string  `json:"v,omitempty"` // "": the product's
	Had      bool    `json:"had,omitempty"`
	Supplier *string `json:"s,omitempty"`
}

// AssignItems sets the supplier from which variants are ordered. Where all variants
// of a product are chosen, the product's terms have the supplier, otherwise those of
// the variants, which begin with the product's. The error is at the field supplier
// for an unknown supplier.
func (s supplierStore) AssignItems(ctx context.Context, a purchase.Assign) (id int64, err error) {
	codes := slices.Compact(slices.Sorted(slices.Values(storables(a.Codes))))
	err = s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := lockMall(ctx, tx, s.id); err != nil {
			return err
		}
		if a.Supplier != nil {
			known, err := knowsSupplier(ctx, tx, s.id, storable(*a.Supplier))
			if err != nil {
				return err
			}
			if !known {
				return lowstock.InvalidFields(map[string]string{"supplier": "error.purchase_supplier"})
			}
		}
		done, same, err := assignCounts(ctx, tx, s.id, codes, a.Supplier)
		if err != nil {
			return err
		}
		rows, err := assignRows(ctx, tx, s.id, codes, a.Supplier)
		if err != nil {
			return err
		}
		if err := writeAssigned(ctx, tx, s.id, rows, &a); err != nil {
			return err
		}
		before, err := json.Marshal(rows)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM supplier_acts WHERE mall_id = $1 AND made_at < $2`, s.id, a.Now.AddDate(0, 0, -purchase.AssignDays)); err != nil {
			return err
		}
		return tx.QueryRow(ctx, `
			INSERT INTO supplier_acts (mall_id, supplier_code, asked, done, same, before, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING act_id`,
			s.id, a.Supplier, len(codes), done, same, string(before), storable(a.By), a.Now).Scan(&id)
	})
	return id, err
}

// assignCounts counts the variants that a supplier would be new for, and the others.
func assignCounts(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, codes []string, supplier *string) (done, same int, err error) {
	err = tx.QueryRow(ctx, `
		SELECT (count(*) FILTER (WHERE `+orderedFrom+` <> coalesce($3, p.supplier_code)))::int, (count(*) FILTER (WHERE `+orderedFrom+` = coalesce($3, p.supplier_code)))::int
		  FROM variants v JOIN products p ON p.mall_id = v.mall_id AND p.product_no = v.product_no
		 WHERE v.mall_id = $1 AND v.removed_at IS NULL AND v.variant_code = ANY($2)`, mall, codes, supplier).Scan(&done, &same)
	return done, same, err
}

// assignRows returns the rows of purchase_terms that have to change, as they are.
// A variant of a whole product has a row of its own only if it has one already.
func assignRows(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, codes []string, supplier *string) ([]termsBefore, error) {
	rows, err := tx.Query(ctx, `
		WITH chosen AS (
			SELECT v.product_no, v.variant_code FROM variants v WHERE v.mall_id = $1 AND v.removed_at IS NULL AND v.variant_code = ANY($2)
		), whole AS (
			SELECT c.product_no FROM chosen c GROUP BY c.product_no
			HAVING count(*) = (SELECT count(*) FROM variants v WHERE v.mall_id = $1 AND v.product_no = c.product_no AND v.removed_at IS NULL)
		), targets AS (
			SELECT product_no, '' AS variant_code, false AS own FROM whole
			UNION ALL
			SELECT c.product_no, c.variant_code, EXISTS (SELECT FROM whole w WHERE w.product_no = c.product_no) FROM chosen c
		)
		SELECT g.product_no, g.variant_code, t.product_no IS NOT NULL, t.supplier_code
		  FROM targets g JOIN products p ON p.mall_id = $1 AND p.product_no = g.product_no
		  LEFT JOIN purchase_terms t ON t.mall_id = $1 AND t.product_no = g.product_no AND t.variant_code = g.variant_code
		  LEFT JOIN purchase_terms x ON x.mall_id = $1 AND x.product_no = g.product_no AND x.variant_code = '' AND t.product_no IS NULL
		 WHERE (t.product_no IS NOT NULL OR NOT g.own)
		   AND coalesce(t.supplier_code, x.supplier_code, p.supplier_code) <> coalesce($3, p.supplier_code)
		 ORDER BY 1, 2`, mall, codes, supplier)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (b termsBefore, err error) {
		err = row.Scan(&b.Product, &b.Variant, &b.Had, &b.Supplier)
		return b, err
	})
}

func writeAssigned(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, rows []termsBefore, a *purchase.Assign) error {
	products, variants := make([]int64, len(rows)), make([]string, len(rows))
	for i := range rows {
		products[i], variants[i] = rows[i].Product, rows[i].Variant
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO purchase_terms (mall_id, product_no, variant_code, supplier_code, min_units, pack, max_units, unit_cost, updated_by, updated_at)
		SELECT $1, u.product_no, u.variant_code, $4, coalesce(x.min_units, 0), coalesce(x.pack, 1), coalesce(x.max_units, 0), coalesce(x.unit_cost, 0), $5, $6
		  FROM unnest($2::bigint[], $3::text[]) u (product_no, variant_code)
		  LEFT JOIN purchase_terms x ON x.mall_id = $1 AND x.product_no = u.product_no AND x.variant_code = '' AND u.variant_code <> ''
		ON CONFLICT (mall_id, product_no, variant_code) DO UPDATE SET supplier_code = $4, updated_by = $5, updated_at = $6`,
		mall, products, variants, a.Supplier, storable(a.By), a.Now)
	return err
}

// Assigning returns what an act on many items did.
func (s supplierStore) Assigning(ctx context.Context, id int64) (a purchase.Assigning, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		a.ID = id
		return found(tx.QueryRow(ctx, `
			SELECT a.supplier_code, coalesce(nullif(t.own_name, ''), s.name, ''), a.asked, a.done, a.same, a.made_by, a.made_at, a.undone_at, a.kept
			  FROM supplier_acts a
			  LEFT JOIN suppliers s ON s.mall_id = a.mall_id AND s.supplier_code = a.supplier_code
			  LEFT JOIN supplier_terms t ON t.mall_id = a.mall_id AND t.supplier_code = a.supplier_code
			 WHERE a.mall_id = $1 AND a.act_id = $2`, s.id, id).
			Scan(&a.Supplier, &a.Name, &a.Asked, &a.Done, &a.Same, &a.By, &a.At, orZero(&a.UndoneAt), &a.Kept))
	})
	return a, err
}

// actRows are the rows t of purchase_terms that act $2 changed, as long as they have
// its supplier, each with what it was before.
const actRows = `supplier_acts a, jsonb_to_recordset(a.before) AS b (p bigint, v text, had boolean, s text)
	 WHERE a.mall_id = $1 AND a.act_id = $2 AND t.mall_id = $1 AND t.product_no = b.p AND t.variant_code = coalesce(b.v, '')
	   AND t.supplier_code IS NOT DISTINCT FROM a.supplier_code`

// UndoAssigned takes an act on many items back. Rows whose supplier has changed
// since stay. A second call changes nothing.
func (s supplierStore) UndoAssigned(ctx context.Context, id int64, by string, now time.Time) error {
	return s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := lockMall(ctx, tx, s.id); err != nil {
			return err
		}
		var undone bool
		err := tx.QueryRow(ctx, `SELECT undone_at IS NOT NULL FROM supplier_acts WHERE mall_id = $1 AND act_id = $2 FOR UPDATE`, s.id, id).Scan(&undone)
		if err != nil || undone {
			return found(err)
		}
		var deleted, changed, all int64
		tag, err := tx.Exec(ctx, `DELETE FROM purchase_terms t USING `+actRows+` AND b.had IS NOT TRUE AND t.updated_at = a.made_at`, s.id, id)
		if err != nil {
			return err
		}
		deleted = tag.RowsAffected()
		if tag, err = tx.Exec(ctx, `UPDATE purchase_terms t SET supplier_code = b.s, updated_by = $3, updated_at = $4 FROM `+actRows, s.id, id, storable(by), now); err != nil {
			return err
		}
		changed = tag.RowsAffected()
		err = tx.QueryRow(ctx, `SELECT jsonb_array_length(before) FROM supplier_acts WHERE mall_id = $1 AND act_id = $2`, s.id, id).Scan(&all)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE supplier_acts SET undone_by = $3, undone_at = $4, kept = $5 WHERE mall_id = $1 AND act_id = $2`, s.id, id, storable(by), now, all-deleted-changed)
		return err
	})
}
