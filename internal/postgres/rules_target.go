package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

// editsOf checks that what changes point at is in the catalogue, and returns
// for every rule what it is and what it would be, in the order in which they
// are first named.
func editsOf(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, changes []lowstock.RuleChange) ([]edit, error) {
	changes, err := findTargets(ctx, tx, mall, changes)
	if err != nil {
		return nil, err
	}
	of := make([]lowstock.Rule, 0, len(changes))
	for _, c := range changes {
		of = append(of, c.Of())
	}
	standing, err := standingRules(ctx, tx, mall, of)
	if err != nil {
		return nil, err
	}
	edits := make([]edit, 0, len(changes))
	place := make(map[ruleSubject]int, len(changes))
	for i, c := range changes {
		at, named := place[subjectOf(of[i])]
		if !named {
			at = len(edits)
			place[subjectOf(of[i])] = at
			e := edit{of: of[i]}
			if rule, ok := standing[subjectOf(of[i])]; ok {
				e.before, e.after = new(rule.Value()), new(rule.Value())
			}
			edits = append(edits, e)
		}
		if c.Surprises(edits[at].after) {
			return nil, lowstock.Fail(lowstock.CodeConflict, "stock.changed", nil)
		}
		edits[at].after = c.Leaves(edits[at].after)
	}
	return edits, nil
}

func targetsOf(changes []lowstock.RuleChange) (t targets) {
	for _, c := range changes {
		switch c.Scope() {
		case lowstock.ScopeVariant:
			t.variants = append(t.variants, storable(c.VariantCode))
		case lowstock.ScopeProduct:
			t.products = append(t.products, c.ProductNo)
		case lowstock.ScopeCategory:
			t.categories = append(t.categories, bounded(c.CategoryNo))
		case lowstock.ScopeSupplier:
			t.suppliers = append(t.suppliers, storable(c.SupplierCode))
		case lowstock.ScopeMall:
		}
	}
	return t
}

// findTargets fills in the products of variants. Categories and suppliers that
// only products name also count, since a mall may not let us read its lists.
// It returns NotFound for what the mall does not have.
func findTargets(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, changes []lowstock.RuleChange) ([]lowstock.RuleChange, error) {
	known, err := knownTargets(ctx, tx, mall, targetsOf(changes))
	if err != nil {
		return nil, err
	}
	completed := make([]lowstock.RuleChange, 0, len(changes))
	for _, c := range changes {
		key := subjectOf(c.Of())
		key.variant, key.supplier = storable(key.variant), storable(key.supplier)
		product, ok := known[ruleSubject{scope: key.scope, variant: key.variant, category: key.category, supplier: key.supplier}]
		switch key.scope {
		case lowstock.ScopeVariant:
			ok = ok && (c.ProductNo == 0 || c.ProductNo == product)
		case lowstock.ScopeProduct:
			product, ok = known[ruleSubject{scope: key.scope, product: key.product}]
		case lowstock.ScopeMall:
			ok = true
		case lowstock.ScopeCategory, lowstock.ScopeSupplier:
		}
		if !ok {
			return nil, lowstock.NotFound()
		}
		c.ProductNo, c.VariantCode, c.SupplierCode = product, key.variant, key.supplier
		completed = append(completed, c)
	}
	return completed, nil
}

// knownTargets returns those targets that the mall has, with the product of a
// variant and of a product.
func knownTargets(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, t targets) (map[ruleSubject]int64, error) {
	known := map[ruleSubject]int64{}
	if len(t.variants)+len(t.products)+len(t.categories)+len(t.suppliers) == 0 {
		return known, nil
	}
	rows, err := tx.Query(ctx, `
		SELECT 'variant', v.product_no, v.variant_code, 0, ''
		  FROM unnest($2::text[]) u(code) CROSS JOIN LATERAL (SELECT * FROM variants WHERE mall_id = $1 AND variant_code = u.code OFFSET 0) v
		 WHERE v.removed_at IS NULL
		UNION ALL
		SELECT 'product', product_no, '', 0, '' FROM products WHERE mall_id = $1 AND product_no = ANY($3) AND removed_at IS NULL
		UNION ALL
		SELECT 'category', 0, '', u.no, '' FROM unnest($4::int[]) u(no)
		 WHERE EXISTS (SELECT FROM categories WHERE mall_id = $1 AND category_no = u.no)
		    OR EXISTS (SELECT FROM products WHERE mall_id = $1 AND removed_at IS NULL AND u.no = ANY(category_nos))
		UNION ALL
		SELECT 'supplier', 0, '', 0, u.code FROM unnest($5::text[]) u(code)
		 WHERE EXISTS (SELECT FROM suppliers WHERE mall_id = $1 AND supplier_code = u.code)
		    OR EXISTS (SELECT FROM products WHERE mall_id = $1 AND removed_at IS NULL AND supplier_code = u.code)`,
		mall, t.variants, t.products, t.categories, t.suppliers)
	if err != nil {
		return nil, err
	}
	var k ruleSubject
	var product int64
	_, err = pgx.ForEachRow(rows, []any{&k.scope, &product, &k.variant, &k.category, &k.supplier}, func() error {
		key := k
		if key.scope == lowstock.ScopeProduct {
			key.product = product
		}
		known[key] = product
		return nil
	})
	return known, err
}
