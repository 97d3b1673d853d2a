package lowstock

import (
	"math"
)

// Subject is what a rule can cover, with the sales from which days of cover are
// computed.
type Subject struct {
	ProductNo    int64
	VariantCode  string
	CategoryNos  []int
	SupplierCode string
	Sales        Sales
}

// Sales is how fast a variant sells.
type Sales struct {
	PerDay float64 // units a day, over the days on which it could be bought
	Known  bool    // false: the record is too short
}

// Cover returns the units that are sold in so many days, rounded up, within the
// bounds of a threshold.
func (s Sales) Cover(days int) int {
	return int(min(math.Ceil(max(s.PerDay, 0)*float64(days)), MaxThreshold))
}

// Lasts returns how many days a quantity lasts. It returns false if the sales
// are not known, or nothing is sold.
func (s Sales) Lasts(quantity int) (float64, bool) {
	if !s.Known || s.PerDay <= 0 {
		return 0, false
	}
	return float64(max(quantity, 0)) / s.PerDay, true
}

// Threshold is the number with which a variant's quantity is compared, and the
// rule that gave it.
type Threshold struct {
	Value      int
	Source     Scope // the scope that gave the number
	Days       int   // the days of cover from which it was computed; 0: a plain number
	PassedOver Scope // the scope of a narrower rule whose days of cover could not be computed without sales; "": none
	Muted      bool
	MutedBy    Scope // the scope of the rule that decided on muting; "": no rule did
}

// RuleSet finds the threshold of every variant of a mall. It is built once and
// read often.
type RuleSet struct {
	variant  map[string]Rule
	product  map[int64]Rule
	category map[int]Rule
	supplier map[string]Rule
	mall     *Rule
}

// NewRuleSet sorts a mall's rules by their scope and subject.
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

// Resolve goes from the variant to wider scopes. The first rule with a measure
// gives the threshold. The first rule of any kind decides on muting, so a rule
// of a variant alerts even if its product is muted. Days of cover without known
// sales are skipped, so that a new item gets the next wider number and is not
// without one. Without any rule the threshold is 0: the item alerts only when
// it is sold out.
func (s RuleSet) Resolve(of Subject) Threshold {
	t := Threshold{Source: ScopeMall}
	measured, decided := false, false
	for _, r := range s.Chain(of) {
		if !decided {
			decided, t.Muted = true, r.Muted
			t.MutedBy = r.Scope
		}
		if measured || r.Threshold == nil && r.Days == nil {
			continue
		}
		value, ok := r.units(of.Sales)
		if !ok {
			t.PassedOver = firstScope(t.PassedOver, r.Scope)
			continue
		}
		measured, t.Value, t.Source = true, value, r.Scope
		if r.Days != nil {
			t.Days = *r.Days
		}
	}
	if !t.Muted {
		t.MutedBy = ""
	}
	return t
}

// Covers says whether any rule of the set covers the subject.
func (s RuleSet) Covers(of Subject) bool { return len(s.Chain(of)) > 0 }

// Gives says whether a rule of the set gave the subject its threshold. The set
// may be a part of the mall's rules. If two categories have the same number,
// either counts. Nothing is wider than the mall's default: if its days of cover
// have no known sales, it gives the threshold 0.
func (s RuleSet) Gives(of Subject, t Threshold) bool {
	for _, r := range s.Chain(of) {
		if r.Scope == t.Source {
			value, ok := r.units(of.Sales)
			return ok && value == t.Value || r.Scope == ScopeMall && r.waits(of.Sales)
		}
	}
	return false
}

// Waits says whether a rule of the set would give the subject its threshold if
// its sales were known. The set may be a part of the mall's rules. t is the
// threshold that the subject has now.
func (s RuleSet) Waits(of Subject, t Threshold) bool {
	for _, r := range s.Chain(of) {
		if r.waits(of.Sales) && (r.Scope.narrower(t.Source) || r.Scope == ScopeMall && t.Source == ScopeMall) {
			return true
		}
	}
	return false
}

// units returns the rule's measure in units. It returns false if the rule has
// no measure, or the measure cannot be computed.
func (r Rule) units(sales Sales) (int, bool) {
	switch {
	case r.Threshold != nil:
		return *r.Threshold, true
	case r.Days != nil && sales.Known:
		return sales.Cover(*r.Days), true
	}
	return 0, false
}

// waits says that the rule's days of cover cannot be computed yet.
func (r Rule) waits(sales Sales) bool { return r.Days != nil && !sales.Known }

func firstScope(a, b Scope) Scope {
	if a != "" {
		return a
	}
	return b
}

// Chain returns the rules that cover the subject, the most specific first.
func (s RuleSet) Chain(of Subject) []Rule {
	rules := make([]Rule, 0, 5)
	if r, ok := s.variant[of.VariantCode]; ok {
		rules = append(rules, r)
	}
	if r, ok := s.product[of.ProductNo]; ok {
		rules = append(rules, r)
	}
	if r, ok := s.highest(of); ok {
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

// highest returns the category rule that counts for a product in several
// categories. The highest threshold counts. If two have the same number, the
// one that does not mute counts.
func (s RuleSet) highest(of Subject) (Rule, bool) {
	var best Rule
	found := false
	for _, no := range of.CategoryNos {
		r, ok := s.category[no]
		if !ok {
			continue
		}
		if !found || above(r, best, of.Sales) {
			best, found = r, true
		}
	}
	return best, found
}

func above(a, b Rule, sales Sales) bool {
	av, bv := rank(a, sales), rank(b, sales)
	if av != bv {
		return av > bv
	}
	return b.Muted && !a.Muted
}

func rank(r Rule, sales Sales) int {
	if v, ok := r.units(sales); ok {
		return v
	}
	return -1
}
