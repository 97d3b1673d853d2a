package views_test

import (
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"cafe24-inventory-alert/views/story"
)

// Every row of a table has as many cells as its head.
func TestTablesAreEven(t *testing.T) {
	t.Parallel()
	everyPage(t, func(t *testing.T, _ story.Page, doc *html.Node) {
		t.Helper()
		each(doc, func(table *html.Node) {
			if table.Data != "table" {
				return
			}
			width := 0
			each(table, func(row *html.Node) {
				if row.Data != "tr" {
					return
				}
				cells := 0
				for cell := range row.ChildNodes() {
					if span, err := strconv.Atoi(attr(cell, "colspan")); err == nil {
						cells += span
					} else if cell.Data == "td" || cell.Data == "th" {
						cells++
					}
				}
				if width == 0 {
					width = cells
				}
				if cells != width {
					t.Errorf("a row of %d cells in a table of %d", cells, width)
				}
			})
		})
	})
}

func TestWorksWithoutJavaScript(t *testing.T) {
	t.Parallel()
	everyPage(t, func(t *testing.T, _ story.Page, doc *html.Node) {
		t.Helper()
		each(doc, func(n *html.Node) {
			get, post := attr(n, "hx-get"), attr(n, "hx-post")
			action, _, _ := strings.Cut(attr(n, "action"), "#") // the page that opens without htmx
			if _, searches := lookup(n, "data-search"); searches || attr(n, "id") == "sync" || strings.HasPrefix(attr(n, "hx-trigger"), "every ") {
				return
			}
			switch {
			case get != "" && n.Data == "a" && attr(n, "href") != get:
				t.Errorf("hx-get %q is not its href %q", get, attr(n, "href"))
			case get != "" && n.Data == "form" && action != get, post != "" && n.Data == "form" && action != post:
				t.Errorf("form to %q asks htmx for %q", attr(n, "action"), get+post)
			case get != "" && n.Data != "a" && n.Data != "form", post != "" && n.Data != "form" && n.Data != "button":
				t.Errorf("<%s> works by htmx only", n.Data)
			}
			if n.Data == "form" && attr(n, "method") == "" {
				t.Errorf("form to %q has no method", attr(n, "action"))
			}
		})
	})
}
