package pipeline

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
	"cafe24-inventory-alert/internal/worklist"
)

// salesStore stores forecasts and their inputs.
type salesStore interface {
	firstLookStore
	monthStore
	FillRoots(ctx context.Context) error
	Events(ctx context.Context) (outlook.EventPlan, error)
	Sample(ctx context.Context, most int, now time.Time) (outlook.Sample, error)
	SavePool(ctx context.Context, pool []byte, today time.Time) error
	NoteLearning(ctx context.Context, failed bool, now time.Time) error
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
// A failure to learn from the mall as a whole, or to compute one variant, does
// not stop it.
func (f *forecaster) sales(ctx context.Context, work worklist.Due, line *logLine) error {
	plan, err := f.planned(ctx, work.Mall)
	if err != nil {
		return err
	}
	now := forecast.DateOf(f.now())
	calendar := forecast.NewCalendar(plan, now-demand.Days-1, now+forecast.MaxDays+1) // covers the days of any time zone
	lesson := f.groups(ctx, work.Mall)
	first := f.firstLookOf(ctx, work.Mall, &plan)
	reported := monthsOf(&plan)
	failed := 0
	compute := func(history outlook.SalesHistory, held lowstock.Sales) (sales lowstock.Sales, nightly outlook.NightlyForecast) {
		err := guarded(func() {
			sales, nightly = forecast.Nightly(history, held, calendar.Of(history.Subject), lesson)
			first.add(&history, &nightly)
			reported.add(&history)
		})
		if err != nil {
			failed++
			f.log.ErrorContext(ctx, "a variant's forecast could not be computed", "mall", work.Mall, "variant", history.VariantCode, "error", err)
			return held, outlook.NightlyForecast{Failed: true}
		}
		return sales, nightly
	}
	applied, err := f.store.Mall(work.Mall).UpdateForecasts(ctx, forecast.Window, f.now(), compute, forecast.SteadyUntil)
	code := lowstock.ErrorCode(err)
	switch {
	case code == lowstock.CodeNotFound, code == lowstock.CodeConflict: // done already, or the mall is uninstalled
		return nil
	case err != nil:
		return err
	}
	if failed > 0 {
		line.add("not_computed", failed)
	}
	f.keep(ctx, work.Mall, lesson)
	line.applied(applied)
	f.metrics.applied(applied)
	if applied.Opened+applied.Escalated > 0 {
		f.poke()
	}
	f.saveFirstLook(ctx, work.Mall, first)
	f.saveMonths(ctx, work.Mall, reported)
	return nil
}

// planned returns what the forecasts of a mall's variants share: what is
// planned, and what the mall shows as a whole. If learning from the mall fails,
// they have what an earlier nightly forecast learnt, as pages do, and the next nightly forecast tries
// again.
func (f *forecaster) planned(ctx context.Context, mall lowstock.MallID) (outlook.EventPlan, error) {
	failure := f.store.Mall(mall).FillRoots(ctx)
	plan, err := f.store.Mall(mall).Events(ctx)
	if err != nil {
		return plan, err
	}
	failure = errors.Join(failure, f.learn(ctx, mall, &plan))
	if err := ctx.Err(); err != nil { // there is no time left for the forecasts
		return plan, errors.Join(err, failure)
	}
	if failure != nil {
		f.log.ErrorContext(ctx, "the nightly forecast has not learnt from the mall", "mall", mall, "code", errorCode(failure), "error", failure)
	}
	if err := f.store.Mall(mall).NoteLearning(ctx, failure != nil, f.now()); err != nil {
		f.log.WarnContext(ctx, "what was learnt is not noted", "mall", mall, "error", err)
	}
	return plan, nil
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
	var pool []byte
	if err := guarded(func() { pool = forecast.LearnMall(sample, *plan).Encode() }); err != nil {
		return err
	}
	if err := store.SavePool(ctx, pool, sample.Today); err != nil {
		return err // pages have the stored pool, and so has the nightly forecast
	}
	plan.Pool = pool
	return nil
}

// guarded runs a computation and returns its panic as an error, so that one
// item does not stop those after it.
func guarded(compute func()) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("panic: %v\n%s", cause, debug.Stack())
		}
	}()
	compute()
	return nil
}
