package postgres

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
)

// ClaimMessage claims a message that is due, for one attempt that may take as
// long as lease. The attempt's number is the fence that HandOver and
// FinishMessage check. Its items are the incidents that have neither recovered
// nor been snoozed since. A message that needs items and has none is
// suppressed, and so is one without its recipient. Where the last attempt was
// interrupted after it had handed the message over, this attempt is the second
// and the last one. After two such interruptions, or one of a test, there is
// no further attempt. ClaimMessage returns NotFound when there is nothing to
// send, or when only a newer program knows the message's channel.
func (s messageStore) ClaimMessage(ctx context.Context, id int64, now time.Time, lease time.Duration) (m outgoing.Message, err error) {
	var send bool
	err = s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		m, send = outgoing.Message{Mall: s.id, ID: id}, false
		var reaches bool
		var health *int64
		err := tx.QueryRow(ctx, `
			UPDATE messages g SET attempts = attempts + 1, next_attempt_at = $3::timestamptz + $4::interval
			 WHERE mall_id = $1 AND message_id = $2 AND next_attempt_at <= $3 AND ($5::text[] IS NULL OR `+sentBy+` = ANY($5))
			RETURNING `+sentBy+`, recipient, purpose, state, attempts, created_at, continues IS NOT NULL, health_id, reorder, question, purchase, purchase_news, late_goods,
			          CASE WHEN purpose = 'confirm' THEN `+addressed("g")+` ELSE `+reachable("g")+` END`,
			s.id, id, now, lease, s.sendable()).Scan(&m.Channel, &m.Recipient, &m.Purpose, &m.State, &m.Attempts, &m.CreatedAt, &m.Continues, &health, &m.Reorder, &m.Question, &m.Purchase, &m.News, &m.Late, &reaches)
		if err != nil {
			return found(err)
		}
		if over, err := interrupted(ctx, tx, &m, now); err != nil || over {
			return err
		}
		if reaches {
			if err := s.address(ctx, tx, &m); err != nil {
				return err
			}
			if send, err = s.fillMessage(ctx, tx, &m, health, now); err != nil {
				return err
			}
		}
		if send {
			return suppressRecovered(ctx, tx, &m)
		}
		return suppress(ctx, tx, &m)
	})
	if err == nil && !send {
		return outgoing.Message{}, lowstock.NotFound()
	}
	return m, err
}

// interrupted records what may have happened to a message that an attempt
// handed over before the attempt was interrupted, and says whether it was the
// last attempt.
func interrupted(ctx context.Context, tx pgx.Tx, m *outgoing.Message, now time.Time) (over bool, err error) {
	tag, err := tx.Exec(ctx, `
		INSERT INTO message_attempts (mall_id, message_id, attempt, at, state, error, answer)
		SELECT mall_id, message_id, handed_over, $3, $4, 'letter.error.unknown', '' FROM messages
		 WHERE mall_id = $1 AND message_id = $2 AND handed_over = attempts - 1 AND handed_over > 0
		ON CONFLICT DO NOTHING`, m.Mall, m.ID, now, lowstock.DeliveryUnknown)
	if err != nil || tag.RowsAffected() == 0 {
		return false, err
	}
	over = m.State == lowstock.DeliveryUnknown || m.Purpose == outgoing.PurposeTest
	m.State = lowstock.DeliveryUnknown
	var batch pgx.Batch
	batch.Queue(`
		UPDATE messages SET state = $3, error = 'letter.error.unknown', attempts = attempts - CASE WHEN $4 THEN 1 ELSE 0 END,
		       next_attempt_at = CASE WHEN $4 THEN NULL ELSE next_attempt_at END
		 WHERE mall_id = $1 AND message_id = $2`, m.Mall, m.ID, m.State, over)
	batch.Queue(`
		UPDATE deliveries SET state = $3 WHERE mall_id = $1 AND message_id = $2 AND state <> 'suppressed'`, m.Mall, m.ID, m.State)
	return over, tx.SendBatch(ctx, &batch).Close()
}

