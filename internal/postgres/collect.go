package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

// Collect puts the deliveries that are due into one message a recipient and
// returns how many messages it made. Within quiet hours it only moves them to
// their end. What recovered, or lost its recipient, is suppressed; what is
// snoozed waits until it wakes.
func (s *Store) Collect(ctx context.Context, mall lowstock.MallID, now time.Time) (made int, err error) {
	// A first sync may have raised tens of thousands, for each recipient.
	err = s.inMall(ctx, mall, patience, func(ctx context.Context, tx pgx.Tx) error {
		made = 0
		settings, err := s.lockSettings(ctx, tx, mall)
		if err != nil {
			return err
		}
		if until := settings.QuietUntil(now); !until.IsZero() {
			_, err := tx.Exec(ctx, `UPDATE deliveries SET collect_at = $3 WHERE mall_id = $1 AND collect_at <= $2`, mall, now, until)
			return err
		}
		made, err = collect(ctx, tx, mall, now)
		return err
	})
	return made, err
}

// lockSettings keeps settlements of the mall out until the transaction ends.
func (s *Store) lockSettings(ctx context.Context, tx pgx.Tx, mall lowstock.MallID) (lowstock.Settings, error) {
	if _, err := lockMall(ctx, tx, mall); err != nil {
		return lowstock.Settings{}, err
	}
	return s.loadSettings(ctx, tx, mall)
}

func collect(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, now time.Time) (int, error) {
	_, err := tx.Exec(ctx, `
		UPDATE deliveries d SET collect_at = i.snoozed_until
		  FROM incidents i
		 WHERE d.mall_id = $1 AND d.collect_at <= $2 AND i.mall_id = $1 AND i.incident_id = d.incident_id
		   AND i.state = 'snoozed' AND i.snoozed_until > $2`, mall, now)
	if err != nil {
		return 0, err
	}
	_, err = tx.Exec(ctx, `
		UPDATE deliveries d SET state = 'suppressed', collect_at = NULL
		  FROM incidents i
		 WHERE d.mall_id = $1 AND d.collect_at <= $2 AND i.mall_id = $1 AND i.incident_id = d.incident_id
		   AND (i.state = 'resolved' OR NOT `+reachable("d", "AND r.immediate")+`)`, mall, now)
	if err != nil {
		return 0, err
	}
	var made int
	err = tx.QueryRow(ctx, `
		WITH due AS MATERIALIZED (
		  SELECT delivery_id, channel, recipient, summary FROM deliveries WHERE mall_id = $1 AND collect_at <= $2
		), letter AS (
		  INSERT INTO messages (mall_id, channel, recipient, purpose, next_attempt_at, created_at)
		  SELECT DISTINCT $1, channel, recipient, CASE WHEN summary THEN 'summary' ELSE 'alert' END, $2::timestamptz, $2::timestamptz FROM due
		  RETURNING message_id, channel, recipient, purpose = 'summary' AS summary
		), joined AS (
		  UPDATE deliveries d SET collect_at = NULL, message_id = letter.message_id
		    FROM due JOIN letter USING (channel, recipient, summary)
		   WHERE d.mall_id = $1 AND d.delivery_id = due.delivery_id
		)
		SELECT count(*) FROM letter`, mall, now).Scan(&made)
	return made, err
}

// reachable is the condition under which the recipient of a row (deliveries or
// messages) may still be written to; more narrows it for e-mail.
func reachable(row, more string) string {
	return `CASE ` + row + `.channel
	  WHEN 'email' THEN EXISTS (SELECT FROM recipients r WHERE r.mall_id = ` + row + `.mall_id AND r.email = ` + row + `.recipient
	                               AND r.unsubscribed_at IS NULL ` + more + `)
	  WHEN 'slack' THEN EXISTS (SELECT FROM settings s WHERE s.mall_id = ` + row + `.mall_id AND s.slack_sealed IS NOT NULL)
	  ELSE EXISTS (SELECT FROM settings s WHERE s.mall_id = ` + row + `.mall_id AND s.webhook_sealed IS NOT NULL)
	  END`
}

// WakeSnoozed opens the incidents that were put off until now and announces
// those that became worse meanwhile. It returns how many woke.
func (s *Store) WakeSnoozed(ctx context.Context, mall lowstock.MallID, now time.Time) (woken int, err error) {
	err = s.inMall(ctx, mall, shortly, func(ctx context.Context, tx pgx.Tx) error {
		telling, err := lockMall(ctx, tx, mall)
		if err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `
			UPDATE incidents SET state = 'open', snoozed_until = NULL, acknowledged_at = NULL, acknowledged_by = ''
			 WHERE mall_id = $1 AND state = 'snoozed' AND snoozed_until <= $2
			RETURNING incident_id, told <> kind`, mall, now)
		if err != nil {
			return err
		}
		var id int64
		var untold bool
		var tell []int64
		woken = 0
		if _, err := pgx.ForEachRow(rows, []any{&id, &untold}, func() error {
			woken++
			if untold {
				tell = append(tell, id)
			}
			return nil
		}); err != nil {
			return err
		}
		return tellIncidents(ctx, tx, mall, &telling, tell, now)
	})
	return woken, err
}

// tellIncidents announces incidents at the kind they have now.
func tellIncidents(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, t *telling, ids []int64, now time.Time) error {
	if len(ids) == 0 || t.nobody() {
		return nil
	}
	_, err := tx.Exec(ctx, `
		WITH told AS (
		  UPDATE incidents SET told = kind WHERE mall_id = $1 AND incident_id = ANY($2) RETURNING incident_id, kind
		)
		INSERT INTO deliveries (mall_id, incident_id, kind, channel, recipient, collect_at, created_at)
		SELECT $1, told.incident_id, told.kind, t.channel, t.recipient, $5, $6
		  FROM told CROSS JOIN unnest($3::text[], $4::text[]) t(channel, recipient)
		ON CONFLICT DO NOTHING`, mall, ids, t.channels, t.recipients, t.collectAt(now), now)
	return err
}
