package web

import (
	"errors"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/team"
	"cafe24-inventory-alert/internal/web/kit"
)

// surface returns the middleware that stands before the handlers of a table of
// routes.
type surface func(kit.Route) []echo.MiddlewareFunc

// bareSurface is for programs that are not browsers.
func bareSurface(r kit.Route) []echo.MiddlewareFunc {
	if r.Shows() {
		return nil
	}
	return []echo.MiddlewareFunc{limitBody(r)}
}

// pageSurface requires a session cookie. apiSurface requires a session cookie
// or an API token.
func (s *Server) pageSurface(r kit.Route) []echo.MiddlewareFunc { return s.guarded(r, s.NeedSession) }

func (s *Server) apiSurface(r kit.Route) []echo.MiddlewareFunc {
	return s.guarded(r, func(right team.Right) echo.MiddlewareFunc { return s.NeedAPISession(right, r.Scope) })
}

func (s *Server) guarded(r kit.Route, door func(team.Right) echo.MiddlewareFunc) []echo.MiddlewareFunc {
	chain := []echo.MiddlewareFunc{kit.NoteRight(r.Right), limitURL, limitBody(r), deadline(r.Receiving() + r.Timeout), s.refuseCrossSite}
	if r.Ahead != nil {
		chain = append(chain, kit.ReadAhead(r.Ahead))
	}
	if r.Right != kit.Anyone { // before the body is read, so that a stranger sends none
		chain = append(chain, door(r.Right.Of()))
	}
	chain = append(chain, kit.RefuseUnclear)
	if r.Ask != nil {
		chain = append(chain, s.AskOnceMore(r.Ask))
	}
	if event := eventOf(r); event != "" {
		chain = append(chain, s.Done(event)) // last: what was only asked was not done
	}
	return chain
}

// mount adds a table of routes.
func (s *Server) mount(before surface, routes []kit.Route) error {
	var errs []error
	for _, r := range routes {
		errs = append(errs, r.Check())
		s.echo.Add(r.Method, r.Path, r.Handler, before(r)...)
	}
	return errors.Join(errs...)
}