// HandOver records that an attempt is about to hand the message over, and
// keeps other attempts from the message until the lease ends. It returns
// Conflict when the attempt is not the newest, or is finished: then the
// attempt must not send.
func (s messageStore) HandOver(ctx context.Context, id int64, attempt int, lease time.Time) error {
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `
			UPDATE messages SET handed_over = attempts, next_attempt_at = greatest(next_attempt_at, $4)
			 WHERE mall_id = $1 AND message_id = $2 AND attempts = $3 AND next_attempt_at IS NOT NULL
			   AND NOT EXISTS (SELECT FROM message_attempts a WHERE a.mall_id = $1 AND a.message_id = $2 AND a.attempt = $3)`, s.id, id, attempt, lease)
		return fenced(tag.RowsAffected(), err)
	})
}

// addressed is the condition that a row's recipient may be asked whether they
// want mails: they are in the list and have not unsubscribed. No other mail
// goes to an address that is not reachable.
func addressed(row string) string {
	return `EXISTS (SELECT FROM recipients r WHERE r.mall_id = ` + row + `.mall_id AND r.email = ` + row + `.recipient AND r.unsubscribed_at IS NULL)`
}

// address adds where the message goes and in which language it is written.
func (s messageStore) address(ctx context.Context, tx pgx.Tx, m *outgoing.Message) error {
	settings, err := settingStore{s.of(m.Mall)}.loadSettings(ctx, tx)
	if err != nil {
		return err
	}
	m.Locale, m.Timezone, m.Cap = settings.Locale, settings.Timezone, settings.DailyCap
	if m.Channel != lowstock.ChannelEmail && m.Channel != outgoing.ChannelNews {
		to := settings.Targets.Of(m.Channel)
		m.Target, m.Signing = to.Address, to.Signing
	} else if r, ok := settings.Recipient(m.Recipient); ok {
		m.Locale = cmp.Or(r.Locale, m.Locale)
	}
	if err := addRhythm(ctx, tx, m, &settings); err != nil {
		return err
	}
	return tx.QueryRow(ctx, `SELECT shop_name, currency, message_seed::text FROM malls WHERE mall_id = $1`, m.Mall).Scan(&m.ShopName, &m.Currency, &m.Seed)
}

// fillMessage adds what the message is about and says whether there is
// anything to send.
func (s messageStore) fillMessage(ctx context.Context, tx pgx.Tx, m *outgoing.Message, health *int64, now time.Time) (send bool, err error) {
	if m.Purchase != nil {
		return fillPurchase(ctx, tx, s.keys, m)
	}
	if len(m.Late) > 0 {
		return fillLate(ctx, tx, m)
	}
	if health != nil {
		return fillHealth(ctx, tx, m, *health)
	}
	if m.Reorder != nil {
		return true, renameReorder(ctx, tx, m.Mall, m.Reorder)
	}
	if !m.Purpose.Items() {
		return true, nil
	}
	m.Items, err = announcedItems(ctx, tx, m)
	if err == nil && m.Purpose == outgoing.PurposeDigest && !m.Continues {
		m.Items, err = digestItems(ctx, tx, m, m.Items)
		if err == nil {
			err = addMorning(ctx, tx, m)
		}
		if err == nil {
			err = addSilent(ctx, tx, m, now)
		}
	}
	if err == nil {
		err = addStopped(ctx, tx, m)
	}
	return len(m.Items) > 0, err
}

// fillHealth adds the problem that the message is about. A warning about a
// problem that is over is not sent, and neither is an all-clear for a problem
// that has come back.
func fillHealth(ctx context.Context, tx pgx.Tx, m *outgoing.Message, id int64) (send bool, err error) {
	h := &m.Health
	err = tx.QueryRow(ctx, `
		SELECT health_id, kind, subject, reason, opened_at, closed_at FROM health WHERE mall_id = $1 AND health_id = $2`, m.Mall, id).
		Scan(&h.ID, &h.Kind, &h.Subject, &h.Reason, &h.OpenedAt, orZero(&h.ClosedAt))
	return h.ClosedAt.IsZero() == (m.Purpose == outgoing.PurposeHealth), found(err)
}

func suppress(ctx context.Context, tx pgx.Tx, m *outgoing.Message) error {
	_, err := tx.Exec(ctx, `
		WITH mail AS (
		  UPDATE messages SET next_attempt_at = NULL, attempts = attempts - 1,
		         state = CASE WHEN state IN ('pending', 'retrying') THEN 'suppressed' ELSE state END
		   WHERE mall_id = $1 AND message_id = $2
		)
		UPDATE deliveries SET state = 'suppressed'
		 WHERE mall_id = $1 AND message_id = $2 AND state IN ('pending', 'retrying')`, m.Mall, m.ID)
	return err
}

