package postgres

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

const (
	slackPlace   = "settings|slack"
	webhookPlace = "settings|webhook"
	signingPlace = "settings|signing"
)

// Settings returns how the mall wants to be told, secrets in the clear: masking
// them is the caller's part.
func (s *Store) Settings(ctx context.Context, mall lowstock.MallID) (settings lowstock.Settings, err error) {
	err = s.read(ctx, mall, func(ctx context.Context, tx pgx.Tx) error {
		if settings, err = s.loadSettings(ctx, tx, mall); err != nil {
			return err
		}
		return addAsked(ctx, tx, mall, settings.Recipients)
	})
	return settings, err
}

const settingsAsked = `
	SELECT locale, timezone, collect_seconds, daily_cap, second_after_hours, quiet_from, quiet_to, digest_at,
	       slack_sealed, webhook_sealed, webhook_secret_sealed, subs_change_rules, updated_at, first_steps_at
	  FROM settings WHERE mall_id = $1`

func scanSettings(row pgx.Row, v *lowstock.Settings, sealed *sealedSettings, firstSteps *time.Time) error {
	return row.Scan(&v.Locale, &v.Timezone, &v.CollectSeconds, &v.DailyCap, &v.SecondAfterHours, &v.QuietFrom, &v.QuietTo, &v.DigestAt,
		&sealed.slack, &sealed.webhook, &sealed.signing, &v.SubsChangeRules, &v.UpdatedAt, orZero(firstSteps))
}

func (s *Store) loadSettings(ctx context.Context, tx pgx.Tx, mall lowstock.MallID) (v lowstock.Settings, err error) {
	var sealed sealedSettings
	if err := scanSettings(tx.QueryRow(ctx, settingsAsked, mall), &v, &sealed, new(time.Time)); err != nil {
		return v, found(err)
	}
	if err := s.openSettings(&v, &sealed, mall); err != nil {
		return v, err
	}
	v.Recipients, err = loadRecipients(ctx, tx, mall)
	return v, err
}

// openSettings fills in the secrets in the clear.
func (s *Store) openSettings(v *lowstock.Settings, sealed *sealedSettings, mall lowstock.MallID) (err error) {
	if v.SlackWebhookURL, err = s.keys.openMaybe(sealed.slack, slackPlace, mall); err != nil {
		return err
	}
	if v.WebhookURL, err = s.keys.openMaybe(sealed.webhook, webhookPlace, mall); err != nil {
		return err
	}
	v.WebhookSecret, err = s.keys.openMaybe(sealed.signing, signingPlace, mall)
	return err
}

// SaveSettings checks and replaces the settings. A new address is asked by mail
// whether it wants alerts, now or when there is room ([lowstock.PlanAsks]), and
// gets none before it says so. Who unsubscribed or
// was suspended stays so: only the recipient can take that back. The first one
// there is to be told gets a summary of what stands and was told to nobody. What
// by has changed goes on record.
func (s *Store) SaveSettings(ctx context.Context, mall lowstock.MallID, settings lowstock.Settings, by string, now time.Time) error {
	if err := settings.Check(); err != nil {
		return err
	}
	sealed, err := s.sealSettings(&settings, mall)
	if err != nil {
		return err
	}
	err = s.inMall(ctx, mall, patience, func(ctx context.Context, tx pgx.Tx) error {
		before, err := lockMall(ctx, tx, mall)
		if err != nil {
			return err
		}
		was, err := s.loadSettings(ctx, tx, mall)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `
			UPDATE settings
			   SET locale = $2, timezone = $3, collect_seconds = $4, daily_cap = $5, second_after_hours = $6, quiet_from = $7, quiet_to = $8,
			       digest_at = $9, slack_sealed = $10, webhook_sealed = $11, webhook_secret_sealed = coalesce(webhook_secret_sealed, $12), updated_at = $13,
			       subs_change_rules = $14
			 WHERE mall_id = $1`, mall, settings.Locale, settings.Timezone, settings.CollectSeconds, settings.DailyCap, settings.SecondAfterHours,
			settings.QuietFrom, settings.QuietTo, settings.DigestAt, sealed.slack, sealed.webhook, sealed.signing, now, settings.SubsChangeRules)
		if err != nil {
			return err
		}
		if err := saveRecipients(ctx, tx, mall, settings.Recipients, now); err != nil {
			return err
		}
		if err := replan(ctx, tx, mall, &was, &settings, now); err != nil {
			return err
		}
		if err := recordSettings(ctx, tx, mall, lowstock.SettingChanges(was, settings), by, now); err != nil {
			return err
		}
		return tellFirst(ctx, tx, mall, before, now)
	})
	if err == nil {
		s.askAtOnce(ctx, mall, now)
	}
	return err
}

// replan plans anew what was planned by settings that have changed.
func replan(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, was, is *lowstock.Settings, now time.Time) error {
	if err := moveDigest(ctx, tx, mall, is, now); err != nil {
		return err
	}
	if err := scheduleAnswers(ctx, tx, mall); err != nil {
		return err
	}
	return retime(ctx, tx, mall, was, is, now)
}

// sealedSettings are the secrets as they are stored.
type sealedSettings struct{ slack, webhook, signing []byte }

// sealSettings makes the secret that webhooks are signed with where one may be
// needed; the one that is stored already is kept.
func (s *Store) sealSettings(settings *lowstock.Settings, mall lowstock.MallID) (sealed sealedSettings, err error) {
	if sealed.slack, err = s.keys.sealMaybe(settings.SlackWebhookURL, slackPlace, mall); err != nil {
		return sealed, err
	}
	if sealed.webhook, err = s.keys.sealMaybe(settings.WebhookURL, webhookPlace, mall); err != nil {
		return sealed, err
	}
	if settings.WebhookURL != "" {
		sealed.signing, err = s.keys.seal(newSigningSecret(), signingPlace, mall)
	}
	return sealed, err
}

// newSigningSecret is 32 random bytes in the form of Standard Webhooks.
func newSigningSecret() lowstock.Secret {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails; see crypto/rand
	return lowstock.Secret("whsec_" + base64.StdEncoding.EncodeToString(b))
}

// RotateWebhookSecret replaces what outgoing webhooks are signed with; the old
// one signs nothing any more.
func (s *Store) RotateWebhookSecret(ctx context.Context, mall lowstock.MallID, by string, now time.Time) (lowstock.Secret, error) {
	secret := newSigningSecret()
	sealed, err := s.keys.seal(secret, signingPlace, mall)
	if err != nil {
		return "", err
	}
	err = s.inMall(ctx, mall, shortly, func(ctx context.Context, tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `UPDATE settings SET webhook_secret_sealed = $2, updated_at = $3 WHERE mall_id = $1`, mall, sealed, now)
		if err := touchedOne(tag.RowsAffected(), err); err != nil {
			return err
		}
		return recordSettings(ctx, tx, mall, []lowstock.SettingChange{{What: lowstock.SettingSecret}}, by, now)
	})
	return secret, err
}

// scheduleAnswers plans anew when second recipients are told, after who and when
// has changed. It is lowstock.Incident.AnswerBy in SQL; a test holds the two
// together.
func scheduleAnswers(ctx context.Context, tx pgx.Tx, mall lowstock.MallID) error {
	t, err := lockMall(ctx, tx, mall)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		UPDATE incidents
		   SET answer_by = CASE WHEN $2::interval > '0' THEN greatest(opened_at, escalated_at, woken_at) + $2::interval END
		 WHERE mall_id = $1 AND state = 'open' AND told = 'out' AND unanswered_at IS NULL`, mall, t.answer)
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
