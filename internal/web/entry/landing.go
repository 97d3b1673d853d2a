package entry

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/install"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// landing answers "/": a signed launch, a return to a session, or a visitor who
// has neither.
func (h *Handler) landing(c echo.Context) error {
	if c.Request().URL.RawQuery != "" {
		return h.launch(c)
	}
	_, err := h.BrowserSession(c, false)
	switch {
	case err == nil:
		return kit.SeeOther(c, paths.Stock)
	case lowstock.ErrorCode(err) != lowstock.CodeUnauthorized:
		return err
	}
	locale := h.LocaleOf(c)
	return kit.Render(c, http.StatusOK, views.MessagePage(h.Message(c, views.Message{
		Title:      h.AppName(locale),
		Paragraphs: []string{locale.T("landing.what"), locale.T("landing.how")},
	})))
}

// launch turns a signed opening of the app into a session. A reloaded frame
// sends the same launch again: it goes on where a session of that mall lives,
// and opens nothing by itself.
func (h *Handler) launch(c echo.Context) error {
	raw := c.Request().URL.RawQuery
	c.Response().Header().Set(echo.HeaderReferrerPolicy, "no-referrer") // the query is a credential
	mayFrame(c, raw)
	if wait, ok := h.takeLaunch(c, raw); !ok {
		return kit.TooMany(c, wait)
	}
	mall, operator, replay, err := h.Install.Launch(c.Request().Context(), raw)
	if mall.ID != "" {
		kit.Concerns(c, mall.ID)
	}
	switch {
	case replay:
		return h.goOn(c, mall.ID, cmp.Or(err, install.ErrLaunchUsed))
	case err != nil:
		return err
	}
	t := kit.NewTicket(mall, operator, kit.InFrame(c), h.Now())
	if err := h.Cookies.Seal(c, t); err != nil {
		return err
	}
	// Nobody is kept out for want of an entry in a list of people.
	if err := h.Store.Mall(mall.ID).SeeOperator(c.Request().Context(), t.Operator, h.Now()); err != nil {
		h.Log.WarnContext(c.Request().Context(), "operator not noted", "mall", mall.ID, "error", err)
	}
	return kit.SeeOther(c, h.WithWindow(c, h.firstPage(c, mall), mall, t))
}

// takeLaunch counts a launch: a proven one by its mall, any other by where it
// comes from. A whole office may open the app from one address, and nobody makes
// proven launches but Cafe24.
func (h *Handler) takeLaunch(c echo.Context, raw string) (wait time.Duration, ok bool) {
	launch, err := h.Platform.VerifyLaunch(raw)
	if err != nil {
		return h.Limits.Launches.Take(kit.AddressKey(c.RealIP()))
	}
	c.Set(kit.ContextLaunch, "/?"+raw)
	if wait, ok = h.Limits.Launches.Take("mall " + launch.MallID); ok {
		c.Set(kit.ContextLaunch, nil) // it is about to be used
	}
	return wait, ok
}

// goOn answers a launch that opens nothing by itself: where a session of that
// mall lives, it goes on without new rights; anywhere else it is refused.
func (h *Handler) goOn(c echo.Context, mall lowstock.MallID, refusal error) error {
	inside, err := h.hasSession(c, mall)
	kit.Concerns(c, mall)
	switch {
	case err != nil:
		return err
	case !inside:
		if errors.Is(refusal, install.ErrLaunchTwin) {
			c.Response().Header().Set("Refresh", "2; url=/") // by then the other window has opened the session
		}
		return refusal
	}
	return kit.SeeOther(c, paths.Stock)
}

// firstPage is where a session that was just opened begins: consent where it is
// missing, else where the person was going.
func (h *Handler) firstPage(c echo.Context, mall lowstock.Mall) string {
	if home := h.home(c, mall); home != paths.Stock {
		return home
	}
	return h.takeDestination(c, mall.ID)
}

// home is the stock list for a mall whose tokens are alive, and consent for any
// other.
func (h *Handler) home(c echo.Context, mall lowstock.Mall) string {
	if mall.State != lowstock.MallActive {
		return paths.Install
	}
	now := h.Now()
	standing, err := h.Store.Mall(mall.ID).Connection(c.Request().Context(), now)
	if err == nil && !standing.RefreshExpiresAt.IsZero() && !standing.RefreshExpiresAt.After(now) {
		return paths.Install
	}
	return paths.Stock // where this cannot be known, the page itself says so
}

// mayFrame lets the admin that sent a launch show why it was refused. The mall
// is only claimed so far; the page shows nothing of it.
func mayFrame(c echo.Context, rawQuery string) {
	query, err := url.ParseQuery(rawQuery)
	if err != nil || len(query["mall_id"]) != 1 {
		return
	}
	if mall, err := lowstock.ParseMallID(query.Get("mall_id")); err == nil {
		c.Set(kit.ContextClaimed, mall)
	}
}
