package postgres_test

import (
	"slices"
	"testing"

	"cafe24-inventory-alert/internal/postgres"
)

// A column that a migration adds must be in the table of columns, or be listed
// here with the code that writes it instead.
func TestTablesSayEveryColumn(t *testing.T) {
	t.Parallel()
	b := setup(t)
	others := map[string][]string{
		"variants":  nil,
		"products":  {"observed_at", "removed_at", "variant_count", "total_quantity", "status"}, // saveProducts, queueProductTotals
		"incidents": {"product_no", "variant_code"},                                             // openedColumns; they never change
	}
	for table, announced := range postgres.TableColumns() {
		announced = append(append(announced, "mall_id"), others[table]...)
		stored := one[[]string](b, `select array_agg(column_name::text order by column_name) from information_schema.columns where table_name = $1 and is_generated = 'NEVER'`, table)
		slices.Sort(announced)
		want(t, table, announced, stored)
	}
}
