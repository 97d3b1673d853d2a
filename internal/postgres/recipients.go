package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
)

// loadRecipients reads the recipients in the order in which they were given.
func loadRecipients(ctx context.Context, tx pgx.Tx, mall lowstock.MallID) ([]preference.Recipient, error) {
	rows, err := tx.Query(ctx, recipientsOnly, mall)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanRecipient)
}

const (
	recipientColumns = `email, immediate, digest, second, locale, category_nos, supplier_codes, confirmed_at, confirm_sent_at, unsubscribed_at, suspended_at,
	       ask_at, ask_why`
	recipientsOnly = `SELECT ` + recipientColumns + ` FROM recipients WHERE mall_id = $1 ORDER BY created_at, email`
	// recipientsAsked adds what [addAsked] does, in the same statement.
	recipientsAsked = `
	SELECT ` + recipientColumns + `, coalesce(g.state, ''), coalesce(g.error, '')
	  FROM recipients r
	  LEFT JOIN LATERAL (
	    SELECT state, error FROM messages
	     WHERE r.confirm_sent_at IS NOT NULL AND r.confirmed_at IS NULL AND mall_id = r.mall_id AND recipient = r.email AND purpose = 'confirm'
	     ORDER BY created_at DESC, message_id DESC LIMIT 1
	  ) g ON true
	 WHERE r.mall_id = $1 ORDER BY r.created_at, r.email`
)

func scanRecipient(row pgx.CollectableRow) (preference.Recipient, error) {
	return scanRecipientAnd(row)
}

// scanRecipientAsked reads a row of recipientsAsked.
func scanRecipientAsked(row pgx.CollectableRow) (preference.Recipient, error) {
	var asked preference.Asked
	r, err := scanRecipientAnd(row, &asked.State, &asked.Error)
	noteAsked(&r, asked)
	return r, err
}

func scanRecipientAnd(row pgx.CollectableRow, more ...any) (r preference.Recipient, err error) {
	err = row.Scan(append([]any{
		&r.Email, &r.Immediate, &r.Digest, &r.Second, &r.Locale, &r.Categories, &r.Suppliers,
		orZero(&r.ConfirmedAt), orZero(&r.ConfirmSentAt), orZero(&r.UnsubscribedAt), orZero(&r.SuspendedAt), &r.AskAt, &r.AskLimit,
	}, more...)...)
	if !r.WaitsToBeAsked() {
		r.AskAt, r.AskLimit = time.Time{}, preference.AskFree
	}
	return r, err
}

func emailsOf(recipients []preference.Recipient) []string {
	emails := make([]string, len(recipients))
	for i, r := range recipients {
		emails[i] = r.Email
	}
	return emails
}

// saveRecipients replaces the list. The merchant sets the merchant's fields;
// whether an address agreed, unsubscribed or bounced is kept with the address.
// New recipients are due to be asked. One who was in the list before, and whose
// own last word was to unsubscribe, stays so: only they can change that. A mail that asks a removed recipient is
// no longer sent, and does not count.
func saveRecipients(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, recipients []preference.Recipient, now time.Time) error {
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
			INSERT INTO recipients (mall_id, email, immediate, digest, second, locale, category_nos, supplier_codes, created_at, ask_at, unsubscribed_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, (
			  SELECT CASE what WHEN 'recipient_unsubscribed' THEN changed_at END FROM setting_changes
			   WHERE mall_id = $1 AND subject = $2 AND what IN ('recipient_confirmed', 'recipient_unsubscribed') ORDER BY change_id DESC LIMIT 1))
			ON CONFLICT (mall_id, email) DO UPDATE
			   SET immediate = excluded.immediate, digest = excluded.digest, second = excluded.second, locale = excluded.locale,
			       category_nos = excluded.category_nos, supplier_codes = excluded.supplier_codes`,
			mall, r.Email, r.Immediate, r.Digest, r.Second, r.Locale, categories, suppliers,
			now.Add(time.Duration(i)*time.Microsecond), now) // created_at stores the order in which they were given
	}
	return tx.SendBatch(ctx, &batch).Close()
}

// reachable is the condition that the recipient of a message may still get
// mails. It is preference.Recipient.Reachable in SQL; a test compares the two.
func reachable(row string) string {
	confirmed := `EXISTS (SELECT FROM recipients r WHERE r.mall_id = ` + row + `.mall_id AND r.email = ` + row + `.recipient
	                               AND r.unsubscribed_at IS NULL AND r.suspended_at IS NULL AND r.confirmed_at IS NOT NULL)`
	return `CASE ` + row + `.channel
	  WHEN 'email' THEN ` + confirmed + `
	  WHEN 'news' THEN ` + confirmed + `
	  WHEN 'posts' THEN EXISTS (SELECT FROM channels c WHERE c.mall_id = ` + row + `.mall_id AND c.channel = ` + row + `.recipient AND c.target_sealed IS NOT NULL)
	  WHEN 'support' THEN true
	  WHEN 'supplier' THEN NOT EXISTS (SELECT FROM supplier_stops p WHERE p.mall_id = ` + row + `.mall_id AND p.email = ` + row + `.recipient)
	  ELSE EXISTS (SELECT FROM channels c WHERE c.mall_id = ` + row + `.mall_id AND c.channel = ` + row + `.channel AND c.target_sealed IS NOT NULL)
	  END`
}
