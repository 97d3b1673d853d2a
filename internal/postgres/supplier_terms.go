package postgres

import (
	"context"
	"crypto/rand"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/purchase"
)

// suppliersKnown is every supplier of the mall $1: those that Cafe24 lists, those
// with terms, and those that only products name.
const suppliersKnown = `
	WITH RECURSIVE named AS (
		SELECT min(supplier_code) AS code FROM products WHERE mall_id = $1 AND supplier_code <> ''
		UNION ALL SELECT (SELECT min(supplier_code) FROM products WHERE mall_id = $1 AND supplier_code > named.code) FROM named WHERE named.code IS NOT NULL
	), listed AS (
		SELECT coalesce(s.supplier_code, t.supplier_code) AS code, coalesce(nullif(t.own_name, ''), s.name, '') AS name,
		       s.supplier_code IS NULL AND t.supplier_code NOT LIKE 'own-%' AS gone,
		       coalesce(s.agent, '') AS agent, coalesce(s.phone, '') AS agent_phone, coalesce(s.email, '') AS agent_email,
		       coalesce(t.own_name, '') AS own_name, coalesce(t.contact, '') AS contact, coalesce(t.emails, '{}') AS emails, coalesce(t.phone, '') AS phone,
		       coalesce(t.address, '') AS address, coalesce(t.terms, '') AS terms, coalesce(t.currency, '') AS currency, coalesce(t.min_amount, 0) AS min_amount,
		       coalesce(t.show_costs, true) AS show_costs, coalesce(t.locale, '') AS locale, coalesce(t.updated_by, '') AS updated_by, t.updated_at
		  FROM (SELECT * FROM suppliers WHERE mall_id = $1) s
		  FULL JOIN (SELECT * FROM supplier_terms WHERE mall_id = $1) t USING (supplier_code)
	), known AS (
		SELECT * FROM listed
		UNION ALL
		SELECT code, '', false, '', '', '', '', '', '{}', '', '', '', '', 0, true, '', '', NULL::timestamptz FROM named
		 WHERE code IS NOT NULL AND NOT EXISTS (SELECT FROM listed WHERE listed.code = named.code)
	)`

// supplierRead is a supplier k of suppliersKnown, with counts. $2 is today.
const supplierRead = `
	SELECT k.*,
	       (SELECT count(*) FROM (
	          SELECT FROM products p WHERE p.mall_id = $1 AND p.supplier_code = k.code AND p.removed_at IS NULL
	             AND NOT EXISTS (SELECT FROM purchase_terms x WHERE x.mall_id = $1 AND x.product_no = p.product_no AND x.variant_code = '' AND x.supplier_code IS NOT NULL)
	           LIMIT 1000) c) +
	       (SELECT count(*) FROM (
	          SELECT FROM purchase_terms x JOIN products p ON p.mall_id = x.mall_id AND p.product_no = x.product_no AND p.removed_at IS NULL
	           WHERE x.mall_id = $1 AND x.supplier_code = k.code AND x.variant_code = '' LIMIT 1000) c),
	       coalesce(w.open, 0), coalesce(w.late, 0)
	  FROM known k
	  LEFT JOIN (
	        SELECT o.supplier_code, count(*) AS open, count(*) FILTER (WHERE l.late) AS late
	          FROM (SELECT order_id, bool_or(expected_on < $2) AS late FROM purchase_lines WHERE mall_id = $1 AND coming AND rest > 0 GROUP BY order_id) l
	          JOIN purchase_orders o ON o.mall_id = $1 AND o.order_id = l.order_id
	         GROUP BY 1) w ON w.supplier_code = k.code`

