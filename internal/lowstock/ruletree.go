package lowstock

import (
	"cmp"
	"slices"
)

// RuleStanding is a rule beside what it does now. The mall's default has an ID
// of 0 where none was set.
type RuleStanding struct {
	Rule

	Cause   Cause    // of the change that left it as it is
	Name    string   // of its product, category or supplier; "" for one that has gone
	Options []Option // of its variant

	// What the product of a product or variant rule would be covered by without
	// either: its sales are those of its best seller.
	Of Subject

	Gives RuleReach // the variants that have their threshold from it
	Mutes RuleReach // the variants that it silences; it need not give their threshold
}

// RuleReach is variants of the catalogue by how they stand.
type RuleReach struct{ Variants, Out, Low int }

// RuleBranch is a rule and what overrides it. A product without a rule of its
// own, whose variants have some, is a branch with an ID of 0.
type RuleBranch struct {
	RuleStanding

	Under []*RuleBranch // categories, suppliers, products, variants, each by name
	Rules RuleCount     // below it, at any depth
}

// RuleCount is a number of rules by scope.
type RuleCount struct{ Categories, Suppliers, Products, Variants int }

// Total is all of them.
func (c RuleCount) Total() int { return c.Categories + c.Suppliers + c.Products + c.Variants }

func (c *RuleCount) add(scope Scope) {
	switch scope {
	case ScopeCategory:
		c.Categories++
	case ScopeSupplier:
		c.Suppliers++
	case ScopeProduct:
		c.Products++
	case ScopeVariant:
		c.Variants++
	case ScopeMall:
	}
}

// NewRuleTree lays a mall's rules out as they override one another: the mall's
// default is the root, a product stands below the category or supplier whose
// rule would hold without its own, a variant below its product. Where a product
// sells so that categories change places among its variants, its best seller
// says under which it stands.
func NewRuleTree(standing []RuleStanding) *RuleBranch {
	t := ruleTree{
		root:    &RuleBranch{RuleStanding: RuleStanding{Rule: Rule{Scope: ScopeMall}}},
		wide:    map[Rule]*RuleBranch{},
		product: map[int64]*RuleBranch{},
	}
	var rules []Rule
	for _, s := range standing {
		switch s.Scope {
		case ScopeMall:
			t.root.RuleStanding = s
		case ScopeCategory, ScopeSupplier:
			rules = append(rules, s.Rule)
			t.wide[s.Only()] = t.hang(t.root, s)
		case ScopeProduct, ScopeVariant:
		}
	}
	t.set = NewRuleSet(rules)
	for _, scope := range []Scope{ScopeProduct, ScopeVariant} {
		for _, s := range standing {
			if s.Scope == scope {
				t.narrow(s)
			}
		}
	}
	t.root.finish()
	return t.root
}

type ruleTree struct {
	root    *RuleBranch
	set     RuleSet // of categories and suppliers
	wide    map[Rule]*RuleBranch
	product map[int64]*RuleBranch
}

func (t *ruleTree) hang(under *RuleBranch, s RuleStanding) *RuleBranch {
	b := &RuleBranch{RuleStanding: s}
	under.Under = append(under.Under, b)
	return b
}

// narrow hangs a product's or a variant's rule; all rules of products come
// first.
func (t *ruleTree) narrow(s RuleStanding) {
	if s.Scope == ScopeProduct {
		t.product[s.ProductNo] = t.hang(t.over(s.Of), s)
		return
	}
	product, ok := t.product[s.ProductNo]
	if !ok {
		none := RuleStanding{Rule: Rule{Scope: ScopeProduct, ProductNo: s.ProductNo}, Name: s.Name, Of: s.Of}
		product = t.hang(t.over(s.Of), none)
		t.product[s.ProductNo] = product
	}
	t.hang(product, s)
}

// over is the category, supplier or mall that covers a product.
func (t *ruleTree) over(of Subject) *RuleBranch {
	if chain := t.set.chain(of); len(chain) > 0 {
		return t.wide[chain[0].Only()]
	}
	return t.root
}

// finish counts what is below every branch and puts it in order.
func (b *RuleBranch) finish() {
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
	widest := []Scope{ScopeMall, ScopeCategory, ScopeSupplier, ScopeProduct, ScopeVariant}
	slices.SortFunc(b.Under, func(x, y *RuleBranch) int {
		return cmp.Or(
			cmp.Compare(slices.Index(widest, x.Scope), slices.Index(widest, y.Scope)), cmp.Compare(x.Name, y.Name),
			cmp.Compare(x.CategoryNo, y.CategoryNo), cmp.Compare(x.SupplierCode, y.SupplierCode),
			cmp.Compare(x.ProductNo, y.ProductNo), cmp.Compare(x.VariantCode, y.VariantCode),
		)
	})
}

// Branch finds a branch by its scope and subject, with those that it hangs from,
// the root first; nil where there is none.
func (b *RuleBranch) Branch(of Rule) []*RuleBranch {
	return b.path(func(x *RuleBranch) bool { return x.Only() == of.Only() })
}

// BranchOf finds the branch of a rule as [RuleBranch.Branch] does.
func (b *RuleBranch) BranchOf(id int64) []*RuleBranch {
	return b.path(func(x *RuleBranch) bool { return id != 0 && x.ID == id })
}

func (b *RuleBranch) path(is func(*RuleBranch) bool) []*RuleBranch {
	if is(b) {
		return []*RuleBranch{b}
	}
	for _, u := range b.Under {
		if below := u.path(is); below != nil {
			return append([]*RuleBranch{b}, below...)
		}
	}
	return nil
}

// Pruned leaves of the tree what keep says, at most so many of them, and what
// they hang from; nil where that is nothing. The number is of all that match.
func (b *RuleBranch) Pruned(keep func(*RuleBranch) bool, most int) (pruned *RuleBranch, found int) {
	return b.prune(keep, &most)
}

func (b *RuleBranch) prune(keep func(*RuleBranch) bool, left *int) (pruned *RuleBranch, found int) {
	stays := b.ID != 0 && keep(b)
	if stays {
		found++
		if *left--; *left < 0 {
			stays = false
		}
	}
	p := &RuleBranch{RuleStanding: b.RuleStanding, Rules: b.Rules}
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
