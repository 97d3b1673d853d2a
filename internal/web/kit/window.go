package kit

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"time"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/install"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
	"cafe24-inventory-alert/views/words"
)

const (
	// windowParam carries a code over the redirect of a first launch in a frame:
	// only the next request shows whether the browser has kept the cookie.
	windowParam = "window"
)

const (
	// What is wrong where a frame brings no cookie: nobody knows who asks, or a
	// launch has just said so.
	keyLost = "window.lost"
)

const (
	keyBlocked = "window.blocked"
)

const (
	// windowPatience is how long an error page waits for a code of its own. The
	// database may be what has failed.
	windowPatience = time.Second
)

// windowCode is the form of a code, 256 bits in base64.
var windowCode = regexp.MustCompile(`^[A-Za-z0-9_-]{43}$`)

// WithWindow adds a code to where a launch in a frame leads, unless the browser
// has shown that it keeps cookies there. Without one the launch goes on as well.
func (k *Kit) WithWindow(c echo.Context, to string, mall lowstock.Mall, t ticket) string {
	if _, err := c.Cookie(sessionCookie); err == nil || !InFrame(c) {
		return to
	}
	code, err := k.windows.WindowCode(c.Request().Context(), install.Window{Mall: mall, Operator: t.Operator, Started: time.Unix(t.Started, 0)})
	if err != nil {
		k.Log.WarnContext(c.Request().Context(), "no code for a window", "mall", mall.ID, "error", err)
		return to
	}
	return present.WithQuery(to, windowParam, code)
}

// withoutWindow is the address of a request whose code is not needed: the cookie
// has come along.
func withoutWindow(c echo.Context) (to string, carried bool) {
	if c.Request().Method != http.MethodGet || !windowCode.MatchString(c.QueryParam(windowParam)) {
		return "", false
	}
	return present.WithQuery(c.Request().URL.RequestURI(), windowParam, ""), true
}

// framedProblem says of a missing session what its reader in a frame can do
// about it.
func framedProblem(c echo.Context, p problem) problem {
	if p.Key != errNoSession.Key || !InFrame(c) {
		return p
	}
	if _, kept := c.Cookie(sessionCookie); kept == nil {
		return p // it has ended
	}
	p.Key = keyLost
	if _, carried := withoutWindow(c); carried {
		p.Key = keyBlocked
	}
	return p
}

// wayOut are the buttons of a framed page that says what went wrong.
func (k *Kit) wayOut(c echo.Context, in words.Locale) []views.MessageButton {
	window := func(address string) views.MessageButton {
		return views.MessageButton{Label: in.T("window.button"), URL: address, Window: true}
	}
	if launch, ok := c.Get(ContextLaunch).(string); ok { // proven and not used yet: it is a code by itself
		return []views.MessageButton{window(launch)}
	}
	if to, carried := withoutWindow(c); carried {
		if _, err := c.Cookie(sessionCookie); err != nil {
			return []views.MessageButton{window(windowAddress(c.QueryParam(windowParam), to))}
		}
	}
	code := k.codeOfSession(c)
	if code == "" {
		return nil
	}
	return []views.MessageButton{{Label: in.T("window.back"), URL: paths.Stock}, window(windowAddress(code, ""))}
}

func windowAddress(code, to string) string {
	q := url.Values{"code": {code}}
	if to != "" {
		q.Set("to", to)
	}
	return paths.Window + "?" + q.Encode()
}

// codeOfSession is a code for the living session of a framed request, "" where
// there is none, or where one more costs what a limit has just refused.
func (k *Kit) codeOfSession(c echo.Context) string {
	switch status, _ := c.Get(ContextStatus).(int); status {
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		return ""
	}
	request := c.Request()
	ctx, cancel := context.WithTimeout(request.Context(), windowPatience)
	defer cancel()
	c.SetRequest(request.WithContext(ctx))
	defer c.SetRequest(request)
	who, inside := c.Get(contextSession).(Session)
	if !inside {
		found, err := k.BrowserSession(c, false)
		if err != nil {
			return ""
		}
		if _, ok := k.Limits.calls.Take(found.limitKey); !ok {
			return ""
		}
		who = found
	}
	code, err := k.windows.WindowCode(ctx, install.Window{Mall: who.Mall, Operator: who.Operator, Started: who.started})
	if err != nil && !errors.Is(err, context.Canceled) {
		k.Log.WarnContext(ctx, "no code for a window", "mall", who.Mall.ID, "error", err)
	}
	return code
}
