package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/purchase"
)

const goodsEvery = 30 * time.Minute // between two looks at the open orders of a mall

// watchedGoods selects the variants of the mall $1 whose quantity may show a
// receipt, or take one back. $2 is now.
const watchedGoods = `
	SELECT variant_code FROM purchase_lines WHERE mall_id = $1 AND coming AND rest > 0
	UNION
	SELECT l.variant_code FROM purchase_receipts r JOIN purchase_lines l USING (mall_id, order_id, line_no)
	 WHERE r.mall_id = $1 AND (r.source = 'detected' AND r.at > $2::timestamptz - interval '3 days' OR r.unseen)
	UNION
	SELECT variant_code FROM purchase_proposals WHERE mall_id = $1 AND answer IS NULL`

// ClaimGoods claims the mall's look at its open orders and sets the next one;
// none where nothing is open. It returns the variants to look at, and NotFound
// when the look is not due.
func (s goodsStore) ClaimGoods(ctx context.Context, now time.Time) (codes []string, err error) {
	err = s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		var due bool
		err := tx.QueryRow(ctx, `
			SELECT true FROM malls WHERE mall_id = $1 AND state IN ('active', 'reconnect') AND next_goods_at <= $2 FOR NO KEY UPDATE`, s.id, now).Scan(&due)
		if err != nil {
			return found(err)
		}
		rows, err := tx.Query(ctx, watchedGoods+` ORDER BY 1`, s.id, now)
		if err != nil {
			return err
		}
		if codes, err = pgx.CollectRows(rows, pgx.RowTo[string]); err != nil {
			return err
		}
		var next *time.Time
		if len(codes) > 0 {
			next = new(now.Add(goodsEvery))
		}
		_, err = tx.Exec(ctx, `UPDATE malls SET next_goods_at = $2 WHERE mall_id = $1`, s.id, next)
		return err
	})
	return codes, err
}

// LookForGoods decides what the quantity of some variants shows of the orders
// that are open, and books it, in one transaction. Gap is the longest time
// between two readings of an unchanged quantity.
func (s goodsStore) LookForGoods(ctx context.Context, codes []string, gap time.Duration, now time.Time) (seen purchase.Seen, err error) {
	err = mallStore(s).Together(ctx, func(ctx context.Context) error {
		seen = purchase.Seen{}
		if err := s.endUnseen(ctx, now); err != nil {
			return err
		}
		watches, err := s.watches(ctx, codes, gap, now)
		if err != nil {
			return err
		}
		for _, w := range watches {
			l := look{goodsStore: s, watch: w, now: now, seen: &seen}
			if err := l.run(ctx); err != nil {
				return fmt.Errorf("variant %s: %w", w.code, err)
			}
		}
		return nil
	})
	return seen, err
}

