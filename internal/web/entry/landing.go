package entry

import (
	"cmp"
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/install"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

// landing answers "/": a signed launch, a return to a session, or a visitor
// with neither.
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
// sends the same launch again. Such a launch continues in a living session of
// that mall and does not open a new session.
func (h *Handler) launch(c echo.Context) error {
	raw := c.Request().URL.RawQuery
	c.Response().Header().Set(echo.HeaderReferrerPolicy, "no-referrer") // the query is a credential
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
	t, err := h.SignIn(c, mall, operator)
	if err != nil {
		return err
	}
	return kit.SeeOther(c, h.WithWindow(c, h.firstPage(c, mall), mall, t))
}

// takeLaunch counts a proven launch by its mall, and any other launch by its
// address. A whole office may open the app from one address, and only Cafe24
// can make proven launches.
func (h *Handler) takeLaunch(c echo.Context, raw string) (wait time.Duration, ok bool) {
	launch, err := h.Platform.VerifyLaunch(raw)
	if mall, unknown := lowstock.ParseMallID(launch.MallID); unknown == nil && (err == nil || errors.Is(err, cafe24.ErrLaunchStale)) {
		kit.Concerns(c, mall) // the signature proves it, so its admin may show the refusal
	}
	if err != nil {
		return h.Limits.Launches.Take(kit.AddressKey(c.RealIP()))
	}
	c.Set(kit.ContextLaunch, "/?"+raw)
	if wait, ok = h.Limits.Launches.Take("mall " + launch.MallID); ok {
		c.Set(kit.ContextLaunch, nil) // the launch is about to be used
	}
	return wait, ok
}

// goOn answers a launch that must not open a session. It continues when a
// session of that mall lives, without new rights. Otherwise it refuses the
// launch.
func (h *Handler) goOn(c echo.Context, mall lowstock.MallID, refusal error) error {
	inside, err := h.hasSession(c, mall)
	kit.Concerns(c, mall)
	switch {
	case err != nil:
		return err
	case !inside:
		if errors.Is(refusal, install.ErrLaunchTwin) {
			c.Response().Header().Set("Refresh", "2; url=/") // the other window has opened the session by then
		}
		return refusal
	}
	return kit.SeeOther(c, paths.Stock)
}

// firstPage returns where a new session begins: consent when it is missing,
// otherwise the page that the person wanted.
func (h *Handler) firstPage(c echo.Context, mall lowstock.Mall) string {
	if home := h.home(c, mall); home != paths.Stock {
		return home
	}
	return h.takeDestination(c, mall.ID)
}

// home returns the stock list for a mall whose tokens are valid, and consent
// for any other mall.
func (h *Handler) home(c echo.Context, mall lowstock.Mall) string {
	if mall.State != lowstock.MallActive {
		return paths.Install
	}
	now := h.Now()
	standing, err := h.Store.Mall(mall.ID).Connection(c.Request().Context(), now)
	if err == nil && !standing.RefreshExpiresAt.IsZero() && !standing.RefreshExpiresAt.After(now) {
		return paths.Install
	}
	return paths.Stock // when the state cannot be read, the page itself reports it
}
