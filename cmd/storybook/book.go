package main

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"html/template"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"

	"cafe24-inventory-alert/internal/web"
	"cafe24-inventory-alert/static"
	"cafe24-inventory-alert/views/story"
	"cafe24-inventory-alert/views/words"
)

//go:embed index.html
var files embed.FS

// mailPolicy allows what a mail program allows in a page: only its own style.
const mailPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// book holds every page as it is sent, by its path: /ko/stock-error.
type book struct {
	index []byte
	list  []entry
	pages map[string]leaf
}

// entry is a page in the index, and in index.json for the browser tests.
type entry struct {
	URL  string `json:"url"`
	Name string `json:"name"`
	Lang string `json:"lang"`
	Mail bool   `json:"letter"`
}

type leaf struct {
	url    string
	body   []byte
	policy string
}

// handler renders all pages once. It returns an error if a page cannot be
// rendered.
func handler(ctx context.Context) (http.Handler, error) {
	b := &book{pages: map[string]leaf{}}
	for _, l := range []words.Locale{words.Korean, words.English} {
		if err := b.add(ctx, l, story.Pages(l), web.ContentPolicy("'self' data:", "'self'", "'none'"), false); err != nil {
			return nil, err
		}
		if err := b.add(ctx, l, story.Mails(l), mailPolicy, true); err != nil {
			return nil, err
		}
	}
	shelf, err := template.ParseFS(files, "index.html")
	if err != nil {
		return nil, err
	}
	var page bytes.Buffer
	if err := shelf.Execute(&page, map[string]any{"CSS": static.Path("app.css"), "Rows": b.rows()}); err != nil {
		return nil, err
	}
	b.index = page.Bytes()
	mux := http.NewServeMux()
	mux.Handle("GET /static/", static.Handler())
	mux.HandleFunc("GET /{$}", b.showIndex)
	mux.HandleFunc("GET /index.json", b.showList)
	mux.HandleFunc("/", b.showPage)
	return mux, nil
}

func (b *book) add(ctx context.Context, l words.Locale, pages []story.Page, policy string, isMail bool) error {
	// The pages refer to the files beside them by relative paths, so that they
	// also open from disk.
	assets := strings.NewReplacer(
		`"app.css"`, `"`+static.Path("app.css")+`"`, `"app.js"`, `"`+static.Path("app.js")+`"`, `"htmx.min.js"`, `"`+static.Path("htmx.min.js")+`"`,
		`"loading.js"`, `"`+static.Path("loading.js")+`"`,
	)
	for _, p := range pages {
		var body bytes.Buffer
		if err := p.Body.Render(ctx, &body); err != nil {
			return err
		}
		e := entry{URL: "/" + string(l) + "/" + p.Name, Name: p.Name, Lang: string(l), Mail: isMail}
		b.list = append(b.list, e)
		b.pages[e.URL] = leaf{e.URL, []byte(assets.Replace(body.String())), policy}
	}
	return nil
}

// row is one page of the index, in both languages.
type row struct {
	Name    string
	Section bool // the first of its page
	Links   []entry
}

func (b *book) rows() []row {
	var list []row
	at, before := map[string]int{}, ""
	for _, e := range b.list {
		i, ok := at[e.Name]
		if !ok {
			section, _, _ := strings.Cut(e.Name, "-")
			i, at[e.Name] = len(list), len(list)
			list = append(list, row{Name: e.Name, Section: section != before})
			before = section
		}
		list[i].Links = append(list[i].Links, e)
	}
	return list
}

func (b *book) showIndex(w http.ResponseWriter, _ *http.Request) {
	send(w, "text/html; charset=utf-8", web.ContentPolicy("'self' data:", "'self'", "'none'"), b.index)
}

func (b *book) showList(w http.ResponseWriter, _ *http.Request) {
	body, err := json.Marshal(b.list)
	if err != nil {
		http.Error(w, "Internal error", http.StatusInternalServerError)
		return
	}
	send(w, "application/json", "default-src 'none'", body)
}

// showPage answers the requests of a page as far as the storybook can: a link
// opens the page that it leads to, a form returns to its own page, and htmx
// gets an empty answer.
func (b *book) showPage(w http.ResponseWriter, r *http.Request) {
	from := "/"
	if u, err := url.Parse(r.Referer()); err == nil && b.pages[u.Path].url != "" {
		from = b.pages[u.Path].url
	}
	found, ok := b.pages[r.URL.Path]
	name := path.Base(r.URL.Path)
	switch {
	case r.Header.Get("HX-Request") != "":
		w.WriteHeader(http.StatusNoContent)
	case r.Method != http.MethodGet:
		http.Redirect(w, r, from, http.StatusSeeOther)
	case ok:
		send(w, "text/html; charset=utf-8", found.policy, found.body)
	case path.Ext(name) == ".svg":
		send(w, "image/svg+xml", "default-src 'none'", picture(name))
	default:
		http.Redirect(w, r, b.leadsTo(r.URL.Path, from), http.StatusSeeOther)
	}
}

// leadsTo returns the page that an address of the product opens, in the
// language of the page with the link. If there is none, it returns the index.
func (b *book) leadsTo(address, from string) string {
	lang := "/ko/"
	if strings.HasPrefix(from, "/en/") {
		lang = "/en/"
	}
	section, deeper, _ := strings.Cut(strings.TrimPrefix(address, "/"), "/")
	one := map[string]string{"stock": "product", "alerts": "alert"} // the page of one element of a section's list
	if _, err := strconv.Atoi(deeper); err == nil && one[section] != "" {
		section = one[section]
	}
	if page, ok := b.pages[lang+section]; ok {
		return page.url
	}
	return "/"
}

// picture returns an image in place of a product's image, with a colour of its
// own.
func picture(name string) []byte {
	hue := 0
	for _, c := range name {
		hue = (hue*31 + int(c)) % 360
	}
	return []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 36 36"><rect width="36" height="36" fill="hsl(` + strconv.Itoa(hue) + `,30%,72%)"/></svg>`)
}

func send(w http.ResponseWriter, kind, policy string, body []byte) {
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	_, _ = w.Write(body) // no answer is needed if the client has disconnected
}
