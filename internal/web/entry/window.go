package entry

import (
	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/install"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views/paths"
)

// openWindow answers the frame's button, at top level.
func (h *Handler) openWindow(c echo.Context) error {
	c.Response().Header().Set(echo.HeaderReferrerPolicy, "no-referrer")
	to := kit.BackTo(c.QueryParam("to"), paths.Stock)
	var w install.Window
	err := h.Confirm(c, h.code(c.QueryParam("code")), func() (err error) {
		w, err = h.Install.OpenWindow(c.Request().Context(), c.QueryParam("code"))
		return err
	})
	if err != nil {
		if _, inside := h.BrowserSession(c, false); inside == nil && lowstock.ErrorCode(err) == lowstock.CodeForbidden {
			return kit.SeeOther(c, to) // a second press: the first one has opened the session
		}
		return err
	}
	kit.Concerns(c, w.Mall.ID)
	if err := h.GoOn(c, w.Mall, w.Operator, w.Started, "window"); err != nil {
		return err
	}
	if home := h.home(c, w.Mall); home != paths.Stock {
		return kit.SeeOther(c, home)
	}
	return kit.SeeOther(c, to)
}
