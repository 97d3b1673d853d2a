package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

// ClaimMessage takes a message that is due for one attempt, for as long as
// lease: the attempt's number is the fence that FinishMessage asks for. Its
// items are those that have not recovered; without any, or without its
// recipient, it is suppressed. NotFound when there is nothing to send.
func (s *Store) ClaimMessage(ctx context.Context, mall lowstock.MallID, id int64, now time.Time, lease time.Duration) (m lowstock.Message, err error) {
	var send bool
	err = s.inMall(ctx, mall, patience, func(ctx context.Context, tx pgx.Tx) error {
		m, send = lowstock.Message{Mall: mall, ID: id}, false
		var reaches bool
		err := tx.QueryRow(ctx, `
			UPDATE messages g SET attempts = attempts + 1, next_attempt_at = $3::timestamptz + $4::interval
			 WHERE mall_id = $1 AND message_id = $2 AND next_attempt_at <= $3
			RETURNING channel, recipient, purpose, state, attempts, created_at, `+reachable("g", ""),
			mall, id, now, lease).Scan(&m.Channel, &m.Recipient, &m.Purpose, &m.State, &m.Attempts, &m.CreatedAt, &reaches)
		if err != nil {
			return found(err)
		}
		if reaches {
			if err := s.address(ctx, tx, &m); err != nil {
				return err
			}
			if m.Items, err = items(ctx, tx, &m); err != nil {
				return err
			}
		}
		if send = reaches && (len(m.Items) > 0 || m.Purpose == lowstock.PurposeTest); send {
			return suppressRecovered(ctx, tx, &m)
		}
		return suppress(ctx, tx, &m)
	})
	if err == nil && !send {
		return lowstock.Message{}, lowstock.NotFound()
	}
	return m, err
}

// address adds where the message goes and in whose words.
func (s *Store) address(ctx context.Context, tx pgx.Tx, m *lowstock.Message) error {
	settings, err := s.loadSettings(ctx, tx, m.Mall)
	if err != nil {
		return err
	}
	m.Locale, m.Timezone = settings.Locale, settings.Timezone
	switch m.Channel {
	case lowstock.ChannelSlack:
		m.Target = settings.SlackWebhookURL
	case lowstock.ChannelWebhook:
		m.Target = settings.WebhookURL
	case lowstock.ChannelEmail:
	}
	return tx.QueryRow(ctx, `SELECT shop_name FROM malls WHERE mall_id = $1`, m.Mall).Scan(&m.ShopName)
}

// items are the incidents a message speaks of, sold out ones first: those it
// was made for, or for a digest all that stand.
func items(ctx context.Context, tx pgx.Tx, m *lowstock.Message) ([]lowstock.Incident, error) {
	which := `i.incident_id IN (SELECT d.incident_id FROM deliveries d WHERE d.mall_id = $1 AND d.message_id = $2)`
	switch m.Purpose {
	case lowstock.PurposeTest:
		return nil, nil
	case lowstock.PurposeDigest:
		which = `$2::bigint IS NOT NULL`
	case lowstock.PurposeAlert, lowstock.PurposeSummary:
	}
	rows, err := tx.Query(ctx, `SELECT `+incidentColumns+` FROM `+incidentTables+`
		 WHERE i.mall_id = $1 AND i.state <> 'resolved' AND `+which+`
		 ORDER BY i.kind DESC, i.product_no, i.variant_code`, m.Mall, m.ID)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanIncident)
}

// suppressRecovered marks the deliveries that this message leaves out. One of
// an attempt whose fate is unknown stays unknown.
func suppressRecovered(ctx context.Context, tx pgx.Tx, m *lowstock.Message) error {
	_, err := tx.Exec(ctx, `
		UPDATE deliveries d SET state = 'suppressed'
		  FROM incidents i
		 WHERE d.mall_id = $1 AND d.message_id = $2 AND d.state IN ('pending', 'retrying')
		   AND i.mall_id = $1 AND i.incident_id = d.incident_id AND i.state = 'resolved'`, m.Mall, m.ID)
	return err
}

func suppress(ctx context.Context, tx pgx.Tx, m *lowstock.Message) error {
	_, err := tx.Exec(ctx, `
		WITH letter AS (
		  UPDATE messages SET next_attempt_at = NULL, attempts = attempts - 1,
		         state = CASE WHEN state IN ('pending', 'retrying') THEN 'suppressed' ELSE state END
		   WHERE mall_id = $1 AND message_id = $2
		)
		UPDATE deliveries SET state = 'suppressed'
		 WHERE mall_id = $1 AND message_id = $2 AND state IN ('pending', 'retrying')`, m.Mall, m.ID)
	return err
}

// FinishMessage notes what became of an attempt, on the message and on the
// deliveries it carried. next is when to try again, zero for never. Conflict
// when the attempt is not the newest, or is finished already.
func (s *Store) FinishMessage(ctx context.Context, mall lowstock.MallID, id int64, attempt int, outcome lowstock.Outcome, now, next time.Time) error {
	return s.inMall(ctx, mall, patience, func(ctx context.Context, tx pgx.Tx) error {
		var sentAt time.Time
		if outcome.State == lowstock.DeliverySent {
			sentAt = now
		}
		tag, err := tx.Exec(ctx, `
			UPDATE messages SET state = $4, error = $5, next_attempt_at = $6, sent_at = $7
			 WHERE mall_id = $1 AND message_id = $2 AND attempts = $3 AND next_attempt_at IS NOT NULL`,
			mall, id, attempt, outcome.State, outcome.Error, orNull(next), orNull(sentAt))
		if err := fenced(tag.RowsAffected(), err); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `
			UPDATE deliveries SET state = $3, attempts = $4, sent_at = $5
			 WHERE mall_id = $1 AND message_id = $2 AND state <> 'suppressed'`, mall, id, outcome.State, attempt, orNull(sentAt))
		return err
	})
}

// MakeTest writes a message that proves a channel works, due now. It goes only
// where the mall's own letters go: NotFound for an address that is not among
// its recipients, or a channel that is not set.
func (s *Store) MakeTest(ctx context.Context, mall lowstock.MallID, channel lowstock.Channel, recipient string, now time.Time) (id int64, err error) {
	if channel != lowstock.ChannelEmail {
		recipient = string(channel)
	}
	err = s.inMall(ctx, mall, shortly, func(ctx context.Context, tx pgx.Tx) error {
		return found(tx.QueryRow(ctx, `
			INSERT INTO messages (mall_id, channel, recipient, purpose, next_attempt_at, created_at)
			SELECT g.mall_id, g.channel, g.recipient, 'test', $4, $4
			  FROM (SELECT $1::text, $2::text, $3::text) g(mall_id, channel, recipient) WHERE `+reachable("g", "")+`
			RETURNING message_id`, mall, channel, recipient, now).Scan(&id))
	})
	return id, err
}
