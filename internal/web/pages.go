package web

import (
	"github.com/labstack/echo/v4"
)

// staticFile serves stylesheet, script and images.
func (s *Server) staticFile(c echo.Context) error {
	if !s.files.Has(c.Request().URL.Path) {
		return echo.ErrNotFound
	}
	s.files.ServeHTTP(c.Response(), c.Request())
	return nil
}
