package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

// Collect puts the deliveries that are due into messages, one a recipient, and
// returns how many messages it made. Within quiet hours it only moves them to
// their end. What recovered, was snoozed, or lost its recipient is suppressed.
// What can wait is paced ([lowstock.Settings.Wait]), and where a digest is due
// it goes with that; who has digests only gets nothing else. Each message is a
// transaction: a changed rule may have raised hundreds of thousands, and what a
// crash leaves is still due.
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

// collectFor writes all messages of one recipient, of so many announcements each
// that any step with one of them fits its transaction. After the first, what there
// is no time for stays due, and goes on as the same announcement.
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

// addressee is whom a message goes to.
type addressee struct {
	Channel   lowstock.Channel
	Recipient string
}

// sortOut settles what of the due deliveries is told now, and lists to whom.
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

// keepQuiet moves what is due within quiet hours to their end, and says whether
// it is quiet now.
func keepQuiet(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, settings *lowstock.Settings, now time.Time) (quiet bool, err error) {
	until := settings.QuietUntil(now)
	if until.IsZero() {
		return false, nil
	}
	_, err = tx.Exec(ctx, `UPDATE deliveries SET collect_at = $3 WHERE mall_id = $1 AND collect_at <= $2`, mall, now, until)
	return true, err
}

// lockSettings keeps settlements of the mall out until the transaction ends.
func (s settingStore) lockSettings(ctx context.Context, tx pgx.Tx) (lowstock.Settings, error) {
	if _, err := lockMall(ctx, tx, s.id); err != nil {
		return lowstock.Settings{}, err
	}
	return s.loadSettings(ctx, tx)
}

// suppressDue leaves out what there is no use in telling any more. What was put
// off is announced anew when its time has come. Who can be told is asked once
// and not for each of what may be a hundred thousand rows.
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

// sudden selects the recipients of due deliveries that the day's cap cannot hold
// back: what sold out without a warning, be it that the warning itself was held
// back, or that a summary only counted it. (Nor what nobody answers for, in a message of its own.) Who has digests
// only is not among them.
const sudden = `
	SELECT s.channel, s.recipient FROM deliveries s
	 WHERE s.mall_id = $1 AND s.collect_at <= $2 AND NOT s.summary AND s.kind = 'out' AND s.reason IN ('raised', 'worse')
	   AND (s.channel <> 'email' OR EXISTS (SELECT FROM recipients r WHERE r.mall_id = $1 AND r.email = s.recipient AND r.immediate))
	   AND NOT EXISTS (SELECT FROM deliveries e WHERE e.mall_id = $1 AND e.incident_id = s.incident_id AND e.channel = s.channel
	                      AND e.recipient = s.recipient AND e.message_id IS NOT NULL AND NOT e.counted)`

// waitForDigests keeps what is due to somebody who has digests only for the next
// one: it fell due before, as where the digest's time or the choice has changed.
func waitForDigests(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, settings *lowstock.Settings, now time.Time) error {
	var emails []string
	var untils []time.Time
	for _, r := range settings.Recipients {
		if at, wanted := settings.NextDigestOf(r, now); wanted && !r.Immediate {
			emails, untils = append(emails, r.Email), append(untils, at)
		}
	}
	if len(emails) == 0 {
		return nil
	}
	_, err := tx.Exec(ctx, `
		UPDATE deliveries d SET collect_at = u.until
		  FROM unnest($3::text[], $4::timestamptz[]) u(email, until)
		 WHERE d.mall_id = $1 AND d.collect_at <= $2 AND d.channel = 'email' AND d.recipient = u.email AND d.reason <> 'unanswered'`,
		mall, now, emails, untils)
	return err
}

// pace puts off what can wait for recipients who have had messages today, as
// [lowstock.Settings.Wait] says. Where a message goes to one of them all the
// same, it carries everything that waits: it is one message either way.
func pace(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, settings *lowstock.Settings, now time.Time) error {
	if err := putOff(ctx, tx, mall, settings, now); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `
		UPDATE deliveries SET collect_at = $2, held = false
		 WHERE mall_id = $1 AND collect_at > $2 AND NOT summary AND reason <> 'unanswered'
		   AND (channel, recipient) IN (`+sudden+`)`, mall, now)
	return err
}

