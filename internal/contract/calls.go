package contract

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/redact"
)

func aboutCalls() []assumption {
	return []assumption{
		{"an access token lives 2 hours and is renewable for 14 days", false, tokenLife},
		{"every permission that was asked for is granted", false, tokenScopes},
		{"the configured API version is answered", false, versionAnswered},
		{"a call without a version is answered", false, versionOmitted},
		{"a version that is not served is refused by 400, which names one that is", true, versionRefused},
		{"a wrong token is refused by 401 in the API's envelope", true, tokenRefused},
		{"what does not exist is 404 in the API's envelope", true, missing},
		{"every answer says how full the bucket is", false, bucketHeader},
		{"each endpoint has a bucket of its own", false, bucketShared},
		{"the quota is said in numbers of percent and seconds", true, quotaHeaders},
	}
}

func tokenLife(m *mall) finding {
	access, refresh := m.known.AccessExpiresAt.Sub(m.known.IssuedAt), m.known.RefreshExpiresAt.Sub(m.known.IssuedAt)
	if m.known.IssuedAt.IsZero() {
		return unknown("no token is stored")
	}
	near := func(have, want time.Duration) bool { return (have - want).Abs() <= want/10 }
	return require(near(access, 2*time.Hour) && near(refresh, 14*24*time.Hour),
		"access %s, refresh %s", access.Round(time.Minute), refresh.Round(time.Hour))
}

func tokenScopes(m *mall) finding {
	var missing []string
	for _, scope := range m.known.Asked {
		if !slices.Contains(m.known.Granted, scope) {
			missing = append(missing, scope)
		}
	}
	if len(m.known.Granted) == 0 {
		return unknown("the grant names no permissions")
	}
	if len(missing) > 0 {
		return differs("not granted: %s", strings.Join(missing, ", "))
	}
	return holds("%d of %d", len(m.known.Asked), len(m.known.Asked))
}

// count makes the cheapest call.
func (m *mall) count(version *string, token redact.Secret) answer {
	return m.raw(cafe24.Question{Template: "products/count", Path: "products/count", Version: version, Token: token})
}

func versionAnswered(m *mall) finding {
	if m.known.Version == "" {
		return unknown("none is configured")
	}
	a := m.count(&m.known.Version, "")
	if a.good() {
		return holds("%s", m.known.Version)
	}
	if offered := versionsIn(a, m.known.Version); offered != "" {
		return differs("%s is refused, %s is offered: set CAFE24_API_VERSION", m.known.Version, offered)
	}
	return a.trouble()
}

func versionOmitted(m *mall) finding {
	none := ""
	a := m.count(&none, "")
	if !a.good() {
		return a.trouble()
	}
	return holds("answered by the version that the developers console names")
}

func versionRefused(m *mall) finding {
	old := "2018-01-01"
	a := m.count(&old, "")
	if a.good() {
		return unknown("a version of 2018 is answered")
	}
	if a.err != nil || a.Status != http.StatusBadRequest {
		return a.trouble()
	}
	if offered := versionsIn(a, old); offered != "" {
		return holds("%s is offered", offered)
	}
	return differs("status 400 names no other version, %s", shape(a.top))
}

var versionPattern = regexp.MustCompile(`\b20\d\d-\d\d-\d\d\b`)

// versionsIn returns the version that a refusal names besides the requested one.
func versionsIn(a answer, asked string) string {
	for _, found := range versionPattern.FindAllString(a.message(), -1) {
		if found != asked {
			return found
		}
	}
	return ""
}

func tokenRefused(m *mall) finding {
	a := m.count(nil, "this-is-not-a-token")
	if a.err != nil || a.Status >= 500 {
		return a.trouble()
	}
	return require(a.Status == http.StatusUnauthorized && a.documented(), "status %d, %s", a.Status, shape(a.top))
}

func missing(m *mall) finding {
	const none = "2000000000"
	a := m.get("products/{product_no}/variants", "products/"+none+"/variants", nil)
	if a.err != nil || a.Status >= 500 {
		return a.trouble()
	}
	return require(a.Status == http.StatusNotFound && a.documented(), "status %d, %s", a.Status, shape(a.top))
}

const bucketName = "X-Api-Call-Limit"

// bucket reads "3/40"; size 0 means that the header does not say it.
func bucket(h http.Header) (level, size float64) {
	left, right, _ := strings.Cut(h.Get(bucketName), "/")
	level, err := strconv.ParseFloat(strings.TrimSpace(left), 64)
	size, err2 := strconv.ParseFloat(strings.TrimSpace(right), 64)
	if err != nil || err2 != nil {
		return 0, 0
	}
	return level, size
}

func bucketHeader(m *mall) finding {
	a := m.count(nil, "")
	if !a.good() {
		return a.trouble()
	}
	level, size := bucket(a.Header)
	switch {
	case a.Header.Get(bucketName) == "":
		return differs("%s is absent", bucketName)
	case size == 0:
		return differs("%s is not like 1/40", bucketName)
	case size != 40:
		return differs("%g of %g: the bucket is not 40", level, size)
	}
	return holds("%g of %g", level, size)
}

// bucketShared compares a bucket that was just filled with one that was not.
func bucketShared(m *mall) finding {
	full, size := m.pour(8)
	quiet := m.raw(cafe24.Question{Template: "products", Path: "products", Query: url.Values{"limit": {"1"}, "fields": {"product_no"}}})
	if !quiet.good() {
		return unknown("no answer")
	}
	other, _ := bucket(quiet.Header)
	if size == 0 {
		return unknown("%s is not said", bucketName)
	}
	if full < 3 {
		return unknown("the bucket of products/count stays at %g", full)
	}
	// A single bucket for all endpoints would be nearly as full, or hold one call more. A separate bucket may hold
	// anything, since other programs call too.
	return require(other <= full/2 || other > full+2, "%g after several calls, %g at another endpoint", full, other)
}

// pour makes several calls at once, because a bucket drains while a slow answer is awaited. It returns the fullest
// level that any of the answers stated; size 0: none stated it.
func (m *mall) pour(calls int) (level, size float64) {
	var mu sync.Mutex
	var running sync.WaitGroup
	for range calls {
		running.Go(func() {
			a := m.count(nil, "")
			if !a.good() {
				return
			}
			l, s := bucket(a.Header)
			mu.Lock()
			defer mu.Unlock()
			level, size = max(level, l), max(size, s)
		})
	}
	running.Wait()
	return level, size
}

func quotaHeaders(m *mall) finding {
	a := m.count(nil, "")
	if !a.good() {
		return a.trouble()
	}
	var seen []string
	for _, name := range []string{"X-Cafe24-Call-Usage", "X-Cafe24-Call-Remain", "X-Cafe24-Time-Usage", "X-Cafe24-Time-Remain"} {
		v := a.Header.Get(name)
		if v == "" {
			continue
		}
		if n, err := strconv.ParseFloat(strings.TrimSuffix(v, "%"), 64); err != nil || n < 0 {
			return differs("%s is no number", name)
		}
		seen = append(seen, strings.TrimPrefix(name, "X-Cafe24-")+" "+kindOf(v))
	}
	if len(seen) == 0 {
		return unknown("no such header")
	}
	return holds("%s", strings.Join(seen, ", "))
}
