package lowstock

import "time"

// Scope is the level at which a rule is set, and where a threshold came from.
type Scope string

// The scopes, most specific first: the first that has a threshold gives it.
const (
	ScopeVariant  Scope = "variant"
	ScopeProduct  Scope = "product"
	ScopeCategory Scope = "category"
	ScopeSupplier Scope = "supplier"
	ScopeMall     Scope = "mall"
)

// MaxThreshold is the largest number a merchant may set.
const MaxThreshold = 1_000_000

// Rule is a merchant's wish for one scope. Exactly the fields of its scope are
// set; a variant rule also names its product.
type Rule struct {
	ID           int64
	Scope        Scope
	ProductNo    int64
	VariantCode  string
	CategoryNo   int
	SupplierCode string
	Threshold    *int // nil: the rule only mutes, the number is inherited
	Muted        bool
	UpdatedBy    string
	UpdatedAt    time.Time
}

// RuleChange is a request to set one rule. What is nil stays as it is.
type RuleChange struct {
	ProductNo    int64
	VariantCode  string
	CategoryNo   int
	SupplierCode string
	Threshold    *int
	Muted        *bool
	By           string // who asks, for the record
}

// Scope follows from what is given; nothing given is the mall's default.
func (c RuleChange) Scope() Scope {
	switch {
	case c.VariantCode != "":
		return ScopeVariant
	case c.ProductNo != 0:
		return ScopeProduct
	case c.CategoryNo != 0:
		return ScopeCategory
	case c.SupplierCode != "":
		return ScopeSupplier
	default:
		return ScopeMall
	}
}

// Check refuses a change that no scope can hold: two scopes at once, a variant
// without its product where one is needed, a threshold out of range, or
// nothing to set. Its error names the field.
func (c RuleChange) Check() error {
	fields := map[string]string{}
	scopes := 0
	for _, given := range []bool{c.ProductNo != 0 || c.VariantCode != "", c.CategoryNo != 0, c.SupplierCode != ""} {
		if given {
			scopes++
		}
	}
	if scopes > 1 {
		fields["scope"] = "error.scope_mixed"
	}
	if c.ProductNo < 0 {
		fields["product_no"] = "error.product_no"
	}
	if c.CategoryNo < 0 {
		fields["category_no"] = "error.category_no"
	}
	if c.Threshold != nil && (*c.Threshold < 0 || *c.Threshold > MaxThreshold) {
		fields["threshold"] = "error.threshold_range"
	}
	if c.Threshold == nil && c.Muted == nil {
		fields["threshold"] = "error.threshold_missing"
	}
	if len(fields) > 0 {
		return InvalidFields(fields)
	}
	return nil
}

// Subject is what a rule can point at.
type Subject struct {
	ProductNo    int64
	VariantCode  string
	CategoryNos  []int
	SupplierCode string
}

// Threshold is the number a variant is held against, and where it came from.
type Threshold struct {
	Value   int
	Source  Scope // the scope that gave the number
	Muted   bool
	MutedBy Scope // the scope that decided on silence; "" where nothing did
}

// RuleSet answers for every variant of a mall. It is built once and read often.
type RuleSet struct {
	variant  map[string]Rule
	product  map[int64]Rule
	category map[int]Rule
	supplier map[string]Rule
	mall     *Rule
}

// NewRuleSet sorts a mall's rules by what they point at.
func NewRuleSet(rules []Rule) RuleSet {
	set := RuleSet{
		variant: map[string]Rule{}, product: map[int64]Rule{},
		category: map[int]Rule{}, supplier: map[string]Rule{},
	}
	for _, r := range rules {
		switch r.Scope {
		case ScopeVariant:
			set.variant[r.VariantCode] = r
		case ScopeProduct:
			set.product[r.ProductNo] = r
		case ScopeCategory:
			set.category[r.CategoryNo] = r
		case ScopeSupplier:
			set.supplier[r.SupplierCode] = r
		case ScopeMall:
			set.mall = &r
		}
	}
	return set
}

// Resolve walks from the variant outwards. The first rule with a number gives
// the threshold; the first rule of any kind decides on silence, so a rule set
// on a variant speaks even where its product is muted. Without any rule the
// threshold is 0: sold out only.
func (s RuleSet) Resolve(of Subject) Threshold {
	t := Threshold{Source: ScopeMall}
	numbered, decided := false, false
	for _, r := range s.chain(of) {
		if !decided {
			decided, t.Muted = true, r.Muted
			t.MutedBy = r.Scope
		}
		if !numbered && r.Threshold != nil {
			numbered, t.Value, t.Source = true, *r.Threshold, r.Scope
		}
	}
	if !t.Muted {
		t.MutedBy = ""
	}
	return t
}

func (s RuleSet) chain(of Subject) []Rule {
	rules := make([]Rule, 0, 5)
	if r, ok := s.variant[of.VariantCode]; ok {
		rules = append(rules, r)
	}
	if r, ok := s.product[of.ProductNo]; ok {
		rules = append(rules, r)
	}
	if r, ok := s.highest(of.CategoryNos); ok {
		rules = append(rules, r)
	}
	if r, ok := s.supplier[of.SupplierCode]; ok && of.SupplierCode != "" {
		rules = append(rules, r)
	}
	if s.mall != nil {
		rules = append(rules, *s.mall)
	}
	return rules
}

// highest is the category rule that counts for a product in several
// categories: the highest threshold wins, and at the same number the one that
// speaks.
func (s RuleSet) highest(categories []int) (Rule, bool) {
	var best Rule
	found := false
	for _, no := range categories {
		r, ok := s.category[no]
		if !ok {
			continue
		}
		if !found || above(r, best) {
			best, found = r, true
		}
	}
	return best, found
}

func above(a, b Rule) bool {
	av, bv := -1, -1
	if a.Threshold != nil {
		av = *a.Threshold
	}
	if b.Threshold != nil {
		bv = *b.Threshold
	}
	if av != bv {
		return av > bv
	}
	return b.Muted && !a.Muted
}
