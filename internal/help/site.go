package help

import (
	"embed"
	"errors"
	"fmt"
	"slices"
	"sync"

	"cafe24-inventory-alert/internal/typed"
	"cafe24-inventory-alert/views/words"
)

//go:embed ko/*.md en/*.md
var files embed.FS

// Slugs returns the names of the pages in the order of the table of contents.
func Slugs() []string {
	return []string{
		"first", "morning", "stock", "alerts", "thresholds", "mails", "channels", "reorder", "purchase", "receiving", "suppliers", "forecast", "sets", "report",
		"settings", "team", "connection", "cafe24", "terms", "contact", News,
	}
}

// News is the name of the page that lists what is new.
const News = "new"

// Page is a rendered page. Its HTML has no heading of the first level.
type Page struct {
	Slug     string
	Title    string
	Lead     string
	HTML     string
	Sections []Section

	sought string // the title as a search compares it
}

// Section is what stands below one heading of a page.
type Section struct {
	ID    string
	Title string
	Text  string // plain text, for excerpts

	sought, soughtTitle string // as a search compares them
}

// Site is the whole help in both languages. It never changes after [Load], so
// many goroutines may use it at once.
type Site struct {
	pages map[words.Locale][]Page
}

// Load returns the help, which is rendered once. Its error names every page that
// cannot be rendered.
//
//nolint:gochecknoglobals // what the binary holds does not change
var Load = sync.OnceValues(load)

func load() (*Site, error) {
	s := &Site{pages: map[words.Locale][]Page{}}
	var errs []error
	for _, l := range []words.Locale{words.Korean, words.English} {
		for _, slug := range Slugs() {
			source, err := files.ReadFile(string(l) + "/" + slug + ".md")
			if err != nil {
				errs = append(errs, err)
				continue
			}
			p, err := render(l, slug, string(source))
			if err != nil {
				errs = append(errs, fmt.Errorf("help: %s/%s.md: %w", l, slug, err))
			}
			for i := range p.Sections {
				at := &p.Sections[i]
				at.sought, at.soughtTitle = typed.Squash(at.Text), typed.Squash(at.Title)
			}
			p.sought = typed.Squash(p.Title)
			s.pages[l] = append(s.pages[l], p)
		}
	}
	return s, errors.Join(errs...)
}

// Pages returns all pages of a language.
func (s *Site) Pages(l words.Locale) []Page { return s.pages[l] }

// Page returns one page of a language.
func (s *Site) Page(l words.Locale, slug string) (Page, bool) {
	at := slices.IndexFunc(s.pages[l], func(p Page) bool { return p.Slug == slug })
	if at < 0 {
		return Page{}, false
	}
	return s.pages[l][at], true
}

// Latest returns the id of the newest entry of the page [News], which is its
// date (2006-01-02).
func (s *Site) Latest() string {
	p, ok := s.Page(words.Korean, News)
	if !ok || len(p.Sections) == 0 {
		return ""
	}
	return p.Sections[0].ID
}

// questionsShown is how many questions a page of the app shows.
const questionsShown = 5

// Questions returns the first sections of a page, which answer what is asked
// most about it.
func (s *Site) Questions(l words.Locale, slug string) []Section {
	p, _ := s.Page(l, slug)
	return p.Sections[:min(len(p.Sections), questionsShown)]
}
