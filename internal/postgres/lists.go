package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/inbound"
)

// ClaimLists claims the reading of the mall's categories, suppliers and shop
// until a time, where a webhook has made it due. It returns NotFound when it
// is not due.
func (s catalogueStore) ClaimLists(ctx context.Context, now, until time.Time) error {
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `
			UPDATE malls SET next_lists_at = $3 WHERE mall_id = $1 AND state = 'active' AND next_lists_at <= $2`, s.id, now, until)
		return touchedOne(tag.RowsAffected(), err)
	})
}

// FinishLists stores that the lists were read, under a claim until a time.
// Where a webhook has come meanwhile they are due again after a delay.
func (s catalogueStore) FinishLists(ctx context.Context, began, until time.Time) error {
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `
			UPDATE malls SET lists_read_at = $2, next_lists_at = CASE WHEN next_lists_at < $3 THEN greatest(next_lists_at, $2::timestamptz + $4::interval) END
			 WHERE mall_id = $1`, s.id, began, until, inbound.CatalogueGap)
		return err
	})
}

// DelayLists postpones the reading.
func (s catalogueStore) DelayLists(ctx context.Context, until time.Time) error {
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE malls SET next_lists_at = $2 WHERE mall_id = $1 AND next_lists_at IS NOT NULL`, s.id, until)
		return err
	})
}
