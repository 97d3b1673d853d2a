package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/purchase"
)

// SendPurchase sends a draft: it gets its number, its lines are promised, and
// the alerts of its variants are held until the goods should have arrived. The
// error has Conflict (error.purchase_changed) if the draft has changed since
// Version, or was sent.
func (s purchaseStore) SendPurchase(ctx context.Context, g purchase.Sending) (purchase.Order, error) {
	return s.sending(ctx, &g, func(ctx context.Context, c *purchaseChange) ([]purchase.Event, error) {
		delay, err := supplierDelay(ctx, c.tx, s.id, c.before.SupplierCode, c.today, c.zone)
		if err != nil {
			return nil, err
		}
		events, err := c.order.Send(&g, delay)
		if err == nil {
			c.order.Number, err = nextPurchaseNumber(ctx, c.tx, s.id, g.Today)
		}
		return events, err
	})
}

// ReviseAndSend changes the lines of a sent order, which is sent again as a new
// revision with the same number. Links of earlier revisions end.
func (s purchaseStore) ReviseAndSend(ctx context.Context, g purchase.Sending) (purchase.Order, error) {
	return s.sending(ctx, &g, func(ctx context.Context, c *purchaseChange) ([]purchase.Event, error) {
		c.worse = true
		delay, err := supplierDelay(ctx, c.tx, s.id, c.before.SupplierCode, c.today, c.zone)
		if err != nil {
			return nil, err
		}
		return c.order.Revise(&g, delay)
	})
}

// ResendPurchase sends the same revision of an order once more.
func (s purchaseStore) ResendPurchase(ctx context.Context, g purchase.Sending) (purchase.Order, error) {
	return s.sending(ctx, &g, func(_ context.Context, c *purchaseChange) ([]purchase.Event, error) { return c.order.Resend(&g) })
}

func (s purchaseStore) sending(ctx context.Context, g *purchase.Sending, do func(context.Context, *purchaseChange) ([]purchase.Event, error)) (purchase.Order, error) {
	g.By = storable(g.By)
	return s.change(ctx, g.ID, g.Version, g.By, g.Now, func(ctx context.Context, c *purchaseChange) ([]purchase.Event, error) {
		if g.Today.IsZero() {
			g.Today = c.today
		}
		events, err := do(ctx, c)
		if err != nil {
			return nil, err
		}
		return events, mailPurchase(ctx, c.tx, s.keys, s.id, &c.order, sendingOf{remind: g.Remind, now: g.Now, today: g.Today})
	})
}

// nextPurchaseNumber returns the next number of a mall in the month of a day. The
// counter's row stays locked until the transaction ends, so that a number that
// is not used leaves no gap. A month never begins again, not even where the
// clocks of two servers differ.
func nextPurchaseNumber(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, today time.Time) (string, error) {
	var month string
	var last int
	err := tx.QueryRow(ctx, `
		INSERT INTO purchase_counters AS c (mall_id, month, last) VALUES ($1, $2, 1)
		ON CONFLICT (mall_id) DO UPDATE SET month = greatest(c.month, excluded.month), last = CASE WHEN excluded.month > c.month THEN 1 ELSE c.last + 1 END
		RETURNING month, last`, mall, today.Format("0601")).Scan(&month, &last)
	return fmt.Sprintf("PO-%s-%04d", month, last), err
}
