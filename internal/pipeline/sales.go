package pipeline

import (
	"context"

	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/lowstock"
)

// sales reckons, in the mall's night, how fast everything sells and what lies
// ahead. Thresholds of days of cover move with it, and at no other time.
func (p *Pipeline) sales(ctx context.Context, work lowstock.Due, line *logLine) error {
	plan, err := p.store.Events(ctx, work.Mall)
	if err != nil {
		return err
	}
	now := forecast.DateOf(p.now())
	calendar := forecast.NewCalendar(plan, now-lowstock.DemandDays-1, now+forecast.MaxDays+1) // days of any time zone
	foresee := func(past lowstock.Past, held lowstock.Sales) (lowstock.Sales, lowstock.Night) {
		return forecast.Foresee(past, held, calendar.Of(past.Subject))
	}
	applied, err := p.store.UpdateForecasts(ctx, work.Mall, forecast.Window, p.now(), foresee, forecast.SteadyUntil)
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
