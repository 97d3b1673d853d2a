package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
)

// MakeDigests writes the mall's digests when they are due, never more than one
// for a recipient and local day, and sets the next time. Without an unresolved
// incident there is no digest. It returns how many it made.
func (s messageStore) MakeDigests(ctx context.Context, now time.Time) (made int, err error) {
	err = s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		settings, err := settingStore(s).lockSettings(ctx, tx)
		if err != nil {
			return err
		}
		made, err = makeDigests(ctx, tx, s.id, &settings, now)
		return err
	})
	return made, err
}

// waitsForDigest selects the deliveries that a digest lists as new, for the
// recipient r: those that wait for the digest, and those that the first sync's
// summary has only counted and no message has named since. Deliveries that
// belong to a summary go into the summary, unless its recipient gets digests
// only. A variant that sold out without a warning gets a message of its own.
const (
	waitsForDigest = `d.mall_id = $1 AND d.channel = 'email' AND d.recipient = r.email AND d.reason <> 'unanswered'
		AND d.collect_at IS NOT NULL AND (NOT d.summary OR NOT r.immediate) AND (d.channel, d.recipient) NOT IN (` + sudden + `)`
	onlyCounted = `d.mall_id = $1 AND d.channel = 'email' AND d.recipient = r.email AND d.state = 'summarized'
		AND EXISTS (SELECT FROM incidents i WHERE i.mall_id = $1 AND i.incident_id = d.incident_id AND i.state IN ('open', 'acknowledged'))
		AND NOT EXISTS (SELECT FROM deliveries e WHERE e.mall_id = $1 AND e.incident_id = d.incident_id AND e.channel = 'email'
		    AND e.recipient = d.recipient AND e.delivery_id > d.delivery_id AND e.message_id IS NOT NULL AND e.state <> 'suppressed')`
)

// makeDigests puts the alerts that wait for a recipient into the digest. The
// digest names them first, since two messages at one time are one too many.
func makeDigests(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, settings *preference.Settings, now time.Time) (made int, err error) {
	var due *time.Time
	if err := tx.QueryRow(ctx, `SELECT next_digest_at FROM settings WHERE mall_id = $1`, mall).Scan(&due); err != nil {
		return 0, err
	}
	if due == nil || due.After(now) {
		return 0, nil
	}
	err = tx.QueryRow(ctx, `
		WITH digest AS (
		  INSERT INTO messages (mall_id, channel, recipient, purpose, next_attempt_at, period, created_at, recorded)
		  SELECT $1, 'email', email, 'digest', $2, $3, $2, true FROM recipients
		   WHERE mall_id = $1 AND unsubscribed_at IS NULL AND suspended_at IS NULL AND confirmed_at IS NOT NULL AND (digest = 'daily' OR digest = 'weekly' AND $4)
		     AND EXISTS (SELECT FROM incidents WHERE mall_id = $1 AND state IN ('open', 'acknowledged'))
		  ON CONFLICT DO NOTHING
		  RETURNING message_id, recipient
		), joined AS (
		  UPDATE deliveries d SET collect_at = NULL, message_id = digest.message_id
		    FROM digest JOIN recipients r ON r.mall_id = $1 AND r.email = digest.recipient
		   WHERE `+waitsForDigest+`
		), counted AS (
		  UPDATE deliveries d SET state = 'pending', counted = false, message_id = digest.message_id
		    FROM digest JOIN recipients r ON r.mall_id = $1 AND r.email = digest.recipient
		   WHERE `+onlyCounted+`
		)
		SELECT count(*) FROM digest`, mall, now, localDay(settings, *due).Format(time.DateOnly), holdsMonday(settings, *due, now)).Scan(&made)
	if err != nil {
		return 0, err
	}
	return made, scheduleDigest(ctx, tx, mall, settings, now)
}

// holdsMonday says whether a Monday, the day of the weekly digest, lies
// between the time the digest was planned for and now. Both times are on the
// same day unless no process ran for a while.
func holdsMonday(s *preference.Settings, due, now time.Time) bool {
	at := localDay(s, due)
	for range 7 {
		if at.After(now) {
			return false
		}
		if at.Weekday() == time.Monday {
			return true
		}
		at = localDay(s, s.NextDigest(at))
	}
	return true // a week or more: it includes a Monday
}

// scheduleDigest sets the first digest time after now, or none where no
// recipient wants a digest.
func scheduleDigest(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, settings *preference.Settings, now time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE settings SET next_digest_at = $2 WHERE mall_id = $1`, mall, nextDigest(settings, now))
	return err
}

// moveDigest is scheduleDigest after settings have changed. A digest that was
// already due and not made yet is still made.
func moveDigest(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, settings *preference.Settings, now time.Time) error {
	_, err := tx.Exec(ctx, `
		UPDATE settings SET next_digest_at = CASE WHEN $2::timestamptz IS NOT NULL AND next_digest_at <= $3 THEN next_digest_at ELSE $2 END
		 WHERE mall_id = $1`, mall, nextDigest(settings, now), now)
	return err
}

// nextDigest returns nil where no recipient wants a digest.
func nextDigest(settings *preference.Settings, now time.Time) *time.Time {
	for _, r := range settings.Recipients {
		if r.Digest != preference.DigestOff { // an unsubscribed recipient may come back
			at := settings.NextDigest(now)
			return &at
		}
	}
	return nil
}
