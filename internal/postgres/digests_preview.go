package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
)

// PreviewDigest returns the digest that a recipient would get at a time if the
// incidents were then as they are now. Nothing is written. It returns NotFound
// for an address that is not a recipient.
func (s messageStore) PreviewDigest(ctx context.Context, recipient string, at time.Time) (m outgoing.Message, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		m = outgoing.Message{Mall: s.id, Channel: lowstock.ChannelEmail, Recipient: recipient, Purpose: outgoing.PurposeDigest, CreatedAt: at}
		var known bool
		err := tx.QueryRow(ctx, `SELECT true FROM recipients WHERE mall_id = $1 AND email = $2`, s.id, storable(recipient)).Scan(&known)
		if err != nil {
			return found(err)
		}
		if err := s.address(ctx, tx, &m); err != nil {
			return err
		}
		fresh, err := waitingItems(ctx, tx, &m)
		if err != nil {
			return err
		}
		if m.Items, err = digestItems(ctx, tx, &m, fresh); err != nil {
			return err
		}
		if err := addMorning(ctx, tx, &m); err != nil {
			return err
		}
		if err := addSilent(ctx, tx, &m, at); err != nil {
			return err
		}
		return addStopped(ctx, tx, &m)
	})
	return m, err
}
