package postgres

import (
	"context"
	"encoding/json"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/bulk"
	"cafe24-inventory-alert/internal/lowstock"
)

// actItems are the incidents that a step of a bulk action changed, with their
// states as JSON.
type actItems struct {
	act           int64
	incident      []int64
	before, after []string
}

func (a *actItems) add(incident int64, before, after bulk.State) {
	a.incident = append(a.incident, incident)
	a.before, a.after = append(a.before, stateJSON(before)), append(a.after, stateJSON(after))
}

func stateJSON(s bulk.State) string {
	b, err := json.Marshal(s)
	if err != nil {
		return "{}" // texts and numbers always marshal
	}
	return string(b)
}

func (a *actItems) insert(ctx context.Context, tx pgx.Tx, mall lowstock.MallID) error {
	if len(a.incident) == 0 {
		return nil
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO bulk_act_items (mall_id, act_id, incident_id, before, after)
		SELECT $1, $2, u.incident, u.before::jsonb, u.after::jsonb FROM unnest($3::bigint[], $4::text[], $5::text[]) u(incident, before, after)`,
		mall, a.act, a.incident, a.before, a.after)
	return err
}

// changedBack is one incident of a bulk action, as it is now.
type changedBack struct {
	lowstock.Incident

	before, after bulk.State
	now           bulk.State
	left          int  // the variant's quantity
	again         bool // another incident of the variant stands
}

// UndoBulkAct undoes one step of a bulk action: at most [bulk.Step] incidents
// get back the state that they had before, in one transaction. An incident that
// has changed since stays as it is. Incidents of the action that are left are
// undone by the next call: more says that there may be some. An unknown action
// is NotFound.
func (s alertStore) UndoBulkAct(ctx context.Context, act int64, by string, now time.Time) (undone bulk.Undone, more bool, err error) {
	err = s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		t, err := lockMall(ctx, tx, s.id)
		if err != nil {
			return err
		}
		var is bool
		if err := tx.QueryRow(ctx, `SELECT true FROM bulk_acts WHERE mall_id = $1 AND act_id = $2`, s.id, act).Scan(&is); err != nil {
			return found(err)
		}
		undone, more, err = undoStep(ctx, tx, s.id, &t, act, storable(by), now)
		return err
	})
	return undone, more, err
}

// undoStep undoes one step of a bulk action.
func undoStep(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, t *notification, act int64, by string, now time.Time) (undone bulk.Undone, more bool, err error) {
	rows, err := tx.Query(ctx, `SELECT `+incidentColumns+`, b.before, b.after, coalesce(v.dismissed, ''), coalesce(v.quantity, i.quantity),
		       EXISTS (SELECT FROM incidents o WHERE o.mall_id = i.mall_id AND o.variant_code = i.variant_code AND o.state <> 'resolved' AND o.incident_id <> i.incident_id)
		  FROM `+incidentTables+` JOIN bulk_act_items b ON b.mall_id = i.mall_id AND b.incident_id = i.incident_id
		 WHERE b.mall_id = $1 AND b.act_id = $2 AND b.undone_at IS NULL
		 ORDER BY b.incident_id LIMIT $3`, mall, act, bulk.Step)
	if err != nil {
		return undone, false, err
	}
	items, err := pgx.CollectRows(rows, scanChangedBack)
	if err != nil {
		return undone, false, err
	}
	undone, err = restore(ctx, tx, mall, t, act, items, by, now)
	return undone, len(items) == bulk.Step, err
}

func scanChangedBack(row pgx.CollectableRow) (c changedBack, err error) {
	var dismissed lowstock.Kind
	err = row.Scan(append(shownFields(&c.Incident), &c.before, &c.after, &dismissed, &c.left, &c.again)...)
	c.now = bulk.StateOf(c.Incident, dismissed)
	return c, err
}

// restorable says whether an incident is still as the bulk action left it. What
// the variant's hand-resolved kind is matters only where the action set it: it
// is cleared when the variant recovers, and then nothing is to be alerted.
func (c *changedBack) restorable() bool {
	now := c.now
	if c.before.Dismissed == c.after.Dismissed {
		now.Dismissed = c.after.Dismissed
	}
	if c.after.Purchase == 0 {
		now.Purchase = 0
	}
	return now == c.after && !c.again
}

// restore writes the former states of incidents that have not changed since.
func restore(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, t *notification, act int64, items []changedBack, by string, now time.Time) (undone bulk.Undone, err error) {
	var batch pgx.Batch
	var changed []*changedIncident
	var timeline timelineColumns
	var codes, kinds []string
	var noted notedOrders
	ids := make([]int64, len(items))
	for n := range items {
		c := &items[n]
		ids[n] = c.ID
		if !c.restorable() {
			undone.Changed++
			continue
		}
		undone.Done++
		i := c.before.Restore(c.Incident)
		noted.add(&c.Incident, &lowstock.Transition{Incident: i, Event: lowstock.EventUndone})
		if c.after.State == lowstock.IncidentResolved {
			i.Quantity = c.left
			codes, kinds = append(codes, i.VariantCode), append(kinds, string(c.before.Dismissed))
		}
		changed = append(changed, &changedIncident{i, i.AnswerBy(t.answer)})
		timeline.add(i.ID, &lowstock.Event{At: now, Kind: lowstock.EventUndone, By: by, Quantity: i.Quantity, Threshold: i.Threshold})
	}
	if len(items) == 0 {
		return undone, nil
	}
	batch.Queue(`UPDATE bulk_act_items SET undone_at = $4 WHERE mall_id = $1 AND act_id = $2 AND incident_id = ANY($3)`, mall, act, ids, now)
	if len(changed) > 0 {
		timeline.queue(&batch, mall)
		batch.Queue(restoreIncidents, writtenIncidents.args(mall, changed)...)
		noted.queue(&batch, mall, by, now)
	}
	if len(codes) > 0 {
		batch.Queue(`
			UPDATE variants v SET dismissed = u.kind FROM unnest($2::text[], $3::text[]) u(code, kind)
			 WHERE v.mall_id = $1 AND v.variant_code = u.code`, mall, codes, kinds)
	}
	return undone, tx.SendBatch(ctx, &batch).Close()
}
