package pipeline

import "context"

// digest writes the daily and weekly lists that are due.
func (p *Pipeline) digest(ctx context.Context, args digestArgs, line *logLine) error {
	made, err := p.store.MakeDigests(ctx, args.Mall, p.now())
	line.add("messages", made)
	if made > 0 {
		p.poke()
	}
	return err
}
