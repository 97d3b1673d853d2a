package pipeline

import "context"

// collect puts what was raised within the mall's collect_seconds into one
// message a recipient.
func (p *Pipeline) collect(ctx context.Context, args collectArgs, line *logLine) error {
	made, err := p.store.Collect(ctx, args.Mall, p.now())
	line.add("messages", made)
	if made > 0 {
		p.poke()
	}
	return err
}
