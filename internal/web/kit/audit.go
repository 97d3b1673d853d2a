package kit

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
)

// These are how many lines a minute are written. A flood must not fill the disk.
const (
	linesRefused    = 20    // about one kind of refusal, for an address or a mall
	linesRefusedAll = 600   // about one kind of refusal, for all addresses
	linesLimited    = 1     // about one limit, for an address or a mall
	linesUnproven   = 600   // requests that prove nothing, for an address
	linesAll        = 6_000 // requests that prove nothing
)

// line says whether one more line may be written, and how many were left out
// before it.
func (k *Kit) line(key string, most int) (missed int, ok bool) {
	k.lines.with(key, func(m *lineMinute, at time.Time) {
		if at.Sub(m.since) >= time.Minute {
			missed = m.missed
			*m = lineMinute{since: at}
		}
		if ok = m.count < most; ok {
			m.count++
		} else {
			m.missed++
		}
	})
	return missed, ok
}

// Audit writes the line of an event with who, from where, and in which mall. It
// leaves out lines about refusals of which there are too many.
func (k *Kit) Audit(c echo.Context, event Event, args ...any) {
	level, missed := slog.LevelInfo, 0
	if slices.Contains(RefusedEvents(), event) {
		level = slog.LevelWarn
		var ok bool
		if missed, ok = k.refusalLine(c, event); !ok {
			return
		}
	}
	all := append([]any{KeyEvent, event}, args...)
	if reason := ReasonOf(c); reason != "" {
		all = append(all, KeyReason, reason)
	}
	if missed > 0 {
		all = append(all, KeyMissed, missed)
	}
	k.security(c.Request().Context(), level, append(all, CallOf(c)...))
}

func (k *Kit) security(ctx context.Context, level slog.Level, args []any) {
	k.Log.Log(ctx, level, "security", args...)
}

func (k *Kit) refusalLine(c echo.Context, event Event) (missed int, ok bool) {
	most, key := linesRefused, string(event)
	if event == EventRateLimited {
		most, key = linesLimited, key+" "+ReasonOf(c)
	}
	mall, proven := c.Get(ContextMall).(lowstock.MallID)
	if proven {
		return k.line(key+" "+string(mall), most)
	}
	if missed, ok = k.line(key+" "+AddressKey(c.RealIP()), most); !ok {
		return missed, false
	}
	_, ok = k.line(key, linesRefusedAll)
	return missed, ok
}

// RequestLine says whether the line of a request may be written. Requests that
// prove nothing are limited; so are those that a limit has refused.
func (k *Kit) RequestLine(c echo.Context, limited bool) (missed int, ok bool) {
	mall, proven := c.Get(ContextMall).(lowstock.MallID)
	switch {
	case proven && limited:
		return k.line("request "+string(mall), linesRefused)
	case proven:
		return 0, true
	}
	if missed, ok = k.line("request "+AddressKey(c.RealIP()), linesUnproven); !ok {
		return missed, false
	}
	_, ok = k.line("request", linesAll)
	return missed, ok
}

// CallOf returns the fields that say what a request was, and whose.
func CallOf(c echo.Context) []any {
	mall, _ := c.Get(ContextMall).(lowstock.MallID)
	who, _ := c.Get(contextWho).(string)
	right, _ := c.Get(contextRight).(Right)
	var claimed []any
	if of, is := c.Get(contextClaimed).(lowstock.MallID); is && mall == "" {
		claimed = []any{KeyClaimed, of}
	}
	return append(claimed,
		KeyMall, mall, KeyWho, who, KeyAddress, c.RealIP(), KeyMethod, c.Request().Method, KeyRoute, RouteOf(c), KeyRight, right.String(),
		KeyRequest, RequestID(c))
}

// RouteOf returns the route's template. All requests without a route share one
// label.
func RouteOf(c echo.Context) string {
	if path := c.Path(); path != "" && path != RouteRest {
		return path
	}
	return "none"
}

// NoteRight notes the right that a route asks for.
func NoteRight(right Right) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			c.Set(contextRight, right)
			return next(c)
		}
	}
}

// Done writes the line of an event when the route has succeeded.
func (k *Kit) Done(event Event) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			done := false
			defer func() { // a file that was cut off was exported in part
				if (done || c.Response().Committed) && c.Response().Status < 400 {
					k.Audit(c, event, KeySubject, subjectOf(c))
				}
			}()
			err := next(c)
			done = err == nil
			return err
		}
	}
}

// subjectOf returns what the address of a route names: the number of a product,
// a rule, an alert or a token.
func subjectOf(c echo.Context) string {
	var of []string
	for _, name := range c.ParamNames() {
		if name != "token" && name != "*" {
			of = append(of, Clip(c.Param(name), 60))
		}
	}
	return strings.Join(of, "/")
}

// refusalEvent returns the event of a refused request; "" for a request that is
// refused for another reason than security.
func refusalEvent(p problem, reason string) Event {
	switch {
	case p.code == lowstock.CodeRateLimited:
		return EventRateLimited
	case p.Status == 413, p.Status == 414, reason == reasonUnclear:
		return EventInputRefused
	case reason == reasonOtherMall:
		return EventOtherMallRefused
	case p.Key == errNoSession.Key && reason == "": // no cookie, so nothing was tried
		return ""
	}
	for _, by := range []struct {
		key   string
		event Event
	}{
		{"error.launch_", EventLaunchRefused},
		{"error.consent_", EventConsentRefused},
		{"error.window_code", EventSessionRefused},
		{errNoSession.Key, EventSessionRefused},
		{"error.token_scope", EventRightRefused}, // what the token may do, and its maker
		{"error.token_maker", EventRightRefused},
		{errNoToken.Key, EventTokenRefused},
		{"error.may_", EventRightRefused},
		{"error.cross_site", EventCrossSiteRefused},
		{"error.proof", EventWebhookRefused},
		{"error.link_", EventLinkRefused},
	} {
		if strings.HasPrefix(p.Key, by.key) && p.Status < 500 {
			return by.event
		}
	}
	return ""
}

// NotReady writes why the process is not ready. A balancer asks often, and so
// may a stranger.
func (k *Kit) NotReady(c echo.Context, err error) {
	if missed, ok := k.line("not ready", linesRefused); ok {
		k.Log.WarnContext(c.Request().Context(), "not ready", "error", err, KeyMissed, missed)
	}
}
