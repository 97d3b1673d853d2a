package postgres

import (
	"context"
	"strings"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

// searchedAtMost is how many matches are taken from the trigram index. A word
// with more is so common that reading the list in its own order, and leaving
// out what does not match, soon fills a page.
const searchedAtMost = 2000

// search is what a list's Q comes down to.
type search struct {
	text    string   // as searchText writes it
	pattern string   // the same for LIKE
	codes   []string // the variants that match, unless common
	common  bool
}

// find looks q up; nil for no q.
func find(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, q string) (*search, error) {
	if strings.TrimSpace(q) == "" {
		return nil, nil //nolint:nilnil // nothing asked for is not a failure
	}
	s := &search{text: searchable(storable(strings.TrimSpace(q)))}
	s.pattern = likePattern(s.text)
	rows, err := tx.Query(ctx, `SELECT search_variants($1, $2, $3)`, mall, s.pattern, searchedAtMost+1)
	if err != nil {
		return nil, err
	}
	if s.codes, err = pgx.CollectRows(rows, pgx.RowTo[string]); err != nil {
		return nil, err
	}
	s.common = len(s.codes) > searchedAtMost
	return s, nil
}

// variants narrows a list of variants v.
func (s *search) variants(w *where) {
	switch {
	case s == nil:
	case s.common:
		// Not LIKE: the planner takes that for rare and sorts the whole catalogue.
		w.add("strpos((SELECT t.search FROM variant_texts t WHERE t.mall_id = v.mall_id AND t.variant_code = v.variant_code), ?) > 0", s.text)
	default:
		w.add("v.variant_code = ANY(?)", s.codes)
	}
}

// products narrows a list of products p. A product is found by its variants,
// which carry its name; one that has none is found by its own.
func (s *search) products(w *where) {
	switch {
	case s == nil:
	case s.common:
		w.add(`(SELECT count(*) FROM variants v JOIN variant_texts t USING (mall_id, variant_code)
		          WHERE v.mall_id = p.mall_id AND v.product_no = p.product_no AND v.removed_at IS NULL AND strpos(t.search, ?) > 0) > 0`, s.text)
	default:
		w.add(`p.product_no IN (SELECT product_no FROM variants WHERE mall_id = $1 AND variant_code = ANY(?) AND removed_at IS NULL
		          UNION ALL SELECT product_no FROM products e WHERE e.mall_id = $1 AND e.variant_count = 0 AND e.removed_at IS NULL
		                       AND normalize(lower(e.product_name || ' ' || e.product_code), NFD) LIKE ?)`, s.codes, s.pattern)
	}
}

// likePattern finds a searchable text anywhere, its wildcards as the characters
// they are.
func likePattern(text string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text) + "%"
}
