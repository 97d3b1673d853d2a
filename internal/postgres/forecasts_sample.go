package postgres

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outlook"
)

// sampleStep is of how many variants the demand of a sample is read at once.
const sampleStep = 200

// Sample returns at most most variants of the mall with what they sold, for a
// pool of the nightly forecast: those with a forecast first, in an order that
// depends only on their codes, so that every night takes the same ones. It
// returns NotFound if there is nothing to learn now: the forecast is not due,
// the days before today are not all counted, or today's pool is stored.
func (s demandStore) Sample(ctx context.Context, most int, now time.Time) (sample outlook.Sample, err error) {
	n := nightlyForecast{mall: s.id, now: now}
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		if err := n.begin(ctx, tx); err != nil {
			return err
		}
		sample.Today = n.today
		var learnt bool
		if err := tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pools WHERE mall_id = $1 AND learnt_on = $2)`, s.id, n.today).Scan(&learnt); err != nil {
			return err
		}
		if learnt || !n.whole {
			return lowstock.NotFound()
		}
		sample.Items, err = loadSampled(ctx, tx, s.id, most)
		return err
	})
	for part := range slices.Chunk(sample.Items, sampleStep) { // not in one transaction: it would last long
		if err == nil {
			err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error { return n.days.loadSampled(ctx, tx, part) })
		}
	}
	return sample, err
}

func loadSampled(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, most int) ([]outlook.SampledItem, error) {
	rows, err := tx.Query(ctx, `
		SELECT v.variant_code, v.product_no, coalesce(p.category_nos, '{}'), coalesce(p.supplier_code, '')
		  FROM variants v
		  LEFT JOIN products p USING (mall_id, product_no)
		  LEFT JOIN forecasts f USING (mall_id, variant_code)
		 WHERE v.mall_id = $1 AND v.removed_at IS NULL AND v.tracked
		 ORDER BY coalesce(f.class, '') = '', md5(v.variant_code), v.variant_code LIMIT $2`, mall, most)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (item outlook.SampledItem, err error) {
		err = row.Scan(&item.VariantCode, &item.ProductNo, &item.CategoryNos, &item.SupplierCode)
		return item, err
	})
}

// loadSampled reads the demand of items.
func (d *demandSpan) loadSampled(ctx context.Context, tx pgx.Tx, items []outlook.SampledItem) error {
	codes := make([]string, len(items))
	for i := range items {
		codes[i] = items[i].VariantCode
	}
	list, err := d.load(ctx, tx, codes, `variant_code = ANY($2)`, codes)
	if err != nil {
		return err
	}
	for i := range items {
		items[i].Demand = list[i]
	}
	return nil
}

// SavePool stores the pool that was learnt on a calendar day; empty: none that
// can be trusted.
func (s demandStore) SavePool(ctx context.Context, pool []byte, today time.Time) error {
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `
			INSERT INTO pools (mall_id, learnt_on, content) SELECT mall_id, $2, $3 FROM malls WHERE mall_id = $1 AND state = 'active'
			ON CONFLICT (mall_id) DO UPDATE SET learnt_on = excluded.learnt_on, content = excluded.content`, s.id, today, append([]byte{}, pool...))
		return err
	})
}

// Models returns the models that the nightly forecast has stored of some
// variants, by code. A variant that has none is not in the result.
func (s demandStore) Models(ctx context.Context, codes []string) (models map[string]outlook.StoredModel, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		models = make(map[string]outlook.StoredModel, len(codes))
		rows, err := tx.Query(ctx, `
			SELECT variant_code, reckoned_on, model FROM forecasts WHERE mall_id = $1 AND variant_code = ANY($2) AND model IS NOT NULL`, s.id, codes)
		if err != nil {
			return err
		}
		var code string
		var m outlook.StoredModel
		_, err = pgx.ForEachRow(rows, []any{&code, &m.On, &m.Content}, func() error {
			models[code] = m
			return nil
		})
		return err
	})
	return models, err
}

// NoteLearning stores whether the nightly forecast of now failed to learn from
// the mall as a whole.
func (s demandStore) NoteLearning(ctx context.Context, failed bool, now time.Time) error {
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `
			UPDATE malls SET learning_failed_at = CASE WHEN $2 THEN $3::timestamptz END
			 WHERE mall_id = $1 AND state = 'active' AND ($2 OR learning_failed_at IS NOT NULL)`, s.id, failed, now)
		return err
	})
}

// queuePool reads the stored pool; nil if there is none.
func queuePool(batch *pgx.Batch, mall lowstock.MallID, pool *[]byte) {
	batch.Queue(`SELECT (SELECT content FROM pools WHERE mall_id = $1)`, mall).QueryRow(func(row pgx.Row) error { return row.Scan(pool) })
}
