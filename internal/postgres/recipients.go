package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

// loadRecipients reads them in the order in which they were given.
func loadRecipients(ctx context.Context, tx pgx.Tx, mall lowstock.MallID) ([]lowstock.Recipient, error) {
	rows, err := tx.Query(ctx, recipientsAsked, mall)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanRecipient)
}

const recipientsAsked = `
	SELECT email, immediate, digest, second, locale, category_nos, supplier_codes, confirmed_at, confirm_sent_at, unsubscribed_at, suspended_at,
	       ask_at, ask_why
	  FROM recipients WHERE mall_id = $1 ORDER BY created_at, email`

func scanRecipient(row pgx.CollectableRow) (r lowstock.Recipient, err error) {
	err = row.Scan(&r.Email, &r.Immediate, &r.Digest, &r.Second, &r.Locale, &r.Categories, &r.Suppliers,
		orZero(&r.ConfirmedAt), orZero(&r.ConfirmSentAt), orZero(&r.UnsubscribedAt), orZero(&r.SuspendedAt), &r.AskAt, &r.AskLimit)
	if !r.WaitsToBeAsked() {
		r.AskAt, r.AskLimit = time.Time{}, lowstock.AskFree
	}
	return r, err
}

func emailsOf(recipients []lowstock.Recipient) []string {
	emails := make([]string, len(recipients))
	for i, r := range recipients {
		emails[i] = r.Email
	}
	return emails
}

// saveRecipients replaces the list. What a merchant sets is set; whether an
// address agreed, left or bounced is the address's own story. New ones are due
// to be asked. The mail that asks somebody who is taken off the list is not sent
// any more, and does not count.
func saveRecipients(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, recipients []lowstock.Recipient, now time.Time) error {
	emails := emailsOf(recipients)
	var batch pgx.Batch
	batch.Queue(`
		UPDATE messages SET state = 'suppressed', next_attempt_at = NULL
		 WHERE mall_id = $1 AND purpose = 'confirm' AND state = 'pending' AND attempts = 0
		   AND recipient IN (SELECT email FROM recipients WHERE mall_id = $1 AND email <> ALL($2))`, mall, emails)
	batch.Queue(`DELETE FROM recipients WHERE mall_id = $1 AND email <> ALL($2)`, mall, emails)
	for i, r := range recipients {
		categories, suppliers := append([]int{}, r.Categories...), append([]string{}, r.Suppliers...)
		batch.Queue(`
			INSERT INTO recipients (mall_id, email, immediate, digest, second, locale, category_nos, supplier_codes, created_at, ask_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
			ON CONFLICT (mall_id, email) DO UPDATE
			   SET immediate = excluded.immediate, digest = excluded.digest, second = excluded.second, locale = excluded.locale,
			       category_nos = excluded.category_nos, supplier_codes = excluded.supplier_codes`,
			mall, r.Email, r.Immediate, r.Digest, r.Second, r.Locale, categories, suppliers,
			now.Add(time.Duration(i)*time.Microsecond), now) // created_at keeps the order in which they were given
	}
	return tx.SendBatch(ctx, &batch).Close()
}

// Unsubscribe ends all mail to one address of the mall at once. An address that
// the mall does not know any more gets none anyway: no error.
func (s settingStore) Unsubscribe(ctx context.Context, email string, now time.Time) error {
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `
			UPDATE recipients SET unsubscribed_at = $3 WHERE mall_id = $1 AND email = $2 AND unsubscribed_at IS NULL`, s.id, email, now)
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		return recordSettings(ctx, tx, s.id, []lowstock.SettingChange{{What: lowstock.SettingUnsubscribed, Subject: email}}, email, now)
	})
}

// ConfirmRecipient is the recipient's own yes, the first time or again: it also
// takes back that they unsubscribed, or that their address refused letters.
// Where nobody else was there to be told meanwhile, what stands untold is told
// now. NotFound for an address the mall does not have.
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
			change := lowstock.SettingChange{What: lowstock.SettingConfirmed, Subject: email}
			if err := recordSettings(ctx, tx, s.id, []lowstock.SettingChange{change}, email, now); err != nil {
				return err
			}
		}
		if err := scheduleAnswers(ctx, tx, s.id); err != nil {
			return err
		}
		return tellFirst(ctx, tx, s.id, before, now)
	})
}
