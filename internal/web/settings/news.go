package settings

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// recipientsNews answers a page that waits for a confirmation. It shows the
// recipients again once one of them has another state than the page shows.
func (h *Handler) recipientsNews(c echo.Context) error {
	who := kit.SessionOf(c)
	switch {
	case !kit.IsFragment(c):
		return kit.SeeOther(c, paths.Settings)
	case c.QueryParam("seen") == present.RecipientsMark(who.Settings.Recipients):
		return c.NoContent(http.StatusNoContent)
	case c.QueryParam("reload") == "1": // the page shows more that depends on it
		c.Response().Header().Set("HX-Refresh", "true")
		return kit.Render(c, http.StatusOK, views.Nothing())
	}
	page, err := h.readSettingsPage(c)
	if err != nil {
		return err
	}
	return kit.Render(c, http.StatusOK, views.RecipientList(page))
}
