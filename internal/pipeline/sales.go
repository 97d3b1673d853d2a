package pipeline

import (
	"context"

	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/lowstock"
)

// sales reckons, in the mall's night, how fast everything sells. Thresholds of
// days of cover move with it, and at no other time.
func (p *Pipeline) sales(ctx context.Context, args salesArgs, line *logLine) error {
	applied, err := p.store.UpdateSales(ctx, args.Mall, forecast.Window, p.now(), forecast.Sales, lowstock.Evaluate)
	code := lowstock.ErrorCode(err)
	switch {
	case code == lowstock.CodeNotFound, code == lowstock.CodeConflict: // done already, or the mall has left
		return nil
	case err != nil:
		return err
	}
	line.applied(applied)
	p.metrics.applied(applied)
	if applied.Opened+applied.Escalated > 0 {
		p.poke()
	}
	return nil
}
