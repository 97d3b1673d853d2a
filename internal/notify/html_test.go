package notify_test

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// The elements and styles that mail programs of the last twenty years support.
var (
	allowedTags = set("html head meta title style body div table tbody tr th td p h1 h2 a span br")
	allowedAttr = set("lang charset name content class style role width cellpadding cellspacing border align valign href type scope colspan")
	allowedCSS  = set(`background-color border-radius border-top color display font-family font-size font-weight line-height margin margin-right
		margin-top max-height max-width opacity overflow overflow-wrap padding padding-top text-decoration white-space width word-break`)
	colour = regexp.MustCompile(`#[0-9a-fA-F]+\b`)
)

func set(words string) map[string]bool {
	all := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		all[w] = true
	}
	return all
}

func TestMailsUseOldHTML(t *testing.T) {
	t.Parallel()
	for name, m := range mails() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			page := mailFor(t, m, nil).HTML
			walk(parse(t, page), func(n *html.Node) { checkNode(t, n) })
			for _, must := range []string{
				`<meta name="color-scheme" content="light dark"`, `<meta name="supported-color-schemes" content="light dark"`,
				`<html lang="` + m.Locale + `"`, "<!doctype html>",
			} {
				if !strings.Contains(strings.ToLower(page), strings.ToLower(must)) {
					t.Errorf("%s is missing", must)
				}
			}
		})
	}
}

func checkNode(t *testing.T, n *html.Node) {
	t.Helper()
	if n.Type != html.ElementNode {
		return
	}
	if !allowedTags[n.Data] {
		t.Errorf("<%s> is not for mails", n.Data)
	}
	for _, a := range n.Attr {
		if !allowedAttr[a.Key] {
			t.Errorf("<%s %s> is not for mails", n.Data, a.Key)
		}
		if a.Key == "href" && !strings.HasPrefix(a.Val, "https://stock.example/") {
			t.Errorf("a link leads to %s", a.Val)
		}
	}
	if n.Data == "table" {
		titled := false // a table of data has titles
		walk(n, func(c *html.Node) { titled = titled || c.Data == "th" && within(c, n) })
		if titled == (attr(n, "role") == "presentation") {
			t.Error("a table for layout without role=presentation, or a table of data with it")
		}
	}
	for property, value := range style(n) {
		if !allowedCSS[property] || strings.Contains(value, "url(") {
			t.Errorf("style %s: %s is not for mails", property, value)
		}
		for _, c := range colour.FindAllString(value, -1) {
			if len(c) != 7 {
				t.Errorf("colour %s has not six digits", c)
			}
		}
		if width, ok := strings.CutSuffix(value, "px"); ok && strings.HasSuffix(property, "width") {
			if n, err := strconv.Atoi(width); err != nil || n > 600 {
				t.Errorf("%s: %s is wider than 600 px", property, value)
			}
		}
	}
}

// Text has enough contrast in three cases: as it is, inverted by a program
// without support for dark mode, and in the mail's own dark colours.
func TestMailsContrast(t *testing.T) {
	t.Parallel()
	page := mailFor(t, alert(catalogue(32)...), nil).HTML + mailFor(t, alert(incident(nil)), nil).HTML +
		mailFor(t, healthMails()["health_stock_stale"], nil).HTML
	dark := darkColours(t, page)
	seen := map[string]bool{}
	walk(parse(t, page), func(n *html.Node) {
		if n.Type != html.TextNode || strings.TrimSpace(n.Data) == "" || n.Parent.Data == "style" || n.Parent.Data == "title" {
			return
		}
		ink, paper := inherited(n, "color", nil), inherited(n, "background-color", nil)
		if style(n.Parent)["display"] == "none" || seen[ink+paper] {
			return
		}
		seen[ink+paper] = true
		darkInk, darkPaper := inherited(n, "color", dark), inherited(n, "background-color", dark)
		for mode, pair := range map[string][2]string{
			"light": {ink, paper}, "inverted": {invert(ink), invert(paper)}, "dark": {darkInk, darkPaper},
		} {
			if c := contrast(pair[0], pair[1]); c < 4.5 {
				t.Errorf("%q %s on %s: contrast %.2f %s", strings.TrimSpace(n.Data), pair[0], pair[1], c, mode)
			}
		}
	})
	if len(seen) < 8 {
		t.Errorf("only %d pairs of colours were looked at", len(seen))
	}
}

// darkColours reads class → property → colour from the style element.
func darkColours(t *testing.T, page string) map[string]map[string]string {
	t.Helper()
	rules := map[string]map[string]string{}
	rule := regexp.MustCompile(`\.([a-z-]+) \{ ([^}]*) \}`)
	for _, found := range rule.FindAllStringSubmatch(page, -1) {
		rules[found[1]] = declarations(strings.ReplaceAll(found[2], " !important", ""))
	}
	if len(rules) < 10 {
		t.Fatalf("found %d dark rules", len(rules))
	}
	return rules
}

func inherited(n *html.Node, property string, dark map[string]map[string]string) string {
	for n = n.Parent; n != nil; n = n.Parent {
		if value := dark[attr(n, "class")][property]; value != "" {
			return value
		}
		for class := range strings.FieldsSeq(attr(n, "class")) {
			if value := dark[class][property]; value != "" {
				return value
			}
		}
		if value := style(n)[property]; value != "" {
			return value
		}
	}
	return "#000000"
}

func style(n *html.Node) map[string]string { return declarations(attr(n, "style")) }

func declarations(css string) map[string]string {
	all := map[string]string{}
	for d := range strings.SplitSeq(css, ";") {
		if property, value, ok := strings.Cut(d, ":"); ok {
			all[strings.TrimSpace(property)] = strings.TrimSpace(value)
		}
	}
	return all
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func parse(t *testing.T, page string) *html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func walk(n *html.Node, visit func(*html.Node)) {
	for c := range n.Descendants() {
		visit(c)
	}
}

func rgb(hex string) (c [3]float64) {
	for i := range c {
		v, _ := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8)
		c[i] = float64(v)
	}
	return c
}

func invert(hex string) string {
	c := rgb(hex)
	return fmt.Sprintf("#%02x%02x%02x", 255-int(c[0]), 255-int(c[1]), 255-int(c[2]))
}

// contrast is the contrast ratio of WCAG.
func contrast(a, b string) float64 {
	luminance := func(hex string) float64 {
		l := 0.0
		for i, v := range rgb(hex) {
			v /= 255
			if v <= 0.04045 {
				v /= 12.92
			} else {
				v = math.Pow((v+0.055)/1.055, 2.4)
			}
			l += v * [...]float64{0.2126, 0.7152, 0.0722}[i]
		}
		return l
	}
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// pageText returns the visible text of a page, one string per element.
func pageText(t *testing.T, page string) []string {
	t.Helper()
	var all []string
	walk(parse(t, page), func(n *html.Node) {
		if n.Type != html.TextNode || n.Parent.Data == "style" || style(n.Parent)["display"] == "none" {
			return
		}
		if text := strings.Join(strings.Fields(n.Data), " "); text != "" {
			all = append(all, text)
		}
	})
	return all
}

// within says whether the innermost table around a cell is that table.
func within(cell, table *html.Node) bool {
	for n := cell.Parent; n != nil; n = n.Parent {
		if n.Data == "table" {
			return n == table
		}
	}
	return false
}
