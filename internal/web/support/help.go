package support

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/help"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
	"cafe24-inventory-alert/views/words"
)

// helpIndex shows all pages of the help, or what a search finds in them.
func (h *Handler) helpIndex(c echo.Context) error {
	if err := h.TakePublic(c); err != nil {
		return err
	}
	l, query := h.LocaleOf(c), strings.TrimSpace(c.QueryParam("q"))
	if query == "" {
		return h.public(c, l, paths.Help, func() templ.Component {
			return views.HelpPageView(h.helpView(l, paths.Help, views.HelpPage{Title: l.T("help.title"), Lead: l.T("help.lead"), First: true}, ""))
		})
	}
	page := views.HelpPage{Title: l.T("help.title"), Query: query}
	found := h.Site.Search(l, query)
	switch n := len(found); n {
	case 0:
		page.Count = l.T("help.found_none", query)
	case help.MaxFound:
		page.Count = l.T("help.found_most", query, n)
	default:
		page.Count = l.T("help.found", query, n)
	}
	for _, f := range found {
		page.Found = append(page.Found, views.HelpFound{
			Title: f.Section.Title, Page: f.Page.Title, URL: help.Address(l, f.Page.Slug, f.Section.ID), Excerpt: f.Excerpt,
		})
	}
	return kit.Render(c, http.StatusOK, views.HelpPageView(h.helpView(l, paths.Help, page, query)))
}

// helpPage shows one page of the help.
func (h *Handler) helpPage(c echo.Context) error {
	if err := h.TakePublic(c); err != nil {
		return err
	}
	l := h.LocaleOf(c)
	page, ok := h.Site.Page(l, c.Param("page"))
	if !ok {
		return lowstock.NotFound()
	}
	path := paths.Of(paths.HelpPage, page.Slug)
	return h.public(c, l, path, func() templ.Component {
		return views.HelpPageView(h.helpView(l, path, views.HelpPage{Title: page.Title, Lead: page.Lead, HTML: page.HTML}, ""))
	})
}

// helpView adds to a page what every page of the help has.
func (h *Handler) helpView(l words.Locale, path string, page views.HelpPage, query string) views.HelpPage {
	page.Outside = h.outside(l, path)
	if query != "" {
		page.Other += "&q=" + url.QueryEscape(query)
	}
	for _, p := range h.Site.Pages(l) {
		page.Pages = append(page.Pages, views.HelpLink{
			Title: p.Title, Lead: p.Lead, URL: help.Address(l, p.Slug, ""), On: path == paths.Of(paths.HelpPage, p.Slug),
		})
	}
	return page
}

// outside returns what every public page has around its content.
func (h *Handler) outside(l words.Locale, path string) views.Outside {
	other := words.English
	if l == words.English {
		other = words.Korean
	}
	return views.Outside{
		Locale: l, Assets: kit.PublicAssets(), App: h.AppName(l), Other: path + "?lang=" + string(other), OtherLang: other,
		SupportEmail: h.Email, SupportURL: h.URL,
	}
}

// keptPage is a public page as it is sent.
type keptPage struct {
	body []byte
	etag string
}

// public sends a page that is the same for everybody. It is rendered once.
// Shared caches may keep it where the address names its language; else the
// language depends on headers.
func (h *Handler) public(c echo.Context, l words.Locale, path string, page func() templ.Component) error {
	key := string(l) + path
	kept, ok := h.kept.Load(key)
	if !ok {
		var body bytes.Buffer
		if err := page().Render(c.Request().Context(), &body); err != nil {
			return err
		}
		sum := sha256.Sum256(body.Bytes())
		kept, _ = h.kept.LoadOrStore(key, keptPage{body.Bytes(), `W/"` + hex.EncodeToString(sum[:8]) + `"`})
	}
	sent, _ := kept.(keptPage)
	header := c.Response().Header()
	header.Set("ETag", sent.etag)
	if c.QueryParam("lang") != "" {
		header.Set(echo.HeaderCacheControl, "public, max-age=300")
	} else {
		header.Set(echo.HeaderCacheControl, "private, max-age=300")
		header.Add(echo.HeaderVary, "Accept-Language, Cookie")
	}
	if c.Request().Header.Get("If-None-Match") == sent.etag {
		return c.NoContent(http.StatusNotModified)
	}
	return kit.Send(c, http.StatusOK, echo.MIMETextHTMLCharsetUTF8, sent.body)
}

// newsPage shows what is new, and notes that the operator has seen it.
func (h *Handler) newsPage(c echo.Context) error {
	who := kit.SessionOf(c)
	shell, err := h.Shell(c, paths.News, "help.news")
	if err != nil {
		return err
	}
	if shell.Help != nil && shell.Help.Unseen {
		if err := h.Store.Mall(who.Mall.ID).SawNews(c.Request().Context(), who.Operator.ID, h.Site.Latest()); err != nil {
			return err
		}
		shell.Help.Unseen = false
	}
	page, ok := h.Site.Page(who.Locale, help.News)
	if !ok {
		return lowstock.NotFound()
	}
	return kit.Render(c, http.StatusOK, views.NewsPageView(views.NewsPage{
		Shell: shell, Lead: page.Lead, HTML: page.HTML, Help: help.Address(who.Locale, help.News, ""),
	}))
}
