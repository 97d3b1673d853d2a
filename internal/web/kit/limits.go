package kit

import (
	"container/list"
	"math"
	"net/netip"
	"strconv"
	"sync"
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
	launchesPerMinute = 60
)

const (
	maxLimitKeys = 20_000 // sessions, tokens or addresses that are remembered at once
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
type limits struct {
	calls    *recent[*rate.Limiter]
	Launches *launchWindow
}

func newLimits(now func() time.Time) limits {
	return limits{
		calls: newRecent(now, func(time.Time) *rate.Limiter { return rate.NewLimiter(callsPerSecond, callsBurst) },
			func(l *rate.Limiter, at time.Time) (time.Duration, bool) {
				if l.AllowN(at, 1) {
					return 0, true
				}
				return time.Second, false
			}),
		Launches: newLaunchWindow(now),
	}
}

// minute counts launches from the first one of a minute. A bucket that refills
// would accept a slow burst.
type minute struct {
	since time.Time
	count int
}

type launchWindow = recent[*minute]

func newLaunchWindow(now func() time.Time) *launchWindow {
	return newRecent(now, func(at time.Time) *minute { return &minute{since: at} },
		func(w *minute, at time.Time) (time.Duration, bool) {
			if at.Sub(w.since) >= time.Minute {
				*w = minute{since: at}
			}
			if w.count >= launchesPerMinute {
				return w.since.Add(time.Minute).Sub(at), false
			}
			w.count++
			return 0, true
		})
}

// recent keeps one counter for each of the keys that were used last. The oldest
// key is removed first, so memory is bounded for any number of clients.
type recent[T any] struct {
	mu    sync.Mutex
	order *list.List // of entry[T], newest first
	byKey map[string]*list.Element
	now   func() time.Time
	make  func(time.Time) T
	spend func(T, time.Time) (time.Duration, bool)
}

type counted[T any] struct {
	key     string
	counter T
}

func newRecent[T any](now func() time.Time, make func(time.Time) T, spend func(T, time.Time) (time.Duration, bool)) *recent[T] {
	return &recent[T]{order: list.New(), byKey: map[string]*list.Element{}, now: now, make: make, spend: spend}
}

// Take counts one call of key, or returns how long to wait.
func (r *recent[T]) Take(key string) (time.Duration, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	at := r.now()
	if el, ok := r.byKey[key]; ok {
		r.order.MoveToFront(el)
		found, _ := el.Value.(counted[T])
		return r.spend(found.counter, at)
	}
	fresh := counted[T]{key: key, counter: r.make(at)}
	r.byKey[key] = r.order.PushFront(fresh)
	if r.order.Len() > maxLimitKeys {
		last := r.order.Back()
		old, _ := r.order.Remove(last).(counted[T])
		delete(r.byKey, old.key)
	}
	return r.spend(fresh.counter, at)
}

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

// TooMany refuses a call beyond the limit and says how long to wait.
func TooMany(c echo.Context, wait time.Duration) error {
	seconds := max(1, int(math.Ceil(wait.Seconds())))
	c.Response().Header().Set(echo.HeaderRetryAfter, strconv.Itoa(seconds))
	return lowstock.Fail(lowstock.CodeRateLimited, "error.rate_limited", nil)
}

const (
	// RouteAPI is the path of the JSON API.
	RouteAPI = "/api/v1"
)
