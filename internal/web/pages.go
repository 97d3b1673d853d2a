package web

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/static"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// staticFile serves stylesheet, script and images.
func (s *Server) staticFile(c echo.Context) error {
	if !s.files.Has(c.Request().URL.Path) {
		return echo.ErrNotFound
	}
	s.files.ServeHTTP(c.Response(), c.Request())
	return nil
}

func assets() views.Assets {
	return views.Assets{CSS: stylesheet(), App: static.Path("app.js"), Htmx: static.Path("htmx.min.js")}
}

// shell is what stands around every page: how fresh the numbers are, what
// needs attention, and what was just done.
func (s *Kit) shell(c echo.Context, current, title string) (views.Shell, error) {
	who, ctx := sess(c), c.Request().Context()
	r := s.readerOf(who)
	bar, err := s.barOf(ctx, who)
	if err != nil {
		return views.Shell{}, err
	}
	shell := views.Shell{
		Locale: r.Locale, Assets: assets(), App: s.app, Title: r.T(title), Current: current, Shop: who.mall.ShopName,
		Fresh: r.Freshness(bar.Connection), Banner: r.Banner(bar.Connection), Done: r.Done(c.QueryParam("done")), Guest: r.Right < lowstock.RightAct,
		Admin: s.adminOf(who.mall.ID),
	}
	shell.ReadOnly, shell.Locked = r.Locked(current)
	shell.Standing = present.StandingText(bar.Counts)
	if shell.Changed, err = s.changed(c, r); err != nil || current != paths.Rules && current != paths.Stock {
		return shell, err
	}
	shell.Checking = r.Checking(bar.Evaluation)
	return shell, nil
}

// barOf is what stands around the page, as the session's own reading has it. A
// request that may have written something has none, and reads it now.
func (s *Kit) barOf(ctx context.Context, who session) (lowstock.Bar, error) {
	if who.bar != nil {
		return *who.bar, nil
	}
	_, bar, err := s.store.Mall(who.mall.ID).Page(ctx, who.operator.ID)
	return bar, err
}

// bare is the part of the shell that fragments need: no query is made for it.
func (s *Kit) bare(c echo.Context) views.Shell {
	r := s.readerOf(sess(c))
	shell := views.Shell{Locale: r.Locale, Guest: r.Right < lowstock.RightAct}
	shell.ReadOnly, shell.Locked = r.Locked(paths.Stock)
	return shell
}

// counted is the part of the shell for a fragment that changed the counts.
func (s *Kit) counted(c echo.Context, counts lowstock.Counts) views.Shell {
	shell := s.bare(c)
	shell.Standing = present.StandingText(counts)
	return shell
}

// finish answers a form that was done: back to where it was sent from, with a
// word of what was done.
func finish(c echo.Context, to, done string) error {
	return seeOther(c, present.WithQuery(to, "done", done))
}

// orNone is a number for an address; nothing is left out of it.
func orNone(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// backTo returns where a form says it came from, or fallback: only a page of
// ours, never another site.
func backTo(text, fallback string) string {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "" || u.Host != "" || !strings.HasPrefix(text, "/") ||
		strings.HasPrefix(text, "//") || strings.ContainsAny(text, "\\\r\n") {
		return fallback
	}
	return text
}

// swaps says whether htmx is about to swap the element with this id.
func swaps(c echo.Context, id string) bool {
	return isFragment(c) && strings.HasSuffix(c.Request().Header.Get("HX-Target"), "#"+id)
}

// withoutCursor answers a list whose place is not known any more with its
// beginning.
func withoutCursor(c echo.Context) error {
	return c.Redirect(http.StatusSeeOther, present.WithQuery(c.Request().URL.RequestURI(), "cursor", ""))
}
