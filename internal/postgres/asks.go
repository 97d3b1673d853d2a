package postgres

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
)

// waitsToBeAsked is preference.Recipient.WaitsToBeAsked in SQL, of a recipient r.
const waitsToBeAsked = `r.confirm_sent_at IS NULL AND r.confirmed_at IS NULL AND r.unsubscribed_at IS NULL`

// AskRecipients writes the mails that ask the mall's new recipients whether
// they want alerts. It writes as many as [preference.PlanAsks] has room for,
// and sets for each of the others when it is looked at again. It returns how
// many it wrote. An uninstalled mall asks nobody before it comes back.
func (s settingStore) AskRecipients(ctx context.Context, now time.Time) (asked int, err error) {
	// In all malls, since the limit of an address counts over all malls.
	err = s.inSystem(ctx, func(ctx context.Context, tx pgx.Tx) error {
		asked = 0
		list, err := waitingRecipients(ctx, tx, s.id)
		if err != nil || len(list) == 0 {
			return err
		}
		plans, err := planAsks(ctx, tx, s.id, list, now)
		if err != nil {
			return err
		}
		asked, err = writeAsks(ctx, tx, s.id, plans, now)
		return err
	})
	return asked, err
}

// askAtOnce is AskRecipients for a person who has just saved a list, so that
// they see whom the app has asked. After an error the dispatcher tries again
// later.
func (s settingStore) askAtOnce(ctx context.Context, now time.Time) {
	if _, err := s.AskRecipients(ctx, now); err != nil {
		s.log.WarnContext(ctx, "recipients are asked later", "mall", s.id, "error", err)
	}
}

// SendConfirm asks an address of the mall once more, after every recipient who
// waits to be asked. Where there is no room for that, nothing is sent, and the
// plan says which limit is reached and until when. It returns NotFound for an
// address that is not in the mall's list, and Conflict for one that has
// unsubscribed.
func (s settingStore) SendConfirm(ctx context.Context, email string, now time.Time) (plan preference.AskPlan, err error) {
	err = s.inSystem(ctx, func(ctx context.Context, tx pgx.Tx) error {
		var left, waits bool
		err := tx.QueryRow(ctx, `
			SELECT unsubscribed_at IS NOT NULL, `+waitsToBeAsked+` FROM recipients r WHERE mall_id = $1 AND email = $2 FOR UPDATE`, s.id, email).
			Scan(&left, &waits)
		if err != nil {
			return found(err)
		}
		if left {
			return lowstock.Fail(lowstock.CodeConflict, "error.recipient_left", nil)
		}
		list, err := waitingRecipients(ctx, tx, s.id)
		if err != nil {
			return err
		}
		if !waits {
			list = append(list, preference.ToAsk{Email: email})
		}
		plans, err := planAsks(ctx, tx, s.id, list, now)
		if err != nil {
			return err
		}
		if i := slices.IndexFunc(plans, func(p preference.AskPlan) bool { return p.Email == email }); i >= 0 {
			plan = plans[i]
		}
		_, err = writeAsks(ctx, tx, s.id, plans, now)
		return err
	})
	return plan, err
}

// waitingRecipients returns the recipients who are still to be asked, in their
// order.
func waitingRecipients(ctx context.Context, tx pgx.Tx, mall lowstock.MallID) ([]preference.ToAsk, error) {
	rows, err := tx.Query(ctx, `
		SELECT r.email, r.created_at FROM recipients r JOIN malls m USING (mall_id)
		 WHERE r.mall_id = $1 AND `+waitsToBeAsked+` AND m.state IN ('active', 'reconnect')
		 ORDER BY r.created_at, r.email FOR UPDATE OF r`, mall)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (a preference.ToAsk, err error) {
		err = row.Scan(&a.Email, &a.Since)
		return a, err
	})
}

// planAsks plans who is asked now. Until the transaction ends nobody else can
// ask for the mall, or ask these addresses.
func planAsks(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, list []preference.ToAsk, now time.Time) ([]preference.AskPlan, error) {
	at := make(map[string]*preference.ToAsk, len(list))
	emails := make([]string, len(list))
	for i := range list {
		at[list[i].Email], emails[i] = &list[i], list[i].Email
	}
	if err := lockAsks(ctx, tx, mall, emails); err != nil {
		return nil, err
	}
	if err := readAsks(ctx, tx, mall, emails, at, now); err != nil {
		return nil, err
	}
	if err := readAhead(ctx, tx, mall, list, at, now); err != nil {
		return nil, err
	}
	rows, err := tx.Query(ctx, `
		SELECT created_at FROM messages WHERE mall_id = $1 AND purpose = 'confirm' AND state <> 'suppressed' AND created_at > $2
		 ORDER BY created_at`, mall, now.Add(-time.Hour))
	if err != nil {
		return nil, err
	}
	recorded, err := pgx.CollectRows(rows, pgx.RowTo[time.Time])
	if err != nil {
		return nil, err
	}
	return preference.PlanAsks(recorded, list, now), nil
}

// lockAsks takes the mall's lock first and then the addresses' in one order, so
// that no two wait for each other.
func lockAsks(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, emails []string) error {
	_, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended('ask for ' || $1::text, 0))`, mall)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		SELECT pg_advisory_xact_lock(k) FROM (SELECT hashtextextended('ask ' || email, 0) AS k FROM unnest($1::text[]) u(email) ORDER BY 1) keys`, emails)
	return err
}

