package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
	"cafe24-inventory-alert/internal/selfcheck"
)

// mailDays is how far back mails are looked at. It is longer than the time for
// which a mail is tried.
const mailDays = 4 * 24 * time.Hour

// healthFacts reads the facts that a checkup uses, and locks the mall's row
// for it. Hints wait for that lock, so nothing slow runs under it.
func healthFacts(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, now time.Time) (f selfcheck.Facts, err error) {
	for _, read := range []func(context.Context, pgx.Tx, lowstock.MallID, time.Time, *selfcheck.Facts) error{
		mallFacts, mailFacts, recipientFacts, channelFacts,
	} {
		if err := read(ctx, tx, mall, now, &f); err != nil {
			return f, err
		}
	}
	f.Known, err = health(ctx, tx, mall, now.Add(-selfcheck.Rest))
	return f, err
}

// mallFacts reads the newest number only where no watch was completed lately:
// a mall in which nothing is low is read all the same.
func mallFacts(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, now time.Time, f *selfcheck.Facts) error {
	return found(tx.QueryRow(ctx, `
		SELECT m.state, m.reconnect_reason, m.connected_at, coalesce(NOT m.reception_on, false), m.reception_checked_at,
		       EXISTS (SELECT FROM tokens WHERE mall_id = $1 AND 'mall.write_application' = ANY(scopes)),
		       coalesce(m.reception_repaired_at >= m.connected_at, false),
		       (SELECT failing_since FROM tokens WHERE mall_id = $1), (SELECT `+appRefused+` FROM tokens t WHERE mall_id = $1),
		       EXISTS (SELECT FROM products WHERE mall_id = $1 AND removed_at IS NULL),
		       m.first_sync_due OR EXISTS (SELECT FROM syncs WHERE mall_id = $1 AND state = 'running' AND first),
		       CASE WHEN m.watched_at > $2::timestamptz - interval '1 hour' THEN m.watched_at
		            ELSE greatest(m.watched_at, (SELECT max(observed_at) FROM products WHERE mall_id = $1)) END
		  FROM malls m WHERE m.mall_id = $1 FOR NO KEY UPDATE OF m`, mall, now).
		Scan(&f.State, &f.ReconnectReason, orZero(&f.ConnectedAt), &f.ReceptionOff, orZero(&f.ReceptionAt), &f.MayRepair, &f.Repaired, orZero(&f.RefreshFailing), orZero(&f.AppRefused),
			&f.Products, &f.FirstSync, orZero(&f.ReadAt)))
}

func mailFacts(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, now time.Time, f *selfcheck.Facts) error {
	return tx.QueryRow(ctx, `
		WITH mail AS MATERIALIZED (
		  SELECT message_id, state, error FROM messages WHERE mall_id = $1 AND channel = 'email' AND created_at > $2
		), attempt AS MATERIALIZED (
		  SELECT a.at, a.state, a.error FROM message_attempts a JOIN mail USING (message_id) WHERE a.mall_id = $1
		), sent AS (
		  SELECT max(at) AS at FROM attempt WHERE state = 'sent'
		)
		SELECT sent.at, count(a.at), min(a.at), coalesce((array_agg(a.error ORDER BY a.at DESC))[1], ''),
		       EXISTS (SELECT FROM mail WHERE state = 'retrying' AND error = ANY($3))
		  FROM sent LEFT JOIN attempt a
		    ON a.state IN ('retrying', 'failed') AND a.error = ANY($3) AND a.at > coalesce(sent.at, '-infinity')
		 GROUP BY sent.at`, mall, now.Add(-mailDays), selfcheck.MailTroubles()).
		Scan(orZero(&f.Mail.SentAt), &f.Mail.Failed, orZero(&f.Mail.Since), &f.Mail.Error, &f.Mail.Waiting)
}

func recipientFacts(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, _ time.Time, f *selfcheck.Facts) error {
	rows, err := tx.Query(ctx, `
		SELECT email, confirmed_at, unsubscribed_at, suspended_at FROM recipients WHERE mall_id = $1 ORDER BY created_at, email`, mall)
	if err != nil {
		return err
	}
	f.Recipients, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (r preference.Recipient, err error) {
		err = row.Scan(&r.Email, orZero(&r.ConfirmedAt), orZero(&r.UnsubscribedAt), orZero(&r.SuspendedAt))
		return r, err
	})
	return err
}

// channelFacts looks at each channel's newest message that shows whether the
// channel works: one that arrived, or one that was given up. A failed test
// counts only when its error says that the channel is gone; any other cause
// may be temporary.
func channelFacts(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, _ time.Time, f *selfcheck.Facts) error {
	rows, err := tx.Query(ctx, `
		SELECT c.channel, coalesce(g.state = 'failed', false), coalesce(g.error, '')
		  FROM channels c
		  LEFT JOIN LATERAL (
		    SELECT state, error FROM messages
		     WHERE mall_id = $1 AND `+sentBy+` = c.channel
		       AND (state = 'sent' OR state = 'failed' AND (error = ANY(SELECT $2 || c.channel || '_' || f FROM unnest($3::text[]) f) OR purpose <> 'test' AND error <> 'letter.error.compose'))
		     ORDER BY created_at DESC, message_id DESC LIMIT 1
		  ) g ON true
		 WHERE c.mall_id = $1 AND c.target_sealed IS NOT NULL ORDER BY c.channel`, mall, lowstock.ErrorPrefix, lowstock.GoneFaults())
	if err != nil {
		return err
	}
	var channel lowstock.Channel
	var gone bool
	var reason string
	_, err = pgx.ForEachRow(rows, []any{&channel, &gone, &reason}, func() error {
		f.Channels = append(f.Channels, channel)
		if gone {
			f.Gone = append(f.Gone, selfcheck.Condition{Kind: selfcheck.HealthChannel, Subject: string(channel), Reason: reason})
		}
		return nil
	})
	return err
}
