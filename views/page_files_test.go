package views_test

import (
	"regexp"
	"testing"

	"golang.org/x/net/html"

	"cafe24-inventory-alert/views/story"
)

// A link to a file says its type. Otherwise static/loading.js shows that a page
// is loading, which no page ends.
func TestLinksToFilesHaveTheirType(t *testing.T) {
	t.Parallel()
	file := regexp.MustCompile(`/export\b|/diagnostics\b`)
	everyPage(t, func(t *testing.T, _ story.Page, doc *html.Node) {
		t.Helper()
		each(doc, func(n *html.Node) {
			if to := attr(n, "href"); n.Data == "a" && file.MatchString(to) != (attr(n, "type") != "") {
				t.Errorf("a link to %s has the type %q", to, attr(n, "type"))
			}
		})
	})
}
