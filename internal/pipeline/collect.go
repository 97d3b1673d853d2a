package pipeline

import (
	"context"
	"time"

	"cafe24-inventory-alert/internal/worklist"
)

// messageStore makes messages.
type messageStore interface {
	Collect(ctx context.Context, now time.Time) (int, error)
	MakeDigests(ctx context.Context, now time.Time) (int, error)
	AskRecipients(ctx context.Context, now time.Time) (int, error)
	WakeIncidents(ctx context.Context, now time.Time) (int, error)
}

// announcer makes the messages that are due.
type announcer struct {
	*shared

	store malls[messageStore]
}

// collect puts what was raised within the mall's collect_seconds into one
// message a recipient.
func (a *announcer) collect(ctx context.Context, work worklist.Due, line *logLine) error {
	made, err := a.store.Mall(work.Mall).Collect(ctx, a.now())
	line.add("messages", made)
	if made > 0 {
		a.poke()
	}
	return err
}
