package entry

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/install"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/team"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
	"cafe24-inventory-alert/views/words"
)

const (
	consentCookie = "__Host-oauth"
	consentLife   = 10 * time.Minute
)

// Installer leads a mall from its launch to stored tokens. Package install
// defines its errors.
type Installer interface {
	Launch(ctx context.Context, rawQuery string) (mall lowstock.Mall, operator team.Operator, replay bool, err error)
	Handoff(ctx context.Context, mall lowstock.MallID, operator team.Operator) (code string, err error)
	Begin(ctx context.Context, mall lowstock.MallID, operator team.Operator, framed bool) (authorizeURL, browserCookie string, err error)
	BeginFromHandoff(ctx context.Context, code string) (authorizeURL, browserCookie string, err error)
	WindowCode(ctx context.Context, w install.Window) (code string, err error)
	WindowMall(ctx context.Context, code string) (lowstock.MallID, error)
	OpenWindow(ctx context.Context, code string) (install.Window, error)
	Callback(ctx context.Context, query url.Values, browserCookie string) (install.Result, error)
	Made(code string) bool
}

// startConsent sends the browser to Cafe24's consent page. That page refuses to
// be shown in a frame, and a cookie that is set in a frame is not visible
// outside the frame. From a frame, a single-use code therefore opens a
// top-level window first.
func (h *Handler) startConsent(c echo.Context) error {
	who, ctx := kit.SessionOf(c), c.Request().Context()
	if who.Framed || kit.InFrame(c) {
		code, err := h.Install.Handoff(ctx, who.Mall.ID, who.Operator)
		if err != nil {
			return err
		}
		return kit.Render(c, http.StatusOK, views.MessagePage(h.Message(c, consentMessage(who.Locale, code))))
	}
	address, browser, err := h.Install.Begin(ctx, who.Mall.ID, who.Operator, false)
	if err != nil {
		return err
	}
	c.SetCookie(newConsentCookie(browser, consentLife))
	return kit.SeeOther(c, address)
}

func consentMessage(locale words.Locale, code string) views.Message {
	return views.Message{
		Title:      locale.T("consent.title"),
		Paragraphs: []string{locale.T("consent.what"), locale.T("consent.leave")},
		Buttons: []views.MessageButton{{
			Label: locale.T("consent.button"), URL: present.WithQuery(paths.Consent, "code", code), Top: true,
		}},
	}
}

// continueConsent answers the frame's button, at top level.
func (h *Handler) continueConsent(c echo.Context) error {
	c.Response().Header().Set(echo.HeaderReferrerPolicy, "no-referrer")
	var address, browser string
	err := h.Confirm(c, h.code(c.QueryParam("code")), func() (err error) {
		address, browser, err = h.Install.BeginFromHandoff(c.Request().Context(), c.QueryParam("code"))
		return err
	})
	if err != nil {
		return err
	}
	c.SetCookie(newConsentCookie(browser, consentLife))
	return kit.SeeOther(c, address)
}

// code is a code or a state that this app gave to a browser.
func (h *Handler) code(value string) kit.Credential {
	return kit.Credential{Kind: "code", Value: kit.SecretKey(value), Ours: h.Install.Made(value)}
}

// finishConsent is the address that Cafe24 sends the browser back to.
func (h *Handler) finishConsent(c echo.Context) error {
	c.Response().Header().Set(echo.HeaderReferrerPolicy, "no-referrer") // the query is a credential
	browser := ""
	if cookie, err := c.Cookie(consentCookie); err == nil {
		browser = cookie.Value
	}
	var result install.Result
	err := h.Confirm(c, h.code(c.QueryParam("state")), func() (err error) {
		result, err = h.Install.Callback(c.Request().Context(), c.QueryParams(), browser)
		return err
	})
	if result.Mall != "" {
		c.Set(kit.ContextMall, result.Mall)
		kit.NoteWho(c, result.Operator.ID)
		c.SetCookie(newConsentCookie("", -time.Second))
	}
	if err != nil {
		return h.consentFailed(c, result, err)
	}
	h.Audit(c, kit.EventMallConsented)
	if result.Framed && h.Admin != "" {
		return kit.SeeOther(c, kit.ForMall(h.Admin, result.Mall))
	}
	mall, err := h.Store.Mall(result.Mall).Info(c.Request().Context())
	if err != nil {
		return err
	}
	if err := h.GoOn(c, mall, result.Operator, h.Now(), "consent"); err != nil {
		return err
	}
	return kit.SeeOther(c, h.takeDestination(c, mall.ID))
}

// consentFailed is a page that says what to do, with a button for it.
func (h *Handler) consentFailed(c echo.Context, result install.Result, err error) error {
	p := kit.ProblemOf(err)
	h.NoteError(c, p, err)
	locale := h.LocaleOf(c)
	if result.Operator.Lang != "" {
		locale = words.Of(result.Operator.Lang)
	}
	m := p.Message(locale, kit.RequestID(c))
	m.Title = locale.T("consent.failed")
	switch {
	case result.Mall == "":
	case result.Framed:
		m.Buttons = []views.MessageButton{{Label: locale.T("consent.back"), URL: h.AdminOf(result.Mall), Top: true}}
	default:
		m.Buttons = []views.MessageButton{{Label: locale.T("consent.again"), URL: paths.Install}}
	}
	return kit.Render(c, p.Status, views.MessagePage(h.Message(c, m)))
}

// newConsentCookie binds a consent to the browser that began it. It is Lax
// because the browser must send it when Cafe24 redirects back.
func newConsentCookie(value string, life time.Duration) *http.Cookie {
	return &http.Cookie{
		Name: consentCookie, Value: value, Path: "/", MaxAge: int(life.Seconds()),
		Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	}
}
