package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

// Collect puts the deliveries that are due into one message a recipient and
// returns how many messages it made. Within quiet hours it only moves them to
// their end. What recovered, was put off, or lost its recipient is suppressed.
// Beyond the recipient's cap of the day, what can wait does so until the next
// digest time, and goes in one message.
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
		if err := suppressDue(ctx, tx, mall, now); err != nil {
			return err
		}
		if err := holdOverCap(ctx, tx, mall, &settings, now); err != nil {
			return err
		}
		made, err = makeMessages(ctx, tx, mall, now)
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

// suppressDue leaves out what there is no use in telling any more. What was put
// off is announced anew when its time has come.
func suppressDue(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, now time.Time) error {
	_, err := tx.Exec(ctx, `
		UPDATE deliveries d SET state = 'suppressed', collect_at = NULL
		  FROM incidents i
		 WHERE d.mall_id = $1 AND d.collect_at <= $2 AND i.mall_id = $1 AND i.incident_id = d.incident_id
		   AND (i.state IN ('resolved', 'snoozed') OR NOT `+reachable("d", "AND (r.immediate OR d.reason = 'unanswered' AND r.second)")+`)`, mall, now)
	return err
}

// holdOverCap puts off what can wait for recipients who have had their alert
// messages of the day. What sold out without a warning cannot wait, nor what
// nobody answers for. No gathering (collect_seconds 0) is no cap either.
func holdOverCap(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, settings *lowstock.Settings, now time.Time) error {
	if settings.DailyCap == 0 || settings.CollectSeconds == 0 {
		return nil
	}
	_, err := tx.Exec(ctx, `
		WITH full_up AS (
		  SELECT channel, recipient FROM messages
		   WHERE mall_id = $1 AND created_at >= $3 AND purpose IN ('alert', 'overflow') AND channel <> 'webhook' AND state <> 'suppressed'
		   GROUP BY channel, recipient HAVING count(*) >= $4
		)
		UPDATE deliveries d SET collect_at = $5, held = true
		  FROM full_up f
		 WHERE d.mall_id = $1 AND d.collect_at <= $2 AND d.channel = f.channel AND d.recipient = f.recipient AND NOT d.summary
		   AND NOT (d.kind = 'out' AND d.reason = 'raised') AND d.reason <> 'unanswered'`,
		mall, now, settings.DayOf(now), settings.DailyCap, settings.NextDigest(now))
	return err
}

// makeMessages writes one message a recipient of what is due: the first summary
// apart, and what asks the second recipient to step in.
func makeMessages(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, now time.Time) (made int, err error) {
	for _, unanswered := range []bool{false, true} {
		var n int
		err = tx.QueryRow(ctx, `
			WITH due AS MATERIALIZED (
			  SELECT delivery_id, channel, recipient, summary, held FROM deliveries
			   WHERE mall_id = $1 AND collect_at <= $2 AND (reason = 'unanswered') = $3
			), letter AS (
			  INSERT INTO messages (mall_id, channel, recipient, purpose, next_attempt_at, created_at)
			  SELECT $1, channel, recipient, CASE WHEN summary THEN 'summary' WHEN bool_or(held) THEN 'overflow' ELSE 'alert' END,
			         $2::timestamptz, $2::timestamptz
			    FROM due GROUP BY channel, recipient, summary
			  RETURNING message_id, channel, recipient, purpose = 'summary' AS summary
			), joined AS (
			  UPDATE deliveries d SET collect_at = NULL, message_id = letter.message_id
			    FROM due JOIN letter USING (channel, recipient, summary)
			   WHERE d.mall_id = $1 AND d.delivery_id = due.delivery_id
			)
			SELECT count(*) FROM letter`, mall, now, unanswered).Scan(&n)
		if err != nil {
			return 0, err
		}
		made += n
	}
	return made, nil
}

// reachable is the condition under which the recipient of a row (deliveries or
// messages) may still be written to; more narrows it for e-mail. It is
// lowstock.Recipient.Reachable in SQL; a test holds the two together.
func reachable(row, more string) string {
	return `CASE ` + row + `.channel
	  WHEN 'email' THEN EXISTS (SELECT FROM recipients r WHERE r.mall_id = ` + row + `.mall_id AND r.email = ` + row + `.recipient
	                               AND r.unsubscribed_at IS NULL AND r.suspended_at IS NULL AND r.confirmed_at IS NOT NULL ` + more + `)
	  WHEN 'slack' THEN EXISTS (SELECT FROM settings s WHERE s.mall_id = ` + row + `.mall_id AND s.slack_sealed IS NOT NULL)
	  ELSE EXISTS (SELECT FROM settings s WHERE s.mall_id = ` + row + `.mall_id AND s.webhook_sealed IS NOT NULL)
	  END`
}
