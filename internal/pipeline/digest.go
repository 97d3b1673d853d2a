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

// ask sends recipients who wait for it the mail that asks whether they want
// alerts, as many as may be asked now.
func (p *Pipeline) ask(ctx context.Context, args askArgs, line *logLine) error {
	asked, err := p.store.AskRecipients(ctx, args.Mall, p.now())
	line.add("messages", asked)
	if asked > 0 {
		p.poke()
	}
	return err
}
