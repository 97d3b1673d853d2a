package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/overview"
	"cafe24-inventory-alert/internal/selfcheck"
)

// Service returns how the app works for all malls together. Overdue work of one
// mall can have its reason in that mall, so it counts only if a tenth of the
// malls have some. At most a thousand overdue rows are looked at.
func (s *Store) Service(ctx context.Context, now time.Time) (a overview.Service, err error) {
	err = s.inSystem(ctx, func(ctx context.Context, tx pgx.Tx) error {
		a = overview.Service{}
		return tx.QueryRow(ctx, `
			WITH active AS (
			  SELECT count(*) AS n FROM malls WHERE state = 'active'
			), mail AS (
			  SELECT g.mall_id, g.next_attempt_at AS at FROM messages g JOIN malls m USING (mall_id)
			   WHERE g.next_attempt_at < $1 AND g.channel IN ('email', $3) AND m.state = 'active' ORDER BY g.next_attempt_at LIMIT 1000
			), notice AS (
			  SELECT d.mall_id, d.due_at AS at FROM dirty_products d JOIN malls m USING (mall_id)
			   WHERE d.due_at < $1 AND m.state = 'active' ORDER BY d.due_at LIMIT 1000
			)
			SELECT (SELECT min(opened_at) FROM health h JOIN malls m USING (mall_id) WHERE h.kind = $2 AND h.closed_at IS NULL AND m.state IN ('active', 'reconnect')),
			       (SELECT min(at) FROM mail HAVING count(DISTINCT mall_id) * 10 >= (SELECT n FROM active)),
			       (SELECT min(at) FROM notice HAVING count(DISTINCT mall_id) * 10 >= (SELECT n FROM active))`,
			now.Add(-overview.ServiceLate), selfcheck.HealthMail, outgoing.ChannelSupport).
			Scan(orZero(&a.MailFailing), orZero(&a.MailLate), orZero(&a.NoticesLate))
	})
	return a, err
}
