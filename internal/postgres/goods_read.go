package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/purchase"
)

// goodsWatch is what is known of a variant, with what the store needs to write
// a decision.
type goodsWatch struct {
	purchase.Watch

	code   string
	zone   *time.Location
	orders map[int64]int64 // detected receipt → its order
	since  time.Time       // where the readings begin

	days      []purchase.Reading // by calendar day, with the orders of that day; nil: nothing new is counted
	daysAt    time.Time          // the last calendar day that was compared before; zero: none
	daysUntil time.Time          // the last one of days; zero: none
	tracked   bool
}

// watches reads what is known of variants, under the mall's lock. Questions that
// need no answer any more are closed first.
func (s goodsStore) watches(ctx context.Context, codes []string, gap time.Duration, now time.Time) (list []*goodsWatch, err error) {
	err = s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		list = nil
		notes, err := lockMall(ctx, tx, s.id)
		if err != nil {
			return err
		}
		zone := localDay(&preference.Settings{Timezone: notes.digests.Timezone}, now).Location()
		if err := closeProposals(ctx, tx, s.id, codes, now); err != nil {
			return err
		}
		w := goodsReading{tx: tx, mall: s.id, now: now, zone: zone, gap: gap, codes: codes, of: map[string]*goodsWatch{}}
		if err := w.read(ctx); err != nil {
			return err
		}
		for _, code := range codes {
			if own := w.of[code]; own != nil && own.tracked && len(own.Readings) > 0 {
				list = append(list, own)
			}
		}
		return nil
	})
	return list, err
}

// closeProposals closes proposals whose lines a person has dealt with since, and
// takes what was entered as shown. Receipts that were taken back wait for nothing.
func closeProposals(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, codes []string, now time.Time) error {
	var batch pgx.Batch
	batch.Queue(`
		WITH dealt AS (
		  UPDATE purchase_proposals p SET answer = 'gone', answered_at = $3
		   WHERE p.mall_id = $1 AND p.variant_code = ANY($2) AND p.answer IS NULL AND p.verdict = 'propose'
		     AND (NOT EXISTS (SELECT FROM jsonb_to_recordset(p.fills) f("order" bigint, line int)
		                        JOIN purchase_lines l ON l.mall_id = p.mall_id AND l.order_id = f."order" AND l.line_no = f.line AND l.coming AND l.rest > 0)
		       OR EXISTS (SELECT FROM jsonb_to_recordset(p.fills) f("order" bigint, line int)
		                    JOIN purchase_receipts r ON r.mall_id = p.mall_id AND r.order_id = f."order" AND r.line_no = f.line AND r.at > p.asked_at AND r.source <> 'detected' AND r.units > 0))
		  RETURNING p.fills, p.asked_at)
		UPDATE purchase_receipts r SET unseen = false, seen_units = units
		  FROM dealt d CROSS JOIN LATERAL jsonb_to_recordset(d.fills) f("order" bigint, line int)
		 WHERE r.mall_id = $1 AND r.order_id = f."order" AND r.line_no = f.line AND r.unseen AND r.at > d.asked_at`, mall, codes, now)
	batch.Queue(`
		UPDATE purchase_receipts r SET unseen = false
		 WHERE mall_id = $1 AND unseen AND EXISTS (SELECT FROM purchase_receipts c WHERE c.mall_id = r.mall_id AND c.corrects = r.receipt_id)`, mall)
	return tx.SendBatch(ctx, &batch).Close()
}

// goodsReading reads what is known of variants.
type goodsReading struct {
	tx    pgx.Tx
	mall  lowstock.MallID
	now   time.Time
	zone  *time.Location
	gap   time.Duration
	codes []string
	of    map[string]*goodsWatch
}

