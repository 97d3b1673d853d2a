package web

import (
	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views/paths"
)

// A browser may keep no cookie for the admin's frame, or lose it. Then the app
// goes on in a window of its own, whose cookies are its own: by a code that works
// once, for a minute, where a launch or a living session says who asks, and by the
// admin where nothing does.

// openWindow is where a frame's button arrives, at top level.
func (s *Server) openWindow(c echo.Context) error {
	c.Response().Header().Set(echo.HeaderReferrerPolicy, "no-referrer")
	to := kit.BackTo(c.QueryParam("to"), paths.Stock)
	w, err := s.install.OpenWindow(c.Request().Context(), c.QueryParam("code"))
	if err != nil {
		if _, inside := s.BrowserSession(c, false); inside == nil && lowstock.ErrorCode(err) == lowstock.CodeForbidden {
			return kit.SeeOther(c, to) // a second press: the first one has opened the session
		}
		return err
	}
	kit.Concerns(c, w.Mall.ID)
	t := kit.NewTicket(w.Mall, w.Operator, false, s.Now())
	t.Started = w.Started.Unix() // the same session, no longer than it would have lived
	if err := s.Cookies.Seal(c, t); err != nil {
		return err
	}
	if home := s.home(c, w.Mall); home != paths.Stock {
		return kit.SeeOther(c, home)
	}
	return kit.SeeOther(c, to)
}
