package pipeline

import (
	"context"

	"cafe24-inventory-alert/internal/worklist"
)

// wake takes up what was put off until now and what nobody has answered for:
// what still stands is told again.
func (a *announcer) wake(ctx context.Context, work worklist.Due, line *logLine) error {
	woken, err := a.store.Mall(work.Mall).WakeIncidents(ctx, a.now())
	line.add("incidents", woken)
	if woken > 0 {
		a.poke()
	}
	return err
}
