package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/preference"
)

// addRhythm adds to the first alert mail of a recipient when the next mails
// will follow.
func addRhythm(ctx context.Context, tx pgx.Tx, m *outgoing.Message, settings *preference.Settings) error {
	if m.Channel != lowstock.ChannelEmail || m.Purpose != outgoing.PurposeAlert {
		return nil
	}
	var first bool
	err := tx.QueryRow(ctx, `
		SELECT NOT EXISTS (SELECT FROM messages WHERE mall_id = $1 AND channel = 'email' AND recipient = $2 AND message_id <> $3
		                      AND purpose IN ('alert', 'overflow') AND state IN ('sent', 'unknown'))`, m.Mall, m.Recipient, m.ID).Scan(&first)
	if first {
		m.Rhythm = settings.Rhythm()
	}
	return err
}
