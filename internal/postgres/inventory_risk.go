package postgres

import "time"

// atRisk returns tables that are joined to rows with a variant v, its product p
// and its forecast f. Then r.tenths and r.money are what the variant is expected
// to lose until goods can be there, as [listing.InventoryRow.Loss] computes it
// for a calendar day; both are 0 where nothing is known. OFFSET 0 keeps the
// planner from repeating the expressions wherever a statement names them.
func (w *where) atRisk(today time.Time) string {
	return `
	  LEFT JOIN incidents o ON o.mall_id = v.mall_id AND o.variant_code = v.variant_code
	       AND o.state <> 'resolved' AND o.ordered_quantity IS NOT NULL AND o.expected_on IS NOT NULL` + w.riskBefore("o", today)
}

// riskBefore is the r of [where.atRisk] for an incident, whose order is what is
// on its way. On the zero day nothing is certain to arrive.
func (w *where) riskBefore(incident string, today time.Time) string {
	coming, day := `coalesce(`+incident+`.ordered_quantity, 0)`, `coalesce(`+incident+`.expected_on - `+w.arg(orNull(today))+`::date + 1, 0)`
	return `
	 CROSS JOIN LATERAL (
	   SELECT t.tenths, coalesce(CASE WHEN t.tenths > 0 THEN round(t.tenths * ` + unitPrice + ` / 10)::bigint END, 0) AS money
	     FROM (SELECT CASE WHEN ` + losesSales + ` AND greatest(v.quantity, 0) < f.lost[2] THEN
	             lost_ahead(f.lost, v.quantity, ` + coming + `, ` + day + `) ELSE 0 END AS tenths OFFSET 0) t
	   OFFSET 0
	 ) r`
}

const (
	// losesSales is the condition that a variant loses sales while it is out.
	losesSales = `v.tracked AND NOT v.sells_at_zero AND p.display AND p.selling AND v.display AND v.selling`

	// unitPrice is [lowstock.PriceOf]; NULL: not known.
	unitPrice = `nullif(greatest(amount(p.price) + coalesce(amount(v.additional_price), 0), 0), 0)`
)
