package pipeline

import "context"

// wake ends snoozes whose time has come; what still stands is told again.
func (p *Pipeline) wake(ctx context.Context, args wakeArgs, line *logLine) error {
	woken, err := p.store.WakeSnoozed(ctx, args.Mall, p.now())
	line.add("incidents", woken)
	if woken > 0 {
		p.poke()
	}
	return err
}

// token renews the mall's pair of tokens at half of its life.
func (p *Pipeline) token(ctx context.Context, args tokenArgs, _ *logLine) error {
	return p.cfg.Installer.RefreshDue(ctx, args.Mall)
}
