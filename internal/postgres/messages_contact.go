package postgres

import (
	"context"
	"encoding/json"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
)

// contactsAnHour is how many questions a mall may send in an hour.
const contactsAnHour = 5

// SendContact writes a question, due now, to the address of the people who run
// the app. It returns RateLimited beyond five within an hour.
func (s messageStore) SendContact(ctx context.Context, question outgoing.Question, to string, now time.Time) error {
	body, err := json.Marshal(question)
	if err != nil {
		return err
	}
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		sent, err := askedFor(ctx, tx, s.id, outgoing.PurposeContact, now)
		if err != nil {
			return err
		}
		if sent >= contactsAnHour {
			return lowstock.Fail(lowstock.CodeRateLimited, "error.contacts_many", nil)
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO messages (mall_id, channel, recipient, purpose, question, next_attempt_at, created_at)
			VALUES ($1, $2, $3, $4, $5, $6, $6)`, s.id, outgoing.ChannelSupport, to, outgoing.PurposeContact, body, now)
		return err
	})
}

// OwnContacts returns the questions of an operator, the newest first, at most
// limit. Those of others are not among them.
func (s messageStore) OwnContacts(ctx context.Context, operator string, limit int) (list []outgoing.Asked, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			SELECT created_at, question->>'text', question->>'reply_to', coalesce(question->>'diagnostics', '') <> '', state, sent_at
			  FROM messages WHERE mall_id = $1 AND purpose = 'contact' AND question->>'operator' = $2
			 ORDER BY message_id DESC LIMIT $3`, s.id, operator, limit)
		if err != nil {
			return err
		}
		list, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (a outgoing.Asked, err error) {
			err = row.Scan(&a.At, &a.Text, &a.ReplyTo, &a.Attached, &a.State, orZero(&a.SentAt))
			return a, err
		})
		return err
	})
	return list, err
}
