package lowstock

import (
	"math"
	"time"
)

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

// Bounds of what a merchant may set.
const (
	MaxThreshold = 1_000_000 // units
	MaxDays      = 365       // days of cover
)

// Measure is the kind of a threshold.
type Measure string

// The kinds of threshold.
const (
	MeasureNumber Measure = "number" // units
	MeasureDays   Measure = "days"   // days of cover: what is sold in so many days
	MeasureOff    Measure = "off"    // no alerts
)

// Rule is a merchant's wish for one scope. Exactly the fields of its scope are
// set; a variant rule also names its product. Of Threshold and Days at most one
// is set; neither: the rule only mutes, and what it covers is measured by the
// next wider rule.
type Rule struct {
	ID           int64
	Scope        Scope
	ProductNo    int64
	VariantCode  string
	CategoryNo   int
	SupplierCode string
	Threshold    *int // units
	Days         *int // days of cover
	Muted        bool
	UpdatedBy    string
	UpdatedAt    time.Time
}

// Measure is the kind of threshold that the rule sets: off where it mutes.
func (r Rule) Measure() Measure {
	switch {
	case r.Muted:
		return MeasureOff
	case r.Days != nil:
		return MeasureDays
	default:
		return MeasureNumber
	}
}

// Wish is what the rule says, apart from what it points at.
func (r Rule) Wish() Wish { return Wish{Threshold: r.Threshold, Days: r.Days, Muted: r.Muted} }

// Wish is what a rule says.
type Wish struct {
	Threshold *int `json:"threshold"`
	Days      *int `json:"days"`
	Muted     bool `json:"muted"`
}

// Only is the rule's scope and subject, as an empty rule.
func (r Rule) Only() Rule {
	return Rule{Scope: r.Scope, ProductNo: r.ProductNo, VariantCode: r.VariantCode, CategoryNo: r.CategoryNo, SupplierCode: r.SupplierCode}
}

// With is the rule with another wish.
func (r Rule) With(w Wish) Rule {
	r.Threshold, r.Days, r.Muted = w.Threshold, w.Days, w.Muted
	return r
}

// SameWish says whether two wishes come to the same; nil is no rule.
func SameWish(a, b *Wish) bool {
	if a == nil || b == nil {
		return a == b
	}
	return sameNumber(a.Threshold, b.Threshold) && sameNumber(a.Days, b.Days) && a.Muted == b.Muted
}

func sameNumber(a, b *int) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

// RuleChange is a request to set one rule. What is nil stays as it is; a
// threshold replaces days of cover and the other way round.
type RuleChange struct {
	ProductNo    int64
	VariantCode  string
	CategoryNo   int
	SupplierCode string
	Threshold    *int
	Days         *int
	Muted        *bool
	Inherit      bool   // take the rule's own measure away; a rule of which nothing is left goes
	By           string // who asks, for the record
}

// Of is the change's scope and subject as an empty rule.
func (c RuleChange) Of() Rule {
	return Rule{Scope: c.Scope(), ProductNo: c.ProductNo, VariantCode: c.VariantCode, CategoryNo: c.CategoryNo, SupplierCode: c.SupplierCode}
}

// On is the wish that standing becomes by the change.
func (c RuleChange) On(standing Wish) Wish {
	switch {
	case c.Threshold != nil:
		standing.Threshold, standing.Days = c.Threshold, nil
	case c.Days != nil:
		standing.Threshold, standing.Days = nil, c.Days
	case c.Inherit:
		standing.Threshold, standing.Days = nil, nil
	}
	if c.Muted != nil {
		standing.Muted = *c.Muted
	}
	return standing
}

