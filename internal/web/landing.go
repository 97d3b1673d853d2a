package web

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/install"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/static"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
	"cafe24-inventory-alert/views/words"
)

// landing answers "/": a signed launch, a return to a session, or a visitor who
// has neither.
func (s *Server) landing(c echo.Context) error {
	if c.Request().URL.RawQuery != "" {
		return s.launch(c)
	}
	_, err := s.browserSession(c, false)
	switch {
	case err == nil:
		return seeOther(c, paths.Stock)
	case lowstock.ErrorCode(err) != lowstock.CodeUnauthorized:
		return err
	}
	locale := s.localeOf(c)
	return render(c, http.StatusOK, views.MessagePage(s.message(c, views.Message{
		Title:      s.appName(locale),
		Paragraphs: []string{locale.T("landing.what"), locale.T("landing.how")},
	})))
}

// launch turns a signed opening of the app into a session. A reloaded frame
// sends the same launch again: it goes on where a session of that mall lives,
// and opens nothing by itself.
func (s *Server) launch(c echo.Context) error {
	raw := c.Request().URL.RawQuery
	c.Response().Header().Set(echo.HeaderReferrerPolicy, "no-referrer") // the query is a credential
	mayFrame(c, raw)
	if wait, ok := s.takeLaunch(c, raw); !ok {
		return tooMany(c, wait)
	}
	mall, operator, replay, err := s.install.Launch(c.Request().Context(), raw)
	if mall.ID != "" {
		concerns(c, mall.ID)
	}
	switch {
	case replay:
		return s.goOn(c, mall.ID, cmp.Or(err, install.ErrLaunchUsed))
	case err != nil:
		return err
	}
	t := newTicket(mall, operator, inFrame(c), s.now())
	if err := s.cookies.seal(c, t); err != nil {
		return err
	}
	// Nobody is kept out for want of an entry in a list of people.
	if err := s.store.Mall(mall.ID).SeeOperator(c.Request().Context(), t.Operator, s.now()); err != nil {
		s.log.WarnContext(c.Request().Context(), "operator not noted", "mall", mall.ID, "error", err)
	}
	return seeOther(c, s.withWindow(c, s.firstPage(c, mall), mall, t))
}

// takeLaunch counts a launch: a proven one by its mall, any other by where it
// comes from. A whole office may open the app from one address, and nobody makes
// proven launches but Cafe24.
func (s *Server) takeLaunch(c echo.Context, raw string) (wait time.Duration, ok bool) {
	launch, err := s.platform.VerifyLaunch(raw)
	if err != nil {
		return s.limits.launches.take(addressKey(c.RealIP()))
	}
	c.Set(contextLaunch, "/?"+raw)
	if wait, ok = s.limits.launches.take("mall " + launch.MallID); ok {
		c.Set(contextLaunch, nil) // it is about to be used
	}
	return wait, ok
}

// goOn answers a launch that opens nothing by itself: where a session of that
// mall lives, it goes on without new rights; anywhere else it is refused.
func (s *Server) goOn(c echo.Context, mall lowstock.MallID, refusal error) error {
	inside, err := s.hasSession(c, mall)
	concerns(c, mall)
	switch {
	case err != nil:
		return err
	case !inside:
		if errors.Is(refusal, install.ErrLaunchTwin) {
			c.Response().Header().Set("Refresh", "2; url=/") // by then the other window has opened the session
		}
		return refusal
	}
	return seeOther(c, paths.Stock)
}

// firstPage is where a session that was just opened begins: consent where it is
// missing, else where the person was going.
func (s *Server) firstPage(c echo.Context, mall lowstock.Mall) string {
	if home := s.home(c, mall); home != paths.Stock {
		return home
	}
	return s.takeDestination(c, mall.ID)
}

// home is the stock list for a mall whose tokens are alive, and consent for any
// other.
func (s *Server) home(c echo.Context, mall lowstock.Mall) string {
	if mall.State != lowstock.MallActive {
		return paths.Install
	}
	now := s.now()
	standing, err := s.store.Mall(mall.ID).Connection(c.Request().Context(), now)
	if err == nil && !standing.RefreshExpiresAt.IsZero() && !standing.RefreshExpiresAt.After(now) {
		return paths.Install
	}
	return paths.Stock // where this cannot be known, the page itself says so
}

// inFrame says whether the browser loads this into a frame. One that does not
// send the header is older than Safari 16.4.
func inFrame(c echo.Context) bool {
	dest := c.Request().Header.Get("Sec-Fetch-Dest")
	return dest == "iframe" || dest == "frame"
}

// mayFrame lets the admin that sent a launch show why it was refused. The mall
// is only claimed so far; the page shows nothing of it.
func mayFrame(c echo.Context, rawQuery string) {
	query, err := url.ParseQuery(rawQuery)
	if err != nil || len(query["mall_id"]) != 1 {
		return
	}
	if mall, err := lowstock.ParseMallID(query.Get("mall_id")); err == nil {
		c.Set(contextClaimed, mall)
	}
}

// message completes a page of few words with what every such page has.
func (s *Kit) message(c echo.Context, m views.Message) views.Message {
	if m.Lang == "" {
		m.Lang = string(s.localeOf(c))
	}
	s.framedMessage(c, m)
	m.CSS, m.App = stylesheet(), s.appName(words.Locale(m.Lang))
	return s.wayOn(c, m)
}

// framedMessage lets a page that only says something be read in the frame that
// asked for it: of the mall that a session names, living or ended, and of any mall
// where nothing names one. It shows nothing of a mall and has no form: there is
// nothing on it that the admin of another mall could make somebody press. What
// asks a question is not framed by strangers.
func (s *Kit) framedMessage(c echo.Context, m views.Message) {
	if slices.ContainsFunc(m.Buttons, func(b views.MessageButton) bool { return b.Post }) {
		return
	}
	if _, known := c.Get(contextFrame).(lowstock.MallID); !known {
		if t, err := s.cookies.open(c.Request()); err == nil {
			c.Set(contextFrame, t.Mall)
		}
	}
	c.Set(contextAnyMall, inFrame(c))
}

// appName is what the app is called: what the operator has named it, else its
// own name in the reader's language.
func (s *Kit) appName(locale words.Locale) string {
	return cmp.Or(s.app, locale.T("shell.app"))
}

func stylesheet() string { return static.Path("app.css") }
