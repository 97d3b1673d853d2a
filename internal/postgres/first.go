package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

// addRhythm adds to the first alert mail of a recipient how the next ones follow.
func addRhythm(ctx context.Context, tx pgx.Tx, m *lowstock.Message, settings *lowstock.Settings) error {
	if m.Channel != lowstock.ChannelEmail || m.Purpose != lowstock.PurposeAlert {
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
