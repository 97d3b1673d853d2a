package connection

import (
	"net/http"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

func (h *Handler) connectionPage(c echo.Context) error {
	who := kit.SessionOf(c)
	a, _, err := h.Merchant.Workings(c.Request().Context(), kit.SessionOf(c).Mall.ID)
	if err != nil {
		return err
	}
	shell, err := h.Shell(c, paths.Connection, "connection.title")
	if err != nil {
		return err
	}
	page := h.viewerOf(who).connectionPage(shell, a)
	if page.Sync != nil {
		page.Refresh = kit.NoScriptPoll
	}
	if kit.IsFragment(c) {
		return kit.Render(c, http.StatusOK, templ.Join(views.ConnectionView(page), views.BarParts(page.Shell)))
	}
	return kit.Render(c, http.StatusOK, views.ConnectionPageView(page))
}

// syncNow starts a full sweep, or joins the running one. If the mall cannot be read, the page shows
// why.
func (h *Handler) syncNow(c echo.Context) error {
	if kit.SessionOf(c).Mall.State != lowstock.MallActive {
		return kit.SeeOther(c, paths.Connection)
	}
	if _, err := h.Work.RequestSync(c.Request().Context(), kit.SessionOf(c).Mall.ID); err != nil {
		return err
	}
	return kit.Finish(c, paths.Connection, "sync")
}