func (g *goodsReading) read(ctx context.Context) error {
	var overwritten bool
	var batch pgx.Batch
	batch.Queue(`SELECT overwritten FROM malls WHERE mall_id = $1`, g.mall).QueryRow(func(row pgx.Row) error { return row.Scan(&overwritten) })
	batch.Queue(`
		SELECT v.variant_code, v.tracked AND v.removed_at IS NULL, v.observed_at, coalesce(v.daily_sales, 0), k.decided_at, k.days_until
		  FROM variants v LEFT JOIN purchase_looks k USING (mall_id, variant_code) WHERE v.mall_id = $1 AND v.variant_code = ANY($2)`, g.mall, g.codes).Query(g.scanVariants)
	batch.Queue(`
		SELECT l.variant_code, l.order_id, l.line_no, l.ordered, l.received, l.rest, l.pack, o.sent_at, l.expected_on, o.origin = 'noted',
		       coalesce((SELECT sum((r.evidence->>'variance')::float8) FROM purchase_receipts r
		                  WHERE r.mall_id = l.mall_id AND r.order_id = l.order_id AND r.line_no = l.line_no AND r.source = 'detected'), 0)
		  FROM purchase_lines l JOIN purchase_orders o USING (mall_id, order_id)
		 WHERE l.mall_id = $1 AND l.variant_code = ANY($2) AND l.coming AND l.rest > 0`, g.mall, g.codes).Query(g.scanLines)
	batch.Queue(`
		SELECT l.variant_code, r.receipt_id, r.units - r.seen_units, r.at, r.source = 'detected'
		  FROM purchase_receipts r JOIN purchase_lines l USING (mall_id, order_id, line_no)
		 WHERE r.mall_id = $1 AND l.variant_code = ANY($2) AND r.units > r.seen_units AND r.at > $3::timestamptz - interval '6 days'
		   AND (r.unseen OR r.source = 'detected' AND r.request_key IS NULL AND r.corrects IS NULL)
		   AND NOT EXISTS (SELECT FROM purchase_receipts c WHERE c.mall_id = r.mall_id AND c.corrects = r.receipt_id)
		 ORDER BY r.receipt_id`, g.mall, g.codes, g.now).Query(g.scanCredits)
	batch.Queue(`
		SELECT l.variant_code, r.receipt_id, r.order_id, r.units, coalesce((r.evidence->>'to')::timestamptz, r.at), coalesce(p.proposal_id, 0), coalesce(p.extra, 0)
		  FROM purchase_receipts r JOIN purchase_lines l USING (mall_id, order_id, line_no)
		  LEFT JOIN purchase_proposals p ON p.mall_id = r.mall_id AND p.variant_code = l.variant_code AND p.answer IS NULL AND p.began_at = (r.evidence->>'from')::timestamptz
		 WHERE r.mall_id = $1 AND l.variant_code = ANY($2) AND r.source = 'detected' AND r.corrects IS NULL AND r.at > $3::timestamptz - interval '3 days'
		   AND NOT EXISTS (SELECT FROM purchase_receipts c WHERE c.mall_id = r.mall_id AND c.corrects = r.receipt_id)
		 ORDER BY r.receipt_id`, g.mall, g.codes, g.now).Query(g.scanBooked)
	batch.Queue(`
		SELECT p.variant_code, p.proposal_id, f."order", f.line, f.units, (p.evidence->>'to')::timestamptz
		  FROM purchase_proposals p CROSS JOIN LATERAL jsonb_to_recordset(p.fills) f("order" bigint, line int, units int)
		 WHERE p.mall_id = $1 AND p.variant_code = ANY($2) AND p.answer IS NULL AND p.verdict = 'propose' ORDER BY p.proposal_id`, g.mall, g.codes).Query(g.scanProposed)
	if err := g.tx.SendBatch(ctx, &batch).Close(); err != nil {
		return err
	}
	for _, w := range g.of {
		w.Overwritten = overwritten
		w.begin(g.now)
	}
	if err := g.readLevels(ctx); err != nil {
		return err
	}
	return g.readOrders(ctx, overwritten)
}

func (g *goodsReading) scanVariants(rows pgx.Rows) error {
	var code string
	var tracked bool
	var until, decided time.Time
	var perDay float64
	var days *time.Time
	_, err := pgx.ForEachRow(rows, []any{&code, &tracked, &until, &perDay, orZero(&decided), &days}, func() error {
		w := &goodsWatch{code: code, zone: g.zone, orders: map[int64]int64{}, since: decided, tracked: tracked}
		w.Until, w.PerDay, w.MaxGap = until, perDay, g.gap
		if days != nil {
			w.daysAt = *days
		}
		g.of[code] = w
		return nil
	})
	return err
}

