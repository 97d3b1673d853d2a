package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
)

// SupplierNeeds returns the suppliers from whom something has to be ordered,
// those with most sold-out variants first.
func (s supplyStore) SupplierNeeds(ctx context.Context) (list []outlook.SupplierNeed, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		w := newWhere(s.id)
		w.add("v.removed_at IS NULL")
		if err := w.outlook(outlook.FilterOrder); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `
			SELECT p.supplier_code, coalesce(min(s.name), ''), count(*)::int, (count(*) FILTER (WHERE v.quantity <= 0))::int`+
			inventoryTables+` LEFT JOIN suppliers s ON s.mall_id = p.mall_id AND s.supplier_code = p.supplier_code`+
			w.sql("v")+` GROUP BY p.supplier_code ORDER BY 4 DESC, 3 DESC, 1`, w.args...)
		if err != nil {
			return err
		}
		list, err = pgx.CollectRows(rows, pgx.RowToStructByPos[outlook.SupplierNeed])
		return err
	})
	return list, err
}

// Coming returns the goods that are recorded as ordered and have not arrived.
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

// reordersAnHour limits how many reorder sheets a mall may have mailed in an
// hour.
const reordersAnHour = 20
