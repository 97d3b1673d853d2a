package postgres

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

// reevaluated is how many variants a changed rule decides on at once.
const reevaluated = 5000

// Rules lists rules, oldest first. q's ProductNo, Muted, Cursor and Limit count.
func (s *Store) Rules(ctx context.Context, mall lowstock.MallID, q lowstock.ListQuery) (rules []lowstock.Rule, next string, err error) {
	var after int64Key
	if err := readCursor(q.Cursor, &after); err != nil {
		return nil, "", err
	}
	where := newWhere(mall)
	if q.ProductNo != 0 {
		where.add("r.product_no = ?", q.ProductNo)
	}
	if q.Muted {
		where.add("r.muted")
	}
	where.add("r.rule_id > ?", after.Key)
	err = s.read(ctx, mall, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `SELECT `+ruleColumns+` FROM rules r`+where.sql("r")+` ORDER BY r.rule_id `+where.limit(q.Limit), where.args...)
		if err != nil {
			return err
		}
		rules, err = pgx.CollectRows(rows, scanRule)
		rules, next = page(rules, q.Limit, func(r *lowstock.Rule) any { return int64Key{r.ID} })
		return err
	})
	return rules, next, err
}

// AllRules returns every rule of the mall, oldest first.
func (s *Store) AllRules(ctx context.Context, mall lowstock.MallID) (rules []lowstock.Rule, err error) {
	err = s.read(ctx, mall, func(ctx context.Context, tx pgx.Tx) error {
		rules, err = loadAllRules(ctx, tx, mall)
		return err
	})
	return rules, err
}

// RuleByID returns one rule, or NotFound.
func (s *Store) RuleByID(ctx context.Context, mall lowstock.MallID, id int64) (r lowstock.Rule, err error) {
	err = s.read(ctx, mall, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `SELECT `+ruleColumns+` FROM rules WHERE mall_id = $1 AND rule_id = $2`, mall, id)
		if err != nil {
			return err
		}
		r, err = pgx.CollectExactlyOneRow(rows, scanRule)
		return found(err)
	})
	return r, err
}

// SetRule makes or changes the rule of one scope and decides anew, in the same
// transaction, on every variant it covers. What change leaves nil stays.
// NotFound for a product, variant, category or supplier the mall does not have.
func (s *Store) SetRule(ctx context.Context, mall lowstock.MallID, change lowstock.RuleChange, now time.Time, decide func(lowstock.Situation) lowstock.Decision) (rule lowstock.Rule, created bool, err error) {
	if err := change.Check(); err != nil {
		return lowstock.Rule{}, false, err
	}
	err = s.inMall(ctx, mall, patience, func(ctx context.Context, tx pgx.Tx) error {
		telling, err := lockMall(ctx, tx, mall)
		if err != nil {
			return err
		}
		target, err := findTarget(ctx, tx, mall, change)
		if err != nil {
			return err
		}
		if rule, created, err = putRule(ctx, tx, mall, target, now); err != nil {
			return err
		}
		settling := settlement{tx: tx, mall: mall, decide: decide, at: now, telling: telling, hold: telling.firstSync}
		return settling.reevaluate(ctx, coveredBy(mall, rule))
	})
	return rule, created, err
}

// DeleteRule removes a rule; what it covered inherits again, at once.
func (s *Store) DeleteRule(ctx context.Context, mall lowstock.MallID, id int64, now time.Time, decide func(lowstock.Situation) lowstock.Decision) error {
	return s.inMall(ctx, mall, patience, func(ctx context.Context, tx pgx.Tx) error {
		telling, err := lockMall(ctx, tx, mall)
		if err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `DELETE FROM rules WHERE mall_id = $1 AND rule_id = $2 RETURNING `+ruleColumns, mall, id)
		if err != nil {
			return err
		}
		rule, err := pgx.CollectExactlyOneRow(rows, scanRule)
		if err != nil {
			return found(err)
		}
		settling := settlement{tx: tx, mall: mall, decide: decide, at: now, telling: telling, hold: telling.firstSync}
		return settling.reevaluate(ctx, coveredBy(mall, rule))
	})
}