// endUnseen ends the wait for Cafe24's quantity to show what a person entered
// too long ago. The history of the order says so.
func (s goodsStore) endUnseen(ctx context.Context, now time.Time) error {
	var orders []int64
	err := s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			SELECT DISTINCT order_id FROM purchase_lines l JOIN purchase_receipts r USING (mall_id, order_id, line_no)
			 WHERE l.mall_id = $1 AND l.unseen > 0 AND r.unseen AND r.at < $2::timestamptz - interval '72 hours'`, s.id, now)
		if err != nil {
			return err
		}
		orders, err = pgx.CollectRows(rows, pgx.RowTo[int64])
		return err
	})
	if err != nil {
		return err
	}
	for _, id := range orders {
		_, err := purchaseStore(s).change(ctx, id, 0, "", now, func(ctx context.Context, c *purchaseChange) ([]purchase.Event, error) {
			events := c.order.Unshown(now)
			_, err := c.tx.Exec(ctx, `
				UPDATE purchase_receipts SET unseen = false WHERE mall_id = $1 AND order_id = $2 AND unseen AND at < $3::timestamptz - interval '72 hours'`, s.id, id, now)
			return events, err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// look is the decisions on one variant.
type look struct {
	goodsStore

	watch *goodsWatch
	now   time.Time
	seen  *purchase.Seen
}

func (l *look) run(ctx context.Context) error {
	found, decided := purchase.Detect(&l.watch.Watch)
	for i := range found {
		if err := l.settle(ctx, &found[i]); err != nil {
			return err
		}
	}
	if l.watch.days != nil {
		goesOn := decided.Before(l.watch.Readings[len(l.watch.Readings)-1].At)
		if err := l.review(ctx, goesOn || len(found) > 0); err != nil {
			return err
		}
	}
	return l.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `
			INSERT INTO purchase_looks AS k (mall_id, variant_code, decided_at, days_until) VALUES ($1, $2, $3, $4)
			ON CONFLICT (mall_id, variant_code) DO UPDATE SET decided_at = greatest(k.decided_at, excluded.decided_at), days_until = coalesce(excluded.days_until, k.days_until)`,
			l.id, l.watch.code, decided, orNull(l.watch.daysUntil))
		return err
	})
}

// settle carries out one finding.
func (l *look) settle(ctx context.Context, f *purchase.Finding) error {
	f.Evidence.Mixed = f.Mixed
	switch f.Verdict {
	case purchase.VerdictNote:
		l.seen.Noted++
		return nil
	case purchase.VerdictReverse, purchase.VerdictSettled:
		return l.takeBack(ctx, f)
	case purchase.VerdictSeen, purchase.VerdictReceived, purchase.VerdictPartly, purchase.VerdictFill, purchase.VerdictWhich, purchase.VerdictPropose:
	}
	if err := l.confirm(ctx, f.Seen); err != nil {
		return err
	}
	var fills []purchase.ProposalFill
	for _, fill := range f.Fills {
		made := purchase.ProposalFill{Order: fill.Order, Line: fill.Line, Units: fill.Units}
		if f.Verdict != purchase.VerdictPropose {
			receipt, err := l.book(ctx, f, fill)
			if err != nil {
				return err
			}
			made.Receipt = receipt
		}
		fills = append(fills, made)
	}
	switch f.Verdict {
	case purchase.VerdictFill, purchase.VerdictWhich, purchase.VerdictPropose:
		return l.ask(ctx, f, fills)
	case purchase.VerdictReceived, purchase.VerdictPartly, purchase.VerdictSeen, purchase.VerdictReverse, purchase.VerdictSettled, purchase.VerdictNote:
	}
	return nil
}

// book adds a detected receipt, once for a variant, a rise and a line.
func (l *look) book(ctx context.Context, f *purchase.Finding, fill purchase.Fill) (receipt int64, err error) {
	orders := purchaseStore{l.tenant}
	o, err := orders.ReceivePurchase(ctx, purchase.Arrival{
		Order: fill.Order, Key: fmt.Sprintf("goods/%s/%d/%d.%d", l.watch.code, f.Evidence.From.UnixMicro(), fill.Order, fill.Line),
		Lines: []purchase.ArrivalLine{{Line: fill.Line, Units: fill.Units}}, CameOn: localtime.DayOf(f.Evidence.To, l.watch.zone),
		Source: purchase.ByDetected, Evidence: f.Evidence, Now: l.now,
	})
	if err != nil {
		return 0, err
	}
	l.seen.Booked++
	l.seen.Units += fill.Units
	if fill.Ends {
		if line := o.Line(fill.Line); line != nil && line.Rest() > 0 {
			if _, err := orders.GiveUpRest(ctx, purchase.GiveUp{Order: o.ID, Line: fill.Line, Now: l.now}); err != nil {
				return 0, err
			}
		}
	}
	for i := range o.Receipts {
		if r := &o.Receipts[i]; r.Line == fill.Line && r.Source == purchase.ByDetected {
			return r.ID, nil
		}
	}
	return 0, nil
}

// confirm records that the quantity has shown what a person entered.
func (l *look) confirm(ctx context.Context, seen []purchase.Credit) error {
	if len(seen) == 0 {
		return nil
	}
	l.seen.Confirmed += len(seen)
	return l.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		var batch pgx.Batch
		for _, c := range seen {
			batch.Queue(`
				UPDATE purchase_receipts SET seen_units = seen_units + $3, unseen = unseen AND seen_units + $3 < units
				 WHERE mall_id = $1 AND receipt_id = $2`, l.id, c.Receipt, c.Units)
		}
		return tx.SendBatch(ctx, &batch).Close()
	})
}

// ask writes a question about a rise, once.
func (l *look) ask(ctx context.Context, f *purchase.Finding, fills []purchase.ProposalFill) error {
	l.seen.Asked++
	made, err := json.Marshal(fills)
	if err != nil {
		return err
	}
	evidence, err := json.Marshal(f.Evidence)
	if err != nil {
		return err
	}
	return l.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `
			INSERT INTO purchase_proposals (mall_id, variant_code, verdict, units, extra, fills, evidence, began_at, asked_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (mall_id, variant_code, began_at) DO NOTHING`,
			l.id, l.watch.code, f.Verdict, max(1, f.Units), f.Extra, made, evidence, f.Evidence.From, l.now)
		return err
	})
}

// takeBack takes a detected receipt back, or a question about it.
func (l *look) takeBack(ctx context.Context, f *purchase.Finding) error {
	l.seen.Reversed++
	if f.Verdict == purchase.VerdictReverse && f.Receipt != 0 {
		order := l.watch.orders[f.Receipt]
		o, err := purchaseStore{l.tenant}.UndoReceipt(ctx, order, f.Receipt, "", l.now)
		if err != nil {
			return err
		}
		for i := range o.Receipts {
			line := o.Line(o.Receipts[i].Line)
			if o.Receipts[i].ID != f.Receipt || o.Origin != purchase.OriginNoted || line == nil || line.GivenUp == 0 {
				continue
			}
			if _, err := (purchaseStore{l.tenant}).RestorePurchase(ctx, purchase.Ending{Order: order, Line: line.No, Now: l.now}); err != nil {
				return err
			}
		}
	}
	if f.Proposal == 0 {
		return nil
	}
	return l.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `
			UPDATE purchase_proposals SET answer = 'gone', answered_at = $3 WHERE mall_id = $1 AND proposal_id = $2 AND answer IS NULL`, l.id, f.Proposal, l.now)
		return err
	})
}
