package web

import (
	"slices"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/team"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views/paths"
)

// sessionless are unsafe routes that need no session: logging out, which may
// come twice, and Cafe24's webhooks and the links of messages, which have their
// own proof.
func sessionless() []string {
	return []string{paths.Logout, paths.Webhook, paths.Confirm, paths.Unsubscribe, paths.Act, paths.Open, paths.SupplierPage}
}

// tables returns all routes of the server.
func tables(s *Server) []kit.Route {
	return slices.Concat(s.programRoutes(), s.entry.Routes(), s.pageRoutes(), s.api.Routes())
}

func TestEveryUnsafeRouteNamesItsRight(t *testing.T) {
	t.Parallel()
	s := &Server{echo: echo.New()}
	if err := s.routes(); err != nil {
		t.Fatal(err)
	}
	unsafe := 0
	for _, r := range tables(s) {
		if err := r.Check(); err != nil {
			t.Error(err)
		}
		if r.Shows() {
			continue
		}
		if unsafe++; (r.Right == kit.Anyone) != slices.Contains(sessionless(), r.Path) {
			t.Errorf("%s %s is open to %v", r.Method, r.Path, r.Right)
		}
	}
	if unsafe < 40 {
		t.Errorf("only %d unsafe routes", unsafe)
	}
}

// TestOnlyTheTablesAreServed checks that no route is missing from the tables,
// and that none is there twice.
func TestOnlyTheTablesAreServed(t *testing.T) {
	t.Parallel()
	s := &Server{echo: echo.New()}
	if err := s.routes(); err != nil {
		t.Fatal(err)
	}
	var listed, served []string
	for _, r := range tables(s) {
		listed = append(listed, r.Method+" "+r.Path)
	}
	for _, r := range s.echo.Routes() {
		if r.Method != echo.RouteNotFound {
			served = append(served, r.Method+" "+r.Path)
		}
	}
	slices.Sort(listed)
	slices.Sort(served)
	if !slices.Equal(listed, served) {
		t.Errorf("the tables list\n%s\nand served are\n%s", strings.Join(listed, "\n"), strings.Join(served, "\n"))
	}
}

func TestARouteWithoutARightIsNotMounted(t *testing.T) {
	t.Parallel()
	none := func(echo.Context) error { return nil }
	for name, r := range map[string]kit.Route{
		"no right": kit.Post("/x", 0, none), "no such right": kit.Post("/x", kit.Own+1, none),
		"a call of the API without a scope": kit.Get("/api/v1/x", kit.See, none), "of a scope that is none": kit.Get("/api/v1/x", kit.See, none).For("all"),
		"a scope of less than the right": kit.Post("/api/v1/x", kit.Own, none).For(team.ScopeAlerts), "a page with a scope": kit.Get("/x", kit.See, none).For(team.ScopeRead),
		"a form of those who look": kit.Post("/x", kit.See, none), "a page of the owner's": kit.Get("/x", kit.Own, none),
	} {
		if err := (&Server{echo: echo.New()}).mount(bareSurface, []kit.Route{r}); err == nil {
			t.Errorf("%s was mounted", name)
		}
	}
}
