package pipeline

import (
	"context"
	"errors"
	"net/http"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/forecast"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/worklist"
)

const (
	demandSlice = 15 * time.Second // no range begins after it; the next job continues with what is not counted
	demandPause = 30 * time.Second // between two jobs for days that no forecast waits for, so that other malls' newer days go first
	demandLease = longTimeout      // of a claim: as long as its job may run
	demandRetry = time.Minute      // after a failure that may pass
)

// demandStore stores the units sold on each day.
type demandStore interface {
	ClaimDemand(ctx context.Context, now time.Time, lease time.Duration) (demand.Plan, error)
	SaveDemand(ctx context.Context, plan *demand.Plan, reading demand.Reading, now, until time.Time, days func(points []lowstock.Point, bounds []time.Time) []demand.Day) error
	SkipDemand(ctx context.Context, plan *demand.Plan, r demand.Range, now, until time.Time) error
	DemandOrders(ctx context.Context, r demand.Range) ([]demand.Order, error)
	SaveDemandOrders(ctx context.Context, plan *demand.Plan, orders []demand.Order, now time.Time) error
	DelayDemand(ctx context.Context, plan *demand.Plan, until time.Time) error
	RefuseDemand(ctx context.Context, plan *demand.Plan, now time.Time) error
	FinishDemand(ctx context.Context, plan *demand.Plan, now time.Time) error
}

// demandCounter counts the units sold.
type demandCounter struct {
	*orderReader

	store malls[demandStore]
}

// demand counts the units sold on each day, the newest days first. It runs for
// a slice of time, or until there is nothing more to count before the next
// nightly forecast. Days that no forecast waits for are counted in jobs of
// their own.
func (d *demandCounter) demand(ctx context.Context, work worklist.Due, line *logLine) error {
	plan, err := d.store.Mall(work.Mall).ClaimDemand(ctx, d.now(), demandLease)
	switch {
	case lowstock.ErrorCode(err) == lowstock.CodeNotFound:
		return nil
	case err != nil:
		return err
	}
	c := &counting{demandCounter: d, mall: work.Mall, plan: &plan, until: d.now().Add(demandSlice)}
	ended := false
	defer func() {
		if !ended { // after a panic; without this the retries would find nothing due
			_ = c.delay(ctx, d.now())
		}
	}()
	err = c.run(ctx)
	line.add("days", c.days, "orders", c.orders, "singly", c.singly, "unreadable", c.unreadable)
	if c.sets != nil && c.sets.lost > 0 {
		line.add("parts_of_no_variant", c.sets.lost)
	}
	if err != nil {
		err = c.failed(ctx, err)
	}
	ended = true
	return err
}

// counting is one slice in progress.
type counting struct {
	*demandCounter

	mall  lowstock.MallID
	plan  *demand.Plan
	until time.Time

	older bool // the range is older than what forecasts wait for

	days, orders, singly int
	unreadable           int // orders without a date, or whose items cannot be read

	sets *setsSold // nil: no order was read yet
}

func (c *counting) run(ctx context.Context) error {
	for first := true; ; first = false {
		r, due := c.plan.Next(c.now())
		older := c.plan.Older(r, c.now())
		switch {
		case !due:
			return c.store.Mall(c.mall).FinishDemand(ctx, c.plan, c.now())
		case older && !first && !c.older: // this job has counted newer days
			c.poke() // the forecasts are due now
			return c.delay(ctx, c.now().Add(demandPause))
		}
		c.older = older
		if err := c.count(ctx, r); err != nil && !errors.Is(err, errMoreDemand) {
			return err
		}
		switch late := c.now().After(c.until); {
		case late && older:
			return c.delay(ctx, c.now().Add(demandPause))
		case late:
			err := c.delay(ctx, c.now())
			c.poke()
			return err
		}
	}
}

// errMoreDemand means that a range is not counted yet although nothing is
// wrong.
var errMoreDemand = errors.New("the range has to be gone on with")

// count counts one range. If the range has too many orders, it makes the ranges
// shorter.
func (c *counting) count(ctx context.Context, r demand.Range) error {
	reading := demand.Reading{Range: r}
	began, singly := c.now(), c.singly
	if r.Source == demand.FromOrders {
		units, err := c.readOrders(ctx, r)
		switch {
		case errors.Is(err, cafe24.ErrTooManyOrders) && r.Days() == 1:
			// A day with this many orders cannot be listed. The quantity that
			// can be bought is still known.
			c.log.WarnContext(ctx, "a day has more orders than can be listed", "mall", c.mall, "day", r.From.Format(time.DateOnly))
			reading.Source = demand.FromNone
		case errors.Is(err, cafe24.ErrTooManyOrders), c.older && isRefusal(err) && r.Days() > 1:
			c.plan.Step = max(1, r.Days()/2)
			return errMoreDemand
		case c.older && isRefusal(err):
			return c.skip(ctx, r)
		case err != nil:
			return err
		}
		reading.Units = units
	}
	now := c.now()
	if err := c.store.Mall(c.mall).SaveDemand(ctx, c.plan, reading, now, now.Add(demandLease), forecast.DaysOfLevels); err != nil {
		return err
	}
	c.plan.Took(reading.Range, now)
	c.days += r.Days()
	if c.singly == singly && now.Sub(began) < demandSlice/3 {
		c.plan.Step = min(demand.MaxStep, 2*c.plan.Step)
	}
	return nil
}

// skip ends the counting of older days at a day that the platform refuses to
// list.
func (c *counting) skip(ctx context.Context, refused demand.Range) error {
	now := c.now()
	r := c.plan.Unlisted(refused, now)
	if err := c.store.Mall(c.mall).SkipDemand(ctx, c.plan, r, now, now.Add(demandLease)); err != nil {
		return err
	}
	c.log.InfoContext(ctx, "the platform lists no orders of this day or before", "mall", c.mall, "day", r.To.Format(time.DateOnly))
	c.plan.Took(r, now)
	c.plan.Step = demand.MaxStep / 2
	return nil
}

// isRefusal says whether the platform refused what a call asked for, which it
// will refuse again.
func isRefusal(err error) bool {
	var api *cafe24.APIError
	return errors.As(err, &api) && api.Documented && (api.Status == http.StatusBadRequest || api.Status == http.StatusUnprocessableEntity)
}

// delay sets the due time of the rest, also for a caller whose time is over.
func (c *counting) delay(ctx context.Context, until time.Time) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), dispatchTimeout)
	defer cancel()
	return c.store.Mall(c.mall).DelayDemand(ctx, c.plan, until)
}

// failed delays the rest and returns the cause for the log.
func (c *counting) failed(ctx context.Context, cause error) error {
	now := c.now()
	switch trouble, wait := c.troubleOf(ctx, c.mall, cause, demandRetry); trouble {
	case overtaken:
		return nil
	case notAllowed:
		return errors.Join(cause, c.refused(ctx, now))
	case byPlatform:
		c.plan.Step = max(1, c.plan.Step/2) // a shorter list may succeed where a long one does not
		return errors.Join(cause, c.delay(ctx, now.Add(wait)))
	case ofOurs:
	}
	return errors.Join(cause, c.delay(ctx, now))
}

// refused changes the source of the days that are not counted yet from orders
// to stock levels.
func (c *counting) refused(ctx context.Context, now time.Time) error {
	if err := c.store.Mall(c.mall).RefuseDemand(ctx, c.plan, now); err != nil {
		return err
	}
	c.poke()
	return c.delay(ctx, now)
}
