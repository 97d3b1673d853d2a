package help

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"cafe24-inventory-alert/views/paths"
	"cafe24-inventory-alert/views/words"
)

var label = regexp.MustCompile(`\{\{([a-z0-9_.]+)(?:\|([^{}]+))?\}\}`)

// markdown renders no HTML that stands in a source, and no dangerous link. Its
// tables have no style attributes, which the content security policy forbids.
func markdown() goldmark.Markdown {
	return goldmark.New(
		goldmark.WithExtensions(extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignNone))),
		goldmark.WithParserOptions(parser.WithAttribute()),
	)
}

// render makes a page of its source.
func render(l words.Locale, slug, source string) (Page, error) {
	source, err := withLabels(l, source)
	if err != nil {
		return Page{}, err
	}
	body := []byte(source)
	m := markdown()
	doc := m.Parser().Parse(text.NewReader(body))
	p := Page{Slug: slug}
	if err := p.divide(doc, body); err != nil {
		return Page{}, err
	}
	if err := localize(doc, l); err != nil {
		return Page{}, err
	}
	var html bytes.Buffer
	if err := m.Renderer().Render(&html, body, doc); err != nil {
		return Page{}, err
	}
	p.HTML = html.String()
	return p, nil
}

// withLabels replaces {{key}} by the label in code marks, which pages show as
// the label of a button or a field.
func withLabels(l words.Locale, source string) (string, error) {
	var errs []error
	out := label.ReplaceAllStringFunc(source, func(found string) string {
		m := label.FindStringSubmatch(found)
		shown := l.T(m[1])
		switch {
		case !words.Has(m[1]):
			errs = append(errs, fmt.Errorf("the catalogue has no %q", m[1]))
		case strings.ContainsAny(shown, "{}`"):
			errs = append(errs, fmt.Errorf("%q is no label", m[1]))
		}
		if m[2] == "" {
			return "`" + shown + "`"
		}
		return "`" + shown + "`" + words.Particle(shown, m[2])
	})
	return out, errors.Join(errs...)
}

// divide takes the title and the lead out of the document, and collects the
// text of its sections.
func (p *Page) divide(doc ast.Node, source []byte) error {
	title := doc.FirstChild()
	if h, ok := title.(*ast.Heading); !ok || h.Level != 1 {
		return errors.New("it does not begin with a title")
	}
	lead := title.NextSibling()
	if lead == nil || lead.Kind() != ast.KindParagraph {
		return errors.New("no lead follows the title")
	}
	p.Title, p.Lead = plain(title, source), plain(lead, source)
	doc.RemoveChild(doc, title)
	doc.RemoveChild(doc, lead)
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok && h.Level == 2 {
			id, _ := h.AttributeString("id")
			name, _ := id.([]byte)
			if len(name) == 0 {
				return fmt.Errorf("%q has no id", plain(h, source))
			}
			p.Sections = append(p.Sections, Section{ID: string(name), Title: plain(h, source)})
			continue
		}
		if len(p.Sections) == 0 {
			return errors.New("text stands before the first section")
		}
		at := &p.Sections[len(p.Sections)-1]
		at.Text = strings.TrimSpace(at.Text + " " + plain(n, source))
	}
	return nil
}

// plain returns the text of a node, with spaces between its blocks.
func plain(n ast.Node, source []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch t := n.(type) {
		case *ast.Text:
			if entering {
				b.Write(t.Segment.Value(source))
				if t.SoftLineBreak() {
					b.WriteByte(' ')
				}
			}
		default:
			if !entering && (n.Type() == ast.TypeBlock) {
				b.WriteByte(' ')
			}
		}
		return ast.WalkContinue, nil
	}) // the function returns no error
	return strings.Join(strings.Fields(b.String()), " ")
}

// localize makes the links to other pages keep the language. A link of a source
// is "stock#urgent" for a page of the help, "/privacy" for another public page,
// or an https address.
func localize(doc ast.Node, l words.Locale) error {
	return ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		link, ok := n.(*ast.Link)
		if !ok || !entering {
			return ast.WalkContinue, nil
		}
		to := string(link.Destination)
		switch {
		case strings.HasPrefix(to, "https://"):
			link.SetAttributeString("rel", []byte("noopener"))
		case strings.HasPrefix(to, "#"):
		case strings.HasPrefix(to, "/"):
			link.Destination = []byte(to + "?lang=" + string(l))
		default:
			slug, id, _ := strings.Cut(to, "#")
			link.Destination = []byte(Address(l, slug, id))
		}
		return ast.WalkContinue, nil
	})
}

// Address returns the address of a page of the help, or of one of its sections
// if id is not "".
func Address(l words.Locale, slug, id string) string {
	to := paths.Of(paths.HelpPage, slug) + "?lang=" + string(l)
	if id != "" {
		to += "#" + id
	}
	return to
}
