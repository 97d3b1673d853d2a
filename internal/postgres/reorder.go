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
func (s supplyStore) SupplierNeeds(ctx context.Context) (list []lowstock.SupplierNeed, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		w := newWhere(s.id)
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

// onItsWay is what incidents i say of goods that are ordered and not in yet.
const onItsWay = `i.state <> 'resolved' AND i.ordered_quantity IS NOT NULL AND i.expected_on IS NOT NULL`

// Coming is what has been noted as ordered of variants and is not in yet.
func (s supplyStore) Coming(ctx context.Context, codes []string) (coming map[string]lowstock.Order, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		coming = map[string]lowstock.Order{}
		rows, err := tx.Query(ctx, `
			SELECT variant_code, ordered_quantity, to_char(expected_on, 'YYYY-MM-DD') FROM incidents i
			 WHERE i.mall_id = $1 AND i.variant_code = ANY($2) AND `+onItsWay, s.id, codes)
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

// renameReorder puts in a sheet what its items and its supplier are called now,
// as alerts do: the numbers are those of when it was made.
func renameReorder(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, sheet *lowstock.ReorderSheet) error {
	lines := make(map[string]*lowstock.ReorderLine, len(sheet.Lines))
	codes := make([]string, len(sheet.Lines))
	for i := range sheet.Lines {
		codes[i] = sheet.Lines[i].VariantCode
		lines[codes[i]] = &sheet.Lines[i]
	}
	rows, err := tx.Query(ctx, `
		SELECT v.variant_code, p.product_name, v.options
		  FROM variants v JOIN products p ON p.mall_id = v.mall_id AND p.product_no = v.product_no
		 WHERE v.mall_id = $1 AND v.variant_code = ANY($2)`, mall, codes)
	if err != nil {
		return err
	}
	var code, name string
	var options []lowstock.Option
	if _, err := pgx.ForEachRow(rows, []any{&code, &name, &options}, func() error {
		lines[code].ProductName, lines[code].Options = name, options
		options = nil // the next row's own
		return nil
	}); err != nil {
		return err
	}
	return tx.QueryRow(ctx, `SELECT coalesce((SELECT name FROM suppliers WHERE mall_id = $1 AND supplier_code = $2), $3)`,
		mall, sheet.SupplierCode, sheet.Supplier).Scan(&sheet.Supplier)
}

// reordersAnHour bounds how many reorder sheets a mall may have mailed.
const reordersAnHour = 20

// MailReorder has a sheet sent to one of the mall's recipients who has agreed to
// mails. NotFound for anybody else, RateLimited beyond twenty within an hour.
func (s messageStore) MailReorder(ctx context.Context, recipient string, sheet lowstock.ReorderSheet, now time.Time) error {
	lines, err := json.Marshal(sheet)
	if err != nil {
		return err
	}
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		sent, err := askedFor(ctx, tx, s.id, lowstock.PurposeReorder, now)
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
