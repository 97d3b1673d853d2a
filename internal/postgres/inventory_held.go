package postgres

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
)

// heldStock is the condition of [outlook.HeldStock] and a part of that of the
// others.
const heldStock = `v.tracked AND v.quantity > 0`

// heldOf returns the condition that a variant v with its forecast f is held, and
// the units that are bound. Day is the place of the calendar day in the
// statement.
func heldOf(held outlook.Held, days int, day string) (condition, units string) {
	switch held {
	case outlook.HeldOver:
		most := "f.covers[" + strconv.Itoa(1+slices.Index(outlook.CoverDays(), outlook.HeldFor(days))) + "]"
		return heldStock + " AND v.quantity > " + most, "v.quantity - " + most
	case outlook.HeldIdle:
		return heldStock + " AND f.idle_since <= " + day + "::date - " + strconv.Itoa(outlook.HeldFor(days)), "v.quantity"
	case outlook.HeldStock:
	}
	return heldStock, "v.quantity"
}

// held filters a list of variants v with their forecasts f.
func (w *where) held(q listing.Params) error {
	if q.Held == "" {
		return nil
	}
	if !slices.Contains(outlook.HeldKinds(), q.Held) {
		return lowstock.InvalidFields(map[string]string{"held": "error.invalid"})
	}
	day := ""
	if q.Held == outlook.HeldIdle {
		if q.Today.IsZero() {
			return errNoDay
		}
		day = w.arg(q.Today)
	}
	condition, _ := heldOf(q.Held, q.HeldDays, day)
	w.add(condition)
	return nil
}

const (
	// unitCost is what one unit costs the merchant; NULL: not known.
	unitCost = `nullif(greatest(amount(p.supply_price), 0), 0)`

	// mostMoney keeps a sum within 64 bits.
	mostMoney = `least(9000000000000000000, round(coalesce(`
)

// boundColumns are the fields of [listing.Bound] over the rows of a condition.
func boundColumns(units, condition string) string {
	of := func(value string) string {
		return mostMoney + `sum((` + units + `)::numeric * ` + value + `) FILTER (WHERE ` + condition + `), 0)))::bigint`
	}
	return `count(*) FILTER (WHERE ` + condition + `), coalesce(sum((` + units + `)::bigint) FILTER (WHERE ` + condition + `), 0)::bigint, ` +
		of("c.cost") + `, ` + of("c.price") + `,
		count(*) FILTER (WHERE ` + condition + ` AND coalesce(c.cost, c.price) IS NULL)`
}

// heldValues are the values of one unit as c.cost and, where that is NULL,
// c.price.
const heldValues = ` CROSS JOIN LATERAL (
	   SELECT a.cost, CASE WHEN a.cost IS NULL THEN ` + unitPrice + ` END AS price FROM (SELECT ` + unitCost + ` AS cost OFFSET 0) a OFFSET 0
	 ) c`

func boundFields(b *listing.Bound) []any {
	return []any{&b.Items, &b.Units, &b.AtCost, &b.AtPrice, &b.Unpriced}
}

// Bound returns what is bound in the stock that stockStore.Inventory lists for q
// on all of its pages.
func (s stockStore) Bound(ctx context.Context, q listing.Params) (b listing.Bound, err error) {
	where, err := inventoryWhere(s.id, q)
	if err != nil {
		return b, err
	}
	_, units := heldOf(q.Held, q.HeldDays, "")
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		found, err := find(ctx, tx, s.id, q.Q)
		if err != nil {
			return err
		}
		where := where.clone()
		found.allVariants(where)
		return tx.QueryRow(ctx, `SELECT `+boundColumns(units, heldStock)+inventoryTables+heldValues+where.sql("v"), where.args...).Scan(boundFields(&b)...)
	})
	return b, err
}

// BoundOf returns what is bound in all stock, in each of [outlook.HeldKinds].
func (s stockStore) BoundOf(ctx context.Context, days int, today time.Time) (list []listing.Bound, err error) {
	w := newWhere(s.id)
	w.add("v.removed_at IS NULL AND " + heldStock)
	day := w.arg(today)
	var columns []string
	list = make([]listing.Bound, len(outlook.HeldKinds()))
	var fields []any
	for i, held := range outlook.HeldKinds() {
		condition, units := heldOf(held, days, day)
		columns = append(columns, boundColumns(units, condition))
		fields = append(fields, boundFields(&list[i])...)
	}
	err = s.readFor(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		return tx.QueryRow(ctx, `SELECT `+strings.Join(columns, ", ")+inventoryTables+heldValues+w.sql("v"), w.args...).Scan(fields...)
	})
	return list, err
}
