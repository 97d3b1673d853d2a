package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
)

// Settings returns how the mall wants to be notified, with secrets in the
// clear: the caller must mask them.
func (s settingStore) Settings(ctx context.Context) (settings preference.Settings, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		if settings, err = s.loadSettings(ctx, tx); err != nil {
			return err
		}
		return addAsked(ctx, tx, s.id, settings.Recipients)
	})
	return settings, err
}

// SaveSettings checks and replaces the settings. A new address is asked by
// mail whether it wants alerts, now or when there is room
// ([preference.PlanAsks]), and gets no alerts before it agrees. An
// unsubscribed or suspended recipient stays so: only the recipient can change
// that. When the mall gets its first recipient who can be notified, they get a
// summary of the unresolved alerts that nobody was notified of. The changes
// are recorded with the operator named by.
func (s settingStore) SaveSettings(ctx context.Context, settings preference.Settings, by string, now time.Time) error {
	if err := settings.Check(); err != nil {
		return err
	}
	err := s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		before, err := lockMall(ctx, tx, s.id)
		if err != nil {
			return err
		}
		was, err := s.loadSettings(ctx, tx)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `
			UPDATE settings
			   SET locale = $2, timezone = $3, collect_seconds = $4, daily_cap = $5, second_after_hours = $6, quiet_from = $7, quiet_to = $8,
			       digest_at = $9, updated_at = $10, subs_change_rules = $11
			 WHERE mall_id = $1`, s.id, settings.Locale, settings.Timezone, settings.CollectSeconds, settings.DailyCap, settings.SecondAfterHours,
			settings.QuietFrom, settings.QuietTo, settings.DigestAt, now, settings.SubsChangeRules)
		if err != nil {
			return err
		}
		if err := s.saveTargets(ctx, tx, was.Targets, settings.Targets); err != nil {
			return err
		}
		if err := saveRecipients(ctx, tx, s.id, settings.Recipients, now); err != nil {
			return err
		}
		if err := replan(ctx, tx, s.id, &was, &settings, now); err != nil {
			return err
		}
		if err := recordSettings(ctx, tx, s.id, preference.SettingChanges(was, settings), by, now); err != nil {
			return err
		}
		return firstNotification(ctx, tx, s.id, before, now)
	})
	if err == nil {
		s.askAtOnce(ctx, now)
	}
	return err
}

// replan computes new times for what was planned by settings that have
// changed.
func replan(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, was, is *preference.Settings, now time.Time) error {
	if err := moveDigest(ctx, tx, mall, is, now); err != nil {
		return err
	}
	if err := scheduleAnswers(ctx, tx, mall); err != nil {
		return err
	}
	return retime(ctx, tx, mall, was, is, now)
}

// scheduleAnswers computes when second recipients are notified, after a change
// of who they are or how long they wait. It is lowstock.Incident.AnswerBy in
// SQL; a test compares the two.
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

// firstNotification announces what was raised while nobody could be notified. The
// first sync often ends before the merchant has named a recipient.
func firstNotification(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, before notification, now time.Time) error {
	if !before.nobody() {
		return nil
	}
	after, err := lockMall(ctx, tx, mall)
	if err != nil {
		return err
	}
	if after.firstSync {
		return nil // the first sync's own summary announces everything
	}
	s := settlement{tx: tx, mall: mall, at: now, notification: after}
	return s.summarise(ctx, false)
}

// restartDigest plans the next digest of a mall that comes back, so that a
// digest that fell due while the mall was uninstalled is not sent now.
func (s settingStore) restartDigest(ctx context.Context, tx pgx.Tx, now time.Time) error {
	settings, err := s.loadSettings(ctx, tx)
	if err != nil {
		return err
	}
	return scheduleDigest(ctx, tx, s.id, &settings, now)
}
