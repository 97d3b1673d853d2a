package kit

import (
	"crypto/sha256"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/merchant"
	"cafe24-inventory-alert/internal/overview"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/team"
	"cafe24-inventory-alert/views/words"
)

const (
	// ContextMall is the [lowstock.MallID] that the request belongs to, for the
	// log.
	ContextMall = "mall"
	// ContextFrame is the proven [lowstock.MallID] whose admin may show the
	// answer in a frame.
	ContextFrame = "frame"
	// ContextLaunch is the address of a proven launch that was not used yet.
	ContextLaunch = "launch"
	bearerScheme  = "Bearer" // compared without regard to case: RFC 9110, 11.1
)

var (
	errNoSession = &lowstock.Error{Code: lowstock.CodeUnauthorized, Key: "error.unauthorized"}
	errNoToken   = &lowstock.Error{Code: lowstock.CodeUnauthorized, Key: "error.token"}

	errTokenEnded = &lowstock.Error{Code: lowstock.CodeTokenExpired, Key: "error.token_expired"}
)

// NeedSession accepts only a caller who has a living session and the right.
func (k *Kit) NeedSession(right team.Right) echo.MiddlewareFunc {
	return k.needBrowser(right, true)
}

// needBrowser is [Kit.NeedSession] for a page, which has a bar, or for an
// answer without a bar.
func (k *Kit) needBrowser(right team.Right, page bool) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			found, err := k.BrowserSession(c, page && c.Request().Method == http.MethodGet)
			if err != nil {
				return err
			}
			if to, carried := withoutWindow(c); carried {
				return SeeOther(c, to)
			}
			if to := k.takePlace(c, found); to != "" {
				return SeeOther(c, to)
			}
			if page {
				keepPlace(c, found, k.Now())
			}
			return k.admit(c, found, right, next)
		}
	}
}

// NeedAPISession checks the API token when one is sent, and the session cookie
// otherwise. A request with a bad token is refused, even if its cookie is good.
// An operator needs the right, and a token the scope as well.
func (k *Kit) NeedAPISession(right team.Right, scope team.Scope) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		byCookie := k.needBrowser(right, false)(next)
		return func(c echo.Context) error {
			if c.Request().Header.Get(echo.HeaderAuthorization) == "" {
				return byCookie(c)
			}
			found, err := k.tokenSession(c)
			if err != nil {
				return err
			}
			return k.admit(c, found, 0, found.within(right, scope, next))
		}
	}
}

func (k *Kit) admit(c echo.Context, found Session, need team.Right, next echo.HandlerFunc) error {
	c.Set(contextSession, found)
	NoteWho(c, found.By())
	if asksForAnother(c, found.Mall.ID) {
		return Because(lowstock.NotFound(), reasonOtherMall)
	}
	if found.Right < need {
		return lowstock.Fail(lowstock.CodeForbidden, refusals()[need], nil)
	}
	if method := c.Request().Method; method != http.MethodGet && method != http.MethodHead {
		ReleaseSnapshot(c) // no connection is held while a slow client sends the body
	}
	return next(c)
}

// asksForAnother says whether the query names a mall other than the caller's
// own. The session or token decides whose data an answer holds. A client that
// expects the data of another mall must not receive this mall's data instead.
func asksForAnother(c echo.Context, own lowstock.MallID) bool {
	return slices.ContainsFunc(c.QueryParams()["mall_id"], func(asked string) bool { return asked != string(own) })
}

// BrowserSession reads the cookie and asks the database whether the mall still
// accepts this session. The cookie proves the session, so the session's own
// limits come first.
func (k *Kit) BrowserSession(c echo.Context, withBar bool) (Session, error) {
	t, err := k.Cookies.open(c.Request())
	if err != nil {
		if _, sent := c.Cookie(sessionCookie); sent == nil {
			return Session{}, Because(errNoSession, "session_unreadable")
		}
		return Session{}, errNoSession
	}
	Concerns(c, t.Mall) // the mall is proven, even when the session has ended
	NoteWho(c, t.Operator.ID)
	if !t.alive(k.Now()) {
		return Session{}, Because(errNoSession, "session_too_old")
	}
	if err := k.takeCall(c, "s"+t.ID); err != nil {
		return Session{}, err
	}
	k.readTogether(c, t.Mall)
	var of overview.Session
	var bar *overview.Bar
	err = k.Confirm(c, Credential{Kind: "session", Value: t.ID, Ours: true}, func() error {
		of, bar, err = k.standing(c, t, withBar)
		return err
	})
	if err != nil {
		return Session{}, err
	}
	mall, settings := of.Mall, of.Settings
	if err := k.touch(c, t, of.Standing.Known); err != nil {
		return Session{}, err
	}
	return Session{
		Mall: mall, Operator: t.Operator, Locale: words.Of(t.Operator.Lang), Zone: ZoneOf(settings), Settings: settings, id: t.hash(),
		started: time.Unix(t.Started, 0), Framed: t.Framed, Right: t.Operator.Right(settings.SubsChangeRules), subs: settings.SubsChangeRules,
		FirstStepsAt: of.FirstStepsAt, bar: bar,
	}, nil
}

