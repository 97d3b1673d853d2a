package postgres

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/purchase"
)

// purchaseChange is one change of an order, under the mall's lock and the lock
// of the order's row. No settlement of the mall runs at the same time, since a
// change of an order may change alerts.
type purchaseChange struct {
	tx    pgx.Tx
	notes notification
	zone  *time.Location
	today time.Time // calendar day in the mall's zone
	now   time.Time
	by    string

	before   purchase.Order
	order    purchase.Order
	receipts []*purchaseReceipt
	answer   *purchase.Answer
	worse    bool // the change may bring less, or later
}

// change applies one change to an order and returns the order after it. The
// function do changes c.order and returns the entries for its history; no entry
// means that nothing has changed. Version 0 is not compared.
func (s purchaseStore) change(ctx context.Context, id int64, version int, by string, now time.Time,
	do func(context.Context, *purchaseChange) ([]purchase.Event, error),
) (o purchase.Order, err error) {
	err = s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		c := purchaseChange{tx: tx, now: now, by: storable(by)}
		if c.notes, err = lockMall(ctx, tx, s.id); err != nil {
			return err
		}
		c.zone = localDay(&preference.Settings{Timezone: c.notes.digests.Timezone}, now).Location()
		c.today = localtime.DayOf(now, c.zone)
		if c.before, err = loadPurchase(ctx, tx, s.id, id, ` FOR UPDATE OF o`); err != nil {
			return err
		}
		if version != 0 && version != c.before.Version {
			return purchase.Changed()
		}
		c.order = copyOfPurchase(&c.before)
		events, err := do(ctx, &c)
		if err != nil {
			return err
		}
		if len(events) == 0 {
			o = c.before
			return nil
		}
		if err := s.write(ctx, &c, events); err != nil {
			return err
		}
		if err := s.followHolds(ctx, &c); err != nil {
			return err
		}
		o, err = loadPurchase(ctx, tx, s.id, id, "")
		return err
	})
	return o, err
}

// copyOfPurchase returns an order whose lines and receipts can be changed.
func copyOfPurchase(o *purchase.Order) purchase.Order {
	n := *o
	n.Lines = append([]purchase.Line(nil), o.Lines...)
	n.Receipts = append([]purchase.Receipt(nil), o.Receipts...)
	return n
}

// write stores a changed order with its new receipts, its answer and its events.
func (s purchaseStore) write(ctx context.Context, c *purchaseChange, events []purchase.Event) error {
	o := &c.order
	var batch pgx.Batch
	moved := o.NextOn() != c.before.NextOn()
	batch.Queue(`
		UPDATE purchase_orders SET version = version + 1, number = $3, revision = $4, note = $5, send_to = $6, reply_to = $7, sent_at = $8, sent_by = $9, confirmed_at = $10,
		       closed_at = $11, closed_by = $12, close_reason = $13, cancelled_at = $14, cancelled_by = $15, asked_at = CASE WHEN NOT $16 THEN asked_at END
		 WHERE mall_id = $1 AND order_id = $2`,
		s.id, o.ID, orNoText(o.Number), o.Revision, storable(o.Note), storables(o.To), storable(o.ReplyTo), orNull(o.SentAt), storable(o.SentBy), orNull(o.ConfirmedAt),
		orNull(o.ClosedAt), storable(o.ClosedBy), storable(o.CloseReason), orNull(o.CancelledAt), storable(o.CancelledBy), moved)
	lines, gone := c.lines()
	if len(gone) > 0 {
		batch.Queue(`DELETE FROM purchase_lines WHERE mall_id = $1 AND order_id = $2 AND line_no = ANY($3)`, s.id, o.ID, gone)
	}
	queuePurchaseLines(&batch, s.id, lines)
	if len(c.receipts) > 0 {
		batch.Queue(writePurchaseReceipts, purchaseReceiptTable.args(s.id, c.receipts)...)
	}
	if a := c.answer; a != nil {
		body, err := json.Marshal(a)
		if err != nil {
			return err
		}
		batch.Queue(`INSERT INTO purchase_answers (mall_id, order_id, revision, source, body, at, by) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			s.id, o.ID, o.Revision, a.Source, storable(string(body)), a.At, storable(a.By))
	}
	queuePurchaseEvents(&batch, s.id, o.ID, events, c.by, c.now)
	if o.Coming() && !c.before.Coming() || c.unseen() {
		batch.Queue(`UPDATE malls SET next_goods_at = least(next_goods_at, $2) WHERE mall_id = $1`, s.id, c.now)
	}
	return c.tx.SendBatch(ctx, &batch).Close()
}

// unseen says whether Cafe24's quantity has to show what the change enters. It
// may have done so already.
func (c *purchaseChange) unseen() bool {
	return slices.ContainsFunc(c.receipts, func(r *purchaseReceipt) bool { return r.Unseen })
}

// lines returns the lines to write, and the numbers of the lines to delete.
func (c *purchaseChange) lines() (lines []*purchaseLine, gone []int) {
	coming := c.order.Coming()
	for i := range c.order.Lines {
		lines = append(lines, &purchaseLine{c.order.ID, coming, &c.order.Lines[i]})
	}
	for i := range c.before.Lines {
		if no := c.before.Lines[i].No; c.order.Line(no) == nil {
			gone = append(gone, no)
		}
	}
	return lines, gone
}

// ReceivePurchase adds goods that arrived. The same key again changes nothing.
func (s purchaseStore) ReceivePurchase(ctx context.Context, a purchase.Arrival) (purchase.Order, error) {
	a.Key, a.By = storable(a.Key), storable(a.By)
	// The same request again has the version that the first has changed.
	return s.change(ctx, a.Order, 0, a.By, a.Now, func(ctx context.Context, c *purchaseChange) ([]purchase.Event, error) {
		if a.Key != "" {
			var known bool
			err := c.tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM purchase_receipts WHERE mall_id = $1 AND request_key = $2)`, s.id, receiptKey(a.Key, 0)).Scan(&known)
			if err != nil || known {
				return nil, err
			}
		}
		if a.Version != 0 && a.Version != c.before.Version {
			return nil, purchase.Changed()
		}
		back, err := c.replace(&a)
		if err != nil {
			return nil, err
		}
		receipts, events, err := c.order.Receive(&a, c.today)
		events = append(back, events...)
		for i := range receipts {
			r := &purchaseReceipt{Receipt: receipts[i]}
			if a.Key != "" {
				r.key = receiptKey(a.Key, i)
			}
			c.receipts = append(c.receipts, r)
		}
		return events, err
	})
}

