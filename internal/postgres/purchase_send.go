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
		// Checked before a number is taken, and once more with it.
		trial := copyOfPurchase(&c.order)
		if _, err := trial.Send(&g, "", c.delay); err != nil {
			return nil, err
		}
		number, err := nextPurchaseNumber(ctx, c.tx, s.id, g.Today)
		if err != nil {
			return nil, err
		}
		return c.order.Send(&g, number, c.delay)
	})
}

// ReviseAndSend changes the lines of a sent order, which is sent again as a new
// revision with the same number. Links of earlier revisions end.
func (s purchaseStore) ReviseAndSend(ctx context.Context, g purchase.Sending) (purchase.Order, error) {
	return s.sending(ctx, &g, func(_ context.Context, c *purchaseChange) ([]purchase.Event, error) {
		c.worse = true
		return c.order.Revise(&g, c.delay)
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
		return events, s.link(ctx, c, g)
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

const (
	linkDays     = 30 // least days for which a link is valid
	linkPastDays = 14 // days after the day on which the goods are expected
)

// link stores the link of a sending, and ends the links of earlier revisions.
func (s purchaseStore) link(ctx context.Context, c *purchaseChange, g *purchase.Sending) error {
	o := &c.order
	var batch pgx.Batch
	batch.Queue(`UPDATE purchase_links SET retired_at = $4 WHERE mall_id = $1 AND order_id = $2 AND revision < $3 AND retired_at IS NULL`, s.id, o.ID, o.Revision, g.Now)
	if len(g.LinkHash) > 0 {
		expires := g.Now.AddDate(0, 0, linkDays)
		for i := range o.Lines {
			if past := o.Lines[i].ExpectedOn.AddDate(0, 0, linkPastDays+1); past.After(expires) {
				expires = past
			}
		}
		batch.Queue(`INSERT INTO purchase_links (mall_id, hash, order_id, revision, expires_at, created_at) VALUES ($1, $2, $3, $4, $5, $6)`,
			s.id, g.LinkHash, o.ID, o.Revision, expires, g.Now)
	}
	return c.tx.SendBatch(ctx, &batch).Close()
}