// FinishMessage records the outcome of an attempt: on the message, on the
// deliveries of the incidents it named, in the timeline, and on the recipient
// whose address was refused. The deliveries of what a summary only counts are
// not marked as sent. next is when to try again, zero for never. It returns
// Conflict when the attempt is not the newest, or is already finished.
func (s messageStore) FinishMessage(ctx context.Context, id int64, attempt int, outcome outgoing.Outcome, now, next time.Time) error {
	return s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		var sentAt time.Time
		if outcome.State == lowstock.DeliverySent {
			sentAt = now
		}
		var recipient, address string
		var order int64
		err := tx.QueryRow(ctx, `
			UPDATE messages g SET state = $4, error = $5, next_attempt_at = $6, sent_at = $7
			 WHERE mall_id = $1 AND message_id = $2 AND attempts = $3 AND next_attempt_at IS NOT NULL
			   AND NOT EXISTS (SELECT FROM message_attempts a WHERE a.mall_id = $1 AND a.message_id = $2 AND a.attempt = $3)
			RETURNING CASE WHEN channel IN ('email', 'news') THEN recipient ELSE '' END, recipient, coalesce(purchase_id, 0)`,
			s.id, id, attempt, outcome.State, outcome.Error, orNull(next), orNull(sentAt)).Scan(&recipient, &address, &order)
		if errors.Is(err, pgx.ErrNoRows) {
			return fenced(0, nil)
		}
		if err != nil {
			return err
		}
		var batch pgx.Batch
		batch.Queue(`
			UPDATE deliveries
			   SET state = CASE WHEN counted AND $3 = 'sent' THEN 'summarized' ELSE $3 END, attempts = $4, sent_at = CASE WHEN NOT counted THEN $5::timestamptz END
			 WHERE mall_id = $1 AND message_id = $2 AND state <> 'suppressed'`, s.id, id, outcome.State, attempt, orNull(sentAt))
		batch.Queue(`
			INSERT INTO message_attempts (mall_id, message_id, attempt, at, state, error, answer) VALUES ($1, $2, $3, $4, $5, $6, $7)
			ON CONFLICT DO NOTHING`, s.id, id, attempt, now, outcome.State, outcome.Error, storable(outcome.Answer))
		queueBounce(&batch, s.id, recipient, outcome, now)
		if err := tx.SendBatch(ctx, &batch).Close(); err != nil || order == 0 || outcome.State != lowstock.DeliveryFailed {
			return err
		}
		return s.refusedPurchase(ctx, tx, s.id, order, id, address, now)
	})
}

// bouncesLast is how long a refusal of an address counts, and bouncesMany how
// many suspend it.
const (
	bouncesLast = 7 * 24 * time.Hour
	bouncesMany = 2
)

// queueBounce counts refusals of an address; a mail that arrives resets the
// count. A suspended recipient gets nothing more until the merchant asks the
// address again. The mall is notified in another way at its next checkup,
// which is due now.
func queueBounce(batch *pgx.Batch, mall lowstock.MallID, recipient string, outcome outgoing.Outcome, now time.Time) {
	switch {
	case recipient == "":
	case outcome.State == lowstock.DeliverySent:
		batch.Queue(`UPDATE recipients SET bounces = 0, bounced_at = NULL WHERE mall_id = $1 AND email = $2 AND bounces > 0`, mall, recipient)
	case outcome.Bounce:
		batch.Queue(`
			WITH r AS (
			  UPDATE recipients
			     SET bounces = CASE WHEN bounced_at > $4 THEN bounces + 1 ELSE 1 END, bounced_at = $3,
			         suspended_at = CASE WHEN suspended_at IS NULL AND bounced_at > $4 AND bounces + 1 >= $5 THEN $3 ELSE suspended_at END
			   WHERE mall_id = $1 AND email = $2
			  RETURNING suspended_at
			)
			UPDATE malls SET next_health_at = $3 WHERE mall_id = $1 AND EXISTS (SELECT FROM r WHERE suspended_at = $3)`,
			mall, recipient, now, now.Add(-bouncesLast), bouncesMany)
	}
}

