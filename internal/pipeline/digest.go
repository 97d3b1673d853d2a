package pipeline

import (
	"context"

	"cafe24-inventory-alert/internal/worklist"
)

// digest creates the daily and weekly digests that are due.
func (a *announcer) digest(ctx context.Context, work worklist.Due, line *logLine) error {
	made, err := a.store.Mall(work.Mall).MakeDigests(ctx, a.now())
	line.add("messages", made)
	if made > 0 {
		a.poke()
	}
	return err
}

// ask sends a mail to recipients who wait for it and asks whether they want
// alerts. It sends as many as may be sent now.
func (a *announcer) ask(ctx context.Context, work worklist.Due, line *logLine) error {
	asked, err := a.store.Mall(work.Mall).AskRecipients(ctx, a.now())
	line.add("messages", asked)
	if asked > 0 {
		a.poke()
	}
	return err
}
