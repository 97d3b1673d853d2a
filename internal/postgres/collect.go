package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

// Collect puts the deliveries that are due into messages, one for each
// recipient, and returns how many messages it made. Within quiet hours it only
// moves the deliveries to the end of the quiet hours. It suppresses deliveries
// of incidents that recovered or were snoozed, and of recipients that were
// removed. Deliveries that can wait are paced ([preference.Settings.Wait]),
// and where a digest is due they go into the digest. A recipient who gets
// digests only gets nothing else. Each message is a transaction: a changed
// rule may have raised hundreds of thousands of alerts, and what is not
// written before a crash is still due.
func (s messageStore) Collect(ctx context.Context, now time.Time) (made int, err error) {
	due, err := s.sortOut(ctx, now)
	if err != nil {
		return 0, err
	}
	for _, to := range due {
		n, err := s.collectFor(ctx, to, now)
		made += n
		if err != nil {
			return made, err
		}
	}
	return made, nil
}

// collectFor writes all messages of one recipient. It limits the announcements
// of each message, so that any step on a message fits its transaction. When
// the time is up after the first message, the rest stays due and continues as
// the same announcement.
func (s messageStore) collectFor(ctx context.Context, to addressee, now time.Time) (made int, err error) {
	for more := true; more; {
		if deadline, ok := ctx.Deadline(); ok && made > 0 && time.Until(deadline) < patience {
			return made, nil
		}
		var n int
		err := s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
			if _, err := lockMall(ctx, tx, s.id); err != nil {
				return err
			}
			n, more, err = makeMessages(ctx, tx, s.id, to, now)
			return err
		})
		made += n
		if err != nil {
			return made, err
		}
	}
	return made, nil
}

// sortOut decides which of the due deliveries are sent now, and lists their
// recipients.
func (s messageStore) sortOut(ctx context.Context, now time.Time) (due []addressee, err error) {
	err = s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		due = nil
		settings, err := settingStore(s).lockSettings(ctx, tx)
		if err != nil {
			return err
		}
		if quiet, err := keepQuiet(ctx, tx, s.id, &settings, now); err != nil || quiet {
			return err
		}
		if err := suppressDue(ctx, tx, s.id, now); err != nil {
			return err
		}
		if _, err := makeDigests(ctx, tx, s.id, &settings, now); err != nil {
			return err
		}
		if err := waitForDigests(ctx, tx, s.id, &settings, now); err != nil {
			return err
		}
		if err := pace(ctx, tx, s.id, &settings, now); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `
			SELECT channel, recipient FROM deliveries WHERE mall_id = $1 AND collect_at <= $2
			 GROUP BY channel, recipient ORDER BY channel, recipient`, s.id, now)
		if err != nil {
			return err
		}
		due, err = pgx.CollectRows(rows, pgx.RowToStructByPos[addressee])
		return err
	})
	return due, err
}

// suppressDue suppresses due deliveries that are no longer worth sending. A
// snoozed incident is announced again when its time has come. Who can be
// notified is computed once and not for each of up to a hundred thousand rows.
func suppressDue(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, now time.Time) error {
	listeners, err := loadListeners(ctx, tx, mall)
	if err != nil {
		return err
	}
	var channels, recipients []string
	var seconds []bool
	for _, l := range listeners {
		for _, second := range []bool{false, true} {
			if second && l.Second || !second && (l.First || l.Waits()) {
				channels, recipients, seconds = append(channels, string(l.Channel)), append(recipients, l.Recipient), append(seconds, second)
			}
		}
	}
	_, err = tx.Exec(ctx, `
		UPDATE deliveries d SET state = 'suppressed', collect_at = NULL
		  FROM incidents i
		 WHERE d.mall_id = $1 AND d.collect_at <= $2 AND i.mall_id = $1 AND i.incident_id = d.incident_id
		   AND (i.state IN ('resolved', 'snoozed') OR (d.channel, d.recipient, d.reason = 'unanswered') NOT IN
		        (SELECT u.channel, u.recipient, u.second FROM unnest($3::text[], $4::text[], $5::bool[]) u(channel, recipient, second)))`,
		mall, now, channels, recipients, seconds)
	return err
}

// messageMost is how many announcements are put into one message at most. How
// many of them fit into one mail is decided when it is sent.
const messageMost = 5_000

// makeMessages writes messages of what is due to one recipient. The first
// summary is a message of its own, and so is the message that asks the second
// recipient to act. Where more is due than one message holds, sold-out
// variants come first, and the other messages continue the first one.
func makeMessages(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, to addressee, now time.Time) (made int, more bool, err error) {
	var continues *int64
	err = tx.QueryRow(ctx, `
		UPDATE messages SET unfinished = false WHERE mall_id = $1 AND channel = $2 AND recipient = $3 AND unfinished
		RETURNING coalesce(continues, message_id)`, mall, to.Channel, to.Recipient).Scan(&continues)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return 0, false, err
	}
	for _, unanswered := range []bool{false, true} {
		var n, items int
		err = tx.QueryRow(ctx, `
			WITH due AS MATERIALIZED (
			  (SELECT delivery_id, summary, held FROM deliveries
			    WHERE mall_id = $1 AND collect_at <= $2 AND channel = $3 AND recipient = $4 AND (reason = 'unanswered') = $5 AND summary)
			  UNION ALL
			  (SELECT delivery_id, summary, held FROM deliveries
			    WHERE mall_id = $1 AND collect_at <= $2 AND channel = $3 AND recipient = $4 AND (reason = 'unanswered') = $5 AND NOT summary
			    ORDER BY kind DESC, delivery_id LIMIT $7)
			), mail AS (
			  INSERT INTO messages (mall_id, channel, recipient, purpose, next_attempt_at, created_at, continues, unfinished)
			  SELECT $1, $3, $4, CASE WHEN summary THEN 'summary' WHEN bool_or(held) THEN 'overflow' ELSE 'alert' END, $2::timestamptz, $2::timestamptz,
			         CASE WHEN NOT summary AND NOT $5 THEN $6::bigint END, NOT summary AND NOT $5 AND count(*) = $7
			    FROM due GROUP BY summary
			  RETURNING message_id, purpose = 'summary' AS summary
			), joined AS (
			  UPDATE deliveries d SET collect_at = NULL, message_id = mail.message_id
			    FROM due JOIN mail USING (summary)
			   WHERE d.mall_id = $1 AND d.delivery_id = due.delivery_id
			)
			SELECT (SELECT count(*) FROM mail), (SELECT count(*) FROM due WHERE NOT summary)`,
			mall, now, to.Channel, to.Recipient, unanswered, continues, messageMost).Scan(&n, &items)
		if err != nil {
			return 0, false, err
		}
		made, more = made+n, more || items == messageMost
	}
	return made, more, nil
}
