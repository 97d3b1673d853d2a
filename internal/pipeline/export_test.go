package pipeline

import (
	"context"
	"errors"
	"fmt"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// ErrReads is what Step says of work that asks Cafe24.
var ErrReads = errors.New("reads the mall")

// Step does one piece of due work as its job would, here and now.
func (p *Pipeline) Step(ctx context.Context, d lowstock.Due) error {
	line := &logLine{}
	switch args := argsOf(d).(type) {
	case collectArgs:
		return p.collect(ctx, args, line)
	case deliverArgs:
		return p.deliver(ctx, args, line)
	case digestArgs:
		return p.digest(ctx, args, line)
	case wakeArgs:
		return p.wake(ctx, args, line)
	case evaluateArgs:
		return p.evaluate(ctx, args, line)
	case salesArgs:
		return p.sales(ctx, args, line)
	case healthArgs:
		return p.health(ctx, args, line)
	case demandArgs:
		return p.demand(ctx, args, line)
	case unpaidArgs:
		return p.unpaid(ctx, args, line)
	case askArgs:
		return p.ask(ctx, args, line)
	case refreshArgs, watchArgs, sweepArgs, tokenArgs, logArgs, lookArgs, listsArgs, setsArgs:
		return ErrReads
	default:
		return fmt.Errorf("no step for %q", d.Kind)
	}
}

// Apply is the one way a number comes in.
func (p *Pipeline) Apply(ctx context.Context, mall lowstock.MallID, levels lowstock.Levels) (lowstock.Applied, error) {
	return p.apply(ctx, mall, levels)
}

// ReadLog reads Cafe24's log of webhooks as a plan says.
func (p *Pipeline) ReadLog(ctx context.Context, mall lowstock.MallID, plan lowstock.LogPlan, now time.Time) (lowstock.LogReading, error) {
	return p.readLog(ctx, mall, plan, now)
}

// StepReading does one piece of due work that asks Cafe24.
func (p *Pipeline) StepReading(ctx context.Context, d lowstock.Due) error {
	line := &logLine{}
	switch args := argsOf(d).(type) {
	case refreshArgs:
		return p.refresh(ctx, args, line)
	case watchArgs:
		return p.watch(ctx, args, line)
	case sweepArgs:
		return p.sweep(ctx, args, line)
	case tokenArgs:
		return p.token(ctx, args, line)
	case logArgs:
		return p.recoverHints(ctx, args, line)
	case lookArgs:
		return p.look(ctx, args, line)
	case listsArgs:
		return p.lists(ctx, args, line)
	case setsArgs:
		return p.sets(ctx, args, line)
	default:
		return fmt.Errorf("no step for %q", d.Kind)
	}
}
