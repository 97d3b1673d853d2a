package postgres

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/lowstock"
)

// reevaluated is how many variants are evaluated at once.
const reevaluated = 5000

// maxTargets is how many subjects an evaluation stores by name. With more it
// covers the whole catalogue; variants for which nothing has changed are
// skipped.
const maxTargets = 20_000

// targetsIn returns what rules point at.
func targetsIn(rules []lowstock.Rule) (t targets) {
	for _, r := range rules {
		switch r.Scope {
		case lowstock.ScopeVariant:
			t.variants = append(t.variants, r.VariantCode)
		case lowstock.ScopeProduct:
			t.products = append(t.products, r.ProductNo)
		case lowstock.ScopeCategory:
			t.categories = append(t.categories, bounded(r.CategoryNo))
		case lowstock.ScopeSupplier:
			t.suppliers = append(t.suppliers, r.SupplierCode)
		case lowstock.ScopeMall:
			return targets{all: true}
		}
	}
	return t
}

// with returns both sets of targets together.
func (t targets) with(o targets) targets {
	if t.all || o.all {
		return targets{all: true}
	}
	return targets{
		variants: union(t.variants, o.variants), products: union(t.products, o.products),
		categories: union(t.categories, o.categories), suppliers: union(t.suppliers, o.suppliers),
	}
}

func union[T cmp.Ordered](a, b []T) []T {
	return slices.Compact(slices.Sorted(slices.Values(slices.Concat(a, b))))
}

// bounded returns the targets as an evaluation stores them.
func (t targets) bounded() targets {
	if len(t.variants)+len(t.products)+len(t.categories)+len(t.suppliers) > maxTargets {
		return targets{all: true}
	}
	return t
}

// where returns the condition that one of the targets can matter to a variant
// v.
func (t targets) where(mall lowstock.MallID) *where {
	w := newWhere(mall)
	if t.all {
		return w
	}
	var parts []string
	var args []any
	part := func(n int, condition string, arg any) {
		if n > 0 {
			parts, args = append(parts, condition), append(args, arg)
		}
	}
	part(len(t.variants), "v.variant_code = ANY(?)", t.variants)
	part(len(t.products), "v.product_no = ANY(?)", t.products)
	part(len(t.categories), "v.product_no IN (SELECT product_no FROM products WHERE mall_id = $1 AND category_nos && ?)", t.categories)
	part(len(t.suppliers), "v.product_no IN (SELECT product_no FROM products WHERE mall_id = $1 AND supplier_code = ANY(?))", t.suppliers)
	w.add("("+strings.Join(append(parts, "false"), " OR ")+")", args...)
	return w
}

// reevaluate evaluates again the stored levels of the variants that which
// selects. One reading is enough here: the levels were confirmed when they
// were stored.
func (s *settlement) reevaluate(ctx context.Context, which *where) error {
	return eachStored(ctx, s.tx, s.mall, which, func(p *storedPiece) error { return s.decideOn(ctx, p) })
}

// decideOn settles a piece of the catalogue by the rules that hold now.
func (s *settlement) decideOn(ctx context.Context, p *storedPiece) (err error) {
	if s.rules, err = loadRules(ctx, s.tx, s.mall, productsOf(p.variants)); err != nil {
		return err
	}
	items := make([]*item, 0, len(p.variants))
	for _, v := range p.variants {
		if product := p.products[v.variant.ProductNo]; product != nil {
			items = append(items, still(v, &product.product))
		}
	}
	return s.settle(ctx, items)
}

// storedPiece is a piece of the catalogue in the order of its codes.
type storedPiece struct {
	variants []*storedVariant // without removed ones
	products map[int64]*storedProduct
	last     string // the last code that was read
	more     bool   // whether there may be variants after it
}

// eachStored passes the variants of the catalogue that which selects to use,
// in pieces.
func eachStored(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, which *where, use func(*storedPiece) error) error {
	for after, more := "", true; more; {
		piece, err := readPiece(ctx, tx, mall, which.clone(), after, reevaluated)
		if err != nil {
			return err
		}
		if err := use(piece); err != nil {
			return err
		}
		after, more = piece.last, piece.more
	}
	return nil
}

// readPiece reads at most limit of the variants that which selects, behind a
// code. Removed ones are skipped here and not in SQL, for the reason that
// queueProductTotals gives.
func readPiece(ctx context.Context, tx pgx.Tx, mall lowstock.MallID, which *where, after string, limit int) (*storedPiece, error) {
	which.add("v.variant_code > ?", after)
	query := fmt.Sprintf(`SELECT %s FROM variants v %s %s ORDER BY v.variant_code LIMIT %d`, storedVariantNoOptions, standingIncident, which.sql("v"), limit)
	rows, err := tx.Query(ctx, query, which.args...)
	if err != nil {
		return nil, err
	}
	variants, err := pgx.CollectRows(rows, scanStored)
	if err != nil {
		return nil, err
	}
	p := &storedPiece{more: len(variants) == limit, last: after}
	if len(variants) > 0 {
		p.last = variants[len(variants)-1].variant.Code
	}
	p.variants = slices.DeleteFunc(variants, func(v *storedVariant) bool { return !v.removedAt.IsZero() })
	p.products, err = loadProducts(ctx, tx, mall, productsOf(p.variants))
	return p, err
}

func productsOf(variants []*storedVariant) []int64 {
	var nos []int64
	seen := map[int64]bool{}
	for _, v := range variants {
		if no := v.variant.ProductNo; !seen[no] {
			seen[no], nos = true, append(nos, no)
		}
	}
	return nos
}

// targets are what changes point at, kind by kind.
type targets struct {
	all        bool // the whole catalogue; the others are empty
	variants   []string
	products   []int64
	categories []int32
	suppliers  []string
}
