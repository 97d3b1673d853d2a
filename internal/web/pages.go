package web

import (
	"strings"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/web/kit"
)

// staticFile serves stylesheet, script and images.
func (s *Server) staticFile(c echo.Context) error {
	if !s.files.Has(c.Request().URL.Path) {
		return echo.ErrNotFound
	}
	s.files.ServeHTTP(c.Response(), c.Request())
	return nil
}

// swaps says whether htmx is about to swap the element with this id.
func swaps(c echo.Context, id string) bool {
	return kit.IsFragment(c) && strings.HasSuffix(c.Request().Header.Get("HX-Target"), "#"+id)
}
