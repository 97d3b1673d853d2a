package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/overview"
)

// newFor is how long after its first sync a mall gets a first look. A mall of
// an older version has had its year with the app already.
const newFor = 30 * 24 * time.Hour

// WantsFirstLook says whether the mall is new and has had no first look.
func (s demandStore) WantsFirstLook(ctx context.Context, now time.Time) (wanted bool, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		return tx.QueryRow(ctx, `
			SELECT NOT EXISTS (SELECT FROM first_looks WHERE mall_id = $1)
			   AND EXISTS (SELECT FROM syncs WHERE mall_id = $1 AND first AND state = 'done' AND finished_at > $2)`, s.id, now.Add(-newFor)).Scan(&wanted)
	})
	return wanted, err
}

// SaveFirstLook stores the past stock-outs of the mall's variants, and their
// sums in look; what look says of them is ignored. A mall has one first look: a
// second call changes nothing.
func (s demandStore) SaveFirstLook(ctx context.Context, look overview.FirstLook, list []overview.PastStockouts) error {
	var c pastColumns
	for i := range list {
		c.add(&list[i])
	}
	return s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := lockMall(ctx, tx, s.id); err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, `
			INSERT INTO past_stockouts (mall_id, variant_code, stockouts, days, lost_units, announced, last_from, last_days)
			SELECT $1, u.* FROM unnest($2::text[], $3::int[], $4::int[], $5::float8[], $6::int[], $7::date[], $8::int[]) u
			 WHERE NOT EXISTS (SELECT FROM first_looks WHERE mall_id = $1)`,
			s.id, c.code, c.stockouts, c.days, c.lost, c.announced, c.from, c.last)
		if err != nil || tag.RowsAffected() < int64(len(list)) {
			return err
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO first_looks (mall_id, computed_on, days, items, stockouts, lost_units, lost_value, announced, chance)
			SELECT $1, $2, $3, count(t.variant_code), coalesce(sum(t.stockouts), 0), coalesce(sum(t.lost_units), 0),
			       coalesce(sum(t.lost_units * `+unitPrice+`), 0), coalesce(sum(t.announced), 0), $4
			  FROM past_stockouts t
			  LEFT JOIN variants v USING (mall_id, variant_code)
			  LEFT JOIN products p USING (mall_id, product_no)
			 WHERE t.mall_id = $1
			ON CONFLICT DO NOTHING`, s.id, look.On, look.Days, look.Chance)
		return err
	})
}

// pastColumns is past stock-outs in the form that unnest takes.
type pastColumns struct {
	code                             []string
	stockouts, days, announced, last []int32
	lost                             []float64
	from                             []time.Time
}

func (c *pastColumns) add(p *overview.PastStockouts) {
	c.code, c.lost, c.from = append(c.code, p.VariantCode), append(c.lost, p.LostUnits), append(c.from, p.LastFrom)
	c.stockouts, c.days = append(c.stockouts, int32(p.Stockouts)), append(c.days, int32(p.Days))     //nolint:gosec // of a year
	c.announced, c.last = append(c.announced, int32(p.Announced)), append(c.last, int32(p.LastDays)) //nolint:gosec // of a year
}

const firstLookColumns = `computed_on, days, items, stockouts, lost_units, lost_value, announced, chance`

func firstLookFields(f *overview.FirstLook) []any {
	return []any{&f.On, &f.Days, &f.Items, &f.Stockouts, &f.LostUnits, &f.LostValue, &f.Announced, &f.Chance}
}

// FirstLook returns the first look of the mall, and at most most of its
// variants, those with the greatest loss first. It returns NotFound if there is
// none yet.
func (s pageStore) FirstLook(ctx context.Context, most int) (look overview.FirstLook, list []overview.PastStockoutsRow, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		err := tx.QueryRow(ctx, `SELECT `+firstLookColumns+` FROM first_looks WHERE mall_id = $1`, s.id).Scan(firstLookFields(&look)...)
		if err != nil {
			return found(err)
		}
		rows, err := tx.Query(ctx, `
			SELECT t.variant_code, t.stockouts, t.days, t.lost_units, t.announced, t.last_from, t.last_days,
			       v.product_no, coalesce(p.product_name, ''), v.options, coalesce(p.image_url, ''), coalesce(t.lost_units * `+unitPrice+`, 0)
			  FROM past_stockouts t
			  JOIN variants v USING (mall_id, variant_code)
			  LEFT JOIN products p USING (mall_id, product_no)
			 WHERE t.mall_id = $1 AND v.removed_at IS NULL
			 ORDER BY 12 DESC, t.lost_units DESC, t.variant_code LIMIT $2`, s.id, most)
		if err != nil {
			return err
		}
		list, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (r overview.PastStockoutsRow, err error) {
			err = row.Scan(&r.VariantCode, &r.Stockouts, &r.Days, &r.LostUnits, &r.Announced, &r.LastFrom, &r.LastDays,
				&r.ProductNo, &r.ProductName, (*storedOptions)(&r.Options), &r.ImageURL, &r.LostValue)
			return r, err
		})
		return err
	})
	return look, list, err
}

// DismissFirstLook removes the first look from above the stock list. Its own
// page stays.
func (s pageStore) DismissFirstLook(ctx context.Context, now time.Time) error {
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE first_looks SET dismissed_at = coalesce(dismissed_at, $2) WHERE mall_id = $1`, s.id, now)
		return err
	})
}
