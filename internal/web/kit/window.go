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
	// windowParam carries a code over the redirect of a first launch in a
	// frame. Only the next request shows whether the browser has kept the
	// cookie.
	windowParam = "window"
)

const (
	// keyLost is the message in a frame whose request has no cookie and no
	// code, so that the caller is unknown.
	keyLost = "window.lost"
)

const (
	// keyBlocked is the message in a frame whose request has no cookie but a
	// code: a launch has just proven the caller.
	keyBlocked = "window.blocked"
)

const (
	// windowPatience is how long an error page waits for its own code. The
	// database may be the cause of the error.
	windowPatience = time.Second
)

// windowCode is the form of a code: 256 bits in base64.
var windowCode = regexp.MustCompile(`^[A-Za-z0-9_-]{43}$`)

// WithWindow adds a code to the address that a launch in a frame leads to. It
// adds none when the browser has shown that it keeps cookies there. The launch
// also continues when no code can be made.
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

// launchedFor returns the mall whose launch has led to this address; "" for
// none. Without a cookie only the code proves it.
func (k *Kit) launchedFor(c echo.Context) lowstock.MallID {
	if _, carried := withoutWindow(c); !carried || !InFrame(c) {
		return ""
	}
	ctx, cancel := context.WithTimeout(c.Request().Context(), windowPatience)
	defer cancel()
	code := c.QueryParam(windowParam)
	var mall lowstock.MallID
	err := k.Confirm(c, Credential{Kind: "code", Value: SecretKey(code), Ours: k.windows.Made(code)}, func() (err error) {
		mall, err = k.windows.WindowMall(ctx, code)
		return err
	})
	if code := lowstock.ErrorCode(err); err != nil && code != lowstock.CodeNotFound && code != lowstock.CodeRateLimited {
		k.Log.WarnContext(ctx, "the mall of a window is unknown", "error", err)
	}
	return mall
}

// withoutWindow returns the address of a request without its code. The code is
// not needed when the cookie arrived.
func withoutWindow(c echo.Context) (to string, carried bool) {
	if c.Request().Method != http.MethodGet || !windowCode.MatchString(c.QueryParam(windowParam)) {
		return "", false
	}
	return present.WithQuery(c.Request().URL.RequestURI(), windowParam, ""), true
}

// framedProblem adds to a missing session what a person in a frame can do about
// it.
func framedProblem(c echo.Context, p problem) problem {
	if p.Key != errNoSession.Key || !InFrame(c) {
		return p
	}
	if _, kept := c.Cookie(sessionCookie); kept == nil {
		return p // the session has ended
	}
	p.Key = keyLost
	if _, carried := withoutWindow(c); carried {
		p.Key = keyBlocked
	}
	return p
}

// wayOut returns the buttons of a framed page that reports an error.
func (k *Kit) wayOut(c echo.Context, in words.Locale) []views.MessageButton {
	window := func(address string) views.MessageButton {
		return views.MessageButton{Label: in.T("window.button"), URL: address, Window: true}
	}
	if launch, ok := c.Get(ContextLaunch).(string); ok { // a proven launch that was not used yet serves as a code
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

// codeOfSession returns a code for the living session of a framed request. It
// returns "" without a session. It also returns "" when the request was just
// refused because of load, since making a code costs the database more work.
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
		framed, known := c.Get(ContextFrame).(lowstock.MallID)
		if t, err := k.Cookies.open(request); known && err == nil && t.Mall != framed {
			return "" // the page is shown in the frame of another mall
		}
		found, err := k.BrowserSession(c, false)
		if err != nil {
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
