package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/purchase"
)

// orderedFrom is the supplier of a variant v of a product p: that of the item's
// own terms, else Cafe24's.
const orderedFrom = `coalesce((SELECT x.supplier_code FROM purchase_terms x
	 WHERE x.mall_id = v.mall_id AND x.product_no = v.product_no AND x.variant_code IN ('', v.variant_code)
	 ORDER BY x.variant_code DESC LIMIT 1), p.supplier_code)`

const itemTermsColumns = `t.product_no, t.variant_code, t.supplier_code, t.min_units, t.pack, t.max_units, t.unit_cost`

func itemTermsFields(t *purchase.ItemTerms) []any {
	return []any{&t.ProductNo, &t.VariantCode, &t.SupplierCode, &t.Min, &t.Pack, &t.Cap, &t.UnitCost}
}

// ItemTerms returns how variants are ordered, by their codes: the terms of the
// variant, else those of its product. A variant without either is not in it.
func (s supplyStore) ItemTerms(ctx context.Context, codes []string) (terms map[string]purchase.ItemTerms, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			SELECT DISTINCT ON (v.variant_code) v.variant_code, `+itemTermsColumns+`
			  FROM variants v JOIN purchase_terms t ON t.mall_id = v.mall_id AND t.product_no = v.product_no AND t.variant_code IN ('', v.variant_code)
			 WHERE v.mall_id = $1 AND v.variant_code = ANY($2)
			 ORDER BY v.variant_code, t.variant_code DESC`, s.id, codes)
		if err != nil {
			return err
		}
		terms = map[string]purchase.ItemTerms{}
		var code string
		var t purchase.ItemTerms
		_, err = pgx.ForEachRow(rows, append([]any{&code}, itemTermsFields(&t)...), func() error {
			terms[code] = t
			t.SupplierCode = nil // the next row must not write into that of this one
			return nil
		})
		return err
	})
	return terms, err
}

// ProductTerms returns the terms of a product, by variant; "" is the product
// itself.
func (s supplyStore) ProductTerms(ctx context.Context, productNo int64) (terms map[string]purchase.ItemTerms, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `SELECT `+itemTermsColumns+` FROM purchase_terms t WHERE t.mall_id = $1 AND t.product_no = $2`, s.id, productNo)
		if err != nil {
			return err
		}
		terms = map[string]purchase.ItemTerms{}
		var t purchase.ItemTerms
		_, err = pgx.ForEachRow(rows, itemTermsFields(&t), func() error {
			terms[t.VariantCode] = t
			t.SupplierCode = nil
			return nil
		})
		return err
	})
	return terms, err
}

// SaveItemTerms stores how a variant or a product is ordered. Terms that say
// nothing are deleted; of a variant whose product has terms they are kept, since
// they stand in the place of those. It returns NotFound for an unknown item, and
// an error at the field supplier for an unknown supplier.
func (s supplyStore) SaveItemTerms(ctx context.Context, t purchase.ItemTerms, now time.Time) error {
	if err := t.Check(); err != nil {
		return err
	}
	code, supplier := storable(t.VariantCode), t.SupplierCode
	return s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		var item, from bool
		err := tx.QueryRow(ctx, `
			SELECT EXISTS (SELECT FROM variants WHERE mall_id = $1 AND product_no = $2 AND ($3 = '' OR variant_code = $3)),
			       $4::text IS NULL OR EXISTS (SELECT FROM suppliers WHERE mall_id = $1 AND supplier_code = $4)
			         OR EXISTS (SELECT FROM supplier_terms WHERE mall_id = $1 AND supplier_code = $4)`, s.id, t.ProductNo, code, supplier).Scan(&item, &from)
		switch {
		case err != nil:
			return err
		case !item:
			return lowstock.NotFound()
		case !from:
			return lowstock.InvalidFields(map[string]string{"supplier": "error.purchase_supplier"})
		}
		if t.Empty() {
			tag, err := tx.Exec(ctx, `
				DELETE FROM purchase_terms WHERE mall_id = $1 AND product_no = $2 AND variant_code = $3
				   AND ($3 = '' OR NOT EXISTS (SELECT FROM purchase_terms WHERE mall_id = $1 AND product_no = $2 AND variant_code = ''))`, s.id, t.ProductNo, code)
			if err != nil || tag.RowsAffected() > 0 || code == "" {
				return err
			}
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO purchase_terms (mall_id, product_no, variant_code, supplier_code, min_units, pack, max_units, unit_cost, updated_by, updated_at)
			SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10
			 WHERE NOT $11 OR EXISTS (SELECT FROM purchase_terms WHERE mall_id = $1 AND product_no = $2 AND variant_code = '')
			ON CONFLICT (mall_id, product_no, variant_code) DO UPDATE
			   SET supplier_code = $4, min_units = $5, pack = $6, max_units = $7, unit_cost = $8, updated_by = $9, updated_at = $10`,
			s.id, t.ProductNo, code, supplier, t.Min, max(1, t.Pack), t.Cap, int64(t.UnitCost), t.By, now, t.Empty())
		return err
	})
}

// Orderings returns what an order to each supplier of the mall begins with, by
// the supplier's code, and the address to which suppliers reply.
func (s supplyStore) Orderings(ctx context.Context) (suppliers map[string]purchase.Ordering, replyTo string, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			SELECT m.purchase_reply_to, coalesce(s.supplier_code, o.supplier_code, ''), coalesce(nullif(o.own_name, ''), s.name, ''),
			       coalesce(o.emails, '{}'), coalesce(o.currency, 'KRW'), coalesce(o.min_amount, 0)
			  FROM malls m
			  LEFT JOIN (suppliers s FULL JOIN supplier_terms o ON o.mall_id = s.mall_id AND o.supplier_code = s.supplier_code)
			       ON coalesce(s.mall_id, o.mall_id) = m.mall_id
			 WHERE m.mall_id = $1`, s.id)
		if err != nil {
			return err
		}
		suppliers = map[string]purchase.Ordering{}
		var o purchase.Ordering
		_, err = pgx.ForEachRow(rows, []any{&replyTo, &o.Code, &o.Name, &o.Emails, &o.Currency, &o.MinAmount}, func() error {
			suppliers[o.Code] = o
			o.Emails = nil
			return nil
		})
		return err
	})
	return suppliers, replyTo, err
}