func putOff(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, settings *lowstock.Settings, now time.Time) error {
	if !settings.Counted() {
		return nil
	}
	rows, err := tx.Query(ctx, `
		SELECT channel, recipient, count(*), max(created_at) FROM messages
		 WHERE mall_id = $1 AND created_at >= $2 AND purpose IN ('alert', 'overflow', 'digest') AND channel <> $3 AND state <> 'suppressed'
		   AND continues IS NULL -- one announcement, however many messages it takes
		 GROUP BY channel, recipient`, mall, settings.LastDigest(now), lowstock.ChannelWebhook)
	if err != nil {
		return err
	}
	var channels, recipients []string
	var untils []time.Time
	var overs []bool
	var to addressee
	var had int
	var last time.Time
	_, err = pgx.ForEachRow(rows, []any{&to.Channel, &to.Recipient, &had, &last}, func() error {
		if until, over := settings.Wait(had, last, now); !until.IsZero() {
			channels, recipients = append(channels, string(to.Channel)), append(recipients, to.Recipient)
			untils, overs = append(untils, until), append(overs, over)
		}
		return nil
	})
	if err != nil || len(channels) == 0 {
		return err
	}
	_, err = tx.Exec(ctx, `
		UPDATE deliveries d SET collect_at = w.until, held = w.over
		  FROM unnest($3::text[], $4::text[], $5::timestamptz[], $6::bool[]) w(channel, recipient, until, over)
		 WHERE d.mall_id = $1 AND d.collect_at <= $2 AND d.channel = w.channel AND d.recipient = w.recipient AND NOT d.summary
		   AND NOT EXISTS (SELECT FROM messages g WHERE g.mall_id = $1 AND g.unfinished AND g.channel = d.channel AND g.recipient = d.recipient)
		   AND d.reason <> 'unanswered' AND (d.channel, d.recipient) NOT IN (`+sudden+`)`,
		mall, now, channels, recipients, untils, overs)
	return err
}

// messageMost is how many announcements are put into one message at most. How
// many of them have room in one mail is decided when it is sent.
const messageMost = 5_000

// makeMessages writes a message of what is due to one recipient: the first
// summary apart, and what asks the second recipient to step in. Where more is
// due than one message holds, what is sold out goes first, and the others
// continue the first message.
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
			), letter AS (
			  INSERT INTO messages (mall_id, channel, recipient, purpose, next_attempt_at, created_at, continues, unfinished)
			  SELECT $1, $3, $4, CASE WHEN summary THEN 'summary' WHEN bool_or(held) THEN 'overflow' ELSE 'alert' END, $2::timestamptz, $2::timestamptz,
			         CASE WHEN NOT summary AND NOT $5 THEN $6::bigint END, NOT summary AND NOT $5 AND count(*) = $7
			    FROM due GROUP BY summary
			  RETURNING message_id, purpose = 'summary' AS summary
			), joined AS (
			  UPDATE deliveries d SET collect_at = NULL, message_id = letter.message_id
			    FROM due JOIN letter USING (summary)
			   WHERE d.mall_id = $1 AND d.delivery_id = due.delivery_id
			)
			SELECT (SELECT count(*) FROM letter), (SELECT count(*) FROM due WHERE NOT summary)`,
			mall, now, to.Channel, to.Recipient, unanswered, continues, messageMost).Scan(&n, &items)
		if err != nil {
			return 0, false, err
		}
		made, more = made+n, more || items == messageMost
	}
	return made, more, nil
}

// reachable is the condition under which the recipient of a message may still be
// written to. It is lowstock.Recipient.Reachable in SQL; a test holds the two
// together.
func reachable(row string) string {
	return `CASE ` + row + `.channel
	  WHEN 'email' THEN EXISTS (SELECT FROM recipients r WHERE r.mall_id = ` + row + `.mall_id AND r.email = ` + row + `.recipient
	                               AND r.unsubscribed_at IS NULL AND r.suspended_at IS NULL AND r.confirmed_at IS NOT NULL)
	  ELSE EXISTS (SELECT FROM channels c WHERE c.mall_id = ` + row + `.mall_id AND c.channel = ` + row + `.channel AND c.target_sealed IS NOT NULL)
	  END`
}
