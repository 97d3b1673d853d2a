package pipeline

import (
	"context"
	"time"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/worklist"
)

// salesStore stores forecasts and their inputs.
type salesStore interface {
	FillRoots(ctx context.Context) error
	Events(ctx context.Context) (outlook.EventPlan, error)
	Sample(ctx context.Context, most int, now time.Time) (outlook.Sample, error)
	SavePool(ctx context.Context, pool []byte, today time.Time) error
	Groups(ctx context.Context) ([]byte, error)
	SaveGroups(ctx context.Context, groups []byte) error
	UpdateForecasts(ctx context.Context, window time.Duration, now time.Time, compute func(history outlook.SalesHistory, held lowstock.Sales) (lowstock.Sales, outlook.NightlyForecast), steady func(today time.Time) time.Time) (lowstock.Applied, error)
}

// forecaster makes the nightly forecasts.
type forecaster struct {
	*shared

	store malls[salesStore]
}

// sales computes the nightly forecast: how fast each variant sells and what is
// expected. Thresholds in days of cover change with it, and at no other time.
func (f *forecaster) sales(ctx context.Context, work worklist.Due, line *logLine) error {
	if err := f.store.Mall(work.Mall).FillRoots(ctx); err != nil {
		return err
	}
	plan, err := f.store.Mall(work.Mall).Events(ctx)
	if err != nil {
		return err
	}
	if err := f.learn(ctx, work.Mall, &plan); err != nil {
		return err
	}
	now := forecast.DateOf(f.now())
	calendar := forecast.NewCalendar(plan, now-demand.Days-1, now+forecast.MaxDays+1) // covers the days of any time zone
	lesson := f.groups(ctx, work.Mall)
	compute := func(history outlook.SalesHistory, held lowstock.Sales) (lowstock.Sales, outlook.NightlyForecast) {
		return forecast.Nightly(history, held, calendar.Of(history.Subject), lesson)
	}
	applied, err := f.store.Mall(work.Mall).UpdateForecasts(ctx, forecast.Window, f.now(), compute, forecast.SteadyUntil)
	code := lowstock.ErrorCode(err)
	switch {
	case code == lowstock.CodeNotFound, code == lowstock.CodeConflict: // done already, or the mall is uninstalled
		return nil
	case err != nil:
		return err
	}
	f.keep(ctx, work.Mall, lesson)
	line.applied(applied)
	f.metrics.applied(applied)
	if applied.Opened+applied.Escalated > 0 {
		f.poke()
	}
	return nil
}

// learn learns from the mall's items together, once a day, and sets the pool of
// the plan.
func (f *forecaster) learn(ctx context.Context, mall lowstock.MallID, plan *outlook.EventPlan) error {
	store := f.store.Mall(mall)
	sample, err := store.Sample(ctx, forecast.PoolSample, f.now())
	if lowstock.ErrorCode(err) == lowstock.CodeNotFound { // the stored pool is of today, or nothing can be learnt yet
		return nil
	}
	if err != nil {
		return err
	}
	plan.Pool = forecast.LearnMall(sample, *plan).Encode()
	return store.SavePool(ctx, plan.Pool, sample.Today)
}
