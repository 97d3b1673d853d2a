package postgres

import (
	"context"
	"encoding/json"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

// SupplierNeeds are the suppliers of whom there is something to order, those
// with most sold out first.
func (s *Store) SupplierNeeds(ctx context.Context, mall lowstock.MallID) (list []lowstock.SupplierNeed, err error) {
	err = s.read(ctx, mall, func(ctx context.Context, tx pgx.Tx) error {
		w := newWhere(mall)
		w.add("v.removed_at IS NULL")
		if err := w.outlook(lowstock.OutlookOrder); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `
			SELECT p.supplier_code, coalesce(min(s.name), ''), count(*)::int, (count(*) FILTER (WHERE v.quantity <= 0))::int`+
			inventoryTables+` LEFT JOIN suppliers s ON s.mall_id = p.mall_id AND s.supplier_code = p.supplier_code`+
			w.sql("v")+` GROUP BY p.supplier_code ORDER BY 4 DESC, 3 DESC, 1`, w.args...)
		if err != nil {
			return err
		}
		list, err = pgx.CollectRows(rows, pgx.RowToStructByPos[lowstock.SupplierNeed])
		return err
	})
	return list, err
}

// Coming is what has been noted as ordered of variants and is not in yet.
func (s *Store) Coming(ctx context.Context, mall lowstock.MallID, codes []string) (coming map[string]lowstock.Order, err error) {
	err = s.read(ctx, mall, func(ctx context.Context, tx pgx.Tx) error {
		coming = map[string]lowstock.Order{}
		rows, err := tx.Query(ctx, `
			SELECT variant_code, ordered_quantity, to_char(expected_on, 'YYYY-MM-DD') FROM incidents
			 WHERE mall_id = $1 AND variant_code = ANY($2) AND state <> 'resolved' AND ordered_quantity IS NOT NULL AND expected_on IS NOT NULL`, mall, codes)
		if err != nil {
			return err
		}
		var code string
		var order lowstock.Order
		_, err = pgx.ForEachRow(rows, []any{&code, &order.Quantity, &order.ExpectedOn}, func() error {
			coming[code] = order
			return nil
		})
		return err
	})
	return coming, err
}

// reordersAnHour bounds how many reorder sheets a mall may have mailed.
const reordersAnHour = 20

// MailReorder has a sheet sent to one of the mall's recipients who has agreed to
// mails. NotFound for anybody else, RateLimited beyond twenty within an hour.
func (s *Store) MailReorder(ctx context.Context, mall lowstock.MallID, recipient string, sheet lowstock.ReorderSheet, now time.Time) error {
	lines, err := json.Marshal(sheet)
	if err != nil {
		return err
	}
	return s.inMall(ctx, mall, shortly, func(ctx context.Context, tx pgx.Tx) error {
		sent, err := askedFor(ctx, tx, mall, lowstock.PurposeReorder, now)
		if err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, `
			INSERT INTO messages (mall_id, channel, recipient, purpose, reorder, next_attempt_at, created_at)
			SELECT g.mall_id, g.channel, g.recipient, 'reorder', $4, $3, $3
			  FROM (SELECT $1::text, 'email'::text, $2::text) g(mall_id, channel, recipient) WHERE `+reachable("g"), mall, recipient, now, lines)
		if err := touchedOne(tag.RowsAffected(), err); err != nil {
			return err
		}
		if sent >= reordersAnHour {
			return lowstock.Fail(lowstock.CodeRateLimited, "reorder.mails_many", nil)
		}
		return nil
	})
}
