package alerts

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// risk leads to the sum of what the list's items are expected to lose; nil for
// alerts that are resolved.
func (r viewer) risk(a asked) *views.RiskSum {
	if a.State == lowstock.IncidentResolved || a.State == "" {
		return nil
	}
	url := a.with(func(*asked) {}).url()
	return &views.RiskSum{URL: paths.AlertsRisk + strings.TrimPrefix(url, paths.Alerts)}
}

// alertsRisk answers with what is at risk in the items of all alerts of a list.
// Without JavaScript the answer is the page with it.
func (h *Handler) alertsRisk(c echo.Context) error {
	who, ctx := kit.SessionOf(c), c.Request().Context()
	a := ask(c.QueryParam)
	a.Cursor = ""
	r := h.viewerOf(who)
	q := a.at(h.Now())
	q.Today = r.DateAhead(1)
	sum, err := h.Store.Mall(who.Mall.ID).AlertsAtRisk(ctx, q)
	if err != nil {
		return err
	}
	var progress demand.Progress
	if sum.Items == 0 {
		if progress, err = h.Store.Mall(who.Mall.ID).DemandProgress(ctx, r.Now); err != nil {
			return err
		}
	}
	note := views.RiskSum{Text: present.RiskSum(r.Locale, r.Currency, sum, progress)}
	if kit.IsFragment(c) {
		return kit.Render(c, http.StatusOK, views.RiskSumView(h.Bare(c), note))
	}
	page, err := h.readAlerts(c, a)
	if err != nil {
		return err
	}
	if page.List.Risk != nil {
		page.List.Risk = &note
	}
	return h.showAlerts(c, http.StatusOK, page)
}
