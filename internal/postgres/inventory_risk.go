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
	   SELECT t.tenths, ` + moneyOf("t.tenths", unitPrice) + ` AS money
	     FROM (SELECT CASE WHEN ` + losesMore + ` THEN ` + lostAhead("f.lost", "v.quantity", "o.units", "o.days") + ` ELSE 0 END AS tenths OFFSET 0) t
	   OFFSET 0
	 ) r`
}

// lostAhead is what a stock loses, in tenths of a unit, by a forecast's curve that
// is not NULL, with goods that arrive on days; NULL: none do.
func lostAhead(curve, stock, units, days string) string {
	return `CASE WHEN ` + days + ` IS NULL THEN lost_ahead(` + curve + `, ` + stock + `, 0, 0) ELSE lost_ahead_of_all(` + curve + `, ` + stock + `, ` + units + `, ` + days + `) END`
}

// moneyOf is the value of tenths of a unit at a price; 0 where it is not known.
func moneyOf(tenths, price string) string {
	return `coalesce(CASE WHEN ` + tenths + ` > 0 THEN round(` + tenths + ` * ` + price + ` / 10)::bigint END, 0)`
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

	// losesMore is false where the stock is certain to be enough until goods can be
	// there, without computing how much is lost.
	losesMore = `(` + losesSales + ` AND f.lost IS NOT NULL AND greatest(v.quantity, 0) < f.lost[2])`

	// unitPrice is [lowstock.PriceOf]; NULL: not known.
	unitPrice = `nullif(greatest(amount(p.price) + coalesce(amount(v.additional_price), 0), 0), 0)`
)
