package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/preference"
)

// Unsubscribe ends all mail to one address of the mall at once. An address
// that the mall no longer knows gets no mail anyway, so it is no error.
func (s settingStore) Unsubscribe(ctx context.Context, email string, now time.Time) error {
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `
			UPDATE recipients SET unsubscribed_at = $3 WHERE mall_id = $1 AND email = $2 AND unsubscribed_at IS NULL`, s.id, email, now)
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		return recordSettings(ctx, tx, s.id, []preference.SettingChange{{What: preference.SettingUnsubscribed, Subject: email}}, email, now)
	})
}

// ConfirmRecipient records that the recipient wants alerts, the first time or
// again. It also ends an earlier unsubscription or a suspension because the
// address refused mails. If nobody else could be notified meanwhile, the
// unresolved alerts that nobody was notified of are announced now. It returns
// NotFound for an address the mall does not have.
func (s settingStore) ConfirmRecipient(ctx context.Context, email string, now time.Time) error {
	return s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		before, err := lockMall(ctx, tx, s.id)
		if err != nil {
			return err
		}
		var reachable bool
		err = tx.QueryRow(ctx, `
			WITH was AS (SELECT confirmed_at IS NOT NULL AND unsubscribed_at IS NULL AND suspended_at IS NULL AS reachable
			  FROM recipients WHERE mall_id = $1 AND email = $2 FOR UPDATE)
			UPDATE recipients
			   SET confirmed_at = coalesce(confirmed_at, $3), unsubscribed_at = NULL, suspended_at = NULL, bounces = 0, bounced_at = NULL
			  FROM was WHERE mall_id = $1 AND email = $2 RETURNING was.reachable`, s.id, email, now).Scan(&reachable)
		if err != nil {
			return found(err)
		}
		if !reachable {
			change := preference.SettingChange{What: preference.SettingConfirmed, Subject: email}
			if err := recordSettings(ctx, tx, s.id, []preference.SettingChange{change}, email, now); err != nil {
				return err
			}
		}
		if err := scheduleAnswers(ctx, tx, s.id); err != nil {
			return err
		}
		return firstNotification(ctx, tx, s.id, before, now)
	})
}
