package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
)

// retime computes new times for what waits for a message, after quiet hours,
// the pace, the digest time or the choice of digests has changed. Each
// announcement is first due again at the time it was raised. What is due then
// is delayed as [preference.Settings] now say, by the same functions that
// Collect uses. Announcements that no longer have to wait go out together, in
// one message for each recipient.
func retime(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, was, is *preference.Settings, now time.Time) error {
	if !was.TimesOtherwise(is) {
		return nil
	}
	_, err := tx.Exec(ctx, `
		UPDATE deliveries d SET collect_at = w.due, held = false
		  FROM (SELECT channel, recipient, summary, reason = 'unanswered' AS unanswered,
		               min(created_at) + CASE WHEN summary THEN '0' ELSE $2::interval END AS due
		          FROM deliveries WHERE mall_id = $1 AND collect_at IS NOT NULL GROUP BY 1, 2, 3, 4) w
		 WHERE d.mall_id = $1 AND d.collect_at IS NOT NULL AND d.channel = w.channel AND d.recipient = w.recipient
		   AND d.summary = w.summary AND (d.reason = 'unanswered') = w.unanswered AND (d.collect_at, d.held) <> (w.due, false)`,
		mall, time.Duration(is.CollectSeconds)*time.Second)
	if err != nil {
		return err
	}
	if err := waitForDigests(ctx, tx, mall, is, now); err != nil {
		return err
	}
	quiet, err := keepQuiet(ctx, tx, mall, is, now)
	if err == nil && !quiet {
		err = pace(ctx, tx, mall, is, now)
	}
	if err != nil {
		return err
	}
	// Health messages are delayed by quiet hours only; see awake.
	sendAt := now
	if until := is.QuietUntil(now); !until.IsZero() {
		sendAt = until
	}
	_, err = tx.Exec(ctx, `
		UPDATE messages SET next_attempt_at = $3
		 WHERE mall_id = $1 AND purpose IN ('health', 'all_clear') AND state = 'pending' AND attempts = 0 AND next_attempt_at > $2`, mall, now, sendAt)
	return err
}
