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

// variantColumns are rows of variants, column by column as unnest takes them.
type variantColumns struct {
	code, custom, options            []string
	product                          []int64
	display, selling, tracked, muted []bool
	atPayment, atZero, important     []bool
	quantity, safety, threshold      []int32
	thresholdSource, status          []string
	days                             []int32
	silence                          []string
	silent                           []bool
	observed                         []time.Time
	source                           []string
	raiseSeen                        []*time.Time
	dismissed                        []string
	removed                          []*time.Time
}

func (c *variantColumns) add(it *item, at time.Time) {
	v, d := &it.variant, it.decision
	c.code, c.custom = append(c.code, v.Code), append(c.custom, v.CustomCode)
	c.options = append(c.options, optionsJSON(v.Options))
	c.product = append(c.product, v.ProductNo)
	c.display, c.selling, c.tracked = append(c.display, v.Display), append(c.selling, v.Selling), append(c.tracked, v.Tracked)
	c.quantity, c.safety = append(c.quantity, bounded(v.Quantity)), append(c.safety, bounded(v.Safety))
	c.threshold, c.thresholdSource = append(c.threshold, bounded(it.threshold.Value)), append(c.thresholdSource, string(it.threshold.Source))
	c.days, c.atPayment = append(c.days, bounded(it.threshold.Days)), append(c.atPayment, v.AtPayment)
	c.atZero, c.important = append(c.atZero, v.SellsAtZero), append(c.important, v.Important)
	c.muted, c.status, c.silent = append(c.muted, it.threshold.Muted), append(c.status, string(d.Status)), append(c.silent, it.silent)
	c.silence = append(c.silence, it.silence)
	c.observed, c.source = append(c.observed, it.observed), append(c.source, string(it.source))
	c.raiseSeen, c.dismissed = append(c.raiseSeen, orNull(d.RaiseSeenAt)), append(c.dismissed, string(d.Dismissed))
	var removed *time.Time
	switch {
	case !it.removed:
	case it.was != nil && !it.was.removedAt.IsZero():
		removed = &it.was.removedAt
	default:
		removed = &at
	}
	c.removed = append(c.removed, removed)
}

func (c *variantColumns) args(mall lowstock.MallID) []any {
	return []any{
		mall, c.code, c.product, c.custom, c.options, c.display, c.selling, c.tracked, c.quantity, c.safety,
		c.threshold, c.thresholdSource, c.muted, c.status, c.silent, c.observed, c.source, c.raiseSeen, c.dismissed, c.removed,
		c.days, c.silence, c.atPayment, c.atZero, c.important,
	}
}

const variantRows = `unnest($2::text[], $3::bigint[], $4::text[], $5::text[], $6::bool[], $7::bool[], $8::bool[], $9::int[], $10::int[],
	  $11::int[], $12::text[], $13::bool[], $14::text[], $15::bool[], $16::timestamptz[], $17::text[], $18::timestamptz[], $19::text[], $20::timestamptz[],
	  $21::int[], $22::text[], $23::bool[], $24::bool[], $25::bool[])
	  AS u(variant_code, product_no, custom_variant_code, options, display, selling, tracked, quantity, safety_inventory,
	       threshold, threshold_source, muted, status, silent, observed_at, source, raise_seen_at, dismissed, removed_at, threshold_days, silence, at_payment,
	       sells_at_zero, important)`

const insertVariants = `
	INSERT INTO variants (mall_id, variant_code, product_no, custom_variant_code, options, display, selling, tracked, quantity, safety_inventory,
	       threshold, threshold_source, muted, status, silent, observed_at, source, raise_seen_at, dismissed, removed_at, threshold_days, silence, at_payment,
	       sells_at_zero, important)
	SELECT $1, variant_code, product_no, custom_variant_code, options::jsonb, display, selling, tracked, quantity, safety_inventory,
	       threshold, threshold_source, muted, status, silent, observed_at, source, raise_seen_at, dismissed, removed_at, nullif(threshold_days, 0), silence, at_payment,
	       sells_at_zero, important
	  FROM ` + variantRows

const updateVariants = `
	UPDATE variants v
	   SET product_no = u.product_no, custom_variant_code = u.custom_variant_code, options = u.options::jsonb, display = u.display,
	       selling = u.selling, tracked = u.tracked, quantity = u.quantity, safety_inventory = u.safety_inventory,
	       threshold = u.threshold, threshold_source = u.threshold_source, muted = u.muted, status = u.status, silent = u.silent,
	       observed_at = u.observed_at, source = u.source, raise_seen_at = u.raise_seen_at, dismissed = u.dismissed, removed_at = u.removed_at,
	       threshold_days = nullif(u.threshold_days, 0), silence = u.silence, at_payment = u.at_payment,
	       sells_at_zero = u.sells_at_zero, important = u.important
	  FROM ` + variantRows + `
	 WHERE v.mall_id = $1 AND v.variant_code = ANY($2) AND v.variant_code = u.variant_code`

func (s *settlement) queueVariants(batch *pgx.Batch, w *writes) {
	if len(w.insert.code) > 0 {
		batch.Queue(insertVariants, w.insert.args(s.mall)...)
	}
	if len(w.update.code) > 0 {
		batch.Queue(updateVariants, w.update.args(s.mall)...)
	}
	w.judged.queue(batch, s.mall)
	if len(w.touch) > 0 {
		batch.Queue(`UPDATE variants SET observed_at = $3, source = $4 WHERE mall_id = $1 AND variant_code = ANY($2)`,
			s.mall, w.touch, w.touchedAt, w.touchedBy)
	}
	if len(w.history.code) > 0 {
		batch.Queue(`
			INSERT INTO stock_history (mall_id, variant_code, observed_at, quantity, source)
			SELECT $1, u.* FROM unnest($2::text[], $3::timestamptz[], $4::int[], $5::text[]) u
			ON CONFLICT DO NOTHING`, s.mall, w.history.code, w.history.at, w.history.quantity, w.history.source)
	}
	if len(w.texts.code) > 0 {
		batch.Queue(`
			INSERT INTO variant_texts AS t (mall_id, variant_code, search, key)
			SELECT $1, u.* FROM unnest($2::text[], $3::text[], $4::text[]) u
			ON CONFLICT (mall_id, variant_code) DO UPDATE SET search = excluded.search, key = excluded.key
			 WHERE t.search <> excluded.search OR t.key IS DISTINCT FROM excluded.key`,
			s.mall, w.texts.code, w.texts.search, w.texts.key)
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

type historyColumns struct {
	code     []string
	at       []time.Time
	quantity []int32
	source   []string
}

func (c *historyColumns) add(it *item) {
	c.code, c.at = append(c.code, it.variant.Code), append(c.at, it.observed)
	c.quantity, c.source = append(c.quantity, bounded(it.variant.Quantity)), append(c.source, string(it.source))
}

type textColumns struct{ code, search, key []string }

func (c *textColumns) add(it *item) {
	texts := searchTexts(it.product, &it.variant)
	c.code, c.key = append(c.code, it.variant.Code), append(c.key, typed.Key(texts...))
	c.search = append(c.search, searchable(strings.Join(texts, " ")))
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
