package cafe24

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// The platform's limits, and the distance kept from them.
const (
	bucketSize  = 40.0 // calls an endpoint's bucket holds, until an answer says otherwise
	bucketDrain = 2.0  // calls a second that run out of it

	backgroundReserve  = 3.0 // left free by background calls: for a person waiting, and for other apps' calls not yet seen
	interactiveReserve = 1.0

	// At most 10 calls a second to one mall may come from one address; a tenth is kept for jitter on the way.
	callGap = 110 * time.Millisecond
	// Background calls wait a little longer after any call, so that a person's call among them is always the next.
	backgroundGap = 125 * time.Millisecond

	paceMemory  = 25.0             // seconds of unused rate that are saved up
	longestStop = 30 * time.Second // a stop longer than this is reported, not sat out
)

// limiter paces all calls of a process. A call passes three gates of its mall: the mall is not stopped and its last
// call is long enough ago; the endpoint's bucket, as modelled here and corrected by the platform's headers, has room;
// and the long-run rate is kept. The model is what makes a sweep end at the bucket's floor without a 429.
type limiter struct {
	rate  float64
	mu    sync.Mutex
	malls map[string]*gate
}

func newLimiter(callsPerSecond float64) *limiter {
	return &limiter{rate: callsPerSecond, malls: make(map[string]*gate)}
}

func (l *limiter) gate(mall string) *gate {
	l.mu.Lock()
	defer l.mu.Unlock()
	g, ok := l.malls[mall]
	if !ok {
		g = &gate{rate: l.rate, buckets: make(map[string]*bucket)}
		l.malls[mall] = g
	}
	return g
}

// gate is one mall's state.
type gate struct {
	rate float64

	mu      sync.Mutex
	buckets map[string]*bucket // by endpoint
	last    time.Time          // start of the last call
	stopped time.Time          // no call before this instant
	usage   float64            // percent of the mall's quota that is spent, by the last answer
}

// bucket models the platform's leaky bucket of one endpoint.
type bucket struct {
	size  float64
	drain float64
	level float64
	at    time.Time     // when level was true
	pace  *rate.Limiter // the long-run rate
}

func newBucket(now time.Time, callsPerSecond float64) *bucket {
	return &bucket{
		size: bucketSize,
		// Who sets a rate above the platform's says that this platform allows more.
		drain: max(bucketDrain, callsPerSecond),
		at:    now,
		pace:  rate.NewLimiter(rate.Limit(callsPerSecond), max(1, int(callsPerSecond*paceMemory))),
	}
}

// wait returns when it is endpoint's turn, having taken the turn. It returns a *RateLimitError at once if the turn
// would come after the context's deadline, or if the mall is stopped for long; and the context's error if that ends.
func (g *gate) wait(ctx context.Context, endpoint string, u Urgency) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		now := time.Now()
		delay, stop := g.take(now, endpoint, u)
		if delay <= 0 {
			return nil
		}
		if deadline, ok := ctx.Deadline(); stop > longestStop || ok && now.Add(delay).After(deadline) {
			return &RateLimitError{Endpoint: endpoint, RetryAfter: delay}
		}
		if err := pause(ctx, delay); err != nil {
			return err
		}
	}
}

// take takes a turn and returns 0, or takes nothing and returns how long to wait before asking again, and how much of
// that is because the mall is stopped.
func (g *gate) take(now time.Time, endpoint string, u Urgency) (delay, stop time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	b := g.bucket(now, endpoint)
	stop = max(0, g.stopped.Sub(now))
	if u == Interactive {
		delay = max(stop, g.last.Add(callGap).Sub(now), b.room(now, interactiveReserve))
	} else {
		delay = max(stop, g.last.Add(backgroundGap).Sub(now), b.room(now, backgroundReserve), b.owed(now), u.rest(g.usage, now.Sub(g.last)))
	}
	if delay > 0 {
		return delay, stop
	}
	g.last = now
	b.level++
	b.pace.ReserveN(now, 1) // an interactive call may take it below zero; background calls pay that back
	return 0, 0
}

func (g *gate) bucket(now time.Time, endpoint string) *bucket {
	b, ok := g.buckets[endpoint]
	if !ok {
		b = newBucket(now, g.rate)
		g.buckets[endpoint] = b
	}
	return b
}

func (b *bucket) drainTo(now time.Time) {
	if passed := now.Sub(b.at).Seconds(); passed > 0 {
		b.level = max(0, b.level-passed*b.drain)
		b.at = now
	}
}

// room returns how long until one more call leaves the reserve free.
func (b *bucket) room(now time.Time, reserve float64) time.Duration {
	b.drainTo(now)
	return seconds((b.level + 1 - max(1, b.size-reserve)) / b.drain)
}

// owed returns how long until one more call keeps the long-run rate.
func (b *bucket) owed(now time.Time) time.Duration {
	return seconds((1 - b.pace.TokensAt(now)) / float64(b.pace.Limit()))
}

// learn corrects the model by what an answer says. A level is only ever raised: answers overtake each other, and an
// old one must not hide calls that were made since; going down is the drain's work.
func (g *gate) learn(now time.Time, endpoint string, q quota) {
	g.mu.Lock()
	defer g.mu.Unlock()
	b := g.bucket(now, endpoint)
	b.drainTo(now)
	if q.size > 0 {
		b.size = q.size
		b.level = max(b.level, q.level)
	}
	if q.usageKnown {
		g.usage = q.usage
	}
	if q.stop <= 0 {
		return
	}
	if q.refused {
		b.level = max(b.level, b.size)
	}
	if until := now.Add(q.stop); until.After(g.stopped) {
		g.stopped = until
	}
}

// seconds rounds up to the next millisecond, so that who waited that long finds it enough.
func seconds(s float64) time.Duration {
	d := time.Duration(s * float64(time.Second))
	return (d + time.Millisecond - 1).Truncate(time.Millisecond)
}

// pause waits for d, or until the context ends.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
