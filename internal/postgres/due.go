package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/worklist"
)

// dueWork reads the time columns that say what is due. Every branch has its
// index and its own limit, so that no kind of work can crowd out another. Work
// that calls Cafe24 is due for active malls only, except the check whether
// Cafe24 answers again. Mails are also sent while a mall has to reconnect.
// Messages of a channel that this program does not know ($3 has those it
// knows) are left to a newer program.
const dueWork = `
	(SELECT 'refresh', d.mall_id, 0::bigint FROM dirty_products d JOIN malls m USING (mall_id)
	  WHERE d.due_at <= $1 AND m.state = 'active' GROUP BY d.mall_id ORDER BY min(d.due_at) LIMIT $2)
	UNION ALL
	(SELECT 'sweep', mall_id, 0 FROM malls
	  WHERE state = 'active' AND next_sweep_at <= $1 ORDER BY next_sweep_at LIMIT $2)
	UNION ALL
	(SELECT 'sweep', y.mall_id, 0 FROM syncs y JOIN malls m USING (mall_id)
	  WHERE y.state = 'running' AND y.resume_at <= $1 AND m.state = 'active' AND (m.next_sweep_at IS NULL OR m.next_sweep_at > $1)
	  ORDER BY y.resume_at LIMIT $2)
	UNION ALL
	(SELECT 'watch', mall_id, 0 FROM malls
	  WHERE state = 'active' AND next_watch_at <= $1 ORDER BY next_watch_at LIMIT $2)
	UNION ALL
	(SELECT 'token', t.mall_id, 0 FROM tokens t JOIN malls m USING (mall_id)
	  WHERE t.next_refresh_at <= $1 AND m.state = 'active' ORDER BY t.next_refresh_at LIMIT $2)
	UNION ALL
	(SELECT 'evaluate', e.mall_id, 0 FROM evaluations e JOIN malls m USING (mall_id)
	  WHERE e.resume_at <= $1 AND m.state IN ('active', 'reconnect') ORDER BY e.resume_at LIMIT $2)
	UNION ALL
	(SELECT 'bulk', b.mall_id, 0 FROM bulk_acts b JOIN malls m USING (mall_id)
	  WHERE b.resume_at <= $1 AND m.state IN ('active', 'reconnect') ORDER BY b.resume_at LIMIT $2)
	UNION ALL
	(SELECT 'collect', d.mall_id, 0 FROM deliveries d JOIN malls m USING (mall_id)
	  WHERE d.collect_at <= $1 AND m.state IN ('active', 'reconnect') GROUP BY d.mall_id ORDER BY min(d.collect_at) LIMIT $2)
	UNION ALL
	(SELECT 'deliver', g.mall_id, g.message_id FROM messages g JOIN malls m USING (mall_id)
	  WHERE g.next_attempt_at <= $1 AND ($3::text[] IS NULL OR ` + sentBy + ` = ANY($3)) AND m.state IN ('active', 'reconnect') ORDER BY g.next_attempt_at LIMIT $2)
	UNION ALL
	(SELECT 'digest', s.mall_id, 0 FROM settings s JOIN malls m USING (mall_id)
	  WHERE s.next_digest_at <= $1 AND m.state IN ('active', 'reconnect') ORDER BY s.next_digest_at LIMIT $2)
	UNION ALL
	(SELECT 'wake', i.mall_id, 0 FROM incidents i JOIN malls m USING (mall_id)
	  WHERE i.state = 'snoozed' AND i.snoozed_until <= $1 AND m.state IN ('active', 'reconnect')
	  GROUP BY i.mall_id ORDER BY min(i.snoozed_until) LIMIT $2)
	UNION ALL
	(SELECT 'sales', mall_id, 0 FROM malls
	  WHERE state = 'active' AND next_sales_at <= $1 ORDER BY next_sales_at LIMIT $2)
	UNION ALL
	(SELECT 'health', mall_id, 0 FROM malls
	  WHERE state IN ('active', 'reconnect') AND next_health_at <= $1 ORDER BY next_health_at LIMIT $2)
	UNION ALL
	(SELECT 'goods', mall_id, 0 FROM malls
	  WHERE state IN ('active', 'reconnect') AND next_goods_at <= $1 ORDER BY next_goods_at LIMIT $2)
	UNION ALL
	(SELECT 'log', mall_id, 0 FROM malls
	  WHERE state = 'active' AND next_log_at <= $1 ORDER BY next_log_at LIMIT $2)
	UNION ALL
	(SELECT 'demand', d.mall_id, 0 FROM demand_reads d JOIN malls m USING (mall_id)
	  WHERE d.next_at <= $1 AND m.state = 'active' AND NOT m.first_sync_due ORDER BY d.next_at LIMIT $2)
	UNION ALL
	(SELECT 'unpaid', u.mall_id, 0 FROM unpaid_reads u JOIN malls m USING (mall_id)
	  WHERE u.next_at <= $1 AND m.state = 'active' AND NOT m.first_sync_due ORDER BY u.next_at LIMIT $2)
	UNION ALL
	(SELECT 'lists', mall_id, 0 FROM malls
	  WHERE state = 'active' AND next_lists_at <= $1 ORDER BY next_lists_at LIMIT $2)
	UNION ALL
	(SELECT 'sets', d.mall_id, 0 FROM product_sets d JOIN malls m USING (mall_id)
	  WHERE d.due_at <= $1 AND m.state = 'active' GROUP BY d.mall_id ORDER BY min(d.due_at) LIMIT $2)
	UNION ALL
	(SELECT 'look', r.mall_id, 0 FROM refusals r JOIN malls m USING (mall_id)
	  WHERE r.next_look_at <= $1 AND m.state IN ('active', 'reconnect') ORDER BY r.next_look_at LIMIT $2)
	UNION ALL
	(SELECT 'ask', r.mall_id, 0 FROM recipients r JOIN malls m USING (mall_id)
	  WHERE r.ask_at <= $1 AND r.confirm_sent_at IS NULL AND r.confirmed_at IS NULL AND r.unsubscribed_at IS NULL
	    AND m.state IN ('active', 'reconnect')
	  GROUP BY r.mall_id ORDER BY min(r.ask_at) LIMIT $2)
	UNION ALL
	(SELECT 'wake', i.mall_id, 0 FROM incidents i JOIN malls m USING (mall_id)
	  WHERE i.answer_by <= $1 AND m.state IN ('active', 'reconnect')
	  GROUP BY i.mall_id ORDER BY min(i.answer_by) LIMIT $2)`

// Due lists the work whose time has come, at most limit of each kind, the
// longest due first, without what is quarantined. Whoever does the work sets
// its next time.
func (s *Store) Due(ctx context.Context, now time.Time, limit int) (due []worklist.Due, err error) {
	err = s.inSystemKept(ctx, func(ctx context.Context, tx pgx.Tx) error {
		sql, limit, err := notQuarantined(ctx, tx, now, limit)
		if err != nil {
			return err
		}
		rows, err := tx.Query(ctx, sql, now, limit, s.sendable())
		if err != nil {
			return err
		}
		due, err = pgx.CollectRows(rows, pgx.RowToStructByPos[worklist.Due])
		return err
	})
	return due, err
}