func (g *goodsReading) scanLines(rows pgx.Rows) error {
	var code string
	var o purchase.Open
	_, err := pgx.ForEachRow(rows, []any{&code, &o.Order, &o.Line, &o.Ordered, &o.Received, &o.Rest, &o.Pack, &o.SentAt, &o.Expected, &o.Noted, &o.Variance}, func() error {
		own := o
		own.Earliest = own.SentAt
		if !own.Noted { // goods that were ordered in the evening come the next morning at the earliest
			day := localtime.DayOf(own.SentAt, g.zone)
			own.Earliest = localtime.StartOfDay(day.Year(), day.Month(), day.Day()+1, g.zone)
		}
		if w := g.of[code]; w != nil {
			w.Lines = append(w.Lines, own)
		}
		return nil
	})
	return err
}

func (g *goodsReading) scanCredits(rows pgx.Rows) error {
	var code string
	var c purchase.Credit
	_, err := pgx.ForEachRow(rows, []any{&code, &c.Receipt, &c.Units, &c.At, &c.Inside}, func() error {
		if w := g.of[code]; w != nil {
			w.Credits = append(w.Credits, c)
		}
		return nil
	})
	return err
}

func (g *goodsReading) scanBooked(rows pgx.Rows) error {
	var code string
	var b purchase.Booking
	var order int64
	_, err := pgx.ForEachRow(rows, []any{&code, &b.Receipt, &order, &b.Units, &b.At, &b.Proposal, &b.Extra}, func() error {
		if w := g.of[code]; w != nil {
			w.Booked = append(w.Booked, b)
			w.orders[b.Receipt] = order
		}
		return nil
	})
	return err
}

// scanProposed takes what is proposed off the rests: it is not proposed twice.
func (g *goodsReading) scanProposed(rows pgx.Rows) error {
	var code string
	var proposal, order int64
	var line, units int
	var at time.Time
	_, err := pgx.ForEachRow(rows, []any{&code, &proposal, &order, &line, &units, &at}, func() error {
		w := g.of[code]
		if w == nil {
			return nil
		}
		w.Booked = append(w.Booked, purchase.Booking{Proposal: proposal, Units: units, At: at})
		for i := range w.Lines {
			if o := &w.Lines[i]; o.Order == order && o.Line == line {
				o.Rest = max(0, o.Rest-units)
				o.Received += units
			}
		}
		return nil
	})
	return err
}

// begin sets where the readings begin: where the last look ended, but not before
// anything was ordered, entered or detected, and not before what is kept.
func (w *goodsWatch) begin(now time.Time) {
	first := now
	for i := range w.Lines {
		first = earlier(first, w.Lines[i].SentAt)
	}
	for i := range w.Booked {
		first = earlier(first, w.Booked[i].At)
	}
	for i := range w.Credits {
		first = earlier(first, w.Credits[i].At.Add(-3*24*time.Hour))
	}
	first = earlier(first, w.Until)
	if oldest := now.AddDate(0, 0, -90); first.Before(oldest) {
		first = oldest
	}
	if first.After(w.since) {
		w.since = first
	}
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// readLevels reads the changes of the quantity. A level that held before the
// readings begin holds where they begin.
func (g *goodsReading) readLevels(ctx context.Context) error {
	var codes []string
	var since []time.Time
	for code, w := range g.of {
		codes, since = append(codes, code), append(since, w.since)
	}
	rows, err := g.tx.Query(ctx, `
		SELECT c.code, greatest(h.observed_at, c.since), h.quantity
		  FROM unnest($2::text[], $3::timestamptz[]) c(code, since)
		 CROSS JOIN LATERAL (
		   (SELECT observed_at, quantity FROM stock_history WHERE mall_id = $1 AND variant_code = c.code AND observed_at <= c.since ORDER BY observed_at DESC LIMIT 1)
		   UNION ALL
		   SELECT observed_at, quantity FROM stock_history WHERE mall_id = $1 AND variant_code = c.code AND observed_at > c.since AND observed_at <= $4
		 ) h ORDER BY c.code, h.observed_at`, g.mall, codes, since, g.now)
	if err != nil {
		return err
	}
	runs, err := scanHistory(rows, len(codes))
	for code, points := range runs {
		for _, p := range points {
			g.of[code].Readings = append(g.of[code].Readings, purchase.Reading{At: p.At, Quantity: p.Quantity})
		}
	}
	return err
}
