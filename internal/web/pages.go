package web

import "github.com/labstack/echo/v4"

// pageRoutes adds the pages of a mall. Every route of g has a session: see
// [sess]. Unsafe methods are refused to operators who may only read before a
// handler runs.
func (s *Server) pageRoutes(_ *echo.Group) {}

// staticRoutes adds what needs no session: stylesheet, script, images.
func (s *Server) staticRoutes(_ *echo.Echo) {}
