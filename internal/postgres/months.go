package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/monthly"
)

// SaveLosses stores what was lost in each of some months, from the losses of the
// mall's variants in them. Today is the calendar day of the nightly forecast. A month that
// a night after its end has stored stays as it is. Variants that are not on
// sale, and those that Cafe24 sells below 0, lose nothing.
func (s demandStore) SaveLosses(ctx context.Context, months []time.Time, items []monthly.LostItem, today time.Time) error {
	var month []time.Time
	var code []string
	var days []int32
	var units, variance []float64
	for i := range items {
		month, code, days = append(month, items[i].Month), append(code, items[i].VariantCode), append(days, int32(items[i].Days)) //nolint:gosec // of a month
		units, variance = append(units, items[i].Units), append(variance, items[i].Variance)
	}
	return s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `
			INSERT INTO reported_months AS m (mall_id, month, computed_on, lost_items, lost_days, lost_units, lost_spread, lost_value, value_spread)
			SELECT $1, g.month, $3, count(t.code), coalesce(sum(t.days), 0), coalesce(sum(t.units), 0), sqrt(coalesce(sum(t.variance), 0)),
			       coalesce(sum(t.units * t.price), 0), sqrt(coalesce(sum(t.variance * t.price ^ 2), 0))
			  FROM unnest($2::date[]) g (month)
			  LEFT JOIN (SELECT u.month, u.code, u.days, u.units, u.variance, (`+unitPrice+`)::float8 AS price
			               FROM unnest($4::date[], $5::text[], $6::int[], $7::float8[], $8::float8[]) u (month, code, days, units, variance)
			               JOIN variants v ON v.mall_id = $1 AND v.variant_code = u.code
			               JOIN products p ON p.mall_id = v.mall_id AND p.product_no = v.product_no
			              WHERE v.removed_at IS NULL AND `+losesSales+`) t ON t.month = g.month
			 GROUP BY g.month
			ON CONFLICT (mall_id, month) DO UPDATE SET (computed_on, lost_items, lost_days, lost_units, lost_spread, lost_value, value_spread) =
			   (excluded.computed_on, excluded.lost_items, excluded.lost_days, excluded.lost_units, excluded.lost_spread, excluded.lost_value, excluded.value_spread)
			 WHERE m.computed_on < (m.month + interval '1 month')::date`, s.id, months, today, month, code, days, units, variance)
		return err
	})
}

// UncountedMonths returns the months that are over on a calendar day and whose
// sell-outs have not been counted.
func (s demandStore) UncountedMonths(ctx context.Context, today time.Time) (list []time.Time, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			SELECT month FROM reported_months
			 WHERE mall_id = $1 AND lead_days IS NULL AND (month + interval '1 month')::date <= $2 AND month > $2::date - 100 ORDER BY month`, s.id, today)
		if err != nil {
			return err
		}
		list, err = pgx.CollectRows(rows, pgx.RowTo[time.Time])
		return err
	})
	return list, err
}

// SaveCounts stores the counts of a month that is over. A second call changes
// nothing.
func (s demandStore) SaveCounts(ctx context.Context, month time.Time, c monthly.Counts) error {
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `
			UPDATE reported_months SET lead_days = $3, in_time = $4, late = $5, at_out = $6, missed = $7
			 WHERE mall_id = $1 AND month = $2 AND lead_days IS NULL`, s.id, month, c.LeadDays, c.InTime, c.Late, c.AtOut, c.Missed)
		return err
	})
}

// Months returns what is kept of the months from one on, the oldest first.
func (s alertStore) Months(ctx context.Context, from time.Time) (list []monthly.Month, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			SELECT month, computed_on, lost_items, lost_days, lost_units, lost_spread, lost_value, value_spread,
			       lead_days IS NOT NULL, coalesce(lead_days, 0), coalesce(in_time, 0), coalesce(late, 0), coalesce(at_out, 0), coalesce(missed, 0)
			  FROM reported_months WHERE mall_id = $1 AND month >= $2 ORDER BY month`, s.id, from)
		if err != nil {
			return err
		}
		list, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (m monthly.Month, err error) {
			l, c := &m.Lost, &m.Counts
			err = row.Scan(&m.Month, &l.On, &l.Items, &l.Days, &l.Units, &l.UnitsSpread, &l.Value, &l.ValueSpread, &m.Over, &c.LeadDays, &c.InTime, &c.Late, &c.AtOut, &c.Missed)
			return m, err
		})
		return err
	})
	return list, err
}
