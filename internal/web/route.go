package web

import (
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
)

// Right is what a route asks of whoever calls it. The zero value is none, and a
// route without one is not mounted.
type Right int

// From Anyone, who needs no session, to the owner; each right includes those
// before it.
const (
	_ Right = iota
	Anyone
	See
	Act
	Rules
	Own
)

// of is the operator's right that is needed; [Anyone] needs none.
func (r Right) of() lowstock.Right { return lowstock.Right(r - See) }

// Route is one line of a table of routes. Its fields are set by the function of
// its method, which asks for all of them.
type Route struct {
	method  string
	path    string
	right   Right
	handler echo.HandlerFunc
	timeout time.Duration
	body    int64
}

// Get is a route that only shows something.
func Get(path string, right Right, handler echo.HandlerFunc) Route {
	return Route{http.MethodGet, path, right, handler, requestTimeout, maxBody}
}

// Head is a GET without its body, for probes and files.
func Head(path string, right Right, handler echo.HandlerFunc) Route {
	return Route{http.MethodHead, path, right, handler, requestTimeout, maxBody}
}

// Post is a route that changes something.
func Post(path string, right Right, handler echo.HandlerFunc) Route {
	return Route{http.MethodPost, path, right, handler, requestTimeout, maxBody}
}

// Put is a route that replaces something.
func Put(path string, right Right, handler echo.HandlerFunc) Route {
	return Route{http.MethodPut, path, right, handler, requestTimeout, maxBody}
}

// Delete is a route that removes something.
func Delete(path string, right Right, handler echo.HandlerFunc) Route {
	return Route{http.MethodDelete, path, right, handler, requestTimeout, maxBody}
}

// Within gives the route another timeout than a page's.
func (r Route) Within(timeout time.Duration) Route {
	r.timeout = timeout
	return r
}

// Takes gives the route another limit of its body than a form's.
func (r Route) Takes(body int64) Route {
	r.body = body
	return r
}

// shows says whether the route changes nothing.
func (r Route) shows() bool { return r.method == http.MethodGet || r.method == http.MethodHead }

// check finds what the compiler cannot: a right that is none, and one that does
// not fit the method. What only shows something needs no right to change it.
func (r Route) check() error {
	switch {
	case r.right < Anyone || r.right > Own:
		return errors.New("web: " + r.method + " " + r.path + " says nobody who may call it")
	case r.shows() && r.right > See, !r.shows() && r.right == See:
		return errors.New("web: " + r.method + " " + r.path + " asks for a right that its method does not need")
	}
	return nil
}

// surface is what stands before the handlers of a table of routes.
type surface func(Route) []echo.MiddlewareFunc

// bareSurface is for programs that are no browser.
func bareSurface(r Route) []echo.MiddlewareFunc {
	if r.shows() {
		return nil
	}
	return []echo.MiddlewareFunc{limitBody(r.body)}
}

// pageSurface asks for a session in the cookie, and apiSurface for that or a token.
func (s *Server) pageSurface(r Route) []echo.MiddlewareFunc { return s.guarded(r, s.needSession) }

func (s *Server) apiSurface(r Route) []echo.MiddlewareFunc { return s.guarded(r, s.needAPISession) }

func (s *Server) guarded(r Route, door func(lowstock.Right) echo.MiddlewareFunc) []echo.MiddlewareFunc {
	chain := []echo.MiddlewareFunc{limitURL, limitBody(r.body), deadline(r.timeout), s.refuseCrossSite, refuseUnclear}
	if r.right != Anyone {
		chain = append(chain, door(r.right.of()))
	}
	return chain
}

// mount adds a table of routes.
func (s *Server) mount(before surface, routes []Route) error {
	var errs []error
	for _, r := range routes {
		errs = append(errs, r.check())
		s.echo.Add(r.method, r.path, r.handler, before(r)...)
	}
	return errors.Join(errs...)
}
