package postgres

import (
	"context"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/typed"
)

// searchedAtMost is how many matches are taken from the trigram index. A word
// with more matches is so common that a page fills soon when the list is read
// in its own order and rows without a match are skipped.
const searchedAtMost = 2000

// searchedWords is how many words are searched for separately; the rest of the
// text is one more word, with its spaces.
const searchedWords = 6

// namedAtMost is how many variants a code may name. A code that names more is
// searched like any other word.
const namedAtMost = 100

// search is a list's Q as needles that must all be found.
type search struct {
	needles []typed.Needle
	common  []typed.Needle // those with too many matches
	rare    bool           // some are not common
	codes   []string       // with rare: the variants that match all of the rare needles
	code    string         // Q as a code
	named   []string       // the variants with this code of their own or of the merchant's; all of them match
}

// emptyLike is true for a product without variants whose own name and code
// match each of the patterns that follow, for LIKE and as regular expressions.
const emptyLike = `variant_count = 0 AND removed_at IS NULL AND search_key(product_name || chr(31) || product_code) LIKE ALL (?::text[])
	AND search_key(product_name || chr(31) || product_code) ~ ALL (?::text[])`

// find searches for q; it returns nil for an empty q. Where no row contains q
// as it was typed, it searches for each of its words, in any order: a name and
// an option, for example.
func find(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, q string) (*search, error) {
	q = storable(typed.Text(q))
	whole := typed.Find(q)
	if whole.Part == "" {
		return nil, nil //nolint:nilnil // nothing asked for is not a failure
	}
	s, err := findAll(ctx, tx, mall, []typed.Needle{whole})
	if err != nil {
		return nil, err
	}
	s.code = typed.Code(q)
	if s.named, err = named(ctx, tx, mall, s.code); err != nil {
		return nil, err
	}
	words := strings.Fields(q)
	if len(words) == 1 || !s.rare || len(s.codes) > 0 {
		return s, nil
	}
	like, patterns := s.conditions()
	w := newWhere(mall)
	w.add(emptyLike, like, patterns)
	var empty bool // whether a product without variants matches
	err = tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM products p`+w.sql("p")+`)`, w.args...).Scan(&empty)
	if err != nil || empty {
		return s, err
	}
	if len(words) > searchedWords {
		words = append(words[:searchedWords-1:searchedWords-1], strings.Join(words[searchedWords-1:], " "))
	}
	needles := make([]typed.Needle, 0, len(words))
	for _, word := range words {
		needles = append(needles, typed.Find(word))
	}
	return findAll(ctx, tx, mall, needles)
}

// named returns the variants that have the code, or that the merchant gave it
// to; none where there are too many.
func named(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, code string) ([]string, error) {
	rows, err := tx.Query(ctx, `
		SELECT variant_code, custom_variant_code FROM variants WHERE mall_id = $1 AND variant_code = $2 AND removed_at IS NULL
		UNION SELECT * FROM coded_variants($1, ARRAY[$3::text], $4) LIMIT $4`, mall, code, typed.Shortened(code), namedAtMost+1)
	if err != nil {
		return nil, err
	}
	var codes []string
	var own, custom string
	_, err = pgx.ForEachRow(rows, []any{&own, &custom}, func() error {
		if own == code || typed.Code(custom) == code {
			codes = append(codes, own)
		}
		return nil
	})
	if len(codes) > namedAtMost {
		codes = nil
	}
	return codes, err
}

func findAll(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, needles []typed.Needle) (*search, error) {
	s := &search{}
	for _, needle := range needles {
		if needle.Part == "" {
			continue
		}
		s.needles = append(s.needles, needle)
		rows, err := tx.Query(ctx, `SELECT find_variants($1, $2, $3, $4)`, mall, likePattern(needle.Part), needle.Pattern, searchedAtMost+1)
		if err != nil {
			return nil, err
		}
		codes, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			return nil, err
		}
		s.narrow(needle, codes)
	}
	return s, nil
}

// narrow keeps only the variants that match one more needle.
func (s *search) narrow(needle typed.Needle, codes []string) {
	switch {
	case len(codes) > searchedAtMost:
		s.common = append(s.common, needle)
	case !s.rare:
		s.rare, s.codes = true, codes
	default:
		slices.Sort(codes)
		s.codes = slices.DeleteFunc(s.codes, func(code string) bool {
			_, matches := slices.BinarySearch(codes, code)
			return !matches
		})
	}
}

// conditions returns the needles for LIKE and as regular expressions; an empty
// needle matches everything.
func (s *search) conditions() (like, patterns []string) {
	for _, needle := range s.needles {
		like, patterns = append(like, likePattern(needle.Part)), append(patterns, needle.Pattern)
	}
	return like, patterns
}

// commonly is true for a text t of a variant that contains every common
// needle.
const commonly = `NOT EXISTS (SELECT FROM unnest(?::text[], ?::text[]) word(part, pattern) WHERE strpos(t.key, part) = 0 OR t.key !~ pattern)`

func (s *search) commonly() (parts, patterns []string) {
	for _, needle := range s.common {
		parts, patterns = append(parts, needle.Part), append(patterns, needle.Pattern)
	}
	return parts, patterns
}

// allVariants filters variants v in a query that reads all of them, as for
// counting.
func (s *search) allVariants(w *where) {
	if s == nil || s.rare {
		s.variants(w)
		return
	}
	parts, patterns := s.commonly()
	w.add("v.variant_code IN (SELECT t.variant_code FROM variant_texts t WHERE t.mall_id = $1 AND "+commonly+")", parts, patterns)
}

// allProducts filters products p in a query that reads all of them.
func (s *search) allProducts(w *where) {
	if s == nil || s.rare {
		s.products(w)
		return
	}
	parts, patterns := s.commonly()
	w.add(`p.product_no IN (SELECT v.product_no FROM variants v JOIN variant_texts t USING (mall_id, variant_code)
	         WHERE v.mall_id = $1 AND v.removed_at IS NULL AND `+commonly+`)`, parts, patterns)
}

// variants filters a list of variants v.
func (s *search) variants(w *where) {
	if s == nil {
		return
	}
	if s.rare {
		w.add("v.variant_code = ANY(?)", s.codes)
	}
	const key = "(SELECT t.key FROM variant_texts t WHERE t.mall_id = v.mall_id AND t.variant_code = v.variant_code)"
	for _, needle := range s.common {
		// Not LIKE: the planner estimates few matches for it and sorts the whole
		// catalogue.
		w.add("strpos("+key+", ?) > 0", needle.Part)
		if needle.Pattern != "" {
			w.add(key+" ~ ?", needle.Pattern)
		}
	}
}

// products filters a list of products p. A product is found by its variants,
// whose searchable texts contain its name; a product without variants is found
// by its own.
func (s *search) products(w *where) {
	if s == nil {
		return
	}
	parts, expressions := s.commonly()
	if s.rare {
		like, patterns := s.conditions()
		w.add(`p.product_no IN (SELECT v.product_no FROM variants v JOIN variant_texts t USING (mall_id, variant_code)
		           WHERE v.mall_id = $1 AND v.variant_code = ANY(?) AND v.removed_at IS NULL AND `+commonly+`
		          UNION ALL SELECT product_no FROM products WHERE mall_id = $1 AND `+emptyLike+`)`, s.codes, parts, expressions, like, patterns)
		return
	}
	w.add(`(SELECT count(*) FROM variants v JOIN variant_texts t USING (mall_id, variant_code)
	          WHERE v.mall_id = p.mall_id AND v.product_no = p.product_no AND v.removed_at IS NULL AND `+commonly+`) > 0`, parts, expressions)
}

// firstVariants filters a list of variants v to those that q names by their
// code, or to the others.
func (s *search) firstVariants(w *where, first bool) {
	if first {
		w.add("v.variant_code = ANY(?)", s.named)
	} else if s.namesVariants() {
		w.add("v.variant_code <> ALL(?)", s.named)
	}
}

func (s *search) namesVariants() bool { return s != nil && len(s.named) > 0 }

// firstProducts is firstVariants for a list of products p.
func (s *search) firstProducts(w *where, first bool) {
	const is = "(p.product_code = ? OR p.product_no IN (SELECT product_no FROM variants WHERE mall_id = $1 AND variant_code = ANY(?)))"
	if first {
		w.add(is, s.code, s.named)
	} else if s.namesProducts() {
		w.add("NOT "+is, s.code, s.named)
	}
}

func (s *search) namesProducts() bool { return s != nil && s.code != "" }

// likePattern returns a pattern that finds a searchable text anywhere, with
// its wildcards escaped.
func likePattern(text string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text) + "%"
}
