package postgres

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/selfcheck"
)

const (
	healthShown = 7 * 24 * time.Hour // how long an ended problem is listed
	clearWithin = 3 * 24 * time.Hour // how long after the end an alert that was being sent may still turn out to have been sent
)

const healthColumns = `health_id, kind, subject, reason, opened_at, closed_at`

func scanHealth(row pgx.CollectableRow) (h selfcheck.Health, err error) {
	err = row.Scan(healthFields(&h)...)
	return h, err
}

func healthFields(h *selfcheck.Health) []any {
	return []any{&h.ID, &h.Kind, &h.Subject, &h.Reason, &h.OpenedAt, orZero(&h.ClosedAt)}
}

// Health lists the problems of the app's own way to the mall, the most serious
// first, and then those that ended within the last seven days.
func (s healthStore) Health(ctx context.Context, now time.Time) (list []selfcheck.Health, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		list, err = health(ctx, tx, s.id, now.Add(-healthShown))
		return err
	})
	return list, err
}

func health(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, since time.Time) ([]selfcheck.Health, error) {
	rows, err := tx.Query(ctx, `
		SELECT `+healthColumns+` FROM health
		 WHERE mall_id = $1 AND (closed_at IS NULL OR closed_at > $2 AND NOT quietly)
		 ORDER BY closed_at DESC NULLS FIRST, CASE WHEN closed_at IS NULL THEN array_position($3::text[], kind) END, health_id DESC
		 LIMIT 100`, mall, since, selfcheck.Kinds())
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanHealth)
}

// ClaimHealth claims the mall's checkup when it is due and sets the next one.
// It returns NotFound when it is not due.
func (s healthStore) ClaimHealth(ctx context.Context, now, next time.Time) (plan selfcheck.Plan, err error) {
	err = s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		plan = selfcheck.Plan{}
		return found(tx.QueryRow(ctx, `
			WITH due AS (
			  SELECT mall_id, next_health_at FROM malls
			   WHERE mall_id = $1 AND state IN ('active', 'reconnect') AND next_health_at <= $2 FOR NO KEY UPDATE
			), claimed AS (
			  UPDATE malls m SET next_health_at = $3 FROM due WHERE m.mall_id = due.mall_id
			  RETURNING m.mall_id, m.state, due.next_health_at AS due_at, m.reception_checked_at,
			            coalesce(m.reception_repaired_at >= m.connected_at, false) AS repaired
			)
			SELECT c.state, c.due_at, coalesce(t.scopes, '{}'), c.reception_checked_at, c.repaired
			  FROM claimed c LEFT JOIN tokens t ON t.mall_id = c.mall_id`, s.id, now, next).
			Scan(&plan.State, &plan.DueAt, &plan.Scopes, orZero(&plan.ReceptionAt), &plan.Repaired))
	})
	return plan, err
}

// SaveReception stores what Cafe24 said at now: whether it sends this app's
// webhooks. An answer older than the stored one, or of an earlier connection,
// is ignored. Webhooks that were not sent while they were off are in no log,
// so once they are on again everything is read.
func (s healthStore) SaveReception(ctx context.Context, on bool, now time.Time) error {
	return s.saveReception(ctx, on, false, now)
}

// SaveRepair stores that the app has turned Cafe24's webhooks on again, after
// it had asked at now. It makes everything due to be read, since the missing
// webhooks announced nothing.
func (s healthStore) SaveRepair(ctx context.Context, now time.Time) error {
	return s.saveReception(ctx, true, true, now)
}

func (s healthStore) saveReception(ctx context.Context, on, repaired bool, now time.Time) error {
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `
			UPDATE malls SET reception_on = $2, reception_checked_at = $3,
			       reception_repaired_at = CASE WHEN $4 THEN $3 ELSE reception_repaired_at END,
			       next_sweep_at = CASE WHEN $4 OR $2 AND NOT reception_on THEN least(next_sweep_at, $3) ELSE next_sweep_at END
			 WHERE mall_id = $1 AND coalesce(reception_checked_at <= $3, true) AND coalesce(connected_at <= $3, true)`, s.id, on, now, repaired)
		return err
	})
}

// SettleHealth compares the known problems with the facts and updates them. It
// sends a message once when a problem begins, to everybody who can be reached
// by a way that works, and once when it is over, to those who got the first
// message. An alert about a problem that is over before the alert was tried is
// not sent. Any number of processes may call it at once: facts are read and
// acted on under the mall's lock.
func (s healthStore) SettleHealth(ctx context.Context, dueAt, now time.Time) (change selfcheck.Change, err error) {
	err = s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		change = selfcheck.Change{}
		facts, err := healthFacts(ctx, tx, s.id, now)
		if err != nil {
			return err
		}
		facts.DueAt = dueAt
		c := checkup{tx: tx, mall: s.id, now: now, facts: facts}
		if c.sendAt, err = awake(ctx, tx, s.id, now); err != nil {
			return err
		}
		if err := c.settle(ctx, selfcheck.Find(&facts, now)); err != nil {
			return err
		}
		change = c.change
		return nil
	})
	return change, err
}

