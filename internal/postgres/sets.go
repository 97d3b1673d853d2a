package postgres

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/bundles"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/outgoing"
)

const claimedSets = 2000 // in one claim: the sets that a few pages of a list hold

// SetKinds returns the products that are stored as sets, each with its kind.
func (s catalogueStore) SetKinds(ctx context.Context) (kinds map[int64]string, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		kinds = map[int64]string{}
		rows, err := tx.Query(ctx, `SELECT product_no, kind FROM product_sets WHERE mall_id = $1`, s.id)
		if err != nil {
			return err
		}
		var no int64
		var kind string
		_, err = pgx.ForEachRow(rows, []any{&no, &kind}, func() error {
			kinds[no] = kind
			return nil
		})
		return err
	})
	return kinds, err
}

// NoteSets stores which products are sets, by kind, and which are not ("").
// Their parts are due at a time; zero: with the next sweep.
func (s catalogueStore) NoteSets(ctx context.Context, kinds map[int64]string, due time.Time) error {
	var sets, none []int64
	var names []string
	for no, kind := range kinds {
		if kind == "" {
			none = append(none, no)
			continue
		}
		sets, names = append(sets, no), append(names, storable(kind))
	}
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		var batch pgx.Batch
		batch.Queue(`
			INSERT INTO product_sets AS p (mall_id, product_no, kind, due_at)
			SELECT $1, u.*, $4 FROM unnest($2::bigint[], $3::text[]) u ORDER BY 2
			ON CONFLICT (mall_id, product_no) DO UPDATE SET kind = excluded.kind, due_at = least(p.due_at, excluded.due_at)`, s.id, sets, names, orNull(due))
		batch.Queue(`DELETE FROM product_sets WHERE mall_id = $1 AND product_no = ANY($2)`, s.id, none)
		return tx.SendBatch(ctx, &batch).Close()
	})
}

