package postgres

import (
	"context"
	"encoding/json"
	"reflect"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
)

// ExplainRecordHints records hints as [Store.RecordHints] does, and returns
// the plan that PostgreSQL used.
func (s *Store) ExplainRecordHints(ctx context.Context, hints []inbound.Hint, delay time.Duration) (string, error) {
	input, _, err := hintInput(hints)
	if err != nil {
		return "", err
	}
	var lines []string
	err = s.inOneTrip(ctx, "explain (analyze) "+recordHints, hintArgs(input, delay), func(rows pgx.Rows) error {
		lines, err = pgx.CollectRows(rows, pgx.RowTo[string])
		return err
	})
	return strings.Join(lines, "\n"), err
}

// VariantSet is rows of variants, for a comparison of two ways of writing a
// set.
type VariantSet struct {
	rows []*item
	json []byte
}

// NewVariantSet returns rows of variants that are stored.
func NewVariantSet(codes []string, product func(n int) int64, quantity int) (set VariantSet, err error) {
	list := make([]map[string]any, len(codes))
	for n, code := range codes {
		v := lowstock.Variant{Code: code, ProductNo: product(n), Display: true, Selling: true, Tracked: true, Quantity: quantity}
		v.Options = []lowstock.Option{{Name: "색상", Value: "블랙"}, {Name: "사이즈", Value: "M"}}
		set.rows = append(set.rows, &item{
			variant: v, observed: time.Unix(1_800_000_000, 0), source: lowstock.SourceSweep, threshold: lowstock.Threshold{Value: 5, Source: "mall"},
			decision: lowstock.Decision{Status: lowstock.StatusOK},
		})
		list[n] = map[string]any{}
	}
	for _, c := range writtenVariants {
		values := reflect.ValueOf(c.array(set.rows))
		for n := range list {
			list[n][c.name] = values.Index(n).Interface()
			if c.typ == "jsonb" {
				list[n][c.name] = json.RawMessage(values.Index(n).String())
			}
		}
	}
	set.json, err = json.Marshal(list)
	return set, err
}

// WriteColumns updates the set as settling does: one array for each column.
func (s *Store) WriteColumns(ctx context.Context, mall lowstock.MallID, set VariantSet) error {
	return s.of(mall).inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, updateVariants, writtenVariants.args(mall, set.rows)...)
		return err
	})
}

// WriteJSON updates the set from one document that was made before.
func (s *Store) WriteJSON(ctx context.Context, mall lowstock.MallID, set VariantSet) error {
	statement := strings.Replace(updateVariants, writtenVariants.rows(),
		"json_to_recordset($2) AS u("+writtenVariants.join(func(c column[item]) string { return c.name + " " + c.typ })+")", 1)
	statement = strings.Replace(statement, "v.variant_code = ANY($2)", "v.variant_code = ANY($3)", 1)
	return s.of(mall).inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, statement, mall, set.json, writtenVariants[0].array(set.rows))
		return err
	})
}

// TableColumns returns the columns that this package declares for each table.
func TableColumns() map[string][]string {
	tables := map[string][]string{}
	for _, c := range variantTable {
		tables["variants"] = append(tables["variants"], c.name)
	}
	for _, c := range productTable {
		tables["products"] = append(tables["products"], c.name)
	}
	for _, c := range incidentTable {
		tables["incidents"] = append(tables["incidents"], c.name)
	}
	return tables
}

// Planned is how statements that do not keep their plans are planned, asked once
// as one row and once as several.
func (s *Store) Planned(ctx context.Context, mall lowstock.MallID) (modes []string, err error) {
	const asked = `SELECT current_setting('plan_cache_mode') || ' ' || current_setting('enable_seqscan')`
	err = s.of(mall).read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		modes = make([]string, 1)
		if err := tx.QueryRow(ctx, asked).Scan(&modes[0]); err != nil {
			return err
		}
		if err := askKept(ctx, tx, func(batch *pgx.Batch) { batch.Queue(`SELECT 1`) }); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, asked)
		if err != nil {
			return err
		}
		more, err := pgx.CollectRows(rows, pgx.RowTo[string])
		modes = append(modes, more...)
		return err
	})
	return modes, err
}

// Settings are what a transaction runs under: its search path, how it is
// planned, whether it is compiled, and how long it may be idle.
func (s *Store) Settings(ctx context.Context) (list string, err error) {
	err = s.inSystem(ctx, func(ctx context.Context, tx pgx.Tx) error {
		return tx.QueryRow(ctx, `SELECT concat_ws('; ', current_setting('search_path'), current_setting('plan_cache_mode'),
			current_setting('jit'), current_setting('idle_in_transaction_session_timeout'))`).Scan(&list)
	})
	return list, err
}

// ExplainList is the plan that the stock list keeps.
func (s *Store) ExplainList(ctx context.Context, mall lowstock.MallID) (plan string, err error) {
	err = s.of(mall).read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		statement := selectWholeInventory + `
			WHERE v.mall_id = $1 AND v.removed_at IS NULL ORDER BY v.urgent_rank, v.urgent_order, v.quantity, v.variant_code LIMIT 51`
		for _, part := range []string{keepPlans, `PREPARE listed (text) AS ` + statement} {
			if _, err := tx.Exec(ctx, part); err != nil {
				return err
			}
		}
		rows, err := tx.Query(ctx, `EXPLAIN (COSTS OFF) EXECUTE listed ('`+string(mall)+`')`)
		if err != nil {
			return err
		}
		lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			return err
		}
		plan = strings.Join(lines, "\n")
		_, err = tx.Exec(ctx, `DEALLOCATE listed`)
		return err
	})
	return plan, err
}

// SupplierDelay returns a supplier's own delay in days; -1 where it is not known.
func SupplierDelay(ctx context.Context, s *Store, mall lowstock.MallID, code string, today time.Time, zone *time.Location) (days int, err error) {
	days = -1
	err = s.of(mall).read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		delay, err := supplierDelay(ctx, tx, mall, code, today, zone)
		if delay != nil {
			days = *delay
		}
		return err
	})
	return days, err
}
