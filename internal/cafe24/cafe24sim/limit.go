package cafe24sim

import (
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// Cafe24's published limits: a bucket of 40 calls for each endpoint of a mall, which drains two per second, and a
// quota of calls and of processing time for the whole mall.
const (
	bucketSize  = 40
	bucketLeak  = 500 * time.Millisecond // time in which one call drains
	quotaWindow = 10 * time.Minute
	timeQuota   = 10 * time.Minute // processing time in one window
	burstLimit  = 10               // calls per second from one address

	headerLimit      = "X-Api-Call-Limit"
	headerCallUsage  = "X-Cafe24-Call-Usage"
	headerCallRemain = "X-Cafe24-Call-Remain"
	headerTimeUsage  = "X-Cafe24-Time-Usage"
	headerTimeRemain = "X-Cafe24-Time-Remain"
	headerVersion    = "X-Cafe24-Api-Version"
)

// limits is what one mall's callers have used.
type limits struct {
	quota   int
	buckets map[string]time.Time   // when the endpoint's bucket is empty again
	bursts  map[string][]time.Time // calls of the last second, by address

	windowStart time.Time
	calls       int
	busy        time.Duration // processing time
	callsUntil  time.Time     // end of the block by the number of calls
	timeUntil   time.Time     // end of the block by processing time
}

func newLimits(cfg Config) limits {
	return limits{quota: cfg.CallQuota, buckets: map[string]time.Time{}, bursts: map[string][]time.Time{}}
}

// take adds one call to the endpoint's bucket and reports whether there was room. A refused call adds nothing.
func (l *limits) take(endpoint string, now time.Time) bool {
	empty := l.buckets[endpoint]
	if empty.Before(now) {
		empty = now
	}
	if empty.Add(bucketLeak).Sub(now) > bucketSize*bucketLeak {
		return false
	}
	l.buckets[endpoint] = empty.Add(bucketLeak)
	return true
}

// level returns how full the endpoint's bucket is, in calls, rounded up.
func (l *limits) level(endpoint string, now time.Time) int {
	left := l.buckets[endpoint].Sub(now)
	if left <= 0 {
		return 0
	}
	return int((left + bucketLeak - 1) / bucketLeak)
}

// admit counts a call against the mall's quota. A call during a block prolongs the block by a second.
func (l *limits) admit(now time.Time) bool {
	if now.Sub(l.windowStart) >= quotaWindow {
		l.windowStart, l.calls, l.busy = now, 0, 0
	}
	blocked := false
	for _, until := range []*time.Time{&l.callsUntil, &l.timeUntil} {
		if until.After(now) {
			*until = until.Add(time.Second)
			blocked = true
		}
	}
	if blocked {
		return false
	}
	if l.calls >= l.quota {
		l.callsUntil = l.windowStart.Add(quotaWindow)
		return false
	}
	l.calls++
	return true
}

// spend adds the processing time of a call.
func (l *limits) spend(d time.Duration) {
	l.busy += d
	if l.busy >= timeQuota {
		l.timeUntil = l.windowStart.Add(quotaWindow)
	}
}

// burst counts the address's calls of the last second, including this one.
func (l *limits) burst(address string, now time.Time) int {
	recent := l.bursts[address]
	for len(recent) > 0 && now.Sub(recent[0]) >= time.Second {
		recent = recent[1:]
	}
	l.bursts[address] = append(recent, now)
	return len(recent) + 1
}

func (l *limits) writeHeaders(h http.Header, endpoint string, now time.Time) {
	h.Set(headerLimit, fmt.Sprintf("%d/%d", l.level(endpoint, now), bucketSize))
	h.Set(headerCallUsage, percent(float64(l.calls)/float64(l.quota)))
	h.Set(headerCallRemain, seconds(l.callsUntil.Sub(now)))
	h.Set(headerTimeUsage, percent(float64(l.busy)/float64(timeQuota)))
	h.Set(headerTimeRemain, seconds(l.timeUntil.Sub(now)))
}

func percent(share float64) string { return fmt.Sprintf("%.2f", share*100) }

func seconds(d time.Duration) string {
	if d <= 0 {
		return "0"
	}
	return strconv.Itoa(int((d + time.Second - 1) / time.Second))
}
