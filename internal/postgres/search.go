package postgres

import (
	"context"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

// searchedAtMost is how many matches are taken from the trigram index. A word
// with more is so common that reading the list in its own order, and leaving
// out what does not match, soon fills a page.
const searchedAtMost = 2000

// searchedWords is how many words are looked for; what follows is one more, with
// its spaces.
const searchedWords = 6

// search is what a list's Q comes down to: texts that must all be found.
type search struct {
	patterns []string // each as LIKE takes it
	common   []string // those with too many matches, as searchText writes them
	rare     bool     // some are not common
	codes    []string // with rare: the variants that all of those match
}

// emptyLike holds for a product without variants whose own name and code match
// each of the patterns that follow.
const emptyLike = `variant_count = 0 AND removed_at IS NULL AND normalize(lower(product_name || ' ' || product_code), NFD) LIKE ALL`

// find looks q up; nil for no q. Where nothing has it as it was typed, what has
// each of its words, in any order: a name and an option, say.
func find(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, q string) (*search, error) {
	typed := searchable(storable(strings.TrimSpace(q)))
	if typed == "" {
		return nil, nil //nolint:nilnil // nothing asked for is not a failure
	}
	s, err := findWords(ctx, tx, mall, []string{typed})
	words := strings.Fields(typed)
	if err != nil || len(words) == 1 || !s.rare || len(s.codes) > 0 {
		return s, err
	}
	var empty bool // a product without variants has it
	err = tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM products WHERE mall_id = $1 AND `+emptyLike+` ($2::text[]))`, mall, s.patterns).Scan(&empty)
	if err != nil || empty {
		return s, err
	}
	if len(words) > searchedWords {
		words = append(words[:searchedWords-1:searchedWords-1], strings.Join(words[searchedWords-1:], " "))
	}
	return findWords(ctx, tx, mall, words)
}

func findWords(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, words []string) (*search, error) {
	s := &search{}
	for _, word := range words {
		pattern := likePattern(word)
		s.patterns = append(s.patterns, pattern)
		rows, err := tx.Query(ctx, `SELECT search_variants($1, $2, $3)`, mall, pattern, searchedAtMost+1)
		if err != nil {
			return nil, err
		}
		codes, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			return nil, err
		}
		s.narrow(word, codes)
	}
	return s, nil
}

// narrow leaves what one more word matches.
func (s *search) narrow(word string, codes []string) {
	switch {
	case len(codes) > searchedAtMost:
		s.common = append(s.common, word)
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

// variants narrows a list of variants v.
func (s *search) variants(w *where) {
	if s == nil {
		return
	}
	if s.rare {
		w.add("v.variant_code = ANY(?)", s.codes)
	}
	for _, word := range s.common {
		// Not LIKE: the planner takes that for rare and sorts the whole catalogue.
		w.add("strpos((SELECT t.search FROM variant_texts t WHERE t.mall_id = v.mall_id AND t.variant_code = v.variant_code), ?) > 0", word)
	}
}

// products narrows a list of products p. A product is found by its variants,
// which carry its name; one that has none is found by its own.
func (s *search) products(w *where) {
	switch {
	case s == nil:
	case s.rare:
		w.add(`p.product_no IN (SELECT v.product_no FROM variants v JOIN variant_texts t USING (mall_id, variant_code)
		           WHERE v.mall_id = $1 AND v.variant_code = ANY(?) AND v.removed_at IS NULL
		             AND NOT EXISTS (SELECT FROM unnest(?::text[]) word WHERE strpos(t.search, word) = 0)
		          UNION ALL SELECT product_no FROM products WHERE mall_id = $1 AND `+emptyLike+` (?::text[]))`, s.codes, s.common, s.patterns)
	default:
		w.add(`(SELECT count(*) FROM variants v JOIN variant_texts t USING (mall_id, variant_code)
		          WHERE v.mall_id = p.mall_id AND v.product_no = p.product_no AND v.removed_at IS NULL
		            AND NOT EXISTS (SELECT FROM unnest(?::text[]) word WHERE strpos(t.search, word) = 0)) > 0`, s.common)
	}
}

// likePattern finds a searchable text anywhere, its wildcards as the characters
// they are.
func likePattern(text string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text) + "%"
}
