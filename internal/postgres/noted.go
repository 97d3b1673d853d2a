package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

// What a person notes as ordered, without a document, is a purchase order of one
// line. A variant has at most one that is on its way: what is noted later is in
// place of what was noted before. The functions are those of migration 00064,
// which an older program's rows pass through as well.

// notedOrders are the changes of noted orders that come with changes of
// incidents.
type notedOrders struct {
	taken  []int64 // orders that are taken back
	alerts []int64 // incidents whose order is not a purchase order yet
}

// add collects what a transition changes. An order that an incident no longer
// waits for stays on its way: only undoing takes it back.
func (n *notedOrders) add(before *lowstock.Incident, after *lowstock.Transition) {
	was, is := before.Order, after.Incident.Order
	if after.Event == lowstock.EventUndone {
		n.takeBack(was.Purchase, is.Purchase)
	}
	if is.Quantity > 0 && is.Purchase == 0 {
		n.alerts = append(n.alerts, before.ID)
	}
}

// takeBack adds the order for which an incident waited, if it now waits for
// another one or for none.
func (n *notedOrders) takeBack(was, is int64) {
	if was != 0 && was != is {
		n.taken = append(n.taken, was)
	}
}

// queue follows the changes of the incidents.
func (n *notedOrders) queue(batch *pgx.Batch, mall lowstock.MallID, by string, now time.Time) {
	if len(n.taken) > 0 {
		batch.Queue(`SELECT undo_noted($1, o, $3, $4) FROM unnest($2::bigint[]) o`, mall, n.taken, by, now)
	}
	if len(n.alerts) > 0 {
		batch.Queue(`SELECT note_alerts($1, $2, $3, $4)`, mall, n.alerts, by, now)
	}
}

// noteOrder notes an order of a variant without an alert, and returns it.
func noteOrder(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, productNo int64, variantCode string, order lowstock.Order, by string, now time.Time) (id int64, err error) {
	err = tx.QueryRow(ctx, `SELECT note_purchase($1, $2, $3, $4, $5::text::date, NULL, NULL, $6, $7)`,
		mall, productNo, variantCode, bounded(order.Quantity), order.ExpectedOn, by, now).Scan(&id)
	return id, err
}

// giveUpNoted gives up what is noted of a variant and late on a calendar day.
func giveUpNoted(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, variantCode string, today time.Time, by string, now time.Time) error {
	_, err := tx.Exec(ctx, `
		WITH late AS (
		  UPDATE purchase_lines l SET coming = false
		   WHERE l.mall_id = $1 AND l.variant_code = $2 AND `+onItsWay+` AND l.level IS NOT NULL AND l.cover_until < $3::date RETURNING l.order_id
		), closed AS (
		  UPDATE purchase_orders o SET closed_at = $5, closed_by = $4, version = o.version + 1 FROM late WHERE o.mall_id = $1 AND o.order_id = late.order_id
		)
		INSERT INTO purchase_events (mall_id, order_id, at, kind, by) SELECT $1, order_id, $5, 'closed', $4 FROM late`,
		mall, variantCode, today, by, now)
	return err
}

// reopenNoted takes back giveUpNoted of a variant at a time.
func reopenNoted(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, variantCode string, givenUpAt time.Time, by string, now time.Time) error {
	_, err := tx.Exec(ctx, `
		SELECT reopen_noted($1, o.order_id, $4, $5) FROM purchase_orders o
		 WHERE o.mall_id = $1 AND o.origin = 'noted' AND o.closed_at = $3
		   AND o.order_id IN (SELECT l.order_id FROM purchase_lines l WHERE l.mall_id = $1 AND l.variant_code = $2)`,
		mall, variantCode, givenUpAt, by, now)
	return err
}
