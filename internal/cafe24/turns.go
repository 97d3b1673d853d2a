package cafe24

import (
	"context"
	"time"

	"cafe24-inventory-alert/internal/callrate"
)

// Turns is the memory of calls that all processes of the app share. Without it the process assumes that there are no
// other ones, and keeps the limits by itself. The memory uses its own clock: arguments and results are durations,
// never times.
type Turns interface {
	// TakeTurn takes a turn of the mall's endpoint, or returns how long to wait before the next attempt.
	TakeTurn(ctx context.Context, mall, endpoint string, ask callrate.Ask) (callrate.Turn, error)
	// Stop makes every process stop its calls to the mall for d.
	Stop(ctx context.Context, mall string, d time.Duration) error
}

const (
	turnPatience = 250 * time.Millisecond
	stopTimeout  = 3 * time.Second
)

// ask is what this process knows now about the endpoint's bucket.
func (g *gate) ask(now time.Time, endpoint string, u Urgency) callrate.Ask {
	g.mu.Lock()
	defer g.mu.Unlock()
	b := g.bucket(now, endpoint)
	b.drainTo(now)
	ask := callrate.Ask{
		Level: b.level, Size: max(1, b.size-backgroundReserve), Drain: b.drain, Gap: backgroundGap,
		Rate: float64(b.pace.Limit()), Burst: float64(b.pace.Burst()), Patience: turnPatience, Usage: -1,
	}
	if !g.answeredAt.IsZero() {
		ask.Usage, ask.UsageAge = g.usage, max(0, now.Sub(g.answeredAt))
	}
	switch {
	case u == Interactive:
		ask.Size, ask.Gap, ask.Burst = max(1, b.size-interactiveReserve), callGap, 0
	case u.rest(g.usage, 0) > 0: // paused: one call, for all processes, finds out how much is used now
		ask.Gap = quotaProbe
	}
	return ask
}

// line identifies the callers that wait for the same turns.
type line struct {
	endpoint string
	urgency  Urgency
}

// line lets one caller ask at a time, so that a hundred waiting callers do not make a hundred requests. A person's
// call asks at once.
func (g *gate) line(ctx context.Context, endpoint string, u Urgency) (leave func(), err error) {
	if g.turns == nil || u == Interactive {
		return func() {}, nil
	}
	g.mu.Lock()
	first, ok := g.lines[line{endpoint, u}]
	if !ok {
		first = make(chan struct{}, 1)
		g.lines[line{endpoint, u}] = first
	}
	g.mu.Unlock()
	select {
	case first <- struct{}{}:
		return func() { <-first }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// turn takes a turn, from this process only or, if the limits are shared, from the shared memory. The process's own
// state is checked first: often it is enough to know that it is too early.
func (g *gate) turn(ctx context.Context, endpoint string, u Urgency) (callrate.Turn, error) {
	now := time.Now()
	own := g.take(now, endpoint, u, g.turns == nil)
	if !own.Taken || g.turns == nil {
		return own, nil
	}
	turn, err := g.turns.TakeTurn(ctx, g.mall, endpoint, g.ask(now, endpoint, u))
	if err == nil && turn.Taken {
		g.count(time.Now().Add(turn.Wait), endpoint)
	}
	return turn, err
}
