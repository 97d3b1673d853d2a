package web

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views/words"
)

const (
	contextSession = "session"
	contextMall    = "mall"    // lowstock.MallID for the log
	contextFrame   = "frame"   // lowstock.MallID whose admin may frame the answer
	contextClaimed = "claimed" // lowstock.MallID of a launch that is not proven: its admin may frame why it is refused
	contextAnyMall = "anymall" // set: every mall's admin may frame the answer
	contextLaunch  = "launch"  // address of a proven launch that was not used yet
	bearerScheme   = "Bearer"  // in any case: RFC 9110, 11.1
)

var (
	errNoSession = &lowstock.Error{Code: lowstock.CodeUnauthorized, Key: "error.unauthorized"}
	errNoToken   = &lowstock.Error{Code: lowstock.CodeUnauthorized, Key: "error.token"}
)

// needSession lets through who has a living session and the right, and nobody
// else.
func (s *Server) needSession(right lowstock.Right) echo.MiddlewareFunc {
	return s.needBrowser(right, true)
}

// needBrowser is needSession of a page, which has a bar, or of what has none.
func (s *Server) needBrowser(right lowstock.Right, page bool) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			found, err := s.browserSession(c, page && c.Request().Method == http.MethodGet)
			if err != nil {
				return err
			}
			if to, carried := withoutWindow(c); carried {
				return seeOther(c, to)
			}
			return s.admit(c, found, right, next)
		}
	}
}

// needAPISession takes an API token where one is sent, and the session cookie
// otherwise. A bad token is never made good by a cookie.
func (s *Server) needAPISession(right lowstock.Right) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		byCookie := s.needBrowser(right, false)(next)
		return func(c echo.Context) error {
			if c.Request().Header.Get(echo.HeaderAuthorization) == "" {
				return byCookie(c)
			}
			found, err := s.tokenSession(c)
			if err != nil {
				return err
			}
			return s.admit(c, found, right, next)
		}
	}
}

func (s *Server) admit(c echo.Context, found session, need lowstock.Right, next echo.HandlerFunc) error {
	c.Set(contextSession, found)
	if wait, ok := s.limits.calls.take(found.limitKey); !ok {
		return tooMany(c, wait)
	}
	if asksForAnother(c, found.mall.ID) {
		return lowstock.NotFound()
	}
	if found.right < need {
		return lowstock.Fail(lowstock.CodeForbidden, refusals()[need], nil)
	}
	if method := c.Request().Method; method != http.MethodGet && method != http.MethodHead {
		releaseSnapshot(c) // what it sends may still be on its way
	}
	return next(c)
}

// asksForAnother says whether the query names a mall that is not the caller's
// own. A session or token decides whose data an answer holds; a client that
// expects another mall's must not take this one's for it.
func asksForAnother(c echo.Context, own lowstock.MallID) bool {
	return slices.ContainsFunc(c.QueryParams()["mall_id"], func(asked string) bool { return asked != string(own) })
}

// browserSession reads the cookie and asks the database whether its mall still
// stands behind it.
func (s *Server) browserSession(c echo.Context, withBar bool) (session, error) {
	t, err := s.cookies.open(c.Request())
	if err != nil {
		return session{}, errNoSession
	}
	concerns(c, t.Mall) // proven, even where the session has ended
	if !t.alive(s.now()) {
		return session{}, errNoSession
	}
	s.readTogether(c, t.Mall)
	ctx := c.Request().Context()
	var of lowstock.Session
	var bar *lowstock.Bar
	if withBar {
		bar = &lowstock.Bar{}
		of, *bar, err = s.store.Mall(t.Mall).Page(ctx, t.Operator.ID)
	} else {
		of, err = s.store.Mall(t.Mall).Session(ctx)
	}
	mall, settings := of.Mall, of.Settings
	switch {
	case lowstock.ErrorCode(err) == lowstock.CodeNotFound:
		return session{}, errNoSession
	case err != nil:
		return session{}, err
	case mall.SessionEpoch != t.Epoch, mall.State == lowstock.MallUninstalled:
		return session{}, errNoSession
	}
	if err := s.touch(c, t); err != nil {
		return session{}, err
	}
	return session{
		mall: mall, operator: t.Operator, locale: words.Of(t.Operator.Lang), zone: zoneOf(settings), settings: settings,
		started: time.Unix(t.Started, 0), framed: t.Framed, limitKey: "s" + t.ID, right: t.Operator.Right(settings.SubsChangeRules), subs: settings.SubsChangeRules,
		firstStepsAt: of.FirstStepsAt, bar: bar,
	}, nil
}

// concerns notes whose request this is, for the log and for who may frame the
// answer.
func concerns(c echo.Context, mall lowstock.MallID) {
	c.Set(contextMall, mall)
	c.Set(contextFrame, mall)
}

// touch keeps the idle time going without a new cookie in every answer.
func (s *Server) touch(c echo.Context, t ticket) error {
	now := s.now()
	if now.Sub(time.Unix(t.Seen, 0)) < sessionTouch {
		return nil
	}
	t.Seen = now.Unix()
	return s.cookies.seal(c, t)
}

func (s *Server) tokenSession(c echo.Context) (session, error) {
	scheme, value, _ := strings.Cut(c.Request().Header.Get(echo.HeaderAuthorization), " ")
	if !strings.EqualFold(scheme, bearerScheme) || !strings.HasPrefix(value, apiTokenPrefix) || len(value) != apiTokenLength {
		return session{}, errNoToken
	}
	ctx, hash := c.Request().Context(), sha256.Sum256([]byte(value))
	id, name, kind, err := s.store.FindAPIToken(ctx, hash[:], s.now())
	switch {
	case lowstock.ErrorCode(err) == lowstock.CodeNotFound:
		return session{}, errNoToken
	case err != nil:
		return session{}, err
	}
	c.Set(contextMall, id)
	s.readTogether(c, id)
	ctx = c.Request().Context()
	of, err := s.store.Mall(id).Session(ctx)
	if err != nil {
		return session{}, err
	}
	mall, settings := of.Mall, of.Settings
	if mall.State == lowstock.MallUninstalled {
		return session{}, errNoToken
	}
	// Only an owner makes one, but sub-operators could, once.
	maker := lowstock.Operator{Type: cmp.Or(kind, "P")}
	return session{
		mall: mall, locale: words.Of(settings.Locale), zone: zoneOf(settings), settings: settings,
		token: name, limitKey: "t" + hex.EncodeToString(hash[:16]),
		right: maker.Right(settings.SubsChangeRules), subs: settings.SubsChangeRules,
	}, nil
}

// zones are those that were read: to read the file anew took 1 % of a page.
//
//nolint:gochecknoglobals // what a name means does not change
var zones sync.Map

// zoneOf is the mall's time zone; Seoul where the stored name is not known.
func zoneOf(settings lowstock.Settings) *time.Location {
	if known, is := zones.Load(settings.Timezone); is {
		zone, _ := known.(*time.Location)
		return zone
	}
	zone, err := time.LoadLocation(settings.Timezone)
	if err != nil || settings.Timezone == "" {
		return time.FixedZone("KST", 9*60*60)
	}
	zones.Store(settings.Timezone, zone) // there are some 600 names
	return zone
}
