package cafe24

import (
	"context"
	"time"

	"cafe24-inventory-alert/internal/callrate"
)

// Turns is the memory of calls that all processes of the app share. Without it a process is alone in the world and
// keeps the limits by itself. Time is the memory's own: what goes in and out is how long, never when.
type Turns interface {
	// TakeTurn takes a turn of the mall's endpoint, or says how long to wait before asking again.
	TakeTurn(ctx context.Context, mall, endpoint string, ask callrate.Ask) (callrate.Turn, error)
	// Stop has every process leave the mall alone for so long.
	Stop(ctx context.Context, mall string, d time.Duration) error
}

const (
	turnPatience = 250 * time.Millisecond
	stopTimeout  = 3 * time.Second
)

// ask is what this process knows of the endpoint's bucket now.
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
	case u.rest(g.usage, 0) > 0: // paused: one call asks for all processes how much is spent now
		ask.Gap = quotaProbe
	}
	return ask
}

// line is what callers wait for the same in.
type line struct {
	endpoint string
	urgency  Urgency
}

// line lets one caller ask at a time, so that a hundred who wait are not a hundred questions. A person asks at once.
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

// turn takes a turn, from this process alone or, where the limits are shared, from all. What is known here is asked
// first: it is often enough to know that it is not yet time.
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
