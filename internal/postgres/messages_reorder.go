package postgres

import (
	"context"
	"encoding/json"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
	"cafe24-inventory-alert/internal/outlook"
)

// MailReorder writes the mail of a reorder sheet to one of the mall's
// recipients who has agreed to mails. It returns NotFound for any other
// address, and RateLimited beyond twenty within an hour.
func (s messageStore) MailReorder(ctx context.Context, recipient string, sheet outlook.ReorderSheet, now time.Time) error {
	lines, err := json.Marshal(sheet)
	if err != nil {
		return err
	}
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		sent, err := askedFor(ctx, tx, s.id, outgoing.PurposeReorder, now)
		if err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, `
			INSERT INTO messages (mall_id, channel, recipient, purpose, reorder, next_attempt_at, created_at)
			SELECT g.mall_id, g.channel, g.recipient, 'reorder', $4, $3, $3
			  FROM (SELECT $1::text, 'email'::text, $2::text) g(mall_id, channel, recipient) WHERE `+reachable("g"), s.id, recipient, now, lines)
		if err := touchedOne(tag.RowsAffected(), err); err != nil {
			return err
		}
		if sent >= reordersAnHour {
			return lowstock.Fail(lowstock.CodeRateLimited, "reorder.mails_many", nil)
		}
		return nil
	})
}
