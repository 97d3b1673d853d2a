package present

import (
	"time"

	"cafe24-inventory-alert/internal/bundles"
	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
)

// RowHistory is what a row of a list is shown with beyond its own.
type RowHistory struct {
	Month []lowstock.Point // of levels

	Progress demand.Progress // of the mall, where the row lacks a pace

	Set *bundles.Set // that the row is of; nil: it is of no set
}

// Calendar is a mall's plans for its records and for what is asked of the days to
// come.
func (r Viewer) Calendar(plan outlook.EventPlan) *forecast.Calendar {
	from, to := r.DemandSpan()
	return forecast.NewCalendar(plan, forecast.DateOf(from), forecast.DateOf(to)+forecast.MaxDays)
}

// PlannedAs is what plans are looked up by.
func PlannedAs(row *listing.InventoryRow) lowstock.Subject {
	return lowstock.Subject{ProductNo: row.ProductNo, VariantCode: row.Code, CategoryNos: row.CategoryNos, SupplierCode: row.SupplierCode}
}

// DateAhead is the date of that day, midnight UTC.
func (r Viewer) DateAhead(n int) time.Time {
	return localtime.DayOf(r.Now, r.Zone).AddDate(0, 0, n-1)
}
