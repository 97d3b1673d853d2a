package entry

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
	"cafe24-inventory-alert/views/words"
)

const (
	// destinationLife is how long a launch may take after the button was
	// pressed: the time to sign in to the admin, and to consent.
	destinationLife = 15 * time.Minute

	openCookie = "__Host-open"
)

// A link of a message leads to a page of the app. A person with a session of
// that mall goes there directly. Any other person is led through the mall's
// admin. Only the launch from there gives a session; it then continues to that
// page.
//
// Opening a link changes nothing, since mail scanners open every address they
// see. The destination is stored only when the page's button is pressed.

// openPage answers a link of a message that leads to a page.
func (h *Handler) openPage(c echo.Context) error {
	link, err := h.openedLink(c)
	if err != nil {
		return h.linkDoesNotOpen(c, err)
	}
	if inside, err := h.hasSession(c, link.Mall); inside || err != nil {
		return orGo(c, err, pathTo(link.Place))
	}
	if idle, err := h.idleOpen(c, link); idle || err != nil {
		return err
	}
	return kit.Render(c, http.StatusOK, views.MessagePage(h.Message(c, views.Message{
		Lang: link.Locale, Title: words.Of(link.Locale).T("open.title"), Icon: "bell",
		Paragraphs: []string{words.Of(link.Locale).T("open.what", string(link.Mall))},
		Buttons:    []views.MessageButton{{Label: words.Of(link.Locale).T("way.admin"), URL: c.Request().URL.Path, Post: true}},
	})))
}

// leaveForAdmin stores the destination and leads to the admin. It uses a
// Refresh header, not a redirect. When a redirect answers a form, browsers
// apply this page's form policy to it and to every further redirect of the
// admin up to its login.
func (h *Handler) leaveForAdmin(c echo.Context) error {
	link, err := h.openedLink(c)
	if err != nil {
		return h.linkDoesNotOpen(c, err)
	}
	if inside, err := h.hasSession(c, link.Mall); inside || err != nil {
		return orGo(c, err, pathTo(link.Place))
	}
	if idle, err := h.idleOpen(c, link); idle || err != nil {
		return err
	}
	secret := make([]byte, 32)
	_, _ = rand.Read(secret) // never fails
	cookie := base64.RawURLEncoding.EncodeToString(secret)
	err = h.Store.KeepDestination(c.Request().Context(), outgoing.Destination{
		Mall: link.Mall, Browser: browserName(c), Cookie: hashOf(cookie), Place: link.Place, ExpiresAt: h.Now().Add(destinationLife),
	})
	if err != nil {
		return err
	}
	c.SetCookie(newOpenCookie(cookie, destinationLife))
	locale := words.Of(link.Locale)
	c.Response().Header().Set("Refresh", "0; url="+h.AdminOf(link.Mall))
	return kit.Render(c, http.StatusOK, views.MessagePage(h.Message(c, views.Message{
		Lang: link.Locale, Title: locale.T("open.leaving"), Icon: "bell",
		Paragraphs: []string{locale.T("open.then", int(destinationLife/time.Minute))},
	})))
}

// idleOpen answers a link in a mail whose recipient gets no more messages. A
// person with a session was already redirected before this, because a session
// has its own rights. Links of older mails have no address.
func (h *Handler) idleOpen(c echo.Context, link notify.Link) (idle bool, err error) {
	if link.Email == "" {
		return false, nil
	}
	opened, err := h.describe(c, link)
	if err != nil || !opened.left && !opened.removed {
		return false, err
	}
	return true, h.idleLink(c, opened)
}

// openedLink reads the token of a link to a page. When the signature is valid,
// it returns the mall together with an error, too.
func (h *Handler) openedLink(c echo.Context) (notify.Link, error) {
	c.Response().Header().Set(echo.HeaderReferrerPolicy, "no-referrer")
	link, err := h.Links.Open(c.Param("token"), h.Now())
	if link.Mall != "" {
		c.Set(kit.ContextMall, link.Mall)
	}
	switch {
	case err != nil:
	case link.Action != notify.LinkOpen:
		err = lowstock.Fail(lowstock.CodeNotFound, "error.link_broken", nil)
	default:
		err = h.takeLink(c)
	}
	return link, err
}