// standing reads the mall of a ticket, and the bar of a page that has one. A
// mall that does not accept the ticket any more gives errNoSession.
func (k *Kit) standing(c echo.Context, t ticket, withBar bool) (of overview.Session, bar *overview.Bar, err error) {
	ctx, caller := c.Request().Context(), overview.Caller{Session: t.hash(), Operator: t.Operator}
	if withBar {
		bar = &overview.Bar{}
		of, *bar, err = k.store.Mall(t.Mall).Page(ctx, caller)
	} else {
		of, err = k.store.Mall(t.Mall).Session(ctx, caller)
	}
	switch {
	case lowstock.ErrorCode(err) == lowstock.CodeNotFound:
		return of, nil, Because(errNoSession, "session_ended")
	case err != nil:
		return of, nil, err
	case of.Mall.SessionEpoch != t.Epoch, of.Mall.State == lowstock.MallUninstalled, !t.stands(of.Standing):
		return of, nil, Because(errNoSession, "session_ended")
	}
	return of, bar, nil
}

// Concerns notes the mall that the request belongs to. The log uses it, and so
// does the rule about who may show the answer in a frame.
func Concerns(c echo.Context, mall lowstock.MallID) {
	c.Set(ContextMall, mall)
	c.Set(ContextFrame, mall)
}

func (k *Kit) tokenSession(c echo.Context) (Session, error) {
	scheme, value, _ := strings.Cut(c.Request().Header.Get(echo.HeaderAuthorization), " ")
	if !strings.EqualFold(scheme, bearerScheme) || !strings.HasPrefix(value, merchant.APITokenPrefix) || len(value) != merchant.APITokenLength {
		return Session{}, Because(errNoToken, "token_malformed")
	}
	id, token, err := k.findToken(c, value)
	if err != nil {
		return Session{}, err
	}
	c.Set(ContextMall, id)
	k.readTogether(c, id)
	ctx := c.Request().Context()
	of, err := k.store.Mall(id).Session(ctx, overview.Caller{})
	if err != nil {
		return Session{}, err
	}
	mall, settings := of.Mall, of.Settings
	if mall.State == lowstock.MallUninstalled {
		return Session{}, Because(errNoToken, "token_of_left_mall")
	}
	return Session{
		Mall: mall, Locale: words.Of(settings.Locale), Zone: ZoneOf(settings), Settings: settings,
		token: &token,
		Right: token.Right(settings.SubsChangeRules), subs: settings.SubsChangeRules,
	}, nil
}

// findToken asks the database for a token. Tokens made before they carried a
// proof of their origin are known after their first use.
func (k *Kit) findToken(c echo.Context, value string) (mall lowstock.MallID, token team.APIToken, err error) {
	hash := sha256.Sum256([]byte(value))
	key := SecretKey(value)
	ours := k.tokens.Made(strings.TrimPrefix(value, merchant.APITokenPrefix)) || k.limits.known.has(key)
	if ours {
		if err := k.takeCall(c, "t"+key); err != nil {
			return "", token, err
		}
	}
	err = k.Confirm(c, Credential{Kind: "token", Value: key, Ours: ours}, func() error {
		mall, token, err = k.store.FindAPIToken(c.Request().Context(), hash[:], k.Now())
		if err == nil && token.Expired(k.Now()) {
			return errTokenEnded
		}
		return err
	})
	switch {
	case lowstock.ErrorCode(err) == lowstock.CodeNotFound:
		return "", token, Because(errNoToken, "token_unknown")
	case err == nil:
		k.limits.known.with(key, func(struct{}, time.Time) {})
	}
	return mall, token, err
}

// zones are the time zones that were read before. Reading the file again for
// each page took 1 % of the page's time.
//
//nolint:gochecknoglobals // what a name means does not change
var zones sync.Map

// ZoneOf returns the mall's time zone, or Seoul when the stored name is
// unknown.
func ZoneOf(settings preference.Settings) *time.Location {
	if known, is := zones.Load(settings.Timezone); is {
		zone, _ := known.(*time.Location)
		return zone
	}
	zone, err := time.LoadLocation(settings.Timezone)
	if err != nil || settings.Timezone == "" {
		return time.FixedZone("KST", 9*60*60)
	}
	zones.Store(settings.Timezone, zone) // about 600 names exist, so the map stays small
	return zone
}

// refusals are the messages that say who has a right, for somebody who lacks
// it.
func refusals() map[team.Right]string {
	return map[team.Right]string{
		team.RightSee: keyMaySee, team.RightAct: "error.may_act", team.RightRules: "error.may_rules", team.RightOwn: "error.may_own",
	}
}
