package pipeline

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/worklist"
)

// ErrReads is the error that Step returns for work that calls Cafe24.
var ErrReads = errors.New("reads the mall")

// DeliverWorkers returns how many messages a process sends at the same time.
func DeliverWorkers() int { return queues()[queueDeliver].MaxWorkers }

// Step does one piece of due work as its job would, in the calling goroutine.
func (p *Pipeline) Step(ctx context.Context, d worklist.Due) error {
	reads := []worklist.DueKind{
		worklist.DueRefresh, worklist.DueWatch, worklist.DueSweep, worklist.DueToken, worklist.DueLog, worklist.DueLook, worklist.DueLists, worklist.DueSets,
	}
	if slices.Contains(reads, d.Kind) {
		return ErrReads
	}
	return p.StepReading(ctx, d)
}

// Apply is the only way in which a stock level is written.
func (p *Pipeline) Apply(ctx context.Context, mall lowstock.MallID, levels inbound.Levels) (lowstock.Applied, error) {
	return p.steps.refresh.apply(ctx, mall, levels)
}

// ReadLog reads Cafe24's webhook log as a plan says.
func (p *Pipeline) ReadLog(ctx context.Context, mall lowstock.MallID, plan inbound.LogPlan, now time.Time) (inbound.LogReading, error) {
	return p.steps.recover.readLog(ctx, mall, plan, now)
}

// StepReading does one piece of due work, also work that calls Cafe24.
func (p *Pipeline) StepReading(ctx context.Context, d worklist.Due) error {
	_, err := p.StepLine(ctx, d)
	return err
}

// StepLine is StepReading that returns what the step adds to its log line.
func (p *Pipeline) StepLine(ctx context.Context, d worklist.Due) ([]any, error) {
	k, known := newInserter(p.steps.table(), nil).kinds[d.Kind]
	if !known {
		return nil, fmt.Errorf("no step for %q", d.Kind)
	}
	line := &logLine{}
	err := k.step(ctx, d, line)
	return line.attrs, err
}

// Guarded runs a computation and returns its panic as an error.
var Guarded = guarded
