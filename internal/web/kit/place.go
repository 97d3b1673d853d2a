package kit

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/team"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views/paths"
)

// A reload of the admin loads the app's frame at its launch address again. The
// browser keeps the address of the page that the frame showed last. A launch
// marks it, and the stock list, to which every launch leads, forwards to it
// once. Two windows of one browser share the last page.

const (
	placeCookie = "__Host-place"
	placeMarked = "!" // before the value of a cookie that the next stock list obeys
	// maxPlace is the longest address that is kept. A longer one is forgotten.
	maxPlace = 1000
	// placeTouch is how old the time in a cookie may become before a page
	// writes the same address again.
	placeTouch = 10 * time.Minute
)

// place is the page that an operator saw last.
type place struct {
	owner string // of the mall and the operator
	to    string
	seen  time.Time
}

// ownerOf names an operator in a mall without showing them.
func ownerOf(mall lowstock.MallID, operator string) string {
	sum := sha256.Sum256([]byte(string(mall) + "\x00" + operator))
	return base64.RawURLEncoding.EncodeToString(sum[:9])
}

func (p place) String() string {
	return p.owner + "." + strconv.FormatInt(p.seen.Unix(), 36) + "." + base64.RawURLEncoding.EncodeToString([]byte(p.to))
}

// placeOf reads the cookie. marked says whether a launch came since. A value
// that this app did not write names no page.
func placeOf(c echo.Context) (p place, marked bool) {
	kept, err := c.Cookie(placeCookie)
	if err != nil {
		return place{}, false
	}
	value, marked := strings.CutPrefix(kept.Value, placeMarked)
	parts := strings.Split(value, ".")
	if len(parts) != 3 {
		return place{}, false
	}
	seen, err := strconv.ParseInt(parts[1], 36, 64)
	if err != nil {
		return place{}, false
	}
	to, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil {
		return place{}, false
	}
	return place{parts[0], BackTo(string(to), ""), time.Unix(seen, 0)}, marked
}

// fresh says whether a session that was idle since then would still live.
func (p place) fresh(now time.Time) bool {
	return p.to != "" && now.Sub(p.seen) < team.SessionIdle && !p.seen.After(now)
}

// MarkPlace makes the stock list that follows a launch in a frame forward to
// the page that was seen last.
func (k *Kit) MarkPlace(c echo.Context) {
	if p, _ := placeOf(c); InFrame(c) && p.fresh(k.Now()) {
		c.SetCookie(partitioned(placeCookie, placeMarked+p.String(), time.Minute))
	}
}

// forgetPlace makes the browser forget the page.
func forgetPlace(c echo.Context) { c.SetCookie(partitioned(placeCookie, "", -time.Second)) }

// takePlace returns, once, the page that the stock list after a launch forwards
// to. It returns "" for a request that is no launch's, or another operator's.
func (k *Kit) takePlace(c echo.Context, who Session) string {
	if c.Request().Method != http.MethodGet || c.Request().URL.RequestURI() != paths.Stock || !InFrame(c) {
		return ""
	}
	p, marked := placeOf(c)
	if !marked || p.owner != ownerOf(who.Mall.ID, who.Operator.ID) || !p.fresh(k.Now()) || p.to == paths.Stock {
		return ""
	}
	forgetPlace(c) // the page keeps it again; one that is gone does not
	return p.to
}

// keepPlace notes the page of a request in the browser, once it is shown.
func keepPlace(c echo.Context, who Session, at time.Time) {
	path := c.Path()
	switch {
	case c.Request().Method != http.MethodGet, path == paths.Install:
		return
	case IsFragment(c) && path != paths.Stock && path != paths.Alerts:
		return // only a part of a list has the address of its page
	}
	to := c.Request().URL.RequestURI()
	if c.QueryParam("done") != "" {
		to = present.WithQuery(to, "done", "") // is said once
	}
	now := place{ownerOf(who.Mall.ID, who.Operator.ID), to, at}
	c.Response().Before(func() {
		if c.Response().Status != http.StatusOK || !strings.HasPrefix(c.Response().Header().Get(echo.HeaderContentType), echo.MIMETextHTML) {
			return
		}
		before, marked := placeOf(c)
		switch {
		case len(now.to) > maxPlace:
			forgetPlace(c)
		case marked || before.owner != now.owner || before.to != now.to || now.seen.Sub(before.seen) > placeTouch:
			c.SetCookie(partitioned(placeCookie, now.String(), team.SessionIdle))
		}
	})
}
