package views_test

import (
	"bytes"
	"compress/gzip"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"cafe24-inventory-alert/views/paths"
	"cafe24-inventory-alert/views/story"
	"cafe24-inventory-alert/views/words"
)

// Run with -out DIR to look at every page in a browser, without a database.
var out = flag.String("out", "", "folder to write the rendered pages to")

func locales() []words.Locale { return []words.Locale{words.Korean, words.English} }

func render(t *testing.T, p story.Page) string {
	t.Helper()
	var b bytes.Buffer
	if err := p.Body.Render(t.Context(), &b); err != nil {
		t.Fatalf("%s: %v", p.Name, err)
	}
	return b.String()
}

func parse(t *testing.T, p story.Page) *html.Node {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(render(t, p)))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// find returns a page or fragment in Korean.
func find(t *testing.T, name string) story.Page {
	t.Helper()
	all := slices.Concat(story.Pages(words.Korean), story.Fragments(words.Korean))
	at := slices.IndexFunc(all, func(p story.Page) bool { return p.Name == name })
	if at < 0 {
		t.Fatalf("no story %q", name)
	}
	return all[at]
}

// each calls f for every element of a page.
func each(doc *html.Node, f func(n *html.Node)) {
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode {
			f(n)
		}
	}
}

func attr(n *html.Node, name string) string {
	v, _ := lookup(n, name)
	return v
}

