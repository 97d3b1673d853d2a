package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

// How often the app asks whether somebody wants its letters: it must be no way
// to fill a mailbox, from however many malls.
const (
	asksADay  = 3  // of one address, by all malls together
	asksAHour = 10 // by one mall
)

// loadRecipients reads them in the order in which they were given.
func loadRecipients(ctx context.Context, tx pgx.Tx, mall lowstock.MallID) ([]lowstock.Recipient, error) {
	rows, err := tx.Query(ctx, `
		SELECT email, immediate, digest, second, locale, category_nos, supplier_codes, confirmed_at, confirm_sent_at, unsubscribed_at, suspended_at
		  FROM recipients WHERE mall_id = $1 ORDER BY created_at, email`, mall)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (r lowstock.Recipient, err error) {
		err = row.Scan(&r.Email, &r.Immediate, &r.Digest, &r.Second, &r.Locale, &r.Categories, &r.Suppliers,
			orZero(&r.ConfirmedAt), orZero(&r.ConfirmSentAt), orZero(&r.UnsubscribedAt), orZero(&r.SuspendedAt))
		return r, err
	})
}

func emailsOf(recipients []lowstock.Recipient) []string {
	emails := make([]string, len(recipients))
	for i, r := range recipients {
		emails[i] = r.Email
	}
	return emails
}

// saveRecipients replaces the list. What a merchant sets is set; whether an
// address agreed, left or bounced is the address's own story. New ones are
// asked, if they may be.
func saveRecipients(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, recipients []lowstock.Recipient, askable map[string]bool, now time.Time) error {
	known, err := loadRecipients(ctx, tx, mall)
	if err != nil {
		return err
	}
	asked := make(map[string]bool, len(known))
	for _, r := range known {
		asked[r.Email] = true
	}
	var batch pgx.Batch
	batch.Queue(`DELETE FROM recipients WHERE mall_id = $1 AND email <> ALL($2)`, mall, emailsOf(recipients))
	var ask []string
	for i, r := range recipients {
		categories, suppliers := append([]int{}, r.Categories...), append([]string{}, r.Suppliers...)
		batch.Queue(`
			INSERT INTO recipients (mall_id, email, immediate, digest, second, locale, category_nos, supplier_codes, created_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
			ON CONFLICT (mall_id, email) DO UPDATE
			   SET immediate = excluded.immediate, digest = excluded.digest, second = excluded.second, locale = excluded.locale,
			       category_nos = excluded.category_nos, supplier_codes = excluded.supplier_codes`,
			mall, r.Email, r.Immediate, r.Digest, r.Second, r.Locale, categories, suppliers,
			now.Add(time.Duration(i)*time.Microsecond)) // keeps the order in which they were given
		if !asked[r.Email] && askable[r.Email] {
			ask = append(ask, r.Email)
		}
	}
	if err := tx.SendBatch(ctx, &batch).Close(); err != nil {
		return err
	}
	return askRecipients(ctx, tx, mall, ask, now)
}

// askRecipients writes the letters that ask, as many as the mall may send.
func askRecipients(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, emails []string, now time.Time) error {
	if len(emails) == 0 {
		return nil
	}
	_, err := tx.Exec(ctx, `
		WITH room AS (
		  SELECT $4 - count(*) AS left FROM messages WHERE mall_id = $1 AND purpose = 'confirm' AND created_at > $3::timestamptz - interval '1 hour'
		), asked AS (
		  INSERT INTO messages (mall_id, channel, recipient, purpose, next_attempt_at, created_at)
		  SELECT $1, 'email', u.email, 'confirm', $3, $3 FROM unnest($2::text[]) WITH ORDINALITY u(email, n), room WHERE u.n <= room.left
		  RETURNING recipient
		)
		UPDATE recipients SET confirm_sent_at = $3 WHERE mall_id = $1 AND email IN (SELECT recipient FROM asked)`,
		mall, emails, now, asksAHour)
	return err
}

