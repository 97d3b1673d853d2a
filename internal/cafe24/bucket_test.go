package cafe24_test

import (
	"fmt"
	"io"
	"maps"
	"math"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
)

// bucketed is a Cafe24 that enforces its published limit and records the calls: a leaky bucket of 40 per mall and
// endpoint, which drains 2 per second. It runs inside a synctest bubble and uses the bubble's clock.
type bucketed struct {
	products int           // number of products; they are numbered from 1
	latency  time.Duration // half of it before the answer, half after
	silent   bool          // sends no headers about the limits
	headers  http.Header   // additional headers
	refuse   func(call) bool

	mu      sync.Mutex
	buckets map[string]*leaky
	calls   []call
}

type call struct {
	mall, endpoint string
	at             time.Time
	status         int
}

type leaky struct {
	level float64
	at    time.Time
}

// fill drains the bucket up to now and adds a call if there is room.
func (l *leaky) fill(now time.Time) bool {
	l.level = max(0, l.level-2*now.Sub(l.at).Seconds())
	l.at = now
	if l.level+1 > 40 {
		return false
	}
	l.level++
	return true
}

var ids = regexp.MustCompile(`/[0-9]+`)

func (b *bucketed) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := wait(req, b.latency/2); err != nil {
		return nil, err
	}
	res := b.answer(req)
	return res, wait(req, b.latency/2)
}

func wait(req *http.Request, d time.Duration) error {
	if d == 0 {
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-req.Context().Done():
		return req.Context().Err()
	}
}

func (b *bucketed) answer(req *http.Request) *http.Response {
	b.mu.Lock()
	defer b.mu.Unlock()
	mall, _, _ := strings.Cut(req.URL.Host, ".")
	made := call{mall: mall, endpoint: ids.ReplaceAllString(req.URL.Path, "/N"), at: time.Now(), status: http.StatusOK}
	level := b.take(mall, made.endpoint, 1)
	res := &http.Response{Header: http.Header{}, Request: req}
	if level < 0 || b.refuse != nil && b.refuse(made) {
		made.status = http.StatusTooManyRequests
		level = 40
	}
	if !b.silent {
		res.Header.Set("X-Api-Call-Limit", strconv.Itoa(int(math.Ceil(level)))+"/40")
	}
	maps.Copy(res.Header, b.headers)
	b.calls = append(b.calls, made)
	res.StatusCode = made.status
	res.Body = io.NopCloser(strings.NewReader(b.body(req)))
	return res
}

// take adds n calls of any app and returns the level, or -1 if the bucket was full.
func (b *bucketed) take(mall, endpoint string, n int) (level float64) {
	if b.buckets == nil {
		b.buckets = map[string]*leaky{}
	}
	key := mall + " " + endpoint
	l, ok := b.buckets[key]
	if !ok {
		l = &leaky{at: time.Now()}
		b.buckets[key] = l
	}
	for range n {
		if !l.fill(time.Now()) {
			return -1
		}
	}
	return l.level
}

// other adds another app's calls, which use the same buckets.
func (b *bucketed) other(mall, endpoint string, n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.take(mall, endpoint, n)
}

func (b *bucketed) body(req *http.Request) string {
	if !strings.HasSuffix(req.URL.Path, "/products") {
		return `{"shops":[],"store":{"shop_name":"x"},"app":{"version":"1"},"variants":[],"categories":[],"items":[],"count":1,"webhook":{"reception_status":"T"}}`
	}
	since, _ := strconv.Atoi(req.URL.Query().Get("since_product_no"))
	var out strings.Builder
	for no := since + 1; no <= min(since+100, b.products); no++ {
		fmt.Fprintf(&out, `,{"product_no":%d,"variants":[{"variant_code":"P%011d","quantity":5,"use_inventory":"T"}]}`, no, no)
	}
	return `{"products":[` + strings.TrimPrefix(out.String(), ",") + `]}`
}

func (b *bucketed) made() []call {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]call(nil), b.calls...)
}

func (b *bucketed) platform(t *testing.T, change func(*cafe24.Config)) *cafe24.Platform {
	t.Helper()
	return newPlatform(t, func(c *cafe24.Config) {
		c.Transport = b
		if change != nil {
			change(c)
		}
	})
}

// refused counts the calls that were answered 429.
func refused(calls []call) int {
	n := 0
	for _, c := range calls {
		if c.status == http.StatusTooManyRequests {
			n++
		}
	}
	return n
}

// busiest is the largest number of calls that one mall got in any second.
func busiest(calls []call) int {
	most := 0
	for i, first := range calls {
		n := 0
		for _, c := range calls[i:] {
			if c.mall == first.mall && c.at.Sub(first.at) < time.Second {
				n++
			}
		}
		most = max(most, n)
	}
	return most
}