// awake returns now, or the end of the mall's quiet hours. Quiet hours apply
// to health messages too: alerts raised meanwhile wait for the same hour, and
// after a reconnection everything is read within minutes. A problem that ends
// before the quiet hours end is never announced.
func awake(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, now time.Time) (time.Time, error) {
	var settings preference.Settings
	err := tx.QueryRow(ctx, `SELECT timezone, quiet_from, quiet_to FROM settings WHERE mall_id = $1`, mall).
		Scan(&settings.Timezone, &settings.QuietFrom, &settings.QuietTo)
	if err != nil {
		return now, found(err)
	}
	if until := settings.QuietUntil(now); !until.IsZero() {
		return until, nil
	}
	return now, nil
}

// checkup is a running checkup.
type checkup struct {
	tx     pgx.Tx
	mall   lowstock.MallID
	now    time.Time
	sendAt time.Time
	facts  selfcheck.Facts
	change selfcheck.Change
}

func (c *checkup) settle(ctx context.Context, found []selfcheck.Condition) error {
	var stands []selfcheck.Health
	for _, h := range c.facts.Known {
		switch {
		case !h.Stands():
		case slices.ContainsFunc(found, h.Is):
			stands = append(stands, h)
		default:
			if err := c.end(ctx, h); err != nil {
				return err
			}
		}
	}
	if err := c.suppress(ctx); err != nil {
		return err
	}
	for _, condition := range found {
		if err := c.begin(ctx, condition); err != nil {
			return err
		}
	}
	for _, h := range append(stands, c.change.Opened...) {
		if err := c.notify(ctx, h); err != nil {
			return err
		}
	}
	return c.allClear(ctx)
}

func (c *checkup) end(ctx context.Context, h selfcheck.Health) error {
	h.ClosedAt = c.now
	_, err := c.tx.Exec(ctx, `UPDATE health SET closed_at = $3, quietly = $4 WHERE mall_id = $1 AND health_id = $2`,
		c.mall, h.ID, c.now, c.facts.Quietly(h))
	c.change.Closed = append(c.change.Closed, h)
	return err
}

// suppress cancels the alerts about ended problems that no attempt has been
// made to send. An alert that is being sent, or waits for its next attempt, is
// decided by its next claim.
func (c *checkup) suppress(ctx context.Context) error {
	if len(c.change.Closed) == 0 {
		return nil
	}
	ids := make([]int64, len(c.change.Closed))
	for i, h := range c.change.Closed {
		ids[i] = h.ID
	}
	_, err := c.tx.Exec(ctx, `
		UPDATE messages SET state = 'suppressed', next_attempt_at = NULL
		 WHERE mall_id = $1 AND health_id = ANY($2) AND purpose = 'health' AND state = 'pending' AND attempts = 0`, c.mall, ids)
	return err
}

// begin opens a problem, unless it is already open.
func (c *checkup) begin(ctx context.Context, condition selfcheck.Condition) error {
	rows, err := c.tx.Query(ctx, `
		INSERT INTO health (mall_id, kind, subject, reason, opened_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (mall_id, kind, subject) WHERE closed_at IS NULL DO NOTHING
		RETURNING `+healthColumns, c.mall, condition.Kind, condition.Subject, condition.Reason, c.now)
	if err != nil {
		return err
	}
	opened, err := pgx.CollectRows(rows, scanHealth)
	c.change.Opened = append(c.change.Opened, opened...)
	return err
}

// notify writes the messages about open problems to everybody who has none yet.
// Most people get theirs when the problem begins, some when they can first be
// reached.
func (c *checkup) notify(ctx context.Context, h selfcheck.Health) error {
	var channels, recipients []string
	add := func(channel lowstock.Channel, recipient string) {
		if h.Reaches(channel, recipient) {
			channels, recipients = append(channels, string(channel)), append(recipients, recipient)
		}
	}
	for _, r := range c.facts.Recipients {
		if r.Reachable() {
			add(lowstock.ChannelEmail, r.Email)
		}
	}
	for _, channel := range c.facts.Channels {
		add(channel, string(channel))
	}
	tag, err := c.tx.Exec(ctx, `
		INSERT INTO messages (mall_id, channel, recipient, purpose, health_id, next_attempt_at, created_at)
		SELECT $1, u.channel, u.recipient, 'health', $2, $5, $6 FROM unnest($3::text[], $4::text[]) u(channel, recipient)
		ON CONFLICT (mall_id, health_id, purpose, channel, recipient) WHERE health_id IS NOT NULL DO NOTHING`, c.mall, h.ID, channels, recipients, c.sendAt, c.now)
	c.change.Messages += int(tag.RowsAffected())
	return err
}

// allClear writes to everybody whose alert was sent, or may have been sent,
// that the problem is over. An attempt that was running at the end is seen by
// a later checkup.
func (c *checkup) allClear(ctx context.Context) error {
	tag, err := c.tx.Exec(ctx, `
		INSERT INTO messages (mall_id, channel, recipient, purpose, health_id, next_attempt_at, created_at)
		SELECT g.mall_id, g.channel, g.recipient, 'all_clear', g.health_id, $3, $2
		  FROM health h JOIN messages g USING (mall_id, health_id)
		 WHERE h.mall_id = $1 AND h.closed_at > $4 AND NOT h.quietly AND g.purpose = 'health' AND g.state IN ('sent', 'unknown')
		ON CONFLICT (mall_id, health_id, purpose, channel, recipient) WHERE health_id IS NOT NULL DO NOTHING`,
		c.mall, c.now, c.sendAt, c.now.Add(-clearWithin))
	c.change.Messages += int(tag.RowsAffected())
	return err
}
