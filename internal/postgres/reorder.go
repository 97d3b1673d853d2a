package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/outlook"
)

// SupplierNeeds returns the suppliers from whom something has to be ordered,
// those with most sold-out variants first.
func (s supplyStore) SupplierNeeds(ctx context.Context, _ time.Time) (list []outlook.SupplierNeed, err error) {
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

// reordersAnHour limits how many reorder sheets a mall may have mailed in an
// hour.
const reordersAnHour = 20
