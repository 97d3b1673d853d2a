package pipeline

import (
	"context"

	"cafe24-inventory-alert/internal/worklist"
)

// wake handles the incidents whose snooze has ended and those that nobody has
// acknowledged in time. An incident that is still open is notified again.
func (a *announcer) wake(ctx context.Context, work worklist.Due, line *logLine) error {
	woken, err := a.store.Mall(work.Mall).WakeIncidents(ctx, a.now())
	line.add("incidents", woken)
	if woken > 0 {
		a.poke()
	}
	return err
}
