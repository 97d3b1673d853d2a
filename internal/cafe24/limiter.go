package cafe24

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"cafe24-inventory-alert/internal/callrate"
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

// limiter paces all calls of a process, by what it knows itself and, with Turns, by what all processes know. A call passes three gates of its mall: the mall is not stopped and its last
// call is long enough ago; the endpoint's bucket, as modelled here and corrected by the platform's headers, has room;
// and the long-run rate is kept. The model is what makes a sweep end at the bucket's floor without a 429.
type limiter struct {
	rate  float64
	turns Turns // nil: this process is the only one
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
	lines      map[line]chan struct{} // of one: which of those who wait for the same asks for the next turn
	last       time.Time              // start of the last call
	stopped    time.Time              // no call before this instant
	usage      float64                // percent of the mall's quota that is spent, by the last answer
	answeredAt time.Time              // when that came; zero: never
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

// take says whether it is time by what this process knows, and if not how long to wait before asking again. With
// count the turn is taken at once.
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

// count notes a turn that all processes granted this one, to be had at a time.
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
	b.pace.ReserveN(at, 1) // an interactive call may take it below zero; background calls pay that back
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

// wait returns how long until one more call leaves the reserve free.
func (b *bucket) wait(now time.Time, reserve float64) time.Duration {
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

// stopOthers has all other processes stop as well. It outlives a caller that has gone: the block is the mall's.
func (g *gate) stopOthers(ctx context.Context, q quota) error {
	if g.turns == nil || q.stop <= 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
	defer cancel()
	return g.turns.Stop(ctx, g.mall, q.stop)
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
