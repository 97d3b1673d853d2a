package pipeline

import (
	"context"
	"time"

	"cafe24-inventory-alert/internal/bulk"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/worklist"
)

// bulkRunStore stores the progress of an action on many incidents.
type bulkRunStore interface {
	ClaimBulkRun(ctx context.Context, now time.Time, lease time.Duration) (bulk.Run, error)
	StepBulkRun(ctx context.Context, claim bulk.Run, now time.Time, lease time.Duration) (bulk.Run, error)
}

// bulkRunner acts on many incidents, or undoes that.
type bulkRunner struct {
	*shared

	store malls[bulkRunStore]
}

// run does the steps of a bulk action for twenty seconds or to the end. Each
// step is a transaction of its own, so that readings and page requests run
// between them, and so that the merchant can stop it.
func (b *bulkRunner) run(ctx context.Context, work worklist.Due, line *logLine) error {
	r, err := b.store.Mall(work.Mall).ClaimBulkRun(ctx, b.now(), evaluateLease)
	switch {
	case lowstock.ErrorCode(err) == lowstock.CodeNotFound:
		return nil
	case err != nil:
		return err
	}
	for until, lease := b.now().Add(evaluateSlice), evaluateLease; lease > 0 && r.Running(); {
		if !b.now().Before(until) {
			lease = 0 // the last step of this job: the next one is due at once
		}
		is, err := b.store.Mall(work.Mall).StepBulkRun(ctx, r, b.now(), lease)
		if lowstock.ErrorCode(err) == lowstock.CodeConflict {
			break // stopped, or another run has taken over; nothing was written
		}
		if err != nil {
			return err
		}
		r = is
	}
	done, total := r.Progress()
	line.add("act", r.Spec.Name, "done", done, "total", total, "state", r.State)
	b.poke()
	return nil
}
