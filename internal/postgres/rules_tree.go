package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/rulebook"
)

// rulesStanding counts what every rule of a mall does, from what is stored of
// each variant: its threshold with the scope that gave it, and whether it is
// mute.
//
// g is the catalogue in groups whose variants have the same rules. For a
// product in several categories c finds the rule that counts, as
// [lowstock.RuleSet] does: the one whose measure is the stored one; at the
// same number one that is not muted; then the lowest category. Where a wider
// scope gave the threshold, no category rule has a measure that can be
// computed. Where a narrower scope gave it, the category rule is not used.
const rulesStanding = `
	WITH g AS MATERIALIZED (
	  SELECT row_number() OVER () AS id, g.* FROM (
	    SELECT v.product_no, v.threshold_source AS source, v.threshold, v.threshold_days AS days, v.muted, own.rule_id AS own, max(v.daily_sales) AS best,
	           count(*) AS n, count(*) FILTER (WHERE v.status = 'out') AS out, count(*) FILTER (WHERE v.status = 'low') AS low
	      FROM variants v LEFT JOIN rules own ON own.mall_id = $1 AND own.scope = 'variant' AND own.variant_code = v.variant_code
	     WHERE v.mall_id = $1 AND v.removed_at IS NULL
	     GROUP BY v.product_no, v.threshold_source, v.threshold, v.threshold_days, v.muted, own.rule_id
	  ) g
	),
	c AS (
	  SELECT DISTINCT ON (g.id) g.id, r.rule_id
	    FROM g JOIN products p ON p.mall_id = $1 AND p.product_no = g.product_no CROSS JOIN LATERAL unnest(p.category_nos) u(no)
	    JOIN rules r ON r.mall_id = $1 AND r.scope = 'category' AND r.category_no = u.no
	   WHERE g.source = 'category' AND CASE WHEN g.days IS NULL THEN r.threshold = g.threshold ELSE r.days = g.days END
	      OR g.source IN ('supplier', 'mall') AND g.muted
	   ORDER BY g.id, r.muted, r.category_no
	),
	d AS MATERIALIZED (
	  SELECT g.n, g.out, g.low,
	         CASE g.source WHEN 'variant' THEN g.own WHEN 'product' THEN product.rule_id WHEN 'category' THEN c.rule_id
	                       WHEN 'supplier' THEN supplier.rule_id ELSE coalesce(mall.rule_id, 0) END AS gives,
	         CASE WHEN g.muted THEN coalesce(g.own, product.rule_id, c.rule_id, supplier.rule_id, mall.rule_id) END AS mutes
	    FROM g JOIN products p ON p.mall_id = $1 AND p.product_no = g.product_no
	    LEFT JOIN rules product ON product.mall_id = $1 AND product.scope = 'product' AND product.product_no = g.product_no
	    LEFT JOIN c ON c.id = g.id
	    LEFT JOIN rules supplier ON supplier.mall_id = $1 AND supplier.scope = 'supplier' AND supplier.supplier_code = p.supplier_code
	   CROSS JOIN (SELECT max(rule_id) AS rule_id FROM rules WHERE mall_id = $1 AND scope = 'mall') mall
	),
	s AS (
	  SELECT rule_id, sum(gives) AS gives, sum(gives_out) AS gives_out, sum(gives_low) AS gives_low,
	         sum(mutes) AS mutes, sum(mutes_out) AS mutes_out, sum(mutes_low) AS mutes_low
	    FROM (SELECT gives, n, out, low, 0, 0, 0 FROM d UNION ALL SELECT mutes, 0, 0, 0, n, out, low FROM d WHERE mutes IS NOT NULL)
	         u(rule_id, gives, gives_out, gives_low, mutes, mutes_out, mutes_low)
	   GROUP BY rule_id
	),
	b AS (SELECT product_no, max(best) AS best FROM g GROUP BY product_no)
	SELECT coalesce(r.rule_id, 0), coalesce(r.scope, 'mall'), coalesce(r.product_no, 0), coalesce(r.variant_code, ''), coalesce(r.category_no, 0),
	       coalesce(r.supplier_code, ''), r.threshold, r.days, coalesce(r.muted, false), coalesce(r.updated_by, ''), r.updated_at, coalesce(r.cause, ''),
	       coalesce(nullif(category.full_name, ''), category.name, supplier.name, p.product_name, ''), coalesce(v.options, '[]'),
	       coalesce(p.category_nos, '{}'), coalesce(p.supplier_code, ''), b.best,
	       coalesce(s.gives, 0)::int, coalesce(s.gives_out, 0)::int, coalesce(s.gives_low, 0)::int,
	       coalesce(s.mutes, 0)::int, coalesce(s.mutes_out, 0)::int, coalesce(s.mutes_low, 0)::int
	  FROM (SELECT * FROM rules WHERE mall_id = $1) r FULL JOIN s ON s.rule_id = r.rule_id
	  LEFT JOIN categories category ON category.mall_id = $1 AND category.category_no = r.category_no
	  LEFT JOIN suppliers supplier ON supplier.mall_id = $1 AND supplier.supplier_code = r.supplier_code
	  LEFT JOIN products p ON p.mall_id = $1 AND p.product_no = r.product_no
	  LEFT JOIN b ON b.product_no = r.product_no
	  LEFT JOIN variants v ON v.mall_id = $1 AND v.variant_code = r.variant_code
	 WHERE coalesce(r.rule_id, s.rule_id) IS NOT NULL`

func scanStanding(row pgx.CollectableRow) (s rulebook.Standing, err error) {
	err = row.Scan(&s.ID, &s.Scope, &s.ProductNo, &s.VariantCode, &s.CategoryNo, &s.SupplierCode, &s.Threshold, &s.Days, &s.Muted, &s.UpdatedBy,
		orZero(&s.UpdatedAt), &s.Cause, &s.Name, &s.Options, &s.Of.CategoryNos, &s.Of.SupplierCode, orUnknown(&s.Of.Sales),
		&s.Gives.Variants, &s.Gives.Out, &s.Gives.Low, &s.Mutes.Variants, &s.Mutes.Out, &s.Mutes.Low)
	return s, err
}

// RulesStanding returns every rule of the mall together with what it does now,
// in no order, for [rulebook.NewTree]. The mall's default is included, set or
// not, once there is a variant.
func (s ruleStore) RulesStanding(ctx context.Context) (standing []rulebook.Standing, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, rulesStanding, s.id)
		if err != nil {
			return err
		}
		standing, err = pgx.CollectRows(rows, scanStanding)
		return err
	})
	return standing, err
}
