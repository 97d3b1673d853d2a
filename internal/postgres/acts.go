package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
)

// transition is one step of an incident that a person, or a time that has
// come, causes.
type transition = func(lowstock.Incident) (lowstock.Transition, error)

// AcknowledgeIncident records who took the incident on. A second call changes
// nothing. On a resolved incident it returns Conflict.
func (s alertStore) AcknowledgeIncident(ctx context.Context, id int64, by string, now time.Time) (lowstock.Incident, error) {
	return s.act(ctx, id, storable(by), now, func(i lowstock.Incident) (lowstock.Transition, error) {
		return i.Acknowledge(storable(by), now)
	})
}

// SnoozeIncident snoozes an incident for as long as hold says. On a resolved
// incident it returns Conflict.
func (s alertStore) SnoozeIncident(ctx context.Context, id int64, hold lowstock.Hold, by string, now time.Time) (lowstock.Incident, error) {
	return s.act(ctx, id, storable(by), now, func(i lowstock.Incident) (lowstock.Transition, error) {
		return i.Snooze(hold, storable(by), now)
	})
}

// ResolveIncident ends an incident by hand. Its variant does not alert again
// at this kind until it has recovered. On a resolved incident it returns
// Conflict.
func (s alertStore) ResolveIncident(ctx context.Context, id int64, by string, now time.Time) (lowstock.Incident, error) {
	return s.act(ctx, id, storable(by), now, func(i lowstock.Incident) (lowstock.Transition, error) {
		return i.Resolve(storable(by), now)
	})
}

// act applies one step to one incident, under the mall's lock, so that no
// settlement of the mall runs at the same time.
func (s alertStore) act(ctx context.Context, id int64, by string, now time.Time, step transition) (i lowstock.Incident, err error) {
	err = s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		t, err := lockMall(ctx, tx, s.id)
		if err != nil {
			return err
		}
		before, err := loadIncident(ctx, tx, s.id, id)
		if err != nil {
			return err
		}
		if err := stepAll(ctx, tx, s.id, &t, []lowstock.Incident{before}, by, now, step); err != nil {
			return err
		}
		i, err = loadIncident(ctx, tx, s.id, id)
		return err
	})
	return i, err
}

// stepAll applies a step to incidents, writes their timeline entries, and
// announces what the step asks for. What the step enters as ordered becomes a
// noted purchase order, and what it takes back is taken back there too.
func stepAll(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, t *notification, incidents []lowstock.Incident, by string, now time.Time, step transition) error {
	products, err := loadProducts(ctx, tx, mall, productsOfIncidents(incidents))
	if err != nil {
		return err
	}
	var batch pgx.Batch
	var changed []*changedIncident
	var timeline timelineColumns
	var notified deliveryColumns
	var dismissed dismissedColumns
	var noted notedOrders
	for _, before := range incidents {
		after, err := step(before)
		if err != nil {
			return err
		}
		if after.Event == "" {
			continue
		}
		i := after.Incident
		if after.Announce != "" && !t.firstSync {
			if notified.add(announcement{i.VariantCode, i.Kind, after.Announce, i.Round}, productOf(products, i.ProductNo), t) {
				i.Notified = i.Kind
			}
		}
		if i.State == lowstock.IncidentResolved {
			dismissed.add(&i)
		}
		noted.add(&before, &after)
		changed = append(changed, &changedIncident{i, i.AnswerBy(t.answer)})
		timeline.add(i.ID, &lowstock.Event{
			At: now, Kind: after.Event, By: by, Quantity: i.Quantity, Threshold: i.Threshold, Detail: holdDetail(&before, &i),
		})
	}
	timeline.queue(&batch, mall)
	notified.queue(&batch, mall, t.collectAt(now), now)
	queueIncidents(&batch, mall, changed)
	dismissed.queue(&batch, mall)
	noted.queue(&batch, mall, by, now)
	if batch.Len() == 0 {
		return nil
	}
	batch.Queue(morningChanged, mall)
	return tx.SendBatch(ctx, &batch).Close()
}

