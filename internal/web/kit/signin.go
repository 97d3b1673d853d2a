package kit

import (
	"context"
	"net/netip"
	"strings"
	"time"

	"github.com/gorilla/sessions"
	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/overview"
	"cafe24-inventory-alert/internal/team"
)

// SignIn opens a session for a proven launch. It ends the session that the
// browser had, and those of the operator that have another type.
func (k *Kit) SignIn(c echo.Context, mall lowstock.Mall, op team.Operator) (ticket, error) {
	if before, err := k.Cookies.open(c.Request()); err == nil {
		k.endQuietly(c.Request().Context(), before)
	}
	t := newTicket(mall, op, InFrame(c), k.Now())
	number, err := k.store.Mall(mall.ID).Launched(c.Request().Context(), k.stored(c, t), k.Now())
	return k.signedIn(c, t, "launch", number, err)
}

// GoOn opens a session that continues a launch of an earlier time, outside of
// the admin's frame.
func (k *Kit) GoOn(c echo.Context, mall lowstock.Mall, op team.Operator, started time.Time, by string) error {
	t := newTicket(mall, op, false, k.Now())
	t.Started = started.Unix() // the same session, with the same end
	number, err := k.store.Mall(mall.ID).OpenSession(c.Request().Context(), k.stored(c, t), k.Now())
	_, err = k.signedIn(c, t, by, number, err)
	return err
}

func (k *Kit) signedIn(c echo.Context, t ticket, by string, number int64, err error) (ticket, error) {
	if err != nil {
		return t, err
	}
	NoteWho(c, t.Operator.ID)
	fields := []any{KeyBy, by, KeyUserType, t.Operator.Type, KeySubject, number}
	if t.Operator.Right(false) == team.RightNone {
		fields = append(fields, KeyReason, "type_without_rights")
	}
	k.Audit(c, EventSessionMade, fields...)
	return t, k.Cookies.seal(c, t)
}

// SignOut ends the caller's session, at once and for every copy of its cookie,
// and removes the cookie. It is no error where there is none.
func (k *Kit) SignOut(c echo.Context) error {
	who, err := k.BrowserSession(c, false)
	switch {
	case lowstock.ErrorCode(err) == lowstock.CodeUnauthorized:
	case err != nil:
		return err
	default:
		if err := k.store.Mall(who.Mall.ID).EndSession(c.Request().Context(), who.id, k.Now()); err != nil {
			return err
		}
		k.Audit(c, EventSessionEnded, KeyBy, "logout", KeyCount, 1)
	}
	forgetPlace(c)
	return k.Cookies.remove(c)
}

// endQuietly ends a session that another one replaces. The launch goes on where
// it fails.
func (k *Kit) endQuietly(ctx context.Context, t ticket) {
	if t.Mall == "" || !t.alive(k.Now()) {
		return
	}
	if err := k.store.Mall(t.Mall).EndSession(ctx, t.hash(), k.Now()); err != nil {
		k.Log.WarnContext(ctx, "replaced session not ended", "mall", t.Mall, "error", err)
	}
}

// RenewEpoch gives the caller's session the mall's new epoch, which ended all
// other sessions.
func (k *Kit) RenewEpoch(c echo.Context, epoch int64) error {
	t, err := k.Cookies.open(c.Request())
	if err != nil {
		return err
	}
	t.Epoch, t.Seen = epoch, k.Now().Unix()
	return k.Cookies.seal(c, t)
}

// stands says whether the database still accepts the session.
func (t ticket) stands(of overview.Standing) bool {
	return !of.Ended && !of.TypeChanged && (of.Known || !t.Stored)
}

// touch renews the last-seen time without sending a new cookie in every answer
// and without a write in every request. A session of an older version gets its
// row.
func (k *Kit) touch(c echo.Context, t ticket, known bool) error {
	now := k.Now()
	if known && now.Sub(time.Unix(t.Seen, 0)) < sessionTouch {
		return nil
	}
	ctx := c.Request().Context()
	switch err := k.store.Mall(t.Mall).SawSession(ctx, k.stored(c, t), known, now); {
	case lowstock.ErrorCode(err) == lowstock.CodeUnauthorized:
		return Because(errNoSession, "session_ended")
	case err != nil:
		k.Log.WarnContext(ctx, "session not noted", "mall", t.Mall, "error", err)
	default:
		t.Stored = true
	}
	t.Seen = now.Unix()
	return k.Cookies.seal(c, t)
}

// stored is a ticket as the database keeps it.
func (k *Kit) stored(c echo.Context, t ticket) team.Session {
	return team.Session{
		Operator: t.Operator, Hash: t.hash(), Since: time.Unix(t.Started, 0),
		Browser: browserOf(c.Request().UserAgent()), Network: networkOf(c.RealIP()),
	}
}

// remove makes the browser forget the cookie.
func (j cookieJar) remove(c echo.Context) error {
	gone := sessions.NewSession(j.store, sessionCookie)
	options := *j.store.Options
	options.MaxAge = -1
	gone.Options = &options
	return j.store.Save(c.Request(), c.Response(), gone)
}

// networkOf is an address without the part that tells one computer from its
// neighbours: enough to recognise one's own office.
func networkOf(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return ""
	}
	ip, bits := ip.Unmap(), 48
	if ip.Is4() {
		bits = 24
	}
	prefix, err := ip.Prefix(bits)
	if err != nil {
		return ""
	}
	return prefix.String()
}

// browserOf names a browser and its system. It stores nothing else of the
// header: versions and models change and identify.
func browserOf(agent string) string {
	first := func(names ...[2]string) string {
		for _, n := range names {
			if strings.Contains(agent, n[0]) {
				return n[1]
			}
		}
		return ""
	}
	browser := first([2]string{"Whale/", "Whale"}, [2]string{"SamsungBrowser/", "Samsung Internet"}, [2]string{"Edg", "Edge"}, [2]string{"OPR/", "Opera"},
		[2]string{"Firefox/", "Firefox"}, [2]string{"FxiOS/", "Firefox"}, [2]string{"CriOS/", "Chrome"}, [2]string{"Chrome/", "Chrome"}, [2]string{"Safari/", "Safari"})
	system := first([2]string{"Windows", "Windows"}, [2]string{"iPhone", "iPhone"}, [2]string{"iPad", "iPad"}, [2]string{"Android", "Android"},
		[2]string{"CrOS", "ChromeOS"}, [2]string{"Mac OS X", "macOS"}, [2]string{"Linux", "Linux"})
	return strings.Trim(browser+", "+system, ", ")
}