func lookup(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// everyPage runs f over all pages and fragments in both languages.
func everyPage(t *testing.T, f func(t *testing.T, p story.Page, doc *html.Node)) {
	t.Helper()
	for _, l := range locales() {
		for _, p := range slices.Concat(story.Pages(l), story.Fragments(l)) {
			t.Run(p.Name+"-"+string(l), func(t *testing.T) {
				t.Parallel()
				f(t, p, parse(t, p))
			})
		}
	}
}

func TestPagesToDisk(t *testing.T) {
	t.Parallel()
	for _, l := range locales() {
		for _, p := range story.Pages(l) {
			body := render(t, p)
			if *out == "" {
				continue
			}
			if err := os.WriteFile(filepath.Join(*out, p.Name+"-"+string(l)+".html"), []byte(body), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestNothingInline: the content security policy allows no inline script, no
// inline style and no eval, and htmx would eval these.
func TestNothingInline(t *testing.T) {
	t.Parallel()
	everyPage(t, func(t *testing.T, _ story.Page, doc *html.Node) {
		t.Helper()
		each(doc, func(n *html.Node) {
			if n.Data == "style" || n.Data == "script" && (attr(n, "src") == "" || n.FirstChild != nil) {
				t.Errorf("inline <%s>", n.Data)
			}
			for _, a := range n.Attr {
				switch {
				case a.Key == "style", strings.HasPrefix(a.Key, "on"), strings.HasPrefix(a.Key, "hx-on"):
					t.Errorf("<%s> has %s", n.Data, a.Key)
				case strings.HasPrefix(a.Val, "js:"), strings.HasPrefix(a.Val, "javascript:"):
					t.Errorf("<%s %s=%q> is a script", n.Data, a.Key, a.Val)
				case a.Key == "hx-trigger" && strings.Contains(a.Val, "["):
					t.Errorf("hx-trigger=%q has a filter, which htmx evals", a.Val)
				}
			}
		})
	})
}

func TestIDsAreUniqueAndPointedAt(t *testing.T) {
	t.Parallel()
	everyPage(t, func(t *testing.T, p story.Page, doc *html.Node) {
		t.Helper()
		ids := map[string]bool{}
		each(doc, func(n *html.Node) {
			if id := attr(n, "id"); id != "" {
				if ids[id] {
					t.Errorf("id %q stands twice", id)
				}
				ids[id] = true
			}
		})
		if strings.HasPrefix(p.Name, "f-") {
			return // points into the page it goes to
		}
		each(doc, func(n *html.Node) {
			for _, name := range []string{"for", "aria-labelledby", "aria-describedby", "form", "list"} {
				if id := attr(n, name); id != "" && !ids[id] {
					t.Errorf("<%s %s=%q> points nowhere", n.Data, name, id)
				}
			}
			for _, name := range []string{"href", "hx-target", "hx-include", "hx-indicator"} {
				if id, ok := strings.CutPrefix(attr(n, name), "#"); ok && !ids[id] {
					t.Errorf("<%s %s=%q> points nowhere", n.Data, name, "#"+id)
				}
			}
		})
	})
}

func TestEverythingHasAName(t *testing.T) {
	t.Parallel()
	everyPage(t, func(t *testing.T, _ story.Page, doc *html.Node) {
		t.Helper()
		labels := map[string]bool{}
		each(doc, func(n *html.Node) {
			if n.Data == "label" {
				labels[attr(n, "for")] = true
			}
		})
		each(doc, func(n *html.Node) {
			label := attr(n, "aria-label")
			switch n.Data {
			case "a", "button", "summary", "h1", "h2", "h3", "th":
				if label == "" && text(n) == "" {
					t.Errorf("<%s> has no name: %v", n.Data, n.Attr)
				}
			case "input", "select", "textarea":
				inLabel := n.Parent.Data == "label"
				if attr(n, "type") != "hidden" && label == "" && !inLabel && !labels[attr(n, "id")] {
					t.Errorf("<%s name=%q> has no label", n.Data, attr(n, "name"))
				}
			case "img":
				if _, ok := lookup(n, "alt"); !ok {
					t.Errorf("<img src=%q> has no alt", attr(n, "src"))
				}
			case "svg":
				if attr(n, "aria-hidden") != "true" && attr(n, "role") != "img" {
					t.Error("an svg is neither hidden nor named")
				}
			}
		})
	})
}

// TestEverySentenceIsWhole: a sentence without an argument shows a placeholder.
func TestEverySentenceIsWhole(t *testing.T) {
	t.Parallel()
	hole := regexp.MustCompile(`\{\d[^}]*\}`)
	for _, l := range locales() {
		for _, p := range slices.Concat(story.Pages(l), story.Fragments(l), story.Mails(l)) {
			if found := hole.FindAllString(render(t, p), -1); len(found) > 0 {
				t.Errorf("%s-%s: %v stands in the page", p.Name, l, found)
			}
		}
	}
}

// TestWorksWithoutJavaScript: everything that htmx does, a link or a form does
// too. The exceptions are the search while typing and the progress that reloads
// itself.
func TestOneHeadingAndTheLanguage(t *testing.T) {
	t.Parallel()
	for _, l := range locales() {
		for _, p := range story.Pages(l) {
			h1, lang, title := 0, "", ""
			each(parse(t, p), func(n *html.Node) {
				switch n.Data {
				case "h1":
					h1++
				case "html":
					lang = attr(n, "lang")
				case "title":
					title = text(n)
				}
			})
			if h1 != 1 || lang != string(l) || title == "" {
				t.Errorf("%s-%s: %d h1, lang %q, title %q", p.Name, l, h1, lang, title)
			}
		}
	}
}

func TestReadOnlyHasNoButtons(t *testing.T) {
	t.Parallel()
	looked := 0
	for _, p := range story.Pages(words.Korean) {
		if !strings.HasSuffix(p.Name, "-readonly") {
			continue
		}
		looked++
		each(parse(t, p), func(n *html.Node) {
			if n.Data == "form" && attr(n, "method") == "post" && !slices.Contains([]string{paths.Logout, paths.Theme}, attr(n, "action")) && hasButton(n) {
				t.Errorf("%s: a form to %s can be sent", p.Name, attr(n, "action"))
			}
		})
	}
	if looked < 9 {
		t.Errorf("%d pages are there read-only, not every page that changes something", looked)
	}
}

func hasButton(n *html.Node) bool {
	found := false
	each(n, func(d *html.Node) { found = found || d.Data == "button" })
	return found
}

func TestRefusedInputIsExplainedTwiceAndKept(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"stock-error", "settings-error"} {
		p := find(t, name)
		doc := parse(t, p)
		var links []string
		each(doc, func(n *html.Node) {
			if n.Data == "title" && !strings.HasPrefix(text(n), "오류:") {
				t.Errorf("%s: title %q", p.Name, text(n))
			}
			if attr(n, "id") == "errors" {
				each(n, func(a *html.Node) {
					if id, ok := strings.CutPrefix(attr(a, "href"), "#"); ok {
						links = append(links, id)
					}
				})
			}
		})
		if len(links) == 0 {
			t.Fatalf("%s: the summary has no links", p.Name)
		}
		each(doc, func(n *html.Node) {
			if slices.Contains(links, attr(n, "id")) && (attr(n, "aria-invalid") != "true" || attr(n, "value") == "" && attr(n, "id") != "quiet_to") {
				t.Errorf("%s: field %s is not marked, or lost what was typed", p.Name, attr(n, "id"))
			}
		})
	}
}

func TestSearchCarriesTheTilesAlong(t *testing.T) {
	t.Parallel()
	body := render(t, find(t, "f-search"))
	for _, want := range []string{`<section id="results"`, `<hx-partial hx-target="#tiles" hx-swap="outerHTML">`, `<hx-partial hx-target="#count"`} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s", want)
		}
	}
	if strings.Contains(body, "data-search") {
		t.Error("the search field is swapped while somebody types in it")
	}
}

func zipped(t *testing.T, body []byte) int {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(body); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

// TestWeight: a first visit loads the page, the stylesheet and three scripts.
func TestWeight(t *testing.T) {
	t.Parallel()
	fragment := zipped(t, []byte(render(t, find(t, "f-search-full"))))
	total := zipped(t, []byte(render(t, find(t, "stock-full"))))
	size := map[string]int{}
	for _, name := range []string{"app.css", "app.js", "htmx.min.js", "loading.js"} {
		body, err := os.ReadFile(filepath.Join("../static", name))
		if err != nil {
			t.Fatal(err)
		}
		size[name] = zipped(t, body)
		total += size[name]
	}
	t.Logf("first load %d bytes, of it %v; fragment of 50 rows %d", total, size, fragment)
	if total > 120<<10 {
		t.Errorf("first load is %d bytes compressed, at most 120 KiB", total)
	}
	if js := size["app.js"] + size["htmx.min.js"] + size["loading.js"]; js > 20<<10 {
		t.Errorf("scripts are %d bytes compressed, at most 20 KiB", js)
	}
	if size["app.css"] > 25<<10 {
		t.Errorf("the stylesheet is %d bytes compressed, at most 25 KiB", size["app.css"])
	}
	if fragment > 15<<10 {
		t.Errorf("a page of the list is %d bytes compressed, at most 15 KiB", fragment)
	}
}
