package rulebook

import (
	"cmp"
	"slices"

	"cafe24-inventory-alert/internal/lowstock"
)

// Standing is a rule beside what it does now. The mall's default has an ID
// of 0 where none was set.
type Standing struct {
	lowstock.Rule

	Cause   Cause             // of the change that left it as it is
	Name    string            // of its product, category or supplier; "" for one that has gone
	Options []lowstock.Option // of its variant

	// What the product of a product or variant rule would be covered by without
	// either: its sales are those of its best seller.
	Of lowstock.Subject

	Gives Reach // the variants that have their threshold from it
	Mutes Reach // the variants that it silences; it need not give their threshold
}

// Reach is variants of the catalogue by how they stand.
type Reach struct{ Variants, Out, Low int }

// Branch is a rule and what overrides it. A product without a rule of its
// own, whose variants have some, is a branch with an ID of 0.
type Branch struct {
	Standing

	Under []*Branch // categories, suppliers, products, variants, each by name
	Rules Count     // below it, at any depth
}

// Count is a number of rules by scope.
type Count struct{ Categories, Suppliers, Products, Variants int }

// Total is all of them.
func (c Count) Total() int { return c.Categories + c.Suppliers + c.Products + c.Variants }

func (c *Count) add(scope lowstock.Scope) {
	switch scope {
	case lowstock.ScopeCategory:
		c.Categories++
	case lowstock.ScopeSupplier:
		c.Suppliers++
	case lowstock.ScopeProduct:
		c.Products++
	case lowstock.ScopeVariant:
		c.Variants++
	case lowstock.ScopeMall:
	}
}

// NewTree lays a mall's rules out as they override one another: the mall's
// default is the root, a product stands below the category or supplier whose
// rule would hold without its own, a variant below its product. Where a product
// sells so that categories change places among its variants, its best seller
// says under which it stands.
func NewTree(standing []Standing) *Branch {
	t := tree{
		root:    &Branch{Standing: Standing{Rule: lowstock.Rule{Scope: lowstock.ScopeMall}}},
		wide:    map[lowstock.Rule]*Branch{},
		product: map[int64]*Branch{},
	}
	var rules []lowstock.Rule
	for _, s := range standing {
		switch s.Scope {
		case lowstock.ScopeMall:
			t.root.Standing = s
		case lowstock.ScopeCategory, lowstock.ScopeSupplier:
			rules = append(rules, s.Rule)
			t.wide[s.Only()] = t.hang(t.root, s)
		case lowstock.ScopeProduct, lowstock.ScopeVariant:
		}
	}
	t.set = lowstock.NewRuleSet(rules)
	for _, scope := range []lowstock.Scope{lowstock.ScopeProduct, lowstock.ScopeVariant} {
		for _, s := range standing {
			if s.Scope == scope {
				t.narrow(s)
			}
		}
	}
	t.root.finish()
	return t.root
}

type tree struct {
	root    *Branch
	set     lowstock.RuleSet // of categories and suppliers
	wide    map[lowstock.Rule]*Branch
	product map[int64]*Branch
}

func (t *tree) hang(under *Branch, s Standing) *Branch {
	b := &Branch{Standing: s}
	under.Under = append(under.Under, b)
	return b
}

// narrow hangs a product's or a variant's rule; all rules of products come
// first.
func (t *tree) narrow(s Standing) {
	if s.Scope == lowstock.ScopeProduct {
		t.product[s.ProductNo] = t.hang(t.over(s.Of), s)
		return
	}
	product, ok := t.product[s.ProductNo]
	if !ok {
		none := Standing{Rule: lowstock.Rule{Scope: lowstock.ScopeProduct, ProductNo: s.ProductNo}, Name: s.Name, Of: s.Of}
		product = t.hang(t.over(s.Of), none)
		t.product[s.ProductNo] = product
	}
	t.hang(product, s)
}

// over is the category, supplier or mall that covers a product.
func (t *tree) over(of lowstock.Subject) *Branch {
	if chain := t.set.Chain(of); len(chain) > 0 {
		return t.wide[chain[0].Only()]
	}
	return t.root
}

// finish counts what is below every branch and puts it in order.
func (b *Branch) finish() {
	for _, u := range b.Under {
		u.finish()
		if u.ID != 0 {
			b.Rules.add(u.Scope)
		}
		b.Rules.Categories += u.Rules.Categories
		b.Rules.Suppliers += u.Rules.Suppliers
		b.Rules.Products += u.Rules.Products
		b.Rules.Variants += u.Rules.Variants
	}
	widest := []lowstock.Scope{lowstock.ScopeMall, lowstock.ScopeCategory, lowstock.ScopeSupplier, lowstock.ScopeProduct, lowstock.ScopeVariant}
	slices.SortFunc(b.Under, func(x, y *Branch) int {
		return cmp.Or(
			cmp.Compare(slices.Index(widest, x.Scope), slices.Index(widest, y.Scope)), cmp.Compare(x.Name, y.Name),
			cmp.Compare(x.CategoryNo, y.CategoryNo), cmp.Compare(x.SupplierCode, y.SupplierCode),
			cmp.Compare(x.ProductNo, y.ProductNo), cmp.Compare(x.VariantCode, y.VariantCode),
		)
	})
}

// Branch finds a branch by its scope and subject, with those that it hangs from,
// the root first; nil where there is none.
func (b *Branch) Branch(of lowstock.Rule) []*Branch {
	return b.path(func(x *Branch) bool { return x.Only() == of.Only() })
}

// BranchOf finds the branch of a rule as [Branch.Branch] does.
func (b *Branch) BranchOf(id int64) []*Branch {
	return b.path(func(x *Branch) bool { return id != 0 && x.ID == id })
}

func (b *Branch) path(is func(*Branch) bool) []*Branch {
	if is(b) {
		return []*Branch{b}
	}
	for _, u := range b.Under {
		if below := u.path(is); below != nil {
			return append([]*Branch{b}, below...)
		}
	}
	return nil
}

// Pruned leaves of the tree what keep says, at most so many of them, and what
// they hang from; nil where that is nothing. The number is of all that match.
func (b *Branch) Pruned(keep func(*Branch) bool, most int) (pruned *Branch, found int) {
	return b.prune(keep, &most)
}

func (b *Branch) prune(keep func(*Branch) bool, left *int) (pruned *Branch, found int) {
	stays := b.ID != 0 && keep(b)
	if stays {
		found++
		if *left--; *left < 0 {
			stays = false
		}
	}
	p := &Branch{Standing: b.Standing, Rules: b.Rules}
	for _, u := range b.Under {
		below, n := u.prune(keep, left)
		found += n
		if below != nil {
			p.Under = append(p.Under, below)
		}
	}
	if !stays && len(p.Under) == 0 {
		return nil, found
	}
	return p, found
}
