package entry

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"

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
	noteClaimed(c, raw)
	if err := h.takeLaunch(c, raw); err != nil {
		return err
	}
	mall, operator, replay, err := h.Install.Launch(c.Request().Context(), raw)
	kit.NoteWho(c, kit.Clip(operator.ID, 60))
	if mall.ID != "" {
		kit.Concerns(c, mall.ID)
	}
	switch {
	case replay:
		h.GiveProven("mall_launches", string(mall.ID))
		return h.goOn(c, mall.ID, cmp.Or(err, install.ErrLaunchUsed))
	case errors.Is(err, cafe24.ErrLaunchTwice):
		return kit.Because(err, "launch_duplicate_parameter")
	case err != nil:
		return err
	}
	t, err := h.SignIn(c, mall, operator)
	if err != nil {
		return err
	}
	to := h.firstPage(c, mall)
	if to == paths.Stock {
		h.MarkPlace(c)
	}
	return kit.SeeOther(c, h.WithWindow(c, to, mall, t))
}

// takeLaunch counts a proven launch by its mall, and any other launch by its
// address. A whole office may open the app from one address, and only Cafe24
// can make proven launches. But whoever has seen one launch can send it again,
// so launches that are too old or were used do not count for the mall.
func (h *Handler) takeLaunch(c echo.Context, raw string) error {
	launch, err := h.Platform.VerifyLaunch(raw)
	if mall, unknown := lowstock.ParseMallID(launch.MallID); unknown == nil {
		kit.Concerns(c, mall) // the signature proves it, also of a launch that is too old
	}
	switch {
	case errors.Is(err, cafe24.ErrLaunchStale):
		return h.TakeProven(c, "old_launches", launch.MallID)
	case err != nil:
		return h.TakeFailed(c, "launches")
	}
	if err := h.TakeProven(c, "one_launch", launch.Nonce); err != nil {
		return err
	}
	if err := h.TakeProven(c, "mall_launches", launch.MallID); err != nil {
		c.Set(kit.ContextLaunch, "/?"+raw)
		return err
	}
	return nil
}

// noteClaimed notes for the log which mall a launch names.
func noteClaimed(c echo.Context, raw string) {
	query, err := url.ParseQuery(raw)
	if err != nil {
		return
	}
	if mall, err := lowstock.ParseMallID(query.Get("mall_id")); err == nil {
		kit.NoteClaimed(c, mall)
	}
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
	h.MarkPlace(c)
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