// Leaves is the wish that is left of standing, nil for none: by a change that
// takes the measure of a rule away that does not mute either, none.
func (c RuleChange) Leaves(standing *Wish) *Wish {
	if standing == nil && c.Inherit && (c.Muted == nil || !*c.Muted) {
		return nil
	}
	var was Wish
	if standing != nil {
		was = *standing
	}
	wish := c.On(was)
	if c.Inherit && wish == (Wish{}) {
		return nil
	}
	return &wish
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
	if c.Days != nil && (*c.Days < 1 || *c.Days > MaxDays) {
		fields["days"] = "error.days_range"
	}
	if c.Days != nil && c.Threshold != nil || c.Inherit && (c.Days != nil || c.Threshold != nil) {
		fields["days"] = "error.measure_twice"
	}
	if c.Threshold == nil && c.Days == nil && c.Muted == nil && !c.Inherit {
		fields["threshold"] = "error.threshold_missing"
	}
	if len(fields) > 0 {
		return InvalidFields(fields)
	}
	return nil
}

// Subject is what a rule can point at, and what days of cover are reckoned from.
type Subject struct {
	ProductNo    int64
	VariantCode  string
	CategoryNos  []int
	SupplierCode string
	Sales        Sales
}

// Sales is how fast a variant sells.
type Sales struct {
	PerDay float64 // units a day, over the days it could be bought
	Known  bool    // false: too little is on record to say
}

// Cover is what is sold in so many days, rounded up, within the bounds of a
// threshold.
func (s Sales) Cover(days int) int {
	return int(min(math.Ceil(max(s.PerDay, 0)*float64(days)), MaxThreshold))
}

// Lasts is how many days a quantity covers; false where that is not known, or
// nothing is sold.
func (s Sales) Lasts(quantity int) (float64, bool) {
	if !s.Known || s.PerDay <= 0 {
		return 0, false
	}
	return float64(max(quantity, 0)) / s.PerDay, true
}

// Threshold is the number a variant is held against, and where it came from.
type Threshold struct {
	Value      int
	Source     Scope // the scope that gave the number
	Days       int   // the days of cover it was reckoned from; 0: a plain number
	PassedOver Scope // a narrower rule of days of cover that had no sales to go by; "" for none
	Muted      bool
	MutedBy    Scope // the scope that decided on silence; "" where nothing did
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

// Resolve walks from the variant outwards. The first rule with a measure gives
// the threshold; the first rule of any kind decides on silence, so a rule set
// on a variant speaks even where its product is muted. Days of cover without
// sales to go by are passed over, so that a new item is held against the next
// wider number instead of none. Without any rule the threshold is 0: sold out
// only.
func (s RuleSet) Resolve(of Subject) Threshold {
	t := Threshold{Source: ScopeMall}
	measured, decided := false, false
	for _, r := range s.chain(of) {
		if !decided {
			decided, t.Muted = true, r.Muted
			t.MutedBy = r.Scope
		}
		if measured || r.Threshold == nil && r.Days == nil {
			continue
		}
		value, ok := r.value(of.Sales)
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

// Covers says whether any rule of the set is for the subject.
func (s RuleSet) Covers(of Subject) bool { return len(s.chain(of)) > 0 }

// Gives says whether a rule of the set, which may be a part of the mall's rules,
// is the one that gave the subject its threshold. Of two categories with the
// same number it does not matter which one.
func (s RuleSet) Gives(of Subject, t Threshold) bool {
	for _, r := range s.chain(of) {
		if r.Scope == t.Source {
			value, ok := r.value(of.Sales)
			return ok && value == t.Value
		}
	}
	return false
}

// value is the rule's measure in units; false where it has none that can be
// reckoned.
func (r Rule) value(sales Sales) (int, bool) {
	switch {
	case r.Threshold != nil:
		return *r.Threshold, true
	case r.Days != nil && sales.Known:
		return sales.Cover(*r.Days), true
	}
	return 0, false
}

func firstScope(a, b Scope) Scope {
	if a != "" {
		return a
	}
	return b
}

func (s RuleSet) chain(of Subject) []Rule {
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

// highest is the category rule that counts for a product in several
// categories: the highest threshold wins, and at the same number the one that
// speaks.
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
	if v, ok := r.value(sales); ok {
		return v
	}
	return -1
}