// testsAnHour is how many test messages a mall may send in an hour. The limit
// keeps the button from flooding a mailbox.
const testsAnHour = 5

// askedFor returns how many mails of a purpose a mall has asked for within the
// hour before now. It locks the mall's row, so that nobody asks for more
// meanwhile; no settlement of the mall needs that row for long.
func askedFor(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, purpose outgoing.Purpose, now time.Time) (sent int, err error) {
	if _, err := tx.Exec(ctx, `SELECT FROM malls WHERE mall_id = $1 FOR NO KEY UPDATE`, mall); err != nil {
		return 0, err
	}
	err = tx.QueryRow(ctx, `
		SELECT count(*) FROM messages WHERE mall_id = $1 AND purpose = $3 AND created_at > $2`, mall, now.Add(-time.Hour), purpose).Scan(&sent)
	return sent, err
}

// MakeTest writes a message, due now, that proves that a channel works. It
// goes only where the mall's own messages go. It returns Conflict for a
// recipient who has not agreed to mails or gets none, and NotFound for an
// address that is not among the mall's recipients and for a channel that is
// not set. The sixth test within an hour has CodeRateLimited.
func (s messageStore) MakeTest(ctx context.Context, channel lowstock.Channel, recipient string, now time.Time) (id int64, err error) {
	if channel != lowstock.ChannelEmail {
		recipient = string(channel)
	}
	err = s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		sent, err := askedFor(ctx, tx, s.id, outgoing.PurposeTest, now)
		if err != nil {
			return err
		}
		err = found(tx.QueryRow(ctx, `
			INSERT INTO messages (mall_id, channel, recipient, purpose, next_attempt_at, created_at)
			SELECT g.mall_id, g.channel, g.recipient, 'test', $4, $4
			  FROM (SELECT $1::text, $2::text, $3::text) g(mall_id, channel, recipient) WHERE `+reachable("g")+`
			RETURNING message_id`, s.id, channel, recipient, now).Scan(&id))
		if lowstock.ErrorCode(err) == lowstock.CodeNotFound && channel == lowstock.ChannelEmail {
			return noTest(ctx, tx, s.id, recipient)
		}
		if err == nil && sent >= testsAnHour {
			return lowstock.Fail(lowstock.CodeRateLimited, "error.tests_many", nil)
		}
		return err
	})
	return id, err
}

// noTest says why a recipient gets no test message.
func noTest(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, email string) error {
	list, err := loadRecipients(ctx, tx, mall)
	if err != nil {
		return err
	}
	for _, r := range list {
		if r.Email == email {
			return lowstock.Fail(lowstock.CodeConflict, r.NoTest(), nil)
		}
	}
	return lowstock.NotFound()
}

// ResendMessage gives a message that failed, or that may not have arrived, one
// more attempt, due now. It returns NotFound for an unknown message, and
// Conflict for one that arrived or is still being tried.
func (s messageStore) ResendMessage(ctx context.Context, id int64, by string, now time.Time) error {
	return s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		var state lowstock.DeliveryState
		var waits bool
		err := tx.QueryRow(ctx, `
			SELECT state, next_attempt_at IS NOT NULL FROM messages WHERE mall_id = $1 AND message_id = $2 FOR UPDATE`, s.id, id).Scan(&state, &waits)
		if err != nil {
			return found(err)
		}
		if waits || state != lowstock.DeliveryFailed && state != lowstock.DeliveryUnknown {
			return lowstock.Fail(lowstock.CodeConflict, "error.resend", nil)
		}
		var batch pgx.Batch
		// A delivery that may have arrived stays unknown, so that its mail says so.
		batch.Queue(`
			UPDATE messages SET next_attempt_at = $3, resent_by = $4, state = CASE state WHEN 'failed' THEN 'retrying' ELSE state END
			 WHERE mall_id = $1 AND message_id = $2`, s.id, id, now, storable(by))
		batch.Queue(`
			UPDATE deliveries SET state = 'retrying' WHERE mall_id = $1 AND message_id = $2 AND state = 'failed'`, s.id, id)
		return tx.SendBatch(ctx, &batch).Close()
	})
}
