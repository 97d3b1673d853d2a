package views_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"cafe24-inventory-alert/views/story"
)

// hooks are the classes without a style: selectors of forms, scripts and tests.
func hooks() []string { return []string{"auto", "group", "menu"} }

// TestEveryClassIsInTheStylesheet: a class that the stylesheet's build does not
// find in its sources has no effect. Cells of Go code stayed visible where their
// heads were hidden, so the list scrolled sideways.
func TestEveryClassIsInTheStylesheet(t *testing.T) {
	t.Parallel()
	css, err := os.ReadFile("../static/app.css")
	if err != nil {
		t.Fatal(err)
	}
	styled := map[string]bool{}
	for _, m := range regexp.MustCompile(`\.((?:[\w-]|\\.)+)`).FindAllStringSubmatch(string(css), -1) {
		styled[regexp.MustCompile(`\\(.)`).ReplaceAllString(m[1], "$1")] = true
	}
	everyPage(t, func(t *testing.T, _ story.Page, doc *html.Node) {
		t.Helper()
		each(doc, func(n *html.Node) {
			for class := range strings.FieldsSeq(attr(n, "class")) {
				if !styled[class] && !slices.Contains(hooks(), class) {
					t.Errorf("<%s> has class %q, which is not in app.css", n.Data, class)
				}
			}
		})
	})
}
