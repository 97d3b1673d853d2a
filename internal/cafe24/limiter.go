package cafe24

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"cafe24-inventory-alert/internal/callrate"
)

// The platform's limits, and the margins that the limiter keeps.
const (
	bucketSize  = 40.0 // calls that an endpoint's bucket holds, unless an answer names another size
	bucketDrain = 2.0  // calls per second that drain from it

	backgroundReserve  = 3.0 // calls that background work leaves free: for a person who waits, and for other apps' calls not yet seen
	interactiveReserve = 1.0

	// One address may make at most 10 calls per second to one mall. A tenth is kept as a margin for network jitter.
	callGap = 110 * time.Millisecond
	// Background calls wait a little longer after any call, so that a person's call is always the next one.
	backgroundGap = 125 * time.Millisecond

	paceMemory  = 25.0             // seconds of unused rate that may be saved up
	longestStop = 30 * time.Second // a longer stop is reported, not waited for
)

// limiter paces all calls of a process, by its own state and, with Turns, by the state that all processes share. A
// call passes three gates of its mall. First, the mall is not stopped and its last call is long enough ago. Second,
// the endpoint's bucket has room; the bucket is modelled here and corrected by the platform's headers. Third, the
// long-run rate is kept. Because of the model, a sweep slows down at the bucket's limit and gets no 429.
type limiter struct {
	rate  float64
	turns Turns // nil: there are no other processes
	mu    sync.Mutex
	malls map[string]*gate
}

func newLimiter(callsPerSecond float64, turns Turns) *limiter {
	return &limiter{rate: callsPerSecond, turns: turns, malls: make(map[string]*gate)}
}

func (l *limiter) gate(mall string) *gate {
	l.mu.Lock()
	defer l.mu.Unlock()
	g, ok := l.malls[mall]
	if !ok {
		g = &gate{mall: mall, rate: l.rate, turns: l.turns, buckets: make(map[string]*bucket), lines: make(map[line]chan struct{})}
		l.malls[mall] = g
	}
	return g
}

// gate is one mall's state.
type gate struct {
	mall  string
	rate  float64
	turns Turns

	mu         sync.Mutex
	buckets    map[string]*bucket     // by endpoint
	lines      map[line]chan struct{} // locks: of the callers in a line, the holder asks for the next turn
	last       time.Time              // start of the last call
	stopped    time.Time              // no call before this instant
	usage      float64                // used part of the mall's quota in percent, by the last answer
	answeredAt time.Time              // when that answer came; zero: never
}

// bucket models the platform's leaky bucket of one endpoint.
type bucket struct {
	size  float64
	drain float64
	level float64
	at    time.Time     // the time to which level applies
	pace  *rate.Limiter // the long-run rate
}

func newBucket(now time.Time, callsPerSecond float64) *bucket {
	return &bucket{
		size: bucketSize,
		// A configured rate above the platform's means that this platform allows more.
		drain: max(bucketDrain, callsPerSecond),
		at:    now,
		pace:  rate.NewLimiter(rate.Limit(callsPerSecond), max(1, int(callsPerSecond*paceMemory))),
	}
}

// wait takes a turn of endpoint and returns when it has it. It returns a *RateLimitError at once if the turn would
// come after the context's deadline, or if the mall is stopped for long. It returns the context's error if the
// context ends.
func (g *gate) wait(ctx context.Context, endpoint string, u Urgency) error {
	leave, err := g.line(ctx, endpoint, u)
	if err != nil {
		return err
	}
	defer leave()
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		turn, err := g.turn(ctx, endpoint, u)
		if err != nil {
			return err
		}
		if turn.Taken && turn.Wait <= 0 {
			return nil
		}
		if deadline, ok := ctx.Deadline(); turn.Stop > longestStop || ok && time.Now().Add(turn.Wait).After(deadline) {
			return &RateLimitError{Endpoint: endpoint, RetryAfter: turn.Wait}
		}
		if err := pause(ctx, turn.Wait); err != nil {
			return err
		}
		if turn.Taken {
			return nil
		}
	}
}

// take reports whether a call may be made now by what this process knows, and if not, how long to wait before the
// next attempt. With count it takes the turn at once.
func (g *gate) take(now time.Time, endpoint string, u Urgency, count bool) callrate.Turn {
	g.mu.Lock()
	defer g.mu.Unlock()
	b := g.bucket(now, endpoint)
	stop := max(0, g.stopped.Sub(now))
	var delay time.Duration
	if u == Interactive {
		delay = max(stop, g.last.Add(callGap).Sub(now), b.wait(now, interactiveReserve))
	} else {
		delay = max(stop, g.last.Add(backgroundGap).Sub(now), b.wait(now, backgroundReserve), b.owed(now), u.rest(g.usage, now.Sub(g.last)))
	}
	if delay > 0 {
		return callrate.Turn{Wait: delay, Stop: stop}
	}
	if count {
		g.spend(now, b)
	}
	return callrate.Turn{Taken: true}
}

// count records a turn at a given time that the shared memory granted to this process.
func (g *gate) count(at time.Time, endpoint string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.spend(at, g.bucket(at, endpoint))
}

func (g *gate) spend(at time.Time, b *bucket) {
	if at.After(g.last) {
		g.last = at
	}
	b.drainTo(at)
	b.level++
	b.pace.ReserveN(at, 1) // an interactive call may take it below zero; background calls make up for it
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

// wait returns how long to wait until one more call leaves the reserve free.
func (b *bucket) wait(now time.Time, reserve float64) time.Duration {
	b.drainTo(now)
	return seconds((b.level + 1 - max(1, b.size-reserve)) / b.drain)
}

// owed returns how long to wait until one more call keeps the long-run rate.
func (b *bucket) owed(now time.Time) time.Duration {
	return seconds((1 - b.pace.TokensAt(now)) / float64(b.pace.Limit()))
}

// learn corrects the model by an answer. It only raises a level: answers overtake each other, and an old answer must
// not hide calls that were made since. Only the drain lowers a level.
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
		g.usage, g.answeredAt = q.usage, now
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

// stopOthers makes all other processes stop too. It continues after its caller's context has ended, because the block
// applies to the whole mall.
func (g *gate) stopOthers(ctx context.Context, q quota) error {
	if g.turns == nil || q.stop <= 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
	defer cancel()
	return g.turns.Stop(ctx, g.mall, q.stop)
}

// seconds rounds up to the next millisecond, so that a caller who waited that long has waited long enough.
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
