package web_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// messageAt returns the message at a field that is marked as invalid.
func messageAt(t *testing.T, page, id string) string {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	if at := find(doc, func(n *html.Node) bool { return attribute(n, "id") == id+"-error" }); at != nil {
		for n := range at.Descendants() {
			if n.Type == html.TextNode {
				text.WriteString(n.Data)
			}
		}
	}
	if !strings.Contains(page, `aria-describedby="`+id+`-error"`) {
		return ""
	}
	return strings.TrimSpace(text.String())
}

// resent returns what a browser would send from the form with a refused field.
func resent(doc *html.Node, id string) url.Values {
	field := find(doc, func(n *html.Node) bool { return attribute(n, "aria-describedby") == id+"-error" })
	if field == nil {
		return nil
	}
	owner := formOf(doc, field)
	out := url.Values{}
	for n := range doc.Descendants() {
		name := attribute(n, "name")
		if n.Type != html.ElementNode || name == "" || owner == nil || formOf(doc, n) != owner {
			continue
		}
		switch kind := attribute(n, "type"); {
		case n.Data == "select":
			out[name] = append(out[name], selected(n))
		case n.Data == "textarea":
			text := ""
			if n.FirstChild != nil {
				text = n.FirstChild.Data
			}
			out.Add(name, text)
		case n.Data == "input" && (kind == "checkbox" || kind == "radio"):
			if has(n, "checked") {
				out.Add(name, attribute(n, "value"))
			}
		case n.Data == "input":
			out.Add(name, attribute(n, "value"))
		}
	}
	return out
}

// formOf returns the form that a control belongs to.
func formOf(doc, n *html.Node) *html.Node {
	if named := attribute(n, "form"); named != "" {
		return find(doc, func(n *html.Node) bool { return n.Data == "form" && attribute(n, "id") == named })
	}
	for ; n != nil; n = n.Parent {
		if n.Type == html.ElementNode && n.Data == "form" {
			return n
		}
	}
	return nil
}

// selected returns the value of a select, which is the first one when none is
// selected.
func selected(list *html.Node) string {
	value, first := "", true
	for n := range list.Descendants() {
		if n.Type == html.ElementNode && n.Data == "option" && (first || has(n, "selected")) {
			value, first = attribute(n, "value"), false
		}
	}
	return value
}

func find(in *html.Node, is func(*html.Node) bool) *html.Node {
	for n := range in.Descendants() {
		if n.Type == html.ElementNode && is(n) {
			return n
		}
	}
	return nil
}

func has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}
