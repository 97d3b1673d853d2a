package web

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"
)

// sessionless are unsafe routes that no operator comes to: Cafe24's webhooks,
// and the links of letters, which prove themselves.
func sessionless() []string {
	return []string{"POST " + routeWebhook, "POST " + routeConfirm, "POST " + routeUnsubscribe, "POST " + routeAct, "POST " + routeOpen}
}

// TestEveryUnsafeRouteSaysWhoMay holds the table of rights and the server's
// routes together: one that is forgotten would be the owner's only.
func TestEveryUnsafeRouteSaysWhoMay(t *testing.T) {
	t.Parallel()
	s := &Server{echo: echo.New(), rights: byRoute(rights())}
	s.routes()
	var served []string
	for _, r := range s.echo.Routes() {
		if r.Method == http.MethodGet || r.Method == http.MethodHead || r.Method == echo.RouteNotFound {
			continue
		}
		route := r.Method + " " + r.Path
		if served = append(served, route); slices.Contains(sessionless(), route) {
			continue
		}
		if _, ok := s.rights[route]; !ok {
			t.Errorf("%s is not in the table of rights", route)
		}
	}
	for route := range s.rights {
		if !slices.Contains(served, route) {
			t.Errorf("%s is in the table of rights, and not a route", route)
		}
		if strings.HasPrefix(route, http.MethodGet) {
			t.Errorf("%s is only looked at", route)
		}
	}
	if len(served) < 40 {
		t.Errorf("only %d unsafe routes", len(served))
	}
}
