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
// with more is so common that reading the list in its own order, and leaving
// out what does not match, soon fills a page.
const searchedAtMost = 2000

// searchedWords is how many words are looked for; what follows is one more, with
// its spaces.
const searchedWords = 6

// namedAtMost is how many variants a code may name before it is a word like any
// other.
const namedAtMost = 100

// search is what a list's Q comes down to: needles that must all be found.
type search struct {
	needles []typed.Needle
	common  []typed.Needle // those with too many matches
	rare    bool           // some are not common
	codes   []string       // with rare: the variants that all of those match
	code    string         // Q as a code
	named   []string       // the variants whose own code it is, or the merchant's; all of them match
}

// emptyLike holds for a product without variants whose own name and code match
// each of the patterns that follow, for LIKE and as regular expressions.
const emptyLike = `variant_count = 0 AND removed_at IS NULL AND search_key(product_name || chr(31) || product_code) LIKE ALL (?::text[])
	AND search_key(product_name || chr(31) || product_code) ~ ALL (?::text[])`

// find looks q up; nil for no q. Where nothing has it as it was typed, what has
// each of its words, in any order: a name and an option, say.
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
	var empty bool // a product without variants has it
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

// named are the variants whose code it is, or that the merchant calls so; none
// where too many are.
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

// narrow leaves what one more needle matches.
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

// conditions are the needles for LIKE and as regular expressions; the empty one
// matches everything.
func (s *search) conditions() (like, patterns []string) {
	for _, needle := range s.needles {
		like, patterns = append(like, likePattern(needle.Part)), append(patterns, needle.Pattern)
	}
	return like, patterns
}

// commonly holds for a text t of a variant in which every common needle is.
const commonly = `NOT EXISTS (SELECT FROM unnest(?::text[], ?::text[]) word(part, pattern) WHERE strpos(t.key, part) = 0 OR t.key !~ pattern)`

func (s *search) commonly() (parts, patterns []string) {
	for _, needle := range s.common {
		parts, patterns = append(parts, needle.Part), append(patterns, needle.Pattern)
	}
	return parts, patterns
}

// allVariants narrows variants v of which all are read, as for counting them.
func (s *search) allVariants(w *where) {
	if s == nil || s.rare {
		s.variants(w)
		return
	}
	parts, patterns := s.commonly()
	w.add("v.variant_code IN (SELECT t.variant_code FROM variant_texts t WHERE t.mall_id = $1 AND "+commonly+")", parts, patterns)
}

// allProducts narrows products p of which all are read.
func (s *search) allProducts(w *where) {
	if s == nil || s.rare {
		s.products(w)
		return
	}
	parts, patterns := s.commonly()
	w.add(`p.product_no IN (SELECT v.product_no FROM variants v JOIN variant_texts t USING (mall_id, variant_code)
	         WHERE v.mall_id = $1 AND v.removed_at IS NULL AND `+commonly+`)`, parts, patterns)
}

// variants narrows a list of variants v.
func (s *search) variants(w *where) {
	if s == nil {
		return
	}
	if s.rare {
		w.add("v.variant_code = ANY(?)", s.codes)
	}
	const key = "(SELECT t.key FROM variant_texts t WHERE t.mall_id = v.mall_id AND t.variant_code = v.variant_code)"
	for _, needle := range s.common {
		// Not LIKE: the planner takes that for rare and sorts the whole catalogue.
		w.add("strpos("+key+", ?) > 0", needle.Part)
		if needle.Pattern != "" {
			w.add(key+" ~ ?", needle.Pattern)
		}
	}
}

// products narrows a list of products p. A product is found by its variants,
// which carry its name; one that has none is found by its own.
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

// firstVariants narrows a list of variants v to those that q names, or to the
// others.
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

// likePattern finds a searchable text anywhere, its wildcards as the characters
// they are.
func likePattern(text string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text) + "%"
}