// replace takes back the detected receipts of which an entry of a person is the
// second witness: Cafe24 has shown their units.
func (c *purchaseChange) replace(a *purchase.Arrival) (events []purchase.Event, err error) {
	if a.Source == purchase.ByDetected {
		return nil, nil
	}
	a.Lines = slices.Clone(a.Lines)
	for i := range a.Lines {
		in := &a.Lines[i]
		units := 0
		for _, r := range c.order.Replaced(*in, a.Now) {
			units += r.Units
			back, more, err := c.order.UndoReceipt(r.ID, a.By, a.Now)
			if err != nil {
				return nil, err
			}
			if back != nil {
				c.receipts = append(c.receipts, &purchaseReceipt{Receipt: *back})
			}
			events = append(events, more...)
		}
		in.Shown = max(in.Shown, min(in.Units, units))
	}
	return events, nil
}

// receiptKey is the key of the receipt at a place of a request.
func receiptKey(key string, place int) string { return key + "/" + strconv.Itoa(place) }

// UndoReceipt takes a receipt back. A second call changes nothing.
func (s purchaseStore) UndoReceipt(ctx context.Context, order, receipt int64, by string, now time.Time) (purchase.Order, error) {
	return s.change(ctx, order, 0, by, now, func(_ context.Context, c *purchaseChange) ([]purchase.Event, error) {
		back, events, err := c.order.UndoReceipt(receipt, storable(by), now)
		if back != nil {
			c.receipts = append(c.receipts, &purchaseReceipt{Receipt: *back})
		}
		return events, err
	})
}

// GiveUpRest gives up the rest of one line, or a part of it.
func (s purchaseStore) GiveUpRest(ctx context.Context, g purchase.GiveUp) (purchase.Order, error) {
	return s.change(ctx, g.Order, g.Version, g.By, g.Now, func(_ context.Context, c *purchaseChange) ([]purchase.Event, error) {
		c.worse = true
		return c.order.GiveUp(&g)
	})
}

// ClosePurchase gives up the rest of all lines.
func (s purchaseStore) ClosePurchase(ctx context.Context, e purchase.Ending) (purchase.Order, error) {
	return s.end(ctx, &e, (*purchase.Order).Close)
}

// CancelPurchase cancels a sent order; one of which something has arrived is
// closed.
func (s purchaseStore) CancelPurchase(ctx context.Context, e purchase.Ending) (purchase.Order, error) {
	return s.end(ctx, &e, (*purchase.Order).Cancel)
}

// RestorePurchase takes back that an order was closed or cancelled, or that the
// rest of a line was given up.
func (s purchaseStore) RestorePurchase(ctx context.Context, e purchase.Ending) (purchase.Order, error) {
	return s.end(ctx, &e, (*purchase.Order).Restore)
}

func (s purchaseStore) end(ctx context.Context, e *purchase.Ending, do func(*purchase.Order, *purchase.Ending) ([]purchase.Event, error)) (purchase.Order, error) {
	return s.change(ctx, e.Order, e.Version, e.By, e.Now, func(_ context.Context, c *purchaseChange) ([]purchase.Event, error) { return do(&c.order, e) })
}

// AnswerPurchase applies what a supplier said, or a person for the supplier.
func (s purchaseStore) AnswerPurchase(ctx context.Context, order int64, version int, a purchase.Answer) (purchase.Order, error) {
	return s.change(ctx, order, version, a.By, a.At, func(ctx context.Context, c *purchaseChange) ([]purchase.Event, error) {
		c.answer, c.worse = &a, true
		delay, err := supplierDelay(ctx, c.tx, s.id, c.before.SupplierCode, c.today, c.zone)
		if err != nil {
			return nil, err
		}
		return c.order.Answer(&a, c.today, delay)
	})
}
