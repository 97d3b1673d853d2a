package kit

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/overview"
	"cafe24-inventory-alert/internal/team"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/static"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

func assets(c echo.Context) views.Assets {
	a := PublicAssets()
	a.Theme, a.App, a.Htmx = themeOf(c), static.Path("app.js"), static.Path("htmx.min.js")
	return a
}

// PublicAssets returns what the pages outside the admin's frame load. Nothing
// white is around them, so their colours follow the computer.
func PublicAssets() views.Assets {
	return views.Assets{CSS: static.Path("app.css"), Loading: static.Path("loading.js"), Theme: ThemeAuto}
}

// Shell returns what surrounds every page: how fresh the numbers are, what
// needs attention, and what was just done.
func (k *Kit) Shell(c echo.Context, current, title string) (views.Shell, error) {
	who, ctx := SessionOf(c), c.Request().Context()
	r := k.ViewerOf(who)
	bar, err := k.BarOf(ctx, who)
	if err != nil {
		return views.Shell{}, err
	}
	shell := views.Shell{
		Locale: r.Locale, Assets: assets(c), App: k.app, Title: r.T(title), Current: current, Shop: who.Mall.ShopName,
		Fresh: r.Freshness(bar.Connection), Banner: r.Banner(bar.Connection), Done: r.Done(c.QueryParam("done")),
		Admin: k.AdminOf(who.Mall.ID),
	}
	shell.Help = helpMenu(k, who, current, bar)
	if r.Right < team.RightSee {
		shell.Bare, shell.Fresh, shell.Banner, shell.Help = true, views.Freshness{}, nil, nil
		return shell, nil
	}
	shell.ReadOnly, shell.Locked = r.Locked(current)
	shell.Standing = present.StandingText(bar.Counts)
	if shell.Changed, err = k.changed(c, r); err != nil || current != paths.Rules && current != paths.Stock {
		return shell, err
	}
	shell.Checking = r.Checking(bar.Evaluation)
	return shell, nil
}

// BarOf returns the bar around the page as it was read together with the
// session. A request that may have written something has no such bar, so BarOf
// reads it now.
func (k *Kit) BarOf(ctx context.Context, who Session) (overview.Bar, error) {
	if who.bar != nil {
		return *who.bar, nil
	}
	_, bar, err := k.store.Mall(who.Mall.ID).Page(ctx, overview.Caller{Operator: who.Operator})
	return bar, err
}

// Bare returns the part of the shell that fragments need. It makes no query.
func (k *Kit) Bare(c echo.Context) views.Shell {
	r := k.ViewerOf(SessionOf(c))
	shell := views.Shell{Locale: r.Locale}
	shell.ReadOnly, shell.Locked = r.Locked(paths.Stock)
	return shell
}

// Counted returns the part of the shell for a fragment that changed the counts.
func (k *Kit) Counted(c echo.Context, counts listing.Counts) views.Shell {
	shell := k.Bare(c)
	shell.Standing = present.StandingText(counts)
	return shell
}

// Finish answers a form that succeeded. It redirects to the page that the form
// was sent from, with a short message about what was done.
func Finish(c echo.Context, to, done string) error {
	return SeeOther(c, present.WithQuery(to, "done", done))
}

// OrNone writes a number for an address. It writes "" for 0, so that the
// address leaves the number out.
func OrNone(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// BackTo returns the address that a form says it came from, or fallback. It
// accepts only a page of this app, never another site.
func BackTo(text, fallback string) string {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "" || u.Host != "" || !strings.HasPrefix(text, "/") ||
		strings.HasPrefix(text, "//") || strings.ContainsAny(text, "\\\r\n") {
		return fallback
	}
	return text
}

// WithoutCursor redirects a list with an unknown cursor to the beginning of the
// list.
func WithoutCursor(c echo.Context) error {
	return c.Redirect(http.StatusSeeOther, present.WithQuery(c.Request().URL.RequestURI(), "cursor", ""))
}
