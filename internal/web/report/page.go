package report

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/monthly"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

const (
	reportRows  = 50
	monthsShown = 12 // before the present one
	monthForm   = "2006-01"
)

// reportPage shows whether the app has kept its promise in a month. A value that is not a month
// counts as absent.
func (h *Handler) reportPage(c echo.Context) error {
	who, ctx := kit.SessionOf(c), c.Request().Context()
	r := h.viewerOf(who)
	from := r.monthOf(c.QueryParam("month"))
	record, err := h.Store.Mall(who.Mall.ID).ReportRecord(ctx, from, r.monthFrom(from, 1), r.Now)
	if err != nil {
		return err
	}
	supply, err := h.Store.Mall(who.Mall.ID).Supply(ctx)
	if err != nil {
		return err
	}
	report := monthly.Count(record, supply.LeadDays)
	items, err := h.reportItems(ctx, who.Mall.ID, &report)
	if err != nil {
		return err
	}
	bound, err := h.Store.Mall(who.Mall.ID).BoundOf(ctx, outlook.HeldDays, r.DateAhead(1))
	if err != nil {
		return err
	}
	shell, err := h.Shell(c, paths.Alerts, "report.title")
	if err != nil {
		return err
	}
	h.HelpFor(&shell, "report")
	sync, err := h.Store.Mall(who.Mall.ID).LatestSync(ctx)
	if err != nil {
		return err
	}
	kept, err := h.Store.Mall(who.Mall.ID).Months(ctx, monthly.FirstOf(r.DateAhead(1), -monthsShown))
	if err != nil {
		return err
	}
	page := r.reportPage(shell, &report, items, sync)
	page.Bound = r.bound(bound)
	if page.Empty == nil {
		r.pastMonths(&page, &report, kept)
	}
	return kit.Render(c, http.StatusOK, views.ReportPageView(page))
}

// monthOf returns the first moment of a month in the mall's own time zone.
func (r viewer) monthOf(text string) time.Time {
	this := r.monthFrom(r.Now, 0)
	if month, err := time.Parse(monthForm, text); err == nil {
		month = localtime.StartOfDay(month.Year(), month.Month(), 1, r.Zone)
		if month.Before(this) && !month.Before(r.monthFrom(this, -12)) {
			return month
		}
	}
	return this
}

// monthFrom returns the first moment of the month that is the given number of months after the
// month of t.
func (r viewer) monthFrom(t time.Time, months int) time.Time {
	t = t.In(r.Zone)
	return localtime.StartOfDay(t.Year(), t.Month()+time.Month(months), 1, r.Zone)
}

// reportItems returns the listed items as the page shows them. An item that is no longer in the
// catalogue is missing.
func (h *Handler) reportItems(ctx context.Context, mall lowstock.MallID, report *monthly.Report) (map[string]listing.InventoryRow, error) {
	var codes []string
	for _, row := range report.Rows[:min(len(report.Rows), reportRows)] {
		codes = append(codes, row.VariantCode)
	}
	for _, a := range report.Ignored[:min(len(report.Ignored), reportRows)] {
		codes = append(codes, a.VariantCode)
	}
	if len(codes) == 0 {
		return nil, nil
	}
	rows, err := h.Store.Mall(mall).VariantsNamed(ctx, codes)
	items := make(map[string]listing.InventoryRow, len(rows))
	for _, row := range rows {
		items[row.Code] = row
	}
	return items, err
}