func scanSupplierRow(row pgx.CollectableRow) (s purchase.Supplier, err error) {
	t := purchase.DefaultTerms()
	var currency, locale string
	var at *time.Time
	err = row.Scan(&s.Code, &s.Name, &s.Gone, &s.Agent.Name, &s.Agent.Phone, &s.Agent.Email, &t.OwnName, &t.Contact, &t.Emails, &t.Phone,
		&t.Address, &t.Terms, &currency, &t.MinAmount, &t.ShowCosts, &locale, &t.By, &at, &s.Products, &s.Open, &s.Late)
	if at != nil {
		t.At, t.Currency, t.Locale = *at, currency, locale
	}
	s.Products = min(s.Products, purchase.MostProducts)
	s.Terms = t
	return s, err
}

// supplierKey is a place in the list of suppliers.
type supplierKey struct {
	Name string `json:"n"`
	Code string `json:"c"`
}

func keyOfSupplier(s *purchase.Supplier) supplierKey {
	if s.Name == "" {
		return supplierKey{s.Code, s.Code}
	}
	return supplierKey{s.Name, s.Code}
}

// SupplierPage lists the mall's suppliers by name, each with its records. Up to
// 1,000 products of a supplier are counted.
func (s supplierStore) SupplierPage(ctx context.Context, q purchase.SupplierQuery) (list []purchase.Supplier, next string, err error) {
	var after supplierKey
	if err := readCursor(q.Cursor, &after); err != nil {
		return nil, "", err
	}
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, suppliersKnown+supplierRead+`
			 WHERE ($3 = '' OR strpos(lower(k.name), lower($3)) > 0 OR strpos(lower(k.code), lower($3)) > 0)
			   AND (coalesce(nullif(k.name, ''), k.code), k.code) > ($4, $5)
			 ORDER BY coalesce(nullif(k.name, ''), k.code), k.code LIMIT $6`, s.id, q.Today, storable(q.Search), after.Name, after.Code, q.Limit+1)
		if err != nil {
			return err
		}
		if list, err = pgx.CollectRows(rows, scanSupplierRow); err != nil {
			return err
		}
		if next = ""; len(list) > q.Limit {
			list = list[:q.Limit]
			next = writeCursor(keyOfSupplier(&list[q.Limit-1]))
		}
		return addRecords(ctx, tx, s.id, list, q.Since, q.Zone)
	})
	return list, next, err
}

// Supplier returns one supplier with its records since a time, and NotFound
// where the mall has none with this code.
func (s supplierStore) Supplier(ctx context.Context, code string, since, today time.Time, zone *time.Location) (found purchase.Supplier, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, suppliersKnown+supplierRead+` WHERE k.code = $3`, s.id, today, storable(code))
		if err != nil {
			return err
		}
		list, err := pgx.CollectRows(rows, scanSupplierRow)
		if err != nil {
			return err
		}
		if len(list) == 0 {
			return lowstock.NotFound()
		}
		if err := addRecords(ctx, tx, s.id, list, since, zone); err != nil {
			return err
		}
		found = list[0]
		return nil
	})
	return found, err
}

// knowsSupplier says whether the mall has a supplier with this code.
func knowsSupplier(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, code string) (known bool, err error) {
	err = tx.QueryRow(ctx, `
		SELECT EXISTS (SELECT FROM suppliers WHERE mall_id = $1 AND supplier_code = $2)
		    OR EXISTS (SELECT FROM supplier_terms WHERE mall_id = $1 AND supplier_code = $2)
		    OR $2 <> '' AND EXISTS (SELECT FROM products WHERE mall_id = $1 AND supplier_code = $2)`, mall, code).Scan(&known)
	return known, err
}

// SaveSupplierTerms stores how the mall orders from a supplier, and returns
// NotFound where the mall has none with this code.
func (s supplierStore) SaveSupplierTerms(ctx context.Context, code string, t purchase.SupplierTerms, now time.Time) error {
	if err := t.Check(code); err != nil {
		return err
	}
	code = storable(code)
	return s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		if known, err := knowsSupplier(ctx, tx, s.id, code); err != nil || !known {
			return orNotFound(err)
		}
		return writeSupplierTerms(ctx, tx, s.id, code, &t, now)
	})
}

