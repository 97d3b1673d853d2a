package pipeline

import (
	"context"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

const (
	evaluateSlice = 20 * time.Second // less than the job may run; the next job goes on from the cursor
	evaluateLease = 20 * time.Second // more than a slice may take
)

// evaluate decides again on what a changed rule covers, slice by slice, for
// twenty seconds or to the end. Each slice is a transaction of its own, so that
// readings and pages come in between.
func (p *Pipeline) evaluate(ctx context.Context, work lowstock.Due, line *logLine) error {
	e, err := p.store.ClaimEvaluation(ctx, work.Mall, p.now(), evaluateLease)
	switch {
	case lowstock.ErrorCode(err) == lowstock.CodeNotFound:
		return nil
	case err != nil:
		return err
	}
	var total lowstock.Applied
	for until, lease := p.now().Add(evaluateSlice), evaluateLease; lease > 0 && e.State == lowstock.EvaluationRunning; {
		if !p.now().Before(until) {
			lease = 0 // the last slice of this job: the next one is due at once
		}
		is, applied, err := p.store.EvaluateSlice(ctx, work.Mall, e, p.now(), lease)
		if lowstock.ErrorCode(err) == lowstock.CodeConflict {
			break // another run has taken over, or the mall has left; nothing was written
		}
		if err != nil {
			return err
		}
		e, total = is, sum(total, applied)
		p.metrics.applied(applied)
	}
	line.applied(total)
	line.add("change", e.ChangeID, "done", e.Done, "total", e.Total, "state", e.State)
	p.poke()
	return nil
}
