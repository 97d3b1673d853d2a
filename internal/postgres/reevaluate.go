package postgres

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

// reevaluated is how many variants a changed rule decides on at once.
const reevaluated = 5000

// coveredBy is the condition on variants v under which one of the rules can
// matter.
func coveredBy(mall lowstock.MallID, rules ...lowstock.Rule) *where {
	w := newWhere(mall)
	var t targets
	for _, r := range rules {
		switch r.Scope {
		case lowstock.ScopeVariant:
			t.variants = append(t.variants, r.VariantCode)
		case lowstock.ScopeProduct:
			t.products = append(t.products, r.ProductNo)
		case lowstock.ScopeCategory:
			t.categories = append(t.categories, bounded(r.CategoryNo))
		case lowstock.ScopeSupplier:
			t.suppliers = append(t.suppliers, r.SupplierCode)
		case lowstock.ScopeMall:
			return w
		}
	}
	var parts []string
	var args []any
	part := func(n int, condition string, arg any) {
		if n > 0 {
			parts, args = append(parts, condition), append(args, arg)
		}
	}
	part(len(t.variants), "v.variant_code = ANY(?)", t.variants)
	part(len(t.products), "v.product_no = ANY(?)", t.products)
	part(len(t.categories), "v.product_no IN (SELECT product_no FROM products WHERE mall_id = $1 AND category_nos && ?)", t.categories)
	part(len(t.suppliers), "v.product_no IN (SELECT product_no FROM products WHERE mall_id = $1 AND supplier_code = ANY(?))", t.suppliers)
	w.add("("+strings.Join(parts, " OR ")+")", args...)
	return w
}

// reevaluate decides anew on stored levels, for the variants that which names.
// One reading is enough here: the levels were confirmed when they came in.
func (s *settlement) reevaluate(ctx context.Context, which *where) error {
	return eachStored(ctx, s.tx, s.mall, which, func(variants []*storedVariant, products map[int64]*storedProduct) (err error) {
		if s.rules, err = loadRules(ctx, s.tx, s.mall, productsOf(variants)); err != nil {
			return err
		}
		items := make([]*item, 0, len(variants))
		for _, v := range variants {
			if p := products[v.variant.ProductNo]; p != nil {
				items = append(items, still(v, &p.product))
			}
		}
		return s.settle(ctx, items)
	})
}

// eachStored hands out the variants of the catalogue that which names, in
// pieces, with their products. Removed ones are passed over here and not in
// SQL, for the reason that queueProductTotals gives.
func eachStored(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, which *where, use func([]*storedVariant, map[int64]*storedProduct) error) error {
	which.add("v.variant_code > ?", "")
	place := len(which.args) - 1                                                    // of the last code seen
	columns := strings.Replace(storedVariantColumns, "v.options", "NULL::jsonb", 1) // no decision depends on them, and they cost more to read than the rest
	query := fmt.Sprintf(`SELECT %s FROM variants v %s %s ORDER BY v.variant_code LIMIT %d`, columns, standingIncident, which.sql("v"), reevaluated)
	for {
		rows, err := tx.Query(ctx, query, which.args...)
		if err != nil {
			return err
		}
		variants, err := pgx.CollectRows(rows, scanStored)
		if err != nil || len(variants) == 0 {
			return err
		}
		read, last := len(variants), variants[len(variants)-1].variant.Code
		variants = slices.DeleteFunc(variants, func(v *storedVariant) bool { return !v.removedAt.IsZero() })
		products, err := loadProducts(ctx, tx, mall, productsOf(variants))
		if err != nil {
			return err
		}
		if err := use(variants, products); err != nil || read < reevaluated {
			return err
		}
		which.args[place] = last
	}
}

func productsOf(variants []*storedVariant) []int64 {
	var nos []int64
	seen := map[int64]bool{}
	for _, v := range variants {
		if no := v.variant.ProductNo; !seen[no] {
			seen[no], nos = true, append(nos, no)
		}
	}
	return nos
}