// findTarget proves that what a change points at is in the catalogue, and
// completes a variant's product. Categories and suppliers are also those that
// products name: a mall may keep its lists from us.
func findTarget(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, c lowstock.RuleChange) (lowstock.RuleChange, error) {
	var err error
	switch c.Scope() {
	case lowstock.ScopeVariant:
		err = tx.QueryRow(ctx, `
			SELECT product_no FROM variants
			 WHERE mall_id = $1 AND variant_code = $2 AND removed_at IS NULL AND ($3 = 0 OR product_no = $3)`,
			mall, storable(c.VariantCode), c.ProductNo).Scan(&c.ProductNo)
	case lowstock.ScopeProduct:
		err = tx.QueryRow(ctx, `
			SELECT product_no FROM products WHERE mall_id = $1 AND product_no = $2 AND removed_at IS NULL`, mall, c.ProductNo).Scan(&c.ProductNo)
	case lowstock.ScopeCategory:
		err = tx.QueryRow(ctx, `
			SELECT $2::int
			 WHERE EXISTS (SELECT FROM categories WHERE mall_id = $1 AND category_no = $2)
			    OR EXISTS (SELECT FROM products WHERE mall_id = $1 AND removed_at IS NULL AND $2 = ANY(category_nos))`,
			mall, bounded(c.CategoryNo)).Scan(&c.CategoryNo)
	case lowstock.ScopeSupplier:
		err = tx.QueryRow(ctx, `
			SELECT $2::text
			 WHERE EXISTS (SELECT FROM suppliers WHERE mall_id = $1 AND supplier_code = $2)
			    OR EXISTS (SELECT FROM products WHERE mall_id = $1 AND removed_at IS NULL AND supplier_code = $2)`,
			mall, storable(c.SupplierCode)).Scan(&c.SupplierCode)
	case lowstock.ScopeMall:
	}
	return c, found(err)
}

func putRule(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, c lowstock.RuleChange, now time.Time) (rule lowstock.Rule, created bool, err error) {
	err = tx.QueryRow(ctx, `
		INSERT INTO rules AS r (mall_id, scope, product_no, variant_code, category_no, supplier_code, threshold, muted, updated_by, updated_at)
		VALUES ($1, $2, nullif($3::bigint, 0), nullif($4, ''), nullif($5::int, 0), nullif($6, ''), $7, coalesce($8, false), $9, $10)
		ON CONFLICT (mall_id, scope, product_no, variant_code, category_no, supplier_code) DO UPDATE
		   SET threshold = coalesce($7, r.threshold), muted = coalesce($8, r.muted), updated_by = $9, updated_at = $10
		RETURNING rule_id, threshold, muted, xmax = 0`,
		mall, c.Scope(), c.ProductNo, c.VariantCode, c.CategoryNo, c.SupplierCode, c.Threshold, c.Muted, storable(c.By), now).
		Scan(&rule.ID, &rule.Threshold, &rule.Muted, &created)
	rule.Scope, rule.ProductNo, rule.VariantCode, rule.CategoryNo, rule.SupplierCode = c.Scope(), c.ProductNo, c.VariantCode, c.CategoryNo, c.SupplierCode
	rule.UpdatedBy, rule.UpdatedAt = storable(c.By), now
	return rule, created, err
}

// coveredBy is the condition on variants v under which a rule can matter.
func coveredBy(mall lowstock.MallID, r lowstock.Rule) *where {
	w := newWhere(mall)
	switch r.Scope {
	case lowstock.ScopeVariant:
		w.add("v.variant_code = ?", r.VariantCode)
	case lowstock.ScopeProduct:
		w.add("v.product_no = ?", r.ProductNo)
	case lowstock.ScopeCategory:
		w.add("v.product_no IN (SELECT product_no FROM products WHERE mall_id = $1 AND ? = ANY(category_nos))", r.CategoryNo)
	case lowstock.ScopeSupplier:
		w.add("v.product_no IN (SELECT product_no FROM products WHERE mall_id = $1 AND supplier_code = ?)", r.SupplierCode)
	case lowstock.ScopeMall:
	}
	return w
}

// reevaluate decides anew on stored levels, for the variants that which names.
// One reading is enough here: the levels were confirmed when they came in.
func (s *settlement) reevaluate(ctx context.Context, which *where) error {
	rules, err := loadAllRules(ctx, s.tx, s.mall)
	if err != nil {
		return err
	}
	s.rules = lowstock.NewRuleSet(rules)
	return eachStored(ctx, s.tx, s.mall, which, func(variants []*storedVariant, products map[int64]*storedProduct) error {
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
	place := len(which.args) - 1 // of the last code seen
	query := fmt.Sprintf(`SELECT %s FROM variants v %s %s ORDER BY v.variant_code LIMIT %d`, storedVariantColumns, standingIncident, which.sql("v"), reevaluated)
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
