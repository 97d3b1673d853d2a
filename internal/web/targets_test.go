package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"
	"golang.org/x/net/html"

	"cafe24-inventory-alert/views/story"
	"cafe24-inventory-alert/views/words"
)

// target is the method and the address to which a link, a form or an htmx element leads.
type target struct{ method, address string }

// targetsOf returns all targets of the page at address.
func targetsOf(doc *html.Node, address string) []target {
	var all []target
	form := http.MethodGet
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode || n.Data == "link" { // a stylesheet; another test checks its hash
			continue
		}
		attributes := map[string]string{}
		for _, a := range n.Attr {
			attributes[a.Key] = a.Val
		}
		if n.Data == "form" {
			form = strings.ToUpper(attributes["method"])
			all = append(all, target{form, attributes["action"]})
		}
		for name, method := range map[string]string{
			"href": http.MethodGet, "formaction": form,
			"hx-get": http.MethodGet, "hx-post": http.MethodPost, "hx-put": http.MethodPut, "hx-delete": http.MethodDelete,
		} {
			if to, is := attributes[name]; is {
				all = append(all, target{method, to})
			}
		}
	}
	return slices.DeleteFunc(all, func(at target) bool {
		u, err := url.Parse(at.address)
		return err == nil && (u.Host != "" || u.Scheme == "mailto") || at.address == "" && address == ""
	})
}

// serves fails the test when no route answers a target.
func serves(t *testing.T, e *echo.Echo, page string, at target) {
	t.Helper()
	u, err := url.Parse(at.address)
	if err != nil {
		t.Errorf("%s leads to %q: %v", page, at.address, err)
		return
	}
	if u.Path == "" { // the page itself
		return
	}
	c := e.NewContext(nil, nil)
	e.Router().Find(at.method, u.EscapedPath(), c)
	if c.Path() == "" || strings.HasSuffix(c.Path(), "/*") && !strings.HasPrefix(c.Path(), "/static/") {
		t.Errorf("%s leads to %s %s, which no route answers", page, at.method, at.address)
	}
}

func (b *bench) router(t *testing.T) *echo.Echo {
	t.Helper()
	e, ok := b.server.Handler().(*echo.Echo)
	if !ok {
		t.Fatalf("Handler is a %T", b.server.Handler())
	}
	return e
}

// TestPagesLeadToRoutes checks that every link, form and element of htmx of
// every storybook page leads to a route that answers its method.
func TestPagesLeadToRoutes(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	e, found := b.router(t), map[target]bool{}
	for _, p := range slices.Concat(story.Pages(words.Korean), story.Fragments(words.Korean)) {
		var body strings.Builder
		if err := p.Body.Render(t.Context(), &body); err != nil {
			t.Fatal(err)
		}
		doc, err := html.Parse(strings.NewReader(body.String()))
		if err != nil {
			t.Fatal(err)
		}
		for _, at := range targetsOf(doc, "") {
			if !found[at] {
				found[at] = true
				serves(t, e, p.Name, at)
			}
		}
	}
	if len(found) < 100 {
		t.Errorf("only %d targets", len(found))
	}
}

// TestServedPagesLeadToRoutes visits the pages of the app as the owner does,
// and checks that every address that a presenter makes has a route.
func TestServedPagesLeadToRoutes(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.owner(t, mall)
	b.seed(t, 3)
	b.endSync(t)
	b.notified(t, "a@shop.test")
	w.post("/api/v1/alerts", `{"threshold":3}`).want(http.StatusCreated)
	w.post("/api/v1/alerts", `{"product_no":1,"threshold":4}`).want(http.StatusCreated)
	b.collected(t)

	e, seen, queue := b.router(t), map[string]bool{}, []string{"/stock"}
	routes := map[string]bool{}
	for len(queue) > 0 && len(seen) < 80 {
		page := queue[0]
		queue = queue[1:]
		answer := w.get(page)
		if answer.StatusCode != http.StatusOK || !strings.HasPrefix(answer.Header.Get("Content-Type"), "text/html") {
			continue
		}
		doc, err := html.Parse(strings.NewReader(answer.body))
		if err != nil {
			t.Fatal(err)
		}
		for _, at := range targetsOf(doc, page) {
			serves(t, e, page, at)
			path, _, _ := strings.Cut(at.address, "#")
			if at.method != http.MethodGet || !strings.HasPrefix(path, "/") || seen[path] || strings.HasPrefix(path, "/auth/") || strings.HasPrefix(path, "/static/") {
				continue
			}
			if route := b.routeOf(t, path); !routes[route] || strings.Count(path, "?") == 0 {
				routes[route], seen[path] = true, true
				queue = append(queue, path)
			}
		}
	}
	for _, want := range []string{"/stock/:product_no", "/alerts/:id", "/rules", "/reorder", "/settings", "/connection", "/promotions", "/report"} {
		if !routes[want] {
			t.Errorf("no page leads to %s", want)
		}
	}
}

func (b *bench) routeOf(t *testing.T, address string) string {
	t.Helper()
	e := b.router(t)
	c := e.NewContext(nil, nil)
	path, _, _ := strings.Cut(address, "?")
	e.Router().Find(http.MethodGet, path, c)
	return c.Path()
}
