package pipeline

import (
	"context"

	"cafe24-inventory-alert/internal/lowstock"
)

// wake takes up what was put off until now and what nobody has answered for:
// what still stands is told again.
func (p *Pipeline) wake(ctx context.Context, work lowstock.Due, line *logLine) error {
	woken, err := p.store.WakeIncidents(ctx, work.Mall, p.now())
	line.add("incidents", woken)
	if woken > 0 {
		p.poke()
	}
	return err
}

// token renews the mall's pair of tokens at half of its life.
func (p *Pipeline) token(ctx context.Context, work lowstock.Due, _ *logLine) error {
	return p.cfg.Installer.RefreshDue(ctx, work.Mall)
}
