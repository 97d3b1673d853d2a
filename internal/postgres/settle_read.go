package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

// storedProduct is a product's row.
type storedProduct struct {
	product   lowstock.Product
	observed  time.Time
	removedAt time.Time
}

// loadProducts reads the rows of those products that are stored.
func loadProducts(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, nos []int64) (map[int64]*storedProduct, error) {
	rows, err := tx.Query(ctx, `
		SELECT `+productColumns+`, p.observed_at, p.removed_at FROM products p WHERE p.mall_id = $1 AND p.product_no = ANY($2)`, mall, nos)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	products := make(map[int64]*storedProduct, len(nos))
	for rows.Next() {
		var p storedProduct
		if err := rows.Scan(append(productFields(&p.product), &p.observed, orZero(&p.removedAt))...); err != nil {
			return nil, err
		}
		products[p.product.No] = &p
	}
	return products, rows.Err()
}

// standingIncident joins the unresolved incident to the rows of a table v.
// LATERAL with LIMIT is not flattened, so it stays one index lookup for each
// row. Without it the planner chose a join over the whole catalogue as the
// cheaper plan, while a first sync filled tables faster than they were
// analyzed.
const standingIncident = ` LEFT JOIN LATERAL (
	  SELECT * FROM incidents s WHERE s.mall_id = v.mall_id AND s.variant_code = v.variant_code AND s.state <> 'resolved' LIMIT 1
	) i ON true`

// loadVariants reads the variants of products, including removed ones, and
// those of the given codes under whichever product they are stored.
func loadVariants(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, products []int64, codes []string) (map[string]*storedVariant, error) {
	found := make(map[string]*storedVariant, len(codes))
	query := func(from string, keys any) error {
		rows, err := tx.Query(ctx, `SELECT `+storedVariantColumns+` FROM `+from+standingIncident, mall, keys)
		if err != nil {
			return err
		}
		list, err := pgx.CollectRows(rows, scanStored)
		for _, v := range list {
			found[v.variant.Code] = v
		}
		return err
	}
	err := query(`unnest($2::bigint[]) u(key) CROSS JOIN LATERAL (SELECT * FROM variants WHERE mall_id = $1 AND product_no = u.key OFFSET 0) v`, products)
	if err != nil {
		return nil, err
	}
	missing := make([]string, 0, len(codes))
	for _, code := range codes {
		if found[code] == nil {
			missing = append(missing, code)
		}
	}
	if len(missing) == 0 {
		return found, nil
	}
	err = query(`(SELECT DISTINCT key FROM unnest($2::text[]) u(key)) u CROSS JOIN LATERAL (SELECT * FROM variants WHERE mall_id = $1 AND variant_code = u.key OFFSET 0) v`, missing)
	return found, err
}

const ruleColumns = `rule_id, scope, coalesce(product_no, 0), coalesce(variant_code, ''), coalesce(category_no, 0), coalesce(supplier_code, ''),
	threshold, days, muted, updated_by, updated_at`

func scanRule(row pgx.CollectableRow) (r lowstock.Rule, err error) {
	err = row.Scan(&r.ID, &r.Scope, &r.ProductNo, &r.VariantCode, &r.CategoryNo, &r.SupplierCode, &r.Threshold, &r.Days, &r.Muted, &r.UpdatedBy, &r.UpdatedAt)
	return r, found(err)
}

// loadRules reads the rules that can matter to products, and not all rules: a
// mall may have a rule for each of its variants.
func loadRules(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, products []int64) (lowstock.RuleSet, error) {
	rules, err := rulesFor(ctx, tx, mall, products)
	return lowstock.NewRuleSet(rules), err
}

func rulesFor(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, products []int64) ([]lowstock.Rule, error) {
	rows, err := tx.Query(ctx, `
		SELECT `+ruleColumns+` FROM rules WHERE mall_id = $1 AND product_no = ANY($2)
		UNION ALL
		SELECT `+ruleColumns+` FROM rules WHERE mall_id = $1 AND scope IN ('category', 'supplier', 'mall')`, mall, products)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanRule)
}

func loadAllRules(ctx context.Context, tx pgx.Tx, mall lowstock.MallID) ([]lowstock.Rule, error) {
	rows, err := tx.Query(ctx, `SELECT `+ruleColumns+` FROM rules WHERE mall_id = $1 ORDER BY rule_id`, mall)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanRule)
}
