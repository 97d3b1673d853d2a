package pipeline

import "context"

// wake takes up what was put off until now and what nobody has answered for:
// what still stands is told again.
func (p *Pipeline) wake(ctx context.Context, args wakeArgs, line *logLine) error {
	woken, err := p.store.WakeIncidents(ctx, args.Mall, p.now())
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
