package kit

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/team"
)

// Right is what a route requires of its caller. The zero value is no right, and
// a route without a right is not mounted.
type Right int

// The rights go from Anyone, who needs no session, to the owner. Each right
// includes those before it.
const (
	_ Right = iota
	Anyone
	Inside // a living session of whatever operator
	See
	Act
	Rules
	Own
)

// String returns the name of the right, for the log.
func (r Right) String() string {
	return map[Right]string{Anyone: "anyone", Inside: "inside", See: "see", Act: "act", Rules: "rules", Own: "own"}[r]
}

// Of returns the operator's right that is needed; [Anyone] needs none.
func (r Right) Of() team.Right { return team.Right(r - Inside) }

// Route is one line of a table of routes. The function of its method sets the
// fields and requires all of them.
type Route struct {
	Method  string
	Path    string
	Right   Right
	Handler echo.HandlerFunc
	Timeout time.Duration
	Limit   int64
	Ask     Asker      // nil: the act is done at once
	Scope   team.Scope // of the API: what a token needs
	Ahead   Ahead      // nil: nothing is read before the session is known to stand
}

// Get makes a route that only shows something.
func Get(path string, right Right, handler echo.HandlerFunc) Route {
	return Route{http.MethodGet, path, right, handler, RequestTimeout, MaxBody, nil, "", nil}
}

// Head makes a route that answers a GET without its body, for probes and files.
func Head(path string, right Right, handler echo.HandlerFunc) Route {
	return Route{http.MethodHead, path, right, handler, RequestTimeout, MaxBody, nil, "", nil}
}

// Post makes a route that changes something.
func Post(path string, right Right, handler echo.HandlerFunc) Route {
	return Route{http.MethodPost, path, right, handler, RequestTimeout, MaxBody, nil, "", nil}
}

// Put makes a route that replaces something.
func Put(path string, right Right, handler echo.HandlerFunc) Route {
	return Route{http.MethodPut, path, right, handler, RequestTimeout, MaxBody, nil, "", nil}
}

// Delete makes a route that removes something.
func Delete(path string, right Right, handler echo.HandlerFunc) Route {
	return Route{http.MethodDelete, path, right, handler, RequestTimeout, MaxBody, nil, "", nil}
}

// Within gives the route a timeout other than a page's.
func (r Route) Within(timeout time.Duration) Route {
	r.Timeout = timeout
	return r
}

// Takes gives the route a body limit other than a form's.
func (r Route) Takes(body int64) Route {
	r.Limit = body
	return r
}

// Asks makes the route ask once more before what [Asker] names.
func (r Route) Asks(ask Asker) Route {
	r.Ask = ask
	return r
}

// ReadsAhead makes the route read something together with the session.
func (r Route) ReadsAhead(ahead Ahead) Route {
	r.Ahead = ahead
	return r
}

// For gives a route of the API the scope that a token needs. A route of the API
// without a scope is not mounted.
func (r Route) For(scope team.Scope) Route {
	r.Scope = scope
	return r
}

// Shows says whether the route changes nothing.
func (r Route) Shows() bool { return r.Method == http.MethodGet || r.Method == http.MethodHead }

// Check finds what the compiler cannot find: an invalid right, and a right that
// does not fit the method. A route that only shows something must not require a
// right to change.
func (r Route) Check() error {
	switch {
	case r.Right < Anyone || r.Right > Own:
		return errors.New("web: " + r.Method + " " + r.Path + " says nobody who may call it")
	case r.Shows() && r.Right > See, !r.Shows() && r.Right == See:
		return errors.New("web: " + r.Method + " " + r.Path + " asks for a right that its method does not need")
	case r.tokens() != slices.Contains(team.Scopes(), r.Scope), r.tokens() && r.Scope.Right() != r.Right.Of():
		return errors.New("web: " + r.Method + " " + r.Path + " asks a token for another scope than an operator for a right")
	}
	return nil
}

// tokens says whether a token of the API can call the route.
func (r Route) tokens() bool { return r.Right != Anyone && strings.HasPrefix(r.Path, RouteAPI+"/") }
