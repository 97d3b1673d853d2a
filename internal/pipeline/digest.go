package pipeline

import (
	"context"

	"cafe24-inventory-alert/internal/lowstock"
)

// digest writes the daily and weekly lists that are due.
func (p *Pipeline) digest(ctx context.Context, work lowstock.Due, line *logLine) error {
	made, err := p.store.MakeDigests(ctx, work.Mall, p.now())
	line.add("messages", made)
	if made > 0 {
		p.poke()
	}
	return err
}

// ask sends recipients who wait for it the mail that asks whether they want
// alerts, as many as may be asked now.
func (p *Pipeline) ask(ctx context.Context, work lowstock.Due, line *logLine) error {
	asked, err := p.store.AskRecipients(ctx, work.Mall, p.now())
	line.add("messages", asked)
	if asked > 0 {
		p.poke()
	}
	return err
}
