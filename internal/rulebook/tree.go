package rulebook

import (
	"cmp"
	"slices"

	"cafe24-inventory-alert/internal/lowstock"
)

// Standing is a rule with its present effect. The mall's default has the ID 0
// if it was not set.
type Standing struct {
	lowstock.Rule

	Cause   Cause             // cause of the change that made it as it is
	Name    string            // name of its product, category or supplier; "" if it does not exist any more
	Options []lowstock.Option // options of its variant

	// Of is the subject that covers the product of a product or variant rule
	// without this rule. Its sales are those of the product's best seller.
	Of lowstock.Subject

	Gives Reach // the variants that get their threshold from it
	Mutes Reach // the variants that it mutes; their threshold may come from another rule
}

// Reach is a number of variants, by status.
type Reach struct{ Variants, Out, Low int }

// Branch is a rule and the rules that override it. A product without a rule of
// its own whose variants have rules is a branch with the ID 0.
type Branch struct {
	Standing

	Under []*Branch // categories, suppliers, products, variants, each sorted by name
	Rules Count     // rules below it, at any depth
}

// Count is a number of rules by scope.
type Count struct{ Categories, Suppliers, Products, Variants int }

// Total is the number of all rules.
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

// NewTree builds the tree in which a mall's rules override one another. The
// mall's default is the root. A product is below the category or supplier whose
// rule would hold without the product's own rule. A variant is below its
// product. If the variants of a product would get their threshold from
// different categories, because they sell differently, the product is below the
// category of its best seller.
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
	set     lowstock.RuleSet // rules of categories and suppliers
	wide    map[lowstock.Rule]*Branch
	product map[int64]*Branch
}

func (t *tree) hang(under *Branch, s Standing) *Branch {
	b := &Branch{Standing: s}
	under.Under = append(under.Under, b)
	return b
}

// narrow adds the rule of a product or a variant to the tree. All rules of
// products have to be added first.
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

// over returns the branch of the category, supplier or mall that covers a
// product.
func (t *tree) over(of lowstock.Subject) *Branch {
	if chain := t.set.Chain(of); len(chain) > 0 {
		return t.wide[chain[0].Only()]
	}
	return t.root
}

// finish counts the rules below every branch and sorts the branches.
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

// Branch finds a branch by its scope and subject. It returns the path from the
// root to the branch, the root first; nil if there is none.
func (b *Branch) Branch(of lowstock.Rule) []*Branch {
	return b.path(func(x *Branch) bool { return x.Only() == of.Only() })
}

// BranchOf finds the branch of a rule by the rule's ID and returns the path as
// [Branch.Branch] does.
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

// Pruned returns the part of the tree with the branches that keep accepts, at
// most so many of them, and their parents. It returns nil if there are none.
// found is the number of all branches that match.
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
