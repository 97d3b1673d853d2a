package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/purchase"
)

// followHolds changes the alerts of an order's variants after a change of the
// order: goods that are on their way hold an alert until they should have
// arrived.
func (s purchaseStore) followHolds(ctx context.Context, c *purchaseChange) error {
	codes := changedVariants(&c.before, &c.order)
	if len(codes) == 0 {
		return nil
	}
	others := map[string]purchase.Coming{}
	var incidents []lowstock.Incident
	var batch pgx.Batch
	batch.Queue(`
		SELECT DISTINCT ON (variant_code) variant_code, order_id, rest, expected_on, cover_until FROM purchase_lines
		 WHERE mall_id = $1 AND coming AND rest > 0 AND variant_code = ANY($2) AND order_id <> $3 AND cover_until >= $4
		 ORDER BY variant_code, expected_on, order_id`, s.id, codes, c.order.ID, c.today).Query(func(rows pgx.Rows) error {
		var code string
		var other purchase.Coming
		_, err := pgx.ForEachRow(rows, []any{&code, &other.Order, &other.Rest, &other.ExpectedOn, &other.CoverUntil}, func() error {
			others[code] = other
			return nil
		})
		return err
	})
	batch.Queue(`SELECT `+incidentColumns+` FROM `+incidentTables+` WHERE i.mall_id = $1 AND i.state <> 'resolved' AND i.variant_code = ANY($2)`, s.id, codes).
		Query(func(rows pgx.Rows) (err error) {
			incidents, err = pgx.CollectRows(rows, scanIncident)
			return err
		})
	if err := c.tx.SendBatch(ctx, &batch).Close(); err != nil || len(incidents) == 0 {
		return err
	}
	return stepAll(ctx, c.tx, s.id, &c.notes, incidents, c.by, c.now, func(i lowstock.Incident) (lowstock.Transition, error) {
		was, is := c.before.ComingOf(i.VariantCode), c.order.ComingOf(i.VariantCode)
		return c.hold(&i, was, is, others[i.VariantCode])
	})
}

// changedVariants returns the variants of which something else is on its way
// after a change.
func changedVariants(before, after *purchase.Order) (codes []string) {
	seen := map[string]bool{}
	for _, o := range []*purchase.Order{before, after} {
		for i := range o.Lines {
			code := o.Lines[i].VariantCode
			if !seen[code] && before.ComingOf(code) != after.ComingOf(code) {
				codes = append(codes, code)
			}
			seen[code] = true
		}
	}
	return codes
}

// hold returns the step of an alert after a change of an order.
func (c *purchaseChange) hold(i *lowstock.Incident, was, is, other purchase.Coming) (lowstock.Transition, error) {
	held := i.OnOrder() && i.Order.Purchase == c.order.ID
	switch {
	case is.Rest == 0 && !held:
		return lowstock.Transition{Incident: *i}, nil
	case held && is.Unseen > 0 && (is.Rest > 0 && !c.worse || is.Rest == 0 && i.Quantity+is.Unseen > i.Threshold): // they have come: held at least until the quantity has to show them
		h := lowstock.Hold{Until: i.SnoozedUntil, Order: i.Order}
		if is.Rest > 0 {
			h = c.holdOf(is)
		}
		if is.UnseenUntil.After(h.Until) {
			h.Until = is.UnseenUntil
		}
		return i.Rehold(h), nil
	case is.Rest == 0 && other.Rest > 0:
		return i.Rehold(c.holdOf(other)), nil
	case is.Rest == 0 && c.arrived(i.VariantCode):
		return lowstock.Transition{Incident: *i}, nil // the quantity decides
	case is.Rest == 0:
		return i.Lapse(lowstock.Order{}, c.now), nil
	case !c.holdOf(is).Until.After(c.now) && held && was.Unseen > is.Unseen: // nothing but the entry that is taken back held it
		return i.Lapse(c.holdOf(is).Order, c.now), nil
	case !c.holdOf(is).Until.After(c.now):
		return lowstock.Transition{Incident: *i}, nil
	case held && c.worse && purchase.Gap(was, is, i, c.today):
		return i.Lapse(c.holdOf(is).Order, c.now), nil
	case held:
		return i.Rehold(c.holdOf(is)), nil
	case was.Rest > 0 && !c.better(was, is):
		return lowstock.Transition{Incident: *i}, nil
	case i.OnOrder() && other.Rest > 0 && i.Order.Purchase == other.Order && !i.SnoozedUntil.After(c.holdOf(is).Until):
		return lowstock.Transition{Incident: *i}, nil // goods that come earlier hold it
	}
	return i.Snooze(c.holdOf(is), c.by, c.now)
}

// better says whether a change of the order holds an alert that it does not
// hold now: a person dates it anew, or goods come earlier than was known, or
// come at all although they are late.
func (c *purchaseChange) better(was, is purchase.Coming) bool {
	if c.answer == nil {
		return false
	}
	return c.answer.Source == purchase.ByOperator || is.ExpectedOn.Before(was.ExpectedOn) || was.CoverUntil.Before(c.today)
}

// arrived says whether the change is an arrival of a variant.
func (c *purchaseChange) arrived(code string) bool {
	return c.order.ReceivedOf(code) > c.before.ReceivedOf(code)
}

// holdOf is the hold of an alert by goods on their way: until the end of the
// last day on which they count as cover.
func (c *purchaseChange) holdOf(g purchase.Coming) lowstock.Hold {
	year, month, day := g.CoverUntil.Date()
	return lowstock.Hold{
		Until: localtime.StartOfDay(year, month, day+1, c.zone),
		Order: lowstock.Order{Quantity: g.Rest, ExpectedOn: g.ExpectedOn.Format(time.DateOnly), Purchase: g.Order},
	}
}
