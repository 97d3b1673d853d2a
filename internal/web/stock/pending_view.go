package stock

import (
	"cmp"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/web/present"
)

// cover says how long a stock lasts, or why that is unknown.
func (r viewer) cover(row *listing.InventoryRow, p demand.Progress) string {
	days, known := row.Sales.Lasts(row.Quantity)
	switch {
	case !row.Tracked:
		return r.T("silence.untracked")
	case known && days > 365:
		return r.T("stock.cover_year")
	case known:
		return r.T("stock.cover_days", int(days))
	case row.Sales.Known:
		return r.T("stock.cover_unsold")
	}
	return cmp.Or(present.CountingShort(r.Locale, p), r.T("stock.cover_little"))
}