// DueSets makes the parts of all sets due at a time.
func (s catalogueStore) DueSets(ctx context.Context, at time.Time) error {
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE product_sets SET due_at = least(due_at, $2) WHERE mall_id = $1`, s.id, at)
		return err
	})
}

// ClaimSets claims the sets whose parts are due, until a time: first those
// that were never read, then those that were read the longest time ago.
func (s catalogueStore) ClaimSets(ctx context.Context, now, until time.Time) (due []bundles.Due, err error) {
	err = s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		due = nil
		rows, err := tx.Query(ctx, `
			WITH claimed AS (
			  UPDATE product_sets SET due_at = $3
			   WHERE mall_id = $1 AND product_no IN (
			     SELECT product_no FROM product_sets WHERE mall_id = $1 AND due_at <= $2 ORDER BY read_at NULLS FIRST, product_no LIMIT $4)
			  RETURNING product_no, read_at
			)
			SELECT product_no, read_at FROM claimed ORDER BY read_at NULLS FIRST, product_no`, s.id, now, until, claimedSets)
		if err != nil {
			return err
		}
		var d bundles.Due
		_, err = pgx.ForEachRow(rows, []any{&d.ProductNo, orZero(&d.ReadAt)}, func() error {
			due = append(due, d)
			return nil
		})
		return err
	})
	return due, err
}

// SaveSets stores what was read of sets, under a claim until a time. It
// replaces each set's stored parts. A set that has become due since stays due.
// When the first set of a mall has known parts, the demand that its orders
// mean has changed: every day that was counted from orders is due to be read
// again, and its old count is used until then.
func (s catalogueStore) SaveSets(ctx context.Context, readings []bundles.Reading, at, until time.Time) error {
	return s.inMall(ctx, patience, func(ctx context.Context, tx pgx.Tx) error {
		var batch pgx.Batch
		batch.Queue(`
			WITH first AS (SELECT WHERE $2 AND NOT EXISTS (SELECT FROM product_sets WHERE mall_id = $1 AND known)), again AS (
			  UPDATE demand_days SET read_on = day WHERE mall_id = $1 AND source = 'orders' AND EXISTS (SELECT FROM first) RETURNING 1
			)
			UPDATE demand_reads SET next_at = least(next_at, $3) WHERE mall_id = $1 AND EXISTS (SELECT FROM again)`, s.id, slices.ContainsFunc(readings, func(r bundles.Reading) bool { return r.Known }), at)
		for _, r := range readings {
			nos, codes, needed := make([]int64, 0, len(r.Parts)), make([]string, 0, len(r.Parts)), make([]int32, 0, len(r.Parts))
			for _, p := range r.Parts {
				nos, codes, needed = append(nos, p.ProductNo), append(codes, storable(p.Code)), append(needed, bounded(p.Needed))
			}
			if r.Known {
				batch.Queue(`DELETE FROM set_parts WHERE mall_id = $1 AND set_no = $2`, s.id, r.ProductNo)
				batch.Queue(`
					INSERT INTO set_parts (mall_id, set_no, part_no, needed)
					SELECT $1, $2, part_no, sum(needed) FROM (
					  SELECT coalesce(nullif(u.no, 0), (SELECT min(product_no) FROM products WHERE mall_id = $1 AND product_code = u.code)) AS part_no, u.needed
					    FROM unnest($3::bigint[], $4::text[], $5::int[]) u(no, code, needed)) p
					 WHERE part_no IS NOT NULL AND part_no <> $2 AND EXISTS (SELECT FROM product_sets WHERE mall_id = $1 AND product_no = $2)
					 GROUP BY part_no`, s.id, r.ProductNo, nos, codes, needed)
			}
			batch.Queue(`
				UPDATE product_sets SET read_at = $3, due_at = CASE WHEN due_at < $4 THEN due_at END, known = known OR $5,
				       whole = CASE WHEN $5 THEN $6 AND (SELECT count(*) FROM set_parts WHERE mall_id = $1 AND set_no = $2) >= $7 ELSE whole END
				 WHERE mall_id = $1 AND product_no = $2`, s.id, r.ProductNo, at, until, r.Known, r.Whole, distinctParts(r.Parts))
		}
		return tx.SendBatch(ctx, &batch).Close()
	})
}

// distinctParts returns how many products the parts are.
func distinctParts(parts []bundles.Need) int {
	seen := map[bundles.Need]bool{}
	for _, p := range parts {
		if p.Needed = 0; p.ProductNo != 0 {
			p.Code = ""
		}
		seen[p] = true
	}
	return len(seen)
}

// PostponeSets makes claimed sets due at a time; zero: with the next sweep.
func (s catalogueStore) PostponeSets(ctx context.Context, sets []int64, until, due time.Time) error {
	return s.inMall(ctx, shortly, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `
			UPDATE product_sets SET due_at = $4 WHERE mall_id = $1 AND product_no = ANY($2) AND due_at = $3`, s.id, sets, until, orNull(due))
		return err
	})
}

const setsAsked = `
	SELECT s.product_no, coalesce(p.product_name, ''), coalesce(p.product_code, ''), coalesce(p.display AND p.selling AND p.removed_at IS NULL, false),
	       p.product_no IS NULL OR p.removed_at IS NOT NULL, s.kind, s.read_at, s.known, s.whole,
	       coalesce(r.part_no, 0), coalesce(r.needed, 0), coalesce(q.product_name, ''), coalesce(q.product_code, ''), v.n, v.tracked, v.stock, v.code
	  FROM product_sets s
	  LEFT JOIN products p ON p.mall_id = s.mall_id AND p.product_no = s.product_no
	  LEFT JOIN set_parts r ON r.mall_id = s.mall_id AND r.set_no = s.product_no
	  LEFT JOIN products q ON q.mall_id = s.mall_id AND q.product_no = r.part_no
	 CROSS JOIN LATERAL (
	   SELECT count(*)::int AS n, coalesce(bool_and(tracked AND NOT sells_at_zero), false) AS tracked,
	          coalesce(sum(greatest(quantity, 0)) FILTER (WHERE tracked), 0)::bigint AS stock, coalesce(CASE WHEN count(*) = 1 THEN min(variant_code) END, '') AS code
	     FROM variants WHERE mall_id = s.mall_id AND product_no = r.part_no AND removed_at IS NULL) v
	 WHERE s.mall_id = $1 AND ($2::bigint[] IS NULL OR s.product_no = ANY($2)
	    OR s.product_no IN (SELECT set_no FROM set_parts WHERE mall_id = $1 AND part_no = ANY($2)))
	 ORDER BY s.product_no, r.part_no`

// Sets returns the sets that some products are, or are parts of, each with all
// of its parts; without products, all sets of the mall.
func (s catalogueStore) Sets(ctx context.Context, products ...int64) (sets []bundles.Set, err error) {
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		sets, err = loadSets(ctx, tx, s.id, products)
		return err
	})
	return sets, err
}

func loadSets(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, products []int64) (sets []bundles.Set, err error) {
	rows, err := tx.Query(ctx, setsAsked, mall, products)
	if err != nil {
		return nil, err
	}
	return scanSets(rows)
}

func scanSets(rows pgx.Rows) (sets []bundles.Set, err error) {
	var set bundles.Set
	var part bundles.Part
	fields := []any{
		&set.ProductNo, &set.Name, &set.Code, &set.OnSale, &set.Gone, &set.Kind, orZero(&set.ReadAt), &set.Known, &set.Whole,
		&part.ProductNo, &part.Needed, &part.Name, &part.Code, &part.Variants, &part.Tracked, &part.Stock, &part.Variant,
	}
	_, err = pgx.ForEachRow(rows, fields, func() error {
		if n := len(sets); n == 0 || sets[n-1].ProductNo != set.ProductNo {
			sets = append(sets, set)
		}
		if last := &sets[len(sets)-1]; part.ProductNo != 0 {
			last.Parts = append(last.Parts, part)
		}
		return nil
	})
	return sets, err
}

// OnlyVariants returns the codes of the only variants of products. A product
// is named by number or, where that is 0, by code. The code is "" where a
// product has several variants, or is not known. The result is in the order of
// the arguments.
func (s catalogueStore) OnlyVariants(ctx context.Context, numbers []int64, codes []string) (variants []string, err error) {
	storables := make([]string, len(codes))
	for i, code := range codes {
		storables[i] = storable(code)
	}
	err = s.read(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			SELECT coalesce((SELECT CASE WHEN count(*) = 1 THEN min(v.variant_code) END FROM variants v
			    WHERE v.mall_id = $1 AND v.removed_at IS NULL
			      AND v.product_no = coalesce(nullif(u.no, 0), (SELECT min(product_no) FROM products WHERE mall_id = $1 AND product_code = u.code))), '')
			  FROM unnest($2::bigint[], $3::text[]) WITH ORDINALITY u(no, code, ord) ORDER BY ord`, s.id, numbers, storables)
		if err != nil {
			return err
		}
		variants, err = pgx.CollectRows(rows, pgx.RowTo[string])
		return err
	})
	return variants, err
}

// addStopped adds to the items of a message which sets cannot be sold because
// of them.
func addStopped(ctx context.Context, tx pgx.Tx, m *outgoing.Message) error {
	if len(m.Items) == 0 {
		return nil
	}
	numbers := make([]int64, len(m.Items))
	for i := range m.Items {
		numbers[i] = m.Items[i].ProductNo
	}
	sets, err := loadSets(ctx, tx, m.Mall, numbers)
	if err != nil || len(sets) == 0 {
		return err
	}
	for i := range m.Items {
		m.Items[i].StopsSets = bundles.Stopped(sets, m.Items[i].ProductNo)
	}
	return nil
}
