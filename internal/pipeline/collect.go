package pipeline

import (
	"context"
	"time"

	"cafe24-inventory-alert/internal/worklist"
)

// messageStore creates messages.
type messageStore interface {
	Collect(ctx context.Context, now time.Time) (int, error)
	MakeDigests(ctx context.Context, now time.Time) (int, error)
	AskRecipients(ctx context.Context, now time.Time) (int, error)
	WakeIncidents(ctx context.Context, now time.Time) (int, error)
}

// announcer creates the messages that are due.
type announcer struct {
	*shared

	store malls[messageStore]
}

// collect puts the alerts that were raised within the mall's collect_seconds
// into one message for each recipient.
func (a *announcer) collect(ctx context.Context, work worklist.Due, line *logLine) error {
	made, err := a.store.Mall(work.Mall).Collect(ctx, a.now())
	line.add("messages", made)
	if made > 0 {
		a.poke()
	}
	return err
}
