package kit

import (
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/gorilla/securecookie"
	"github.com/gorilla/sessions"
	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/overview"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/team"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views/words"
)

const (
	sessionCookie = "__Host-session"
	// sessionTouch is how old the last-seen time in a cookie may become before
	// a request writes the cookie again.
	sessionTouch = 10 * time.Minute
	// cookieReadable is longer than a session lives. An ended session still
	// says which mall's admin may show the page about that in a frame.
	cookieReadable = 30 * 24 * time.Hour
	// cookieRemembered is how long an opened cookie is not opened again.
	cookieRemembered = time.Hour
	keySize          = 32
)

// Session is the caller: an operator in a mall's admin, or a program with an
// API token.
type Session struct {
	Mall     lowstock.Mall
	Operator team.Operator
	Locale   words.Locale
	Zone     *time.Location
	Settings preference.Settings
	started  time.Time
	id       []byte         // SHA-256 of the id in the cookie; nil for a token
	Framed   bool           // the app is shown inside the admin
	token    *team.APIToken // nil for a browser
	Right    team.Right
	subs     bool // sub-operators may change rules

	FirstStepsAt time.Time     // when the app saw that the first steps are done; zero: not yet
	bar          *overview.Bar // of a page that only shows something; nil: not read
}

// Fresh says whether the launch was recent enough to end other sessions.
func (s Session) Fresh(now time.Time) bool { return now.Sub(s.started) < team.SessionFresh }

// ID is the name of the session in the database.
func (s Session) ID() []byte { return s.id }

// SessionOf returns the session that the route's middleware has checked. Only
// routes behind that middleware may call it.
func SessionOf(c echo.Context) Session {
	found, _ := c.Get(contextSession).(Session)
	return found
}

// By returns the name under which records show who did something.
func (s Session) By() string {
	if s.token != nil {
		return present.TokenPerson + s.token.Name
	}
	return s.Operator.ID
}

// ticket is the content of the session cookie.
type ticket struct {
	ID       string          `json:"id"`
	Mall     lowstock.MallID `json:"mall"`
	Epoch    int64           `json:"epoch"`
	Operator team.Operator   `json:"op"`
	Framed   bool            `json:"framed"`
	Started  int64           `json:"started"` // Unix seconds
	Seen     int64           `json:"seen"`
	Stored   bool            `json:"stored"` // the database has a row of it; false for one of an older version
}

// newTicket returns a new session.
func newTicket(mall lowstock.Mall, op team.Operator, framed bool, now time.Time) ticket {
	id := make([]byte, 32)
	_, _ = rand.Read(id) // never fails
	op.ID, op.Name, op.Type, op.Lang = Clip(op.ID, 60), Clip(op.Name, 60), Clip(op.Type, 10), Clip(op.Lang, 20)
	return ticket{
		ID: hex.EncodeToString(id), Mall: mall.ID, Epoch: mall.SessionEpoch, Operator: op,
		Framed: framed, Started: now.Unix(), Seen: now.Unix(), Stored: true,
	}
}

// Clip cuts a text to n characters.
func Clip(s string, n int) string {
	if runes := []rune(s); len(runes) > n {
		return string(runes[:n])
	}
	return s
}

// alive says whether the ticket's own times are valid. Only the database knows
// whether its epoch is still valid.
func (t ticket) alive(now time.Time) bool {
	started, seen := time.Unix(t.Started, 0), time.Unix(t.Seen, 0)
	return t.Mall != "" && now.Sub(started) < team.SessionLife && now.Sub(seen) < team.SessionIdle
}

// hash is the name of the session in the database, which cannot be turned back
// into a cookie.
func (t ticket) hash() []byte {
	sum := sha256.Sum256([]byte(t.ID))
	return sum[:]
}

// cookieJar seals tickets into the cookie and opens them. To open one takes
// 80 µs, most of it for encoding/gob, which reads the description of its types
// each time. So tickets that were opened are remembered by the hash of their
// cookie, for less time than they can be read.
type cookieJar struct {
	store  *sessions.CookieStore
	opened *recent[*openedTicket]
}

// openedTicket is a ticket of a cookie whose seal was right.
type openedTicket struct {
	ticket ticket
	at     time.Time // when it was opened; zero: it was not
}

// newCookieJar derives a signing key and an encryption key from each secret.
// The newest secret seals, and all of them open.
func newCookieJar(secrets [][]byte, now func() time.Time) (cookieJar, error) {
	var pairs [][]byte
	for i, secret := range secrets {
		if len(secret) != keySize {
			return cookieJar{}, fmt.Errorf("web: SessionKeys[%d] must be %d bytes", i, keySize)
		}
		for _, info := range []string{"session cookie hash", "session cookie block"} {
			key, err := hkdf.Key(sha256.New, secret, nil, info, keySize)
			if err != nil {
				return cookieJar{}, fmt.Errorf("web: derive session key: %w", err)
			}
			pairs = append(pairs, key)
		}
	}
	store := sessions.NewCookieStore(pairs...)
	for _, codec := range store.Codecs {
		if sc, ok := codec.(*securecookie.SecureCookie); ok {
			sc.MaxAge(int(cookieReadable.Seconds()))
		}
	}
	store.Options = &sessions.Options{
		Path: "/", Secure: true, HttpOnly: true, SameSite: http.SameSiteNoneMode, Partitioned: true,
	}
	return cookieJar{store, newRecent(now, func(time.Time) *openedTicket { return &openedTicket{} })}, nil
}

var errNoTicket = errors.New("web: no session cookie")

// open reads the ticket, even when the session has ended.
func (j cookieJar) open(r *http.Request) (ticket, error) {
	sent, err := r.Cookie(sessionCookie)
	if err != nil {
		return ticket{}, errNoTicket
	}
	sum := sha256.Sum256([]byte(sent.Value))
	key := string(sum[:])
	var known openedTicket
	j.opened.change(key, func(o *openedTicket, now time.Time) {
		if now.Sub(o.at).Abs() < cookieRemembered {
			known = *o
		}
	})
	if !known.at.IsZero() {
		return known.ticket, nil
	}
	t, err := j.unseal(r)
	if err == nil {
		j.opened.with(key, func(o *openedTicket, now time.Time) { *o = openedTicket{t, now} })
	}
	return t, err
}

func (j cookieJar) unseal(r *http.Request) (ticket, error) {
	kept, err := j.store.New(r, sessionCookie)
	if err != nil {
		return ticket{}, err
	}
	text, ok := kept.Values["ticket"].(string)
	if !ok {
		return ticket{}, errNoTicket
	}
	var t ticket
	err = json.Unmarshal([]byte(text), &t)
	return t, err
}

// seal sets the cookie and replaces the one that the browser had.
func (j cookieJar) seal(c echo.Context, t ticket) error {
	text, err := json.Marshal(t)
	if err != nil {
		return err
	}
	fresh := sessions.NewSession(j.store, sessionCookie)
	options := *j.store.Options
	fresh.Options = &options
	fresh.Values["ticket"] = string(text)
	return j.store.Save(c.Request(), c.Response(), fresh)
}

const (
	contextSession = "session"
)