// linkDoesNotOpen is the page for a link that is too old, or that this app did
// not make.
func (h *Handler) linkDoesNotOpen(c echo.Context, err error) error {
	if !expired(err) {
		return err
	}
	return h.expiredLink(c, err, "open_expired")
}

// hasSession says whether the browser has a living session of this mall.
func (h *Handler) hasSession(c echo.Context, mall lowstock.MallID) (bool, error) {
	found, err := h.BrowserSession(c, false)
	c.Set(kit.ContextMall, mall) // the mall of the link, even if the browser has a session of another mall
	if found.Mall.ID != mall {
		kit.NoteWho(c, "")
	}
	switch {
	case lowstock.ErrorCode(err) == lowstock.CodeUnauthorized:
		return false, nil
	case err != nil:
		return false, err
	}
	return found.Mall.ID == mall, nil
}

// takeDestination returns, once, the page that a launch of this mall leads to,
// or the stock list when no page was requested. The admin's frame does not see
// the cookie of the window in which the link was opened, so there the browser
// is recognised by its name. Within these minutes a colleague with the same
// browser may therefore be led to that page once, in their own mall and with
// their own rights. A launch in a top-level window must send the cookie.
func (h *Handler) takeDestination(c echo.Context, mall lowstock.MallID) string {
	var cookie []byte
	kept, err := c.Cookie(openCookie)
	switch {
	case err == nil:
		cookie = hashOf(kept.Value)
	case c.Request().Header.Get("Sec-Fetch-Dest") == "document":
		return paths.Stock
	}
	ctx := c.Request().Context()
	place, err := h.Store.Mall(mall).TakeDestination(ctx, browserName(c), cookie, h.Now())
	if err != nil {
		if lowstock.ErrorCode(err) != lowstock.CodeNotFound {
			h.Log.WarnContext(ctx, "destination not read", "mall", mall, "error", err)
		}
		return paths.Stock
	}
	if kept != nil {
		c.SetCookie(newOpenCookie("", -time.Second))
	}
	return pathTo(place)
}

// pathTo returns the address of a place. It is always a page of this app,
// whatever the place contains.
func pathTo(p outgoing.Place) string {
	switch p.Page {
	case outgoing.PageAlert:
		return present.AlertURL(p.Number)
	case outgoing.PageAlerts:
		return paths.Alerts
	case outgoing.PageMorning:
		return paths.Morning
	case outgoing.PageReorder:
		return paths.Reorder + "?supplier=" + url.QueryEscape(p.Code)
	case outgoing.PagePurchase:
		return paths.Of(paths.Purchase, strconv.FormatInt(p.Number, 10))
	case outgoing.PageLate:
		return paths.Purchases + "?state=late"
	case outgoing.PageSettings:
		return paths.Settings
	case outgoing.PageConnection:
		return paths.Connection
	case outgoing.PageStock:
	}
	return paths.Stock
}

func orGo(c echo.Context, err error, path string) error {
	if err != nil {
		return err
	}
	return kit.SeeOther(c, path)
}

func browserName(c echo.Context) []byte { return hashOf(c.Request().UserAgent()) }

func hashOf(text string) []byte {
	sum := sha256.Sum256([]byte(text))
	return sum[:]
}

// newOpenCookie binds a destination to the window that requested it. It is Lax
// because the browser must send it when the admin opens the app in a top-level
// window.
func newOpenCookie(value string, life time.Duration) *http.Cookie {
	return &http.Cookie{
		Name: openCookie, Value: value, Path: "/", MaxAge: int(life.Seconds()),
		Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	}
}
