package pipeline

import (
	"context"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/rulebook"
	"cafe24-inventory-alert/internal/worklist"
)

const (
	evaluateSlice = 20 * time.Second // less than the time limit of the job; the next job continues from the cursor
	evaluateLease = 20 * time.Second // more than the time that a slice may take
)

// evaluationStore stores the progress of evaluating a changed rule.
type evaluationStore interface {
	ClaimEvaluation(ctx context.Context, now time.Time, lease time.Duration) (rulebook.Evaluation, error)
	EvaluateSlice(ctx context.Context, claim rulebook.Evaluation, now time.Time, lease time.Duration) (rulebook.Evaluation, lowstock.Applied, error)
}

// evaluator evaluates again the variants that a changed rule covers.
type evaluator struct {
	*shared

	store malls[evaluationStore]
}

// evaluate evaluates again the variants that a changed rule covers, slice by
// slice, for twenty seconds or to the end. Each slice is a transaction of its
// own, so that readings and page requests run between them.
func (v *evaluator) evaluate(ctx context.Context, work worklist.Due, line *logLine) error {
	e, err := v.store.Mall(work.Mall).ClaimEvaluation(ctx, v.now(), evaluateLease)
	switch {
	case lowstock.ErrorCode(err) == lowstock.CodeNotFound:
		return nil
	case err != nil:
		return err
	}
	var total lowstock.Applied
	for until, lease := v.now().Add(evaluateSlice), evaluateLease; lease > 0 && e.State == rulebook.EvaluationRunning; {
		if !v.now().Before(until) {
			lease = 0 // the last slice of this job: the next one is due at once
		}
		is, applied, err := v.store.Mall(work.Mall).EvaluateSlice(ctx, e, v.now(), lease)
		if lowstock.ErrorCode(err) == lowstock.CodeConflict {
			break // another run has taken over, or the mall is uninstalled; nothing was written
		}
		if err != nil {
			return err
		}
		e, total = is, sum(total, applied)
		v.metrics.applied(applied)
	}
	line.applied(total)
	line.add("change", e.ChangeID, "done", e.Done, "total", e.Total, "state", e.State)
	v.poke()
	return nil
}
