package cafe24

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	shortestStop = time.Second
	stopCap      = time.Hour // the longest time that a header may stop a mall for
)

// quota is what an answer's headers say about the limits.
type quota struct {
	level, size float64       // of the endpoint's bucket; size 0 if not sent
	usage       float64       // the higher of calls and processing time, in percent
	usageKnown  bool          //
	refused     bool          // 429
	stop        time.Duration // how long to make no call to the mall; 0 to continue
}

func readQuota(status int, h http.Header, now time.Time) quota {
	var q quota
	if level, size, ok := strings.Cut(h.Get("X-Api-Call-Limit"), "/"); ok {
		l, lok := headerNumber(level)
		s, sok := headerNumber(size)
		if lok && sok && s >= 1 && s <= 10_000 {
			q.level, q.size = min(l, s), s
		}
	}
	calls, callsOK := headerNumber(h.Get("X-Cafe24-Call-Usage"))
	busy, busyOK := headerNumber(h.Get("X-Cafe24-Time-Usage"))
	q.usage, q.usageKnown = max(calls, busy), callsOK || busyOK
	q.refused = status == http.StatusTooManyRequests
	if q.refused || q.usage >= 100 {
		q.stop = stopFor(h, now)
	}
	return q
}

// stopFor returns the longest time that the headers name; an earlier call would prolong the block.
func stopFor(h http.Header, now time.Time) time.Duration {
	stop := shortestStop
	for _, name := range []string{"X-Cafe24-Call-Remain", "X-Cafe24-Time-Remain", "Retry-After"} {
		if n, ok := headerNumber(h.Get(name)); ok {
			stop = max(stop, time.Duration(min(n, stopCap.Seconds())*float64(time.Second)))
		} else if at, err := http.ParseTime(h.Get(name)); err == nil {
			stop = max(stop, at.Sub(now))
		}
	}
	return min(stop, stopCap)
}

// headerNumber reads "12", "12.5" and "12.5%"; negative and implausible values are not numbers.
func headerNumber(s string) (float64, bool) {
	f, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(s), "%"), 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) || f < 0 {
		return 0, false
	}
	return f, true
}