// askable says which addresses may be asked now, as far as all malls together
// are concerned. It counts outside of the transaction that asks: two malls at
// the same moment may make it one letter more.
func (s *Store) askable(ctx context.Context, emails []string, now time.Time) (map[string]bool, error) {
	may := make(map[string]bool, len(emails))
	if len(emails) == 0 {
		return may, nil
	}
	err := s.inSystem(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			SELECT u.email, (SELECT count(*) FROM messages g
			                  WHERE g.recipient = u.email AND g.purpose = 'confirm' AND g.created_at > $2) < $3
			  FROM unnest($1::text[]) u(email)`, emails, now.Add(-24*time.Hour), asksADay)
		if err != nil {
			return err
		}
		var email string
		var ok bool
		_, err = pgx.ForEachRow(rows, []any{&email, &ok}, func() error {
			may[email] = ok
			return nil
		})
		return err
	})
	return may, err
}

// SendConfirm asks an address of the mall once more. NotFound for one that is
// not in its list, Conflict for one that has taken itself off it,
// CodeRateLimited where it has been asked often enough.
func (s *Store) SendConfirm(ctx context.Context, mall lowstock.MallID, email string, now time.Time) error {
	askable, err := s.askable(ctx, []string{email}, now)
	if err != nil {
		return err
	}
	return s.inMall(ctx, mall, shortly, func(ctx context.Context, tx pgx.Tx) error {
		var left bool
		err := tx.QueryRow(ctx, `
			SELECT unsubscribed_at IS NOT NULL FROM recipients WHERE mall_id = $1 AND email = $2 FOR UPDATE`, mall, email).Scan(&left)
		if err != nil {
			return found(err)
		}
		if left {
			return lowstock.Fail(lowstock.CodeConflict, "error.recipient_left", nil)
		}
		if !askable[email] {
			return lowstock.Fail(lowstock.CodeRateLimited, "error.asks_many", nil)
		}
		if err := askRecipients(ctx, tx, mall, []string{email}, now); err != nil {
			return err
		}
		var sent bool
		err = tx.QueryRow(ctx, `
			SELECT coalesce(confirm_sent_at = $3, false) FROM recipients WHERE mall_id = $1 AND email = $2`, mall, email, now).Scan(&sent)
		if err == nil && !sent {
			return lowstock.Fail(lowstock.CodeRateLimited, "error.asks_many", nil)
		}
		return err
	})
}

// Unsubscribe ends all mail to one address of the mall at once. An address that
// the mall does not know any more gets none anyway: no error.
func (s *Store) Unsubscribe(ctx context.Context, mall lowstock.MallID, email string, now time.Time) error {
	return s.inMall(ctx, mall, shortly, func(ctx context.Context, tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `
			UPDATE recipients SET unsubscribed_at = $3 WHERE mall_id = $1 AND email = $2 AND unsubscribed_at IS NULL`, mall, email, now)
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		return recordSettings(ctx, tx, mall, []lowstock.SettingChange{{What: lowstock.SettingUnsubscribed, Subject: email}}, email, now)
	})
}

// ConfirmRecipient is the recipient's own yes, the first time or again: it also
// takes back that they unsubscribed, or that their address refused letters.
// Where nobody else was there to be told meanwhile, what stands untold is told
// now. NotFound for an address the mall does not have.
func (s *Store) ConfirmRecipient(ctx context.Context, mall lowstock.MallID, email string, now time.Time) error {
	return s.inMall(ctx, mall, patience, func(ctx context.Context, tx pgx.Tx) error {
		before, err := lockMall(ctx, tx, mall)
		if err != nil {
			return err
		}
		var reachable bool
		err = tx.QueryRow(ctx, `
			WITH was AS (SELECT confirmed_at IS NOT NULL AND unsubscribed_at IS NULL AND suspended_at IS NULL AS reachable
			  FROM recipients WHERE mall_id = $1 AND email = $2 FOR UPDATE)
			UPDATE recipients
			   SET confirmed_at = coalesce(confirmed_at, $3), unsubscribed_at = NULL, suspended_at = NULL, bounces = 0, bounced_at = NULL
			  FROM was WHERE mall_id = $1 AND email = $2 RETURNING was.reachable`, mall, email, now).Scan(&reachable)
		if err != nil {
			return found(err)
		}
		if !reachable {
			change := lowstock.SettingChange{What: lowstock.SettingConfirmed, Subject: email}
			if err := recordSettings(ctx, tx, mall, []lowstock.SettingChange{change}, email, now); err != nil {
				return err
			}
		}
		if err := scheduleAnswers(ctx, tx, mall); err != nil {
			return err
		}
		return tellFirst(ctx, tx, mall, before, now)
	})
}
