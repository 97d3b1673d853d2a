package pipeline

import (
	"context"

	"cafe24-inventory-alert/internal/lowstock"
)

// collect puts what was raised within the mall's collect_seconds into one
// message a recipient.
func (p *Pipeline) collect(ctx context.Context, work lowstock.Due, line *logLine) error {
	made, err := p.store.Collect(ctx, work.Mall, p.now())
	line.add("messages", made)
	if made > 0 {
		p.poke()
	}
	return err
}
