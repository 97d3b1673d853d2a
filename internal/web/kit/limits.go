package kit

import (
	"crypto/sha256"
	"encoding/hex"
	"math"
	"net/netip"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"
	"golang.org/x/time/rate"

	"cafe24-inventory-alert/internal/lowstock"
)

const (
	callsPerSecond = 100
)

const (
	callsBurst = 200
)

const (
	// perMinute is how many launches of a mall, and how many failures of an
	// address, are accepted in a minute.
	perMinute = 60
)

const (
	// MaxBody is the greatest length of a form, in bytes.
	MaxBody = 256 << 10
)

const (
	// RequestTimeout is how long an answer may take.
	RequestTimeout = 10 * time.Second
)

// limits belong to one process. A client that reaches several replicas gets the
// sum of their limits.
//
// A request with a proof (a session, a token, a launch, a link, a mall) is counted
// by that. A request without one is counted by its address, and only while it
// fails. The two never share a counter, so a stranger cannot use up what a
// merchant needs, also when all addresses look the same behind a proxy.
type limits struct {
	calls  *recent[*rate.Limiter] // by proven session or token
	proven *recent[*minute]       // by what was proven
	failed *recent[*minute]       // by the address of what was not
	known  *recent[struct{}]      // tokens that the database has confirmed
}

func newLimits(now func() time.Time) limits {
	return limits{
		calls:  newRecent(now, func(time.Time) *rate.Limiter { return rate.NewLimiter(callsPerSecond, callsBurst) }),
		proven: newMinutes(now),
		failed: newMinutes(now),
		known:  newRecent(now, func(time.Time) struct{} { return struct{}{} }),
	}
}

// takeCall counts a call of a session or a token, or refuses it.
func (k *Kit) takeCall(c echo.Context, key string) (err error) {
	k.limits.calls.with(key, func(l *rate.Limiter, at time.Time) {
		if !l.AllowN(at, 1) {
			err = tooMany(c, "calls", time.Second)
		}
	})
	return err
}

// TakePublic counts a request for a public page by its address, or refuses it.
// The limit is that of a session, since many people may share an address.
func (k *Kit) TakePublic(c echo.Context) error {
	return k.takeCall(c, "a"+AddressKey(c.RealIP()))
}

// TakeProven counts something with a proof by what it proves, or refuses it.
func (k *Kit) TakeProven(c echo.Context, kind, of string) error {
	return takeMinute(c, k.limits.proven, kind, of)
}

// GiveProven takes back one count of [Kit.TakeProven].
func (k *Kit) GiveProven(kind, of string) {
	k.limits.proven.change(kind+" "+of, (*minute).giveBack)
}

// TakeFailed counts something whose proof is wrong by its address, or refuses
// it.
func (k *Kit) TakeFailed(c echo.Context, kind string) error {
	return takeMinute(c, k.limits.failed, kind, AddressKey(c.RealIP()))
}

func takeMinute(c echo.Context, of *recent[*minute], kind, key string) (err error) {
	of.with(kind+" "+key, func(m *minute, at time.Time) {
		if wait, ok := m.take(at); !ok {
			err = tooMany(c, kind, wait)
		}
	})
	return err
}

// Credential is what a request presents, and only the database can confirm.
type Credential struct {
	Kind  string
	Value string // a part of a key in memory, so not the secret itself
	Ours  bool   // this program made it, or the database has confirmed it before
	Learn bool   // it has no proof of its origin: Confirm itself remembers whether the database has confirmed it
}

// SecretKey names a secret in memory.
func SecretKey(secret string) string {
	hash := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(hash[:16])
}

// Confirm asks the database about a credential and counts refusals only. A
// credential that this program made is counted by itself, any other by its
// address. So a stranger's wrong ones reach the database at most 60 times a
// minute, and never refuse a good one.
func (k *Kit) Confirm(c echo.Context, of Credential, ask func() error) error {
	if of.Learn {
		name, question := of.Kind+" "+of.Value, ask
		of.Ours = k.limits.known.has(name)
		ask = func() error {
			err := question()
			if err == nil {
				k.limits.known.with(name, func(struct{}, time.Time) {})
			}
			return err
		}
	}
	if of.Ours {
		var wait time.Duration
		k.limits.proven.change(of.Kind+" "+of.Value, func(m *minute, at time.Time) { wait = m.wait(at) })
		if wait > 0 {
			return tooMany(c, of.Kind, wait)
		}
		err := ask()
		if refuses(err) {
			k.limits.proven.with(of.Kind+" "+of.Value, func(m *minute, at time.Time) { m.take(at) })
		}
		return err
	}
	if err := k.TakeFailed(c, of.Kind); err != nil { // before the question, so that parallel ones count
		return err
	}
	err := ask()
	if !refuses(err) {
		k.limits.failed.change(of.Kind+" "+AddressKey(c.RealIP()), (*minute).giveBack)
	}
	return err
}

func refuses(err error) bool {
	return slices.Contains([]lowstock.Code{lowstock.CodeUnauthorized, lowstock.CodeTokenExpired, lowstock.CodeForbidden, lowstock.CodeNotFound}, lowstock.ErrorCode(err))
}

// minute counts from the first event of a minute. A bucket that refills would
// accept a slow burst.
type minute struct {
	since time.Time
	count int
}

func newMinutes(now func() time.Time) *recent[*minute] {
	return newRecent(now, func(at time.Time) *minute { return &minute{since: at} })
}

func (m *minute) take(at time.Time) (time.Duration, bool) {
	if wait := m.wait(at); wait > 0 {
		return wait, false
	}
	if at.Sub(m.since) >= time.Minute {
		*m = minute{since: at}
	}
	m.count++
	return 0, true
}

// wait returns how long nothing more is accepted, or 0.
func (m *minute) wait(at time.Time) time.Duration {
	if m.count < perMinute {
		return 0
	}
	return max(0, m.since.Add(time.Minute).Sub(at))
}

func (m *minute) giveBack(time.Time) { m.count = max(0, m.count-1) }

// AddressKey returns one key for a whole IPv6 /64 network, since one customer
// has all its addresses.
func AddressKey(address string) string {
	addr, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	if addr = addr.Unmap(); addr.Is6() {
		if prefix, err := addr.WithZone("").Prefix(64); err == nil {
			return prefix.String()
		}
	}
	return addr.String()
}

// tooMany refuses a call beyond a limit and says how long to wait.
func tooMany(c echo.Context, limit string, wait time.Duration) error {
	seconds := max(1, int(math.Ceil(wait.Seconds())))
	c.Response().Header().Set(echo.HeaderRetryAfter, strconv.Itoa(seconds))
	return Because(lowstock.Fail(lowstock.CodeRateLimited, "error.rate_limited", nil), limit)
}

const (
	// RouteAPI is the path of the JSON API.
	RouteAPI = "/api/v1"
	// RouteRest is the path of every address without a route.
	RouteRest = "/*"
)
