package postgres

import (
	"cmp"
	"context"
	"encoding/json"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"cafe24-inventory-alert/internal/localtime"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/preference"
)

const (
	lateAgain = 7   // days until a line that is still late is announced again
	lateLines = 200 // lines of one message
)

// lateGoods selects the lines of the mall $1 that are to be announced on the
// calendar day $2: those whose days of grace are over and that were never
// announced, or not for a week. It says of each whether a woken alert has just
// announced it, and whether it is so late that it may never come.
const lateGoods = `
	SELECT l.order_id, l.line_no, coalesce(o.number, ''), o.supplier_name, l.product_name, l.options, l.custom_code, l.variant_code, l.ordered, l.rest, l.expected_on,
	       l.late_on IS NULL AND EXISTS (
	         SELECT FROM incidents i WHERE i.mall_id = l.mall_id AND i.variant_code = l.variant_code AND i.state <> 'resolved'
	            AND (i.state = 'snoozed' AND i.purchase_id = l.order_id OR EXISTS (
	              SELECT FROM deliveries d WHERE d.mall_id = i.mall_id AND d.incident_id = i.incident_id AND d.reason = 'overdue' AND d.created_at >= (l.cover_until::timestamp AT TIME ZONE $4)))),
	       o.asked_at IS NULL AND (l.expected_on <= $2::date - 30 OR o.lead_days > 0 AND (o.sent_at AT TIME ZONE $4)::date <= $2::date - 3 * o.lead_days)
	  FROM purchase_lines l JOIN purchase_orders o USING (mall_id, order_id)
	 WHERE l.mall_id = $1 AND l.coming AND l.rest > 0 AND l.cover_until < $2 AND (l.late_on IS NULL OR l.late_on <= $2::date - $5::int)
	 ORDER BY l.expected_on, l.order_id, l.line_no LIMIT $3`

// AnnounceLateGoods announces goods that should have arrived: in one message a
// day at most, at the hour of the digest or later, and each line again after a
// week. A line whose alert was held by its order and has just been announced is
// not announced a second time. It returns how many lines are announced, and how
// many messages were written.
func (s goodsStore) AnnounceLateGoods(ctx context.Context, now time.Time) (late, messages int, err error) {
	err = s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		late, messages = 0, 0
		var settings preference.Settings
		var last *time.Time
		err := tx.QueryRow(ctx, `
			SELECT s.timezone, s.digest_at, m.goods_late_on FROM malls m JOIN settings s USING (mall_id) WHERE m.mall_id = $1 FOR NO KEY UPDATE OF m`, s.id).
			Scan(&settings.Timezone, &settings.DigestAt, &last)
		if err != nil {
			return found(err)
		}
		local := localDay(&settings, now)
		today := localtime.DayOf(now, local.Location())
		if last != nil && !last.Before(today) || local.Format("15:04") < settings.DigestAt {
			return nil
		}
		lines, announced, err := s.lateLines(ctx, tx, today, local.Location())
		if err != nil || len(lines)+len(announced) == 0 {
			return err
		}
		late = len(lines)
		messages, err = s.writeLate(ctx, tx, lines, announced, today, now)
		return err
	})
	return late, messages, err
}

// lateLines returns the lines to announce, and those that a woken alert has
// announced.
func (s goodsStore) lateLines(ctx context.Context, tx pgx.Tx, today time.Time, zone *time.Location) (lines, announced []outgoing.LateLine, err error) {
	rows, err := tx.Query(ctx, lateGoods, s.id, today, lateLines, zone.String(), lateAgain)
	if err != nil {
		return nil, nil, err
	}
	var l outgoing.LateLine
	var custom string
	var known bool
	_, err = pgx.ForEachRow(rows, []any{&l.Order, &l.Line, &l.Number, &l.Supplier, &l.Name, &l.Options, &custom, &l.Variant, &l.Ordered, &l.Rest, &l.On, &known, &l.Ask}, func() error {
		own := l
		own.Code, own.Days = cmp.Or(custom, l.Variant), localtime.DaysBetween(own.On, today)
		if known && !own.Ask {
			announced = append(announced, own)
		} else {
			lines = append(lines, own)
		}
		return nil
	})
	return lines, announced, err
}

// writeLate records what is announced, and writes the messages.
func (s goodsStore) writeLate(ctx context.Context, tx pgx.Tx, lines, announced []outgoing.LateLine, today, now time.Time) (messages int, err error) {
	var batch pgx.Batch
	for _, l := range append(append([]outgoing.LateLine(nil), lines...), announced...) {
		batch.Queue(`UPDATE purchase_lines SET late_on = $4 WHERE mall_id = $1 AND order_id = $2 AND line_no = $3`, s.id, l.Order, l.Line, today)
	}
	for _, l := range lines {
		if l.Ask {
			batch.Queue(`UPDATE purchase_orders SET asked_at = $3 WHERE mall_id = $1 AND order_id = $2`, s.id, l.Order, now)
		}
		batch.Queue(`INSERT INTO purchase_events (mall_id, order_id, at, kind, line_no, units, "on") VALUES ($1, $2, $3, 'late', $4, $5, $6)`,
			s.id, l.Order, now, l.Line, l.Rest, l.On)
	}
	if len(lines) > 0 {
		body, err := json.Marshal(lines)
		if err != nil {
			return 0, err
		}
		at, err := awake(ctx, tx, s.id, now)
		if err != nil {
			return 0, err
		}
		batch.Queue(`UPDATE malls SET goods_late_on = $2 WHERE mall_id = $1`, s.id, today)
		batch.Queue(`
			INSERT INTO messages (mall_id, channel, recipient, purpose, late_goods, next_attempt_at, created_at)
			SELECT $1, u.channel, u.recipient, $8, $2, $3, $4 FROM (`+newsTo+`) u`,
			s.id, body, at, now, s.sendable(), outgoing.ChannelNews, outgoing.ChannelPosts, outgoing.PurposeGoodsLate).Exec(func(tag pgconn.CommandTag) error {
			messages = int(tag.RowsAffected())
			return nil
		})
	}
	return messages, tx.SendBatch(ctx, &batch).Close()
}
