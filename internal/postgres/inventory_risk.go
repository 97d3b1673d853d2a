package postgres

import "time"

// atRisk returns tables that are joined to rows with a variant v, its product p
// and its forecast f. Then r.tenths and r.money are what the variant is expected
// to lose until goods can be there, as [listing.InventoryRow.Loss] computes it
// for a calendar day; both are 0 where nothing is known. On the zero day nothing
// is certain to arrive. OFFSET 0 keeps the planner from repeating the expressions
// wherever a statement names them.
func (w *where) atRisk(today time.Time) string {
	day := w.arg(orNull(today)) + `::date`
	return `
	  LEFT JOIN (` + arrivals(day) + `) o ON o.variant_code = v.variant_code
	 CROSS JOIN LATERAL (
	   SELECT t.tenths, coalesce(CASE WHEN t.tenths > 0 THEN round(t.tenths * ` + unitPrice + ` / 10)::bigint END, 0) AS money
	     FROM (SELECT CASE WHEN NOT (` + losesSales + ` AND greatest(v.quantity, 0) < f.lost[2]) OR f.lost IS NULL THEN 0
	             WHEN o.days IS NULL THEN lost_ahead(f.lost, v.quantity, 0, 0) ELSE lost_ahead_of_all(f.lost, v.quantity, o.units, o.days) END AS tenths OFFSET 0) t
	   OFFSET 0
	 ) r`
}

// arrivals selects, for each variant of the mall $1 with goods that are certain
// to arrive, [lowstock.Incoming.Certain] of a calendar day: the days, the units of
// each, and the units before each.
func arrivals(day string) string {
	return `SELECT variant_code, array_agg(day ORDER BY day) AS days, array_agg(units ORDER BY day) AS units, array_agg(before ORDER BY day) AS before
	  FROM (SELECT l.variant_code, greatest(l.expected_on - ` + day + `, 0) + 1 AS day, sum(l.units)::int AS units,
	               (sum(sum(l.units)) OVER (PARTITION BY l.variant_code ORDER BY greatest(l.expected_on - ` + day + `, 0) + 1) - sum(l.units))::int AS before
	          FROM ` + goodsComing + ` l WHERE l.mall_id = $1 AND l.cover_until >= ` + day + ` GROUP BY 1, 2) arrival
	 GROUP BY variant_code`
}

const (
	// losesSales is the condition that a variant loses sales while it is out.
	losesSales = `v.tracked AND NOT v.sells_at_zero AND p.display AND p.selling AND v.display AND v.selling`

	// unitPrice is [lowstock.PriceOf]; NULL: not known.
	unitPrice = `nullif(greatest(amount(p.price) + coalesce(amount(v.additional_price), 0), 0), 0)`
)
