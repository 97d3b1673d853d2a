package pipeline

import (
	"context"
	"errors"
	"math"
	"net/http"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/demand"
	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/worklist"
)

const (
	unpaidStatus = "N00" // awaiting payment
	unpaidSingly = 200   // maximum number of orders whose items are requested one by one; with more of them nothing is known
)

// unpaidStore stores the quantities in unpaid orders.
type unpaidStore interface {
	ClaimUnpaid(ctx context.Context, now time.Time, lease time.Duration) (demand.UnpaidPlan, error)
	SaveUnpaid(ctx context.Context, plan demand.UnpaidPlan, reading demand.UnpaidReading, now time.Time) error
	DelayUnpaid(ctx context.Context, plan demand.UnpaidPlan, until time.Time) error
	RefuseUnpaid(ctx context.Context, plan demand.UnpaidPlan, now time.Time) error
}

// unpaidReader reads the quantities in unpaid orders.
type unpaidReader struct {
	*orderReader

	store malls[unpaidStore]
}

// unpaid reads the quantities in the unpaid orders of the last days. If Cafe24
// deducts stock only at the payment, a stock level does not include them.
func (u *unpaidReader) unpaid(ctx context.Context, work worklist.Due, line *logLine) error {
	now := u.now()
	plan, err := u.store.Mall(work.Mall).ClaimUnpaid(ctx, now, longTimeout)
	switch {
	case lowstock.ErrorCode(err) == lowstock.CodeNotFound:
		return nil
	case err != nil:
		return err
	case !plan.Wanted:
		return nil
	}
	a := &awaiting{unpaidReader: u, mall: work.Mall, plan: plan, held: map[string]demand.Held{}}
	ended := false
	defer func() {
		if !ended { // after a panic; without this the retries would find nothing due
			_ = a.delay(ctx, u.now())
		}
	}()
	reading := demand.UnpaidReading{StartedAt: now}
	switch err = a.read(ctx, now); {
	case errors.Is(err, cafe24.ErrTooManyOrders):
		u.log.WarnContext(ctx, "there are more unpaid orders than can be listed", "mall", work.Mall)
		err = u.store.Mall(work.Mall).SaveUnpaid(ctx, plan, reading, u.now())
	case err == nil:
		reading.Held = a.held
		err = u.store.Mall(work.Mall).SaveUnpaid(ctx, plan, reading, u.now())
	}
	line.add("orders", a.orders, "variants", len(a.held))
	if err != nil {
		err = a.failed(ctx, err)
	}
	ended = true
	return err
}

// awaiting is one reading in progress.
type awaiting struct {
	*unpaidReader

	mall   lowstock.MallID
	plan   demand.UnpaidPlan
	held   map[string]demand.Held
	orders int
	sets   *setsSold
}

func (a *awaiting) read(ctx context.Context, now time.Time) error {
	client := a.client(a.mall)
	orders, err := a.list(ctx, client, now)
	if err != nil {
		return err
	}
	if a.sets, err = a.setsSold(ctx, client, a.mall); err != nil {
		return err
	}
	a.noteOrders(ctx, a.mall, orders)
	var bare []cafe24.Order
	for _, o := range orders.Items {
		switch {
		case o.Paid || !o.PaidAt.IsZero(): // Cafe24 ignored the filter, or the order was paid meanwhile
		case len(o.Items) == 0:
			bare = append(bare, o)
		default:
			if err := a.add(ctx, o); err != nil {
				return err
			}
		}
	}
	if len(bare) > unpaidSingly {
		return cafe24.ErrTooManyOrders
	}
	singly := singly{orderReader: a.orderReader, client: client, mall: a.mall}
	for _, o := range bare {
		if o.Items, _, err = singly.items(ctx, o.ID); err != nil {
			return err
		}
		if err := a.add(ctx, o); err != nil {
			return err
		}
	}
	return nil
}

// list requests the orders that await payment. If Cafe24 does not know that
// filter, list requests all orders.
func (a *awaiting) list(ctx context.Context, client *cafe24.Client, now time.Time) (cafe24.List[cafe24.Order], error) {
	ctx, cancel := context.WithTimeout(ctx, listTimeout)
	defer cancel()
	q := cafe24.OrderQuery{From: now.AddDate(0, 0, -demand.UnpaidDays), To: now, DateType: "order_date", Status: unpaidStatus}
	orders, err := client.AllOrders(ctx, q)
	if refusal, ok := errors.AsType[*cafe24.APIError](err); ok && refusal.Status == http.StatusUnprocessableEntity {
		q.Status = ""
		return client.AllOrders(ctx, q)
	}
	return orders, err
}

// add counts the quantity of each variant in an order, and counts the order
// once.
func (a *awaiting) add(ctx context.Context, o cafe24.Order) error {
	units, err := a.sets.units(ctx, o.Items, cafe24.OrderItem.Awaited)
	if err != nil {
		return err
	}
	for _, i := range o.Items {
		if o.OrderedAt.IsZero() {
			o.OrderedAt = i.OrderedAt
		}
	}
	if o.OrderedAt.IsZero() {
		o.OrderedAt = a.now()
	}
	day := localtime.DayOf(o.OrderedAt, a.plan.Zone)
	for code, n := range units {
		h := a.held[code]
		if h.Orders == 0 || day.Before(h.Oldest) {
			h.Oldest = day
		}
		h.Units, h.Orders = int(min(int64(h.Units)+n, math.MaxInt32)), h.Orders+1
		a.held[code] = h
	}
	if len(units) > 0 {
		a.orders++
	}
	return nil
}

// delay sets the due time of the reading, also for a caller whose time is over.
func (a *awaiting) delay(ctx context.Context, until time.Time) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), dispatchTimeout)
	defer cancel()
	return a.store.Mall(a.mall).DelayUnpaid(ctx, a.plan, until)
}

// failed delays the reading and returns the cause for the log.
func (a *awaiting) failed(ctx context.Context, cause error) error {
	now := a.now()
	switch trouble, wait := a.troubleOf(ctx, a.mall, cause, demand.UnpaidGap); trouble {
	case overtaken:
		return nil
	case notAllowed:
		return errors.Join(cause, a.store.Mall(a.mall).RefuseUnpaid(ctx, a.plan, now))
	case byPlatform:
		return errors.Join(cause, a.delay(ctx, now.Add(wait)))
	case ofOurs:
	}
	return errors.Join(cause, a.delay(ctx, now))
}