// holdDetail returns what an incident is snoozed for, or was snoozed for.
func holdDetail(before, after *lowstock.Incident) lowstock.EventDetail {
	var d lowstock.EventDetail
	for _, i := range []*lowstock.Incident{before, after} {
		if i.State != lowstock.IncidentSnoozed {
			continue
		}
		d.Until = i.SnoozedUntil
		if order := i.Order; order != (lowstock.Order{}) {
			d.Order = &order
		}
	}
	return d
}

func productsOfIncidents(incidents []lowstock.Incident) []int64 {
	nos := make([]int64, len(incidents))
	for n := range incidents {
		nos[n] = incidents[n].ProductNo
	}
	return nos
}

// productOf returns the product of an incident. A product that is no longer in
// the catalogue has no categories and no supplier.
func productOf(products map[int64]*storedProduct, no int64) *lowstock.Product {
	if p := products[no]; p != nil {
		return &p.product
	}
	return &lowstock.Product{No: no}
}

// dismissedColumns are variants whose incident was resolved by hand.
type dismissedColumns struct{ code, kind []string }

func (c *dismissedColumns) add(i *lowstock.Incident) {
	c.code, c.kind = append(c.code, i.VariantCode), append(c.kind, string(i.Kind))
}

func (c *dismissedColumns) queue(batch *pgx.Batch, mall lowstock.MallID) {
	if len(c.code) == 0 {
		return
	}
	batch.Queue(`
		UPDATE variants v SET dismissed = u.kind, raise_seen_at = NULL FROM unnest($2::text[], $3::text[]) u(code, kind)
		 WHERE v.mall_id = $1 AND v.variant_code = u.code`, mall, c.code, c.kind)
}

// WakeIncidents handles the incidents whose time has come: the snooze is over,
// or nobody has answered in time. They are announced again. It returns how
// many there were.
func (s alertStore) WakeIncidents(ctx context.Context, now time.Time) (woken int, err error) {
	err = s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		t, err := lockMall(ctx, tx, s.id)
		if err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `SELECT `+incidentColumns+` FROM `+incidentTables+`
			 WHERE i.mall_id = $1 AND (i.state = 'snoozed' AND i.snoozed_until <= $2 OR i.answer_by <= $2)`, s.id, now)
		if err != nil {
			return err
		}
		due, err := pgx.CollectRows(rows, scanIncident)
		if err != nil {
			return err
		}
		woken = len(due)
		if err := stepAll(ctx, tx, s.id, &t, due, "", now, func(i lowstock.Incident) (lowstock.Transition, error) {
			return i.Wake(t.answer, now), nil
		}); err != nil {
			return err
		}
		// An answer that is no longer due, as when the second recipient was removed,
		// must not stay due for ever.
		_, err = tx.Exec(ctx, `UPDATE incidents SET answer_by = NULL WHERE mall_id = $1 AND answer_by <= $2`, s.id, now)
		return err
	})
	return woken, err
}

// UseLink applies a step to the incidents that a link in a mail is about. A
// link works once: the second time is Conflict with error.link_used. An
// incident that was resolved meanwhile stays as it is. UseLink returns how
// many incidents were unresolved.
func (s alertStore) UseLink(ctx context.Context, link outgoing.UsedLink, do func(lowstock.Incident) (lowstock.Transition, error), now time.Time) (acted int, err error) {
	err = s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		t, err := lockMall(ctx, tx, s.id)
		if err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, `
			INSERT INTO link_uses (mall_id, link_hash, used_at, expires_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
			s.id, link.Hash, now, link.ExpiresAt)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return lowstock.Fail(lowstock.CodeConflict, "error.link_used", nil)
		}
		rows, err := tx.Query(ctx, `SELECT `+incidentColumns+` FROM `+incidentTables+`
			 WHERE i.mall_id = $1 AND i.state <> 'resolved' AND (i.incident_id = $2 OR i.incident_id IN
			       (SELECT d.incident_id FROM deliveries d WHERE d.mall_id = $1 AND d.message_id = $3))`, s.id, link.IncidentID, link.MessageID)
		if err != nil {
			return err
		}
		incidents, err := pgx.CollectRows(rows, scanIncident)
		if err != nil {
			return err
		}
		acted = len(incidents)
		return stepAll(ctx, tx, s.id, &t, incidents, storable(link.By), now, do)
	})
	return acted, err
}