// readAsks adds when each address was asked within the last day. A mail that
// was not sent and never will be does not count.
func readAsks(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, emails []string, at map[string]*preference.ToAsk, now time.Time) error {
	rows, err := tx.Query(ctx, `
		SELECT recipient, created_at, mall_id = $1, since IS NULL OR since <= created_at - interval '24 hours'
		  FROM (SELECT recipient, created_at, mall_id, lag(created_at) OVER (PARTITION BY recipient, mall_id ORDER BY created_at) AS since
		          FROM messages WHERE recipient = ANY($2) AND purpose = 'confirm' AND state <> 'suppressed' AND created_at > $3) asks
		 WHERE created_at > $4 ORDER BY created_at`, mall, emails, now.Add(-48*time.Hour), now.Add(-24*time.Hour))
	if err != nil {
		return err
	}
	var email string
	var p preference.EarlierAsk
	_, err = pgx.ForEachRow(rows, []any{&email, &p.At, &p.Own, &p.First}, func() error {
		at[email].Earlier = append(at[email].Earlier, p)
		return nil
	})
	return err
}

// readAhead adds how many other malls have waited longer to ask each address
// for the first time. A mall that should have asked an hour ago has some
// trouble of its own, so no other mall waits for it.
func readAhead(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, list []preference.ToAsk, at map[string]*preference.ToAsk, now time.Time) error {
	emails, since := make([]string, len(list)), make([]*time.Time, len(list))
	for i, a := range list {
		emails[i], since[i] = a.Email, orNull(a.Since)
	}
	rows, err := tx.Query(ctx, `
		SELECT r.email, count(*) FROM unnest($2::text[], $3::timestamptz[]) u(email, since)
		  JOIN recipients r ON r.email = u.email AND (u.since IS NULL OR r.created_at < u.since)
		  JOIN malls m ON m.mall_id = r.mall_id AND m.state IN ('active', 'reconnect')
		 WHERE r.mall_id <> $1 AND r.ask_at > $4 AND `+waitsToBeAsked+`
		   AND NOT EXISTS (SELECT FROM messages g WHERE g.recipient = r.email AND g.mall_id = r.mall_id
		                      AND g.purpose = 'confirm' AND g.state <> 'suppressed' AND g.created_at > $5)
		 GROUP BY r.email`, mall, emails, since, now.Add(-time.Hour), now.Add(-24*time.Hour))
	if err != nil {
		return err
	}
	var email string
	var ahead int
	_, err = pgx.ForEachRow(rows, []any{&email, &ahead}, func() error {
		at[email].Ahead = ahead
		return nil
	})
	return err
}

// writeAsks writes the mails that may be sent now, due now, and stores for the
// other recipients what they wait for.
func writeAsks(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, plans []preference.AskPlan, now time.Time) (asked int, err error) {
	var ask, wait, limits []string
	var after []time.Time
	for _, p := range plans {
		if p.After.IsZero() {
			ask = append(ask, p.Email)
		} else {
			wait, limits, after = append(wait, p.Email), append(limits, string(p.Limit)), append(after, p.After)
		}
	}
	var batch pgx.Batch
	batch.Queue(`
		WITH asked AS (
		  INSERT INTO messages (mall_id, channel, recipient, purpose, next_attempt_at, created_at)
		  SELECT $1, 'email', u.email, 'confirm', $3, $3 FROM unnest($2::text[]) u(email)
		)
		UPDATE recipients SET confirm_sent_at = $3, ask_at = $3, ask_why = '' WHERE mall_id = $1 AND email = ANY($2)`, mall, ask, now)
	batch.Queue(`
		UPDATE recipients r SET ask_at = u.after, ask_why = u.why
		  FROM unnest($2::text[], $3::timestamptz[], $4::text[]) u(email, after, why)
		 WHERE r.mall_id = $1 AND r.email = u.email AND `+waitsToBeAsked, mall, wait, after, limits)
	return len(ask), tx.SendBatch(ctx, &batch).Close()
}

// addAsked adds what happened to the mail to each recipient who was asked, has
// not answered, and whom the mail has not reached.
func addAsked(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, recipients []preference.Recipient) error {
	var emails []string
	for i := range recipients {
		if waitsForAnswer(&recipients[i]) {
			emails = append(emails, recipients[i].Email)
		}
	}
	if len(emails) == 0 {
		return nil
	}
	rows, err := tx.Query(ctx, `
		SELECT DISTINCT ON (recipient) recipient, state, error FROM messages
		 WHERE mall_id = $1 AND recipient = ANY($2) AND purpose = 'confirm' ORDER BY recipient, created_at DESC, message_id DESC`, mall, emails)
	if err != nil {
		return err
	}
	asked := map[string]preference.Asked{}
	var email string
	var mail preference.Asked
	_, err = pgx.ForEachRow(rows, []any{&email, &mail.State, &mail.Error}, func() error {
		asked[email] = mail
		return nil
	})
	for i := range recipients {
		noteAsked(&recipients[i], asked[recipients[i].Email])
	}
	return err
}

func waitsForAnswer(r *preference.Recipient) bool {
	return !r.ConfirmSentAt.IsZero() && r.ConfirmedAt.IsZero()
}

// noteAsked marks a recipient who has not answered yet and whom the newest mail
// that asked did not reach.
func noteAsked(r *preference.Recipient, mail preference.Asked) {
	if waitsForAnswer(r) && (mail.State == lowstock.DeliveryRetrying || mail.State == lowstock.DeliveryFailed) {
		r.Asked = mail
	}
}
