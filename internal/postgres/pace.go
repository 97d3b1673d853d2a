package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
)

// keepQuiet moves what is due within quiet hours to the end of the quiet
// hours, and says whether it is quiet now.
func keepQuiet(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, settings *preference.Settings, now time.Time) (quiet bool, err error) {
	until := settings.QuietUntil(now)
	if until.IsZero() {
		return false, nil
	}
	_, err = tx.Exec(ctx, `UPDATE deliveries SET collect_at = $3 WHERE mall_id = $1 AND collect_at <= $2`, mall, now, until)
	return true, err
}

// waitForDigests moves what is due to a recipient who gets digests only to the
// next digest. Such a delivery fell due earlier, because the digest's time or
// the recipient's choice has changed.
func waitForDigests(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, settings *preference.Settings, now time.Time) error {
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

// pace delays what can wait for recipients who have had messages today, as
// [preference.Settings.Wait] says. Where a message goes to one of them anyway,
// it carries everything that waits: it is one message in either case.
func pace(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, settings *preference.Settings, now time.Time) error {
	if err := snooze(ctx, tx, mall, settings, now); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `
		UPDATE deliveries SET collect_at = $2, held = false
		 WHERE mall_id = $1 AND collect_at > $2 AND NOT summary AND reason <> 'unanswered'
		   AND (channel, recipient) IN (`+sudden+`)`, mall, now)
	return err
}

func snooze(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, settings *preference.Settings, now time.Time) error {
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

// sudden selects the recipients of due deliveries that the day's cap must not
// delay: variants that sold out without a warning, because the warning itself
// was delayed or because a summary only counted it. The cap also does not
// delay alerts that nobody answers; they get a message of their own.
// Recipients who get digests only are not selected.
const sudden = `
	SELECT s.channel, s.recipient FROM deliveries s
	 WHERE s.mall_id = $1 AND s.collect_at <= $2 AND NOT s.summary AND s.kind = 'out' AND s.reason IN ('raised', 'worse')
	   AND (s.channel <> 'email' OR EXISTS (SELECT FROM recipients r WHERE r.mall_id = $1 AND r.email = s.recipient AND r.immediate))
	   AND NOT EXISTS (SELECT FROM deliveries e WHERE e.mall_id = $1 AND e.incident_id = s.incident_id AND e.channel = s.channel
	                      AND e.recipient = s.recipient AND e.message_id IS NOT NULL AND NOT e.counted)`

// addressee is the recipient of a message.
type addressee struct {
	Channel   lowstock.Channel
	Recipient string
}
