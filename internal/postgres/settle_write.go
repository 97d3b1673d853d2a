package postgres

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"golang.org/x/text/unicode/norm"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/typed"
)

func (s *settlement) queueVariants(batch *pgx.Batch, w *writes) {
	if len(w.insert) > 0 {
		batch.Queue(insertVariants, writtenVariants.args(s.mall, w.insert)...)
	}
	if len(w.update) > 0 {
		batch.Queue(updateVariants, writtenVariants.args(s.mall, w.update)...)
	}
	if len(w.judged) > 0 {
		batch.Queue(updateJudged, judgedVariants.args(s.mall, w.judged)...)
	}
	if len(w.touch) > 0 {
		batch.Queue(`UPDATE variants SET observed_at = $3, source = $4 WHERE mall_id = $1 AND variant_code = ANY($2)`,
			s.mall, w.touch, w.touchedAt, w.touchedBy)
	}
	if len(w.history) > 0 {
		batch.Queue(`INSERT INTO stock_history (mall_id, `+historyColumns.names()+`) SELECT $1, u.* FROM `+historyColumns.rows()+` ON CONFLICT DO NOTHING`,
			historyColumns.args(s.mall, w.history)...)
	}
	if len(w.texts) > 0 {
		batch.Queue(`
			INSERT INTO variant_texts AS t (mall_id, `+textColumns.names()+`) SELECT $1, u.* FROM `+textColumns.rows()+`
			ON CONFLICT (mall_id, variant_code) DO UPDATE SET search = excluded.search, key = excluded.key
			 WHERE t.search <> excluded.search OR t.key IS DISTINCT FROM excluded.key`, textColumns.args(s.mall, w.texts)...)
	}
	if len(w.gone) > 0 {
		batch.Queue(`DELETE FROM variant_texts WHERE mall_id = $1 AND variant_code = ANY($2)`, s.mall, w.gone)
	}
}

// queueProductTotals keeps what a product's row says of its variants. That
// removed ones do not count stands outside of WHERE: there it would let the
// planner, where a mall is new to its statistics, take a partial index by the
// mall alone and read the whole catalogue for every product.
func (s *settlement) queueProductTotals(batch *pgx.Batch, w *writes) {
	if len(w.products) == 0 {
		return
	}
	batch.Queue(`
		UPDATE products p SET variant_count = t.variants, total_quantity = t.quantity, status = t.status
		  FROM unnest($2::bigint[]) u(product_no) CROSS JOIN LATERAL (
		    SELECT count(*) FILTER (WHERE removed_at IS NULL) AS variants,
		           coalesce(sum(quantity) FILTER (WHERE removed_at IS NULL AND tracked), 0) AS quantity,
		           CASE min(status_rank) FILTER (WHERE removed_at IS NULL)
		             WHEN 0 THEN 'out' WHEN 1 THEN 'low' WHEN 2 THEN 'ok' ELSE 'untracked' END AS status
		      FROM variants v WHERE v.mall_id = $1 AND v.product_no = u.product_no
		  ) t
		 WHERE p.mall_id = $1 AND p.product_no = ANY($2) AND p.product_no = u.product_no
		   AND (p.variant_count, p.total_quantity, p.status) IS DISTINCT FROM (t.variants, t.quantity, t.status)`,
		s.mall, slices.Collect(maps.Keys(w.products)))
}

func (s *settlement) queueCounts(batch *pgx.Batch, w *writes) {
	if w.counts == (counts{}) {
		return
	}
	batch.Queue(`
		INSERT INTO stock_counts AS c (mall_id, out, low, ok, untracked, silent) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (mall_id) DO UPDATE
		   SET out = c.out + excluded.out, low = c.low + excluded.low, ok = c.ok + excluded.ok,
		       untracked = c.untracked + excluded.untracked, silent = c.silent + excluded.silent`,
		s.mall, w.counts.out, w.counts.low, w.counts.ok, w.counts.untracked, w.counts.silent)
}

var historyColumns = columns[item]{ //nolint:gochecknoglobals // a constant table; Go has no constant slices
	col("variant_code", "text", func(i *item) string { return i.variant.Code }),
	col("observed_at", "timestamptz", func(i *item) time.Time { return i.observed }),
	col("quantity", "int", func(i *item) int32 { return bounded(i.variant.Quantity) }),
	col("source", "text", func(i *item) string { return string(i.source) }),
}

var textColumns = columns[item]{ //nolint:gochecknoglobals // a constant table; Go has no constant slices
	col("variant_code", "text", func(i *item) string { return i.variant.Code }),
	col("search", "text", func(i *item) string { return searchable(strings.Join(searchTexts(i.product, &i.variant), " ")) }),
	col("key", "text", func(i *item) string { return typed.Key(searchTexts(i.product, &i.variant)...) }),
}

// searchTexts are what a search finds a variant by, by their [typed.Key]. A program
// from before there were keys finds by search. In NFD a Hangul syllable is two or
// three letters, so that one syllable already fills a trigram.
func searchTexts(p *lowstock.Product, v *lowstock.Variant) []string {
	words := []string{p.Name, p.Code, v.Code, v.CustomCode}
	for _, o := range v.Options {
		words = append(words, o.Name, o.Value)
	}
	return words
}

func searchable(s string) string { return norm.NFD.String(strings.ToLower(s)) }

func optionsJSON(options []lowstock.Option) string {
	if len(options) == 0 {
		return "[]"
	}
	b, err := json.Marshal(options)
	if err != nil {
		return "[]" // two strings always marshal
	}
	return string(b)
}
