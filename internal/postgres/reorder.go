package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/outlook"
)

// SupplierNeeds returns the suppliers from whom something has to be ordered on a
// calendar day, those with most sold-out variants first.
func (s supplyStore) SupplierNeeds(ctx context.Context, today time.Time) (list []outlook.SupplierNeed, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		w := newWhere(s.id)
		w.add("v.removed_at IS NULL")
		if err := w.outlook(outlook.FilterOrder, today); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `
			SELECT n.code, coalesce(nullif(min(o.own_name), ''), min(s.name), ''), count(*)::int, (count(*) FILTER (WHERE n.quantity <= 0))::int
			  FROM (SELECT `+orderedFrom+` AS code, v.quantity`+inventoryTables+w.sql("v")+`) n
			  LEFT JOIN suppliers s ON s.mall_id = $1 AND s.supplier_code = n.code
			  LEFT JOIN supplier_terms o ON o.mall_id = $1 AND o.supplier_code = n.code
			 GROUP BY n.code ORDER BY 4 DESC, 3 DESC, 1`, w.args...)
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
