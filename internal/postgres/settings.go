package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

const (
	slackPlace   = "settings|slack"
	webhookPlace = "settings|webhook"
)

// Settings returns how the mall wants to be told, secrets in the clear: masking
// them is the caller's part.
func (s *Store) Settings(ctx context.Context, mall lowstock.MallID) (settings lowstock.Settings, err error) {
	err = s.read(ctx, mall, func(ctx context.Context, tx pgx.Tx) error {
		settings, err = s.loadSettings(ctx, tx, mall)
		return err
	})
	return settings, err
}

func (s *Store) loadSettings(ctx context.Context, tx pgx.Tx, mall lowstock.MallID) (lowstock.Settings, error) {
	var v lowstock.Settings
	var slack, webhook []byte
	err := tx.QueryRow(ctx, `
		SELECT locale, timezone, collect_seconds, quiet_from, quiet_to, digest_at, slack_sealed, webhook_sealed, updated_at
		  FROM settings WHERE mall_id = $1`, mall).
		Scan(&v.Locale, &v.Timezone, &v.CollectSeconds, &v.QuietFrom, &v.QuietTo, &v.DigestAt, &slack, &webhook, &v.UpdatedAt)
	if err != nil {
		return v, found(err)
	}
	if v.SlackWebhookURL, err = s.keys.openMaybe(slack, slackPlace, mall); err != nil {
		return v, err
	}
	if v.WebhookURL, err = s.keys.openMaybe(webhook, webhookPlace, mall); err != nil {
		return v, err
	}
	rows, err := tx.Query(ctx, `
		SELECT email, immediate, digest, unsubscribed_at FROM recipients WHERE mall_id = $1 ORDER BY created_at, email`, mall)
	if err != nil {
		return v, err
	}
	v.Recipients, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (r lowstock.Recipient, err error) {
		err = row.Scan(&r.Email, &r.Immediate, &r.Digest, orZero(&r.UnsubscribedAt))
		return r, err
	})
	return v, err
}

// SaveSettings checks and replaces the settings. Who unsubscribed stays so: only
// the recipient can take that back. The first one there is to be told gets a
// summary of what stands and was told to nobody.
func (s *Store) SaveSettings(ctx context.Context, mall lowstock.MallID, settings lowstock.Settings, now time.Time) error {
	if err := settings.Check(); err != nil {
		return err
	}
	slack, err := s.keys.sealMaybe(settings.SlackWebhookURL, slackPlace, mall)
	if err != nil {
		return err
	}
	webhook, err := s.keys.sealMaybe(settings.WebhookURL, webhookPlace, mall)
	if err != nil {
		return err
	}
	return s.inMall(ctx, mall, patience, func(ctx context.Context, tx pgx.Tx) error {
		before, err := lockMall(ctx, tx, mall)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `
			UPDATE settings
			   SET locale = $2, timezone = $3, collect_seconds = $4, quiet_from = $5, quiet_to = $6, digest_at = $7,
			       slack_sealed = $8, webhook_sealed = $9, updated_at = $10
			 WHERE mall_id = $1`, mall, settings.Locale, settings.Timezone, settings.CollectSeconds, settings.QuietFrom, settings.QuietTo,
			settings.DigestAt, slack, webhook, now)
		if err != nil {
			return err
		}
		if err := saveRecipients(ctx, tx, mall, settings.Recipients, now); err != nil {
			return err
		}
		if err := scheduleDigest(ctx, tx, mall, &settings, now); err != nil {
			return err
		}
		return tellFirst(ctx, tx, mall, before, now)
	})
}

func saveRecipients(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, recipients []lowstock.Recipient, now time.Time) error {
	emails, digests := make([]string, 0, len(recipients)), make([]string, 0, len(recipients))
	immediate := make([]bool, 0, len(recipients))
	at := make([]time.Time, 0, len(recipients)) // keeps the order in which they were given
	for i, r := range recipients {
		emails, digests, immediate = append(emails, r.Email), append(digests, string(r.Digest)), append(immediate, r.Immediate)
		at = append(at, now.Add(time.Duration(i)*time.Microsecond))
	}
	if _, err := tx.Exec(ctx, `DELETE FROM recipients WHERE mall_id = $1 AND email <> ALL($2)`, mall, emails); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO recipients (mall_id, email, immediate, digest, created_at)
		SELECT $1, u.* FROM unnest($2::text[], $3::bool[], $4::text[], $5::timestamptz[]) u
		ON CONFLICT (mall_id, email) DO UPDATE SET immediate = excluded.immediate, digest = excluded.digest`,
		mall, emails, immediate, digests, at)
	return err
}

// tellFirst makes up for what was raised while nobody was there to be told: the
// first sync often ends before the merchant has named a recipient.
func tellFirst(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, before telling, now time.Time) error {
	if !before.nobody() {
		return nil
	}
	after, err := lockMall(ctx, tx, mall)
	if err != nil {
		return err
	}
	if after.firstSync {
		return nil // it tells everything itself when it ends
	}
	s := settlement{tx: tx, mall: mall, at: now, telling: after}
	return s.summarise(ctx, false)
}

// restartDigest plans the next digest of a mall that comes back, so that what
// fell due while it was away is not sent now.
func (s *Store) restartDigest(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, now time.Time) error {
	settings, err := s.loadSettings(ctx, tx, mall)
	if err != nil {
		return err
	}
	return scheduleDigest(ctx, tx, mall, &settings, now)
}
