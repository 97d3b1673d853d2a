package postgres

import (
	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

// incidentColumns selects an incident as lists and mails show it.
//
//nolint:gochecknoglobals // made of a table, and constant
var incidentColumns = `
	i.incident_id, i.product_no, i.variant_code,` + incidentState + `,
	coalesce(v.custom_variant_code, ''), coalesce(p.product_name, ''), coalesce(p.image_url, ''), coalesce(p.price, ''), coalesce(v.options, '[]'),
	coalesce(v.daily_sales, 0), v.daily_sales IS NOT NULL, coalesce(v.sells_at_zero, false),
	coalesce(v.additional_price, ''), CASE WHEN ` + losesSales + ` THEN f.lost WHEN f.lost IS NOT NULL THEN '{0,0,0}'::int[] END, ` + incomingAsked("i")

// incidentTables joins the current names of the item.
const incidentTables = `incidents i
	LEFT JOIN products p ON p.mall_id = i.mall_id AND p.product_no = i.product_no
	LEFT JOIN variants v ON v.mall_id = i.mall_id AND v.variant_code = i.variant_code
	LEFT JOIN forecasts f ON f.mall_id = i.mall_id AND f.variant_code = i.variant_code`

func scanIncident(row pgx.CollectableRow) (i lowstock.Incident, err error) {
	err = row.Scan(shownFields(&i)...)
	return i, err
}

func shownFields(i *lowstock.Incident) []any {
	fields := append([]any{&i.ID, &i.ProductNo, &i.VariantCode}, incidentFields(i)...)
	return append(fields, &i.CustomCode, &i.ProductName, &i.ImageURL, &i.Price, &i.Options, &i.Sales.PerDay, &i.Sales.Known, &i.SellsAtZero,
		&i.AddedPrice, (*[]int32)(&i.Lost), (*storedIncoming)(&i.Incoming))
}

// queueIncidents writes incidents that are unresolved, or were until now. An
// incident that was resolved meanwhile stays resolved.
func queueIncidents(batch *pgx.Batch, mall lowstock.MallID, changed []*changedIncident) {
	if len(changed) == 0 {
		return
	}
	batch.Queue(updateIncidents, writtenIncidents.args(mall, changed)...)
}