// orNotFound returns err, or NotFound if it is nil.
func orNotFound(err error) error {
	if err != nil {
		return err
	}
	return lowstock.NotFound()
}

func writeSupplierTerms(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, code string, t *purchase.SupplierTerms, now time.Time) error {
	if !purchase.IsOwn(code) {
		t.OwnName = ""
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO supplier_terms (mall_id, supplier_code, own_name, contact, emails, phone, address, terms, currency, min_amount, show_costs, locale, updated_by, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
		ON CONFLICT (mall_id, supplier_code) DO UPDATE
		   SET own_name = $3, contact = $4, emails = $5, phone = $6, address = $7, terms = $8, currency = $9, min_amount = $10, show_costs = $11, locale = $12,
		       updated_by = $13, updated_at = $14`,
		mall, code, storable(t.OwnName), storable(t.Contact), append([]string{}, t.Emails...), storable(t.Phone), storable(t.Address), storable(t.Terms),
		t.Currency, int64(t.MinAmount), t.ShowCosts, t.Locale, t.By, now)
	return err
}

// AddOwnSupplier makes a supplier that only this app knows, and returns its code.
// A name that another supplier of the mall has is refused at the field own_name.
func (s supplierStore) AddOwnSupplier(ctx context.Context, t purchase.SupplierTerms, now time.Time) (code string, err error) {
	code = purchase.OwnSupplier + strings.ToLower(rand.Text()[:10])
	if err := t.Check(code); err != nil {
		return "", err
	}
	err = s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := lockMall(ctx, tx, s.id); err != nil { // two equal requests make one supplier
			return err
		}
		var taken bool
		var own int
		err := tx.QueryRow(ctx, `
			SELECT EXISTS (SELECT FROM suppliers WHERE mall_id = $1 AND lower(name) = lower($2))
			    OR EXISTS (SELECT FROM supplier_terms WHERE mall_id = $1 AND lower(own_name) = lower($2)),
			       (SELECT count(*) FROM supplier_terms WHERE mall_id = $1 AND supplier_code LIKE 'own-%')`, s.id, storable(t.OwnName)).Scan(&taken, &own)
		switch {
		case err != nil:
			return err
		case taken:
			return lowstock.InvalidFields(map[string]string{"own_name": "error.supplier_twice"})
		case own >= purchase.MaxOwnSuppliers:
			return lowstock.InvalidFields(map[string]string{"own_name": "error.supplier_many"})
		}
		return writeSupplierTerms(ctx, tx, s.id, code, &t, now)
	})
	return code, err
}

// DeleteOwnSupplier deletes an own supplier that nothing uses: no order, no
// product. Otherwise it returns Conflict. A supplier of Cafe24 is NotFound: it is
// deleted there.
func (s supplierStore) DeleteOwnSupplier(ctx context.Context, code string) error {
	if !purchase.IsOwn(code) {
		return lowstock.NotFound()
	}
	return s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := lockMall(ctx, tx, s.id); err != nil {
			return err
		}
		var used bool
		err := tx.QueryRow(ctx, `
			SELECT EXISTS (SELECT FROM purchase_orders WHERE mall_id = $1 AND supplier_code = $2)
			    OR EXISTS (SELECT FROM purchase_terms WHERE mall_id = $1 AND supplier_code = $2)`, s.id, storable(code)).Scan(&used)
		if err != nil {
			return err
		}
		if used {
			return lowstock.Fail(lowstock.CodeConflict, "error.supplier_used", nil)
		}
		if _, err := tx.Exec(ctx, `DELETE FROM lead_times WHERE mall_id = $1 AND supplier_code = $2`, s.id, storable(code)); err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, `DELETE FROM supplier_terms WHERE mall_id = $1 AND supplier_code = $2`, s.id, storable(code))
		return touchedOne(tag.RowsAffected(), err)
	})
}

// AssignProducts sets the supplier from which products are ordered, and returns
// how many it changed. Codes that no product has are returned.
func (s supplierStore) AssignProducts(ctx context.Context, code string, of purchase.Assignment, by string, now time.Time) (changed int, unknown []string, err error) {
	code = storable(code)
	codes := make([]string, len(of.Codes))
	for i := range of.Codes {
		codes[i] = storable(of.Codes[i])
	}
	err = s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		if known, err := knowsSupplier(ctx, tx, s.id, code); err != nil || !known {
			return orNotFound(err)
		}
		rows, err := tx.Query(ctx, `
			SELECT c FROM unnest($2::text[]) c
			 WHERE NOT EXISTS (SELECT FROM products WHERE mall_id = $1 AND product_code = c AND removed_at IS NULL)
			   AND NOT EXISTS (SELECT FROM variants WHERE mall_id = $1 AND (variant_code = c OR custom_variant_code = c))`, s.id, codes)
		if err != nil {
			return err
		}
		if unknown, err = pgx.CollectRows(rows, pgx.RowTo[string]); err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, `
			INSERT INTO purchase_terms AS t (mall_id, product_no, variant_code, supplier_code, updated_by, updated_at)
			SELECT $1, p.product_no, '', $2, $6, $7 FROM products p
			 WHERE p.mall_id = $1 AND p.removed_at IS NULL
			   AND (p.product_code = ANY($3)
			        OR EXISTS (SELECT FROM variants v WHERE v.mall_id = $1 AND v.product_no = p.product_no AND (v.variant_code = ANY($3) OR v.custom_variant_code = ANY($3)))
			        OR $4 <> 0 AND $4 = ANY(p.category_nos)
			        OR $5 <> '' AND p.supplier_code = $5)
			   AND (p.supplier_code <> $2 OR EXISTS (SELECT FROM purchase_terms x
			         WHERE x.mall_id = $1 AND x.product_no = p.product_no AND x.variant_code = '' AND x.supplier_code IS NOT NULL))
			ON CONFLICT (mall_id, product_no, variant_code) DO UPDATE SET supplier_code = $2, updated_by = $6, updated_at = $7
			 WHERE t.supplier_code IS DISTINCT FROM $2`, s.id, code, codes, of.CategoryNo, storable(of.SupplierCode), by, now)
		changed = int(tag.RowsAffected())
		return err
	})
	return changed, unknown, err
}

// UnassignProduct makes Cafe24's supplier apply again to a product, or with 0 to
// each product that is assigned to the supplier. A product that is not assigned
// to it stays as it is.
func (s supplierStore) UnassignProduct(ctx context.Context, code string, productNo int64, by string, now time.Time) error {
	return s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `
			UPDATE purchase_terms SET supplier_code = NULL, updated_by = $4, updated_at = $5
			 WHERE mall_id = $1 AND ($2 = 0 OR product_no = $2) AND variant_code = '' AND supplier_code = $3`, s.id, productNo, storable(code), by, now)
		return err
	})
}

// Assigned returns the first products, by their number, that are ordered from a
// supplier other than Cafe24's.
func (s supplierStore) Assigned(ctx context.Context, code string, most int) (list []purchase.Assigned, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			SELECT p.product_no, p.product_code, p.product_name, p.image_url
			  FROM purchase_terms x JOIN products p ON p.mall_id = x.mall_id AND p.product_no = x.product_no AND p.removed_at IS NULL
			 WHERE x.mall_id = $1 AND x.supplier_code = $2 AND x.variant_code = '' ORDER BY p.product_no LIMIT $3`, s.id, storable(code), most)
		if err != nil {
			return err
		}
		list, err = pgx.CollectRows(rows, pgx.RowToStructByPos[purchase.Assigned])
		return err
	})
	return list, err
}
