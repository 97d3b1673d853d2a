package lowstock

import (
	"slices"
	"strconv"
	"time"
)

// Scope is the level at which a rule is set, and the level that gave a
// threshold.
type Scope string

// The scopes, most specific first. The first scope that has a threshold gives
// it.
const (
	ScopeVariant  Scope = "variant"
	ScopeProduct  Scope = "product"
	ScopeCategory Scope = "category"
	ScopeSupplier Scope = "supplier"
	ScopeMall     Scope = "mall"
)

// Scopes returns all scopes, the most specific first.
func Scopes() []Scope {
	return []Scope{ScopeVariant, ScopeProduct, ScopeCategory, ScopeSupplier, ScopeMall}
}

func (s Scope) narrower(than Scope) bool {
	return slices.Index(Scopes(), s) < slices.Index(Scopes(), than)
}

// Bounds of what a merchant may set.
const (
	MaxThreshold = 1_000_000 // units
	MaxDays      = 365       // days of cover
)

// Measure is the unit in which a rule sets a threshold.
type Measure string

// The measures.
const (
	MeasureNumber Measure = "number" // units
	MeasureDays   Measure = "days"   // days of cover: the units that are sold in so many days
	MeasureOff    Measure = "off"    // no alerts
)

// Rule is what a merchant set for one scope. Only the fields of its scope are
// set; a variant rule also names its product. At most one of Threshold and Days
// is set. If neither is set, the rule only mutes, and the next wider rule gives
// the threshold.
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

// Measure returns the measure of the rule. It is off if the rule mutes.
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

// Value returns the value of the rule, without its scope and subject.
func (r Rule) Value() RuleValue {
	return RuleValue{Threshold: r.Threshold, Days: r.Days, Muted: r.Muted}
}

// RuleValue is the value of a rule, without its scope and subject.
type RuleValue struct {
	Threshold *int `json:"threshold"`
	Days      *int `json:"days"`
	Muted     bool `json:"muted"`
}

// Mark is the short form of the measure: "7" for units, "14d" for days of
// cover, "" for a rule without a measure of its own.
func (w RuleValue) Mark() string {
	switch {
	case w.Days != nil:
		return strconv.Itoa(*w.Days) + "d"
	case w.Threshold != nil:
		return strconv.Itoa(*w.Threshold)
	}
	return ""
}

// Only returns an empty rule with the same scope and subject.
func (r Rule) Only() Rule {
	return Rule{Scope: r.Scope, ProductNo: r.ProductNo, VariantCode: r.VariantCode, CategoryNo: r.CategoryNo, SupplierCode: r.SupplierCode}
}

// With returns the rule with another value.
func (r Rule) With(w RuleValue) Rule {
	r.Threshold, r.Days, r.Muted = w.Threshold, w.Days, w.Muted
	return r
}

// SameValue says whether two rule values are equal. nil means no rule.
func SameValue(a, b *RuleValue) bool {
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

// RuleChange is a request to set one rule. A field that is nil stays as it is.
// A threshold replaces days of cover, and days of cover replace a threshold.
type RuleChange struct {
	ProductNo    int64
	VariantCode  string
	CategoryNo   int
	SupplierCode string
	Threshold    *int
	Days         *int
	Muted        *bool
	Inherit      bool    // remove the rule's own measure; a rule without a value is deleted
	Seen         *string // the [RuleValue.Mark] that the person saw; nil: do not compare
	By           string  // who makes the change, for the record
}

// Surprises says whether the change would overwrite a value that the person who
// makes it has not seen. Days of cover without known sales are not shown on any
// page, so overwriting them is not a surprise.
func (c RuleChange) Surprises(standing *RuleValue) bool {
	if c.Seen == nil || standing != nil && standing.Days != nil && *c.Seen == "" {
		return false
	}
	var is string
	if standing != nil {
		is = standing.Mark()
	}
	return is != *c.Seen && !SameValue(standing, c.Leaves(standing))
}

// Of returns an empty rule with the scope and subject of the change.
func (c RuleChange) Of() Rule {
	return Rule{Scope: c.Scope(), ProductNo: c.ProductNo, VariantCode: c.VariantCode, CategoryNo: c.CategoryNo, SupplierCode: c.SupplierCode}
}

// On returns the value of the rule after the change; standing is its value
// before.
func (c RuleChange) On(standing RuleValue) RuleValue {
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

// Leaves returns the value of the rule after the change; standing is its value
// before. It returns nil if no rule is left: the change removes the measure of
// a rule, and the rule does not mute.
func (c RuleChange) Leaves(standing *RuleValue) *RuleValue {
	if standing == nil && c.Inherit && (c.Muted == nil || !*c.Muted) {
		return nil
	}
	var was RuleValue
	if standing != nil {
		was = *standing
	}
	value := c.On(was)
	if c.Inherit && value == (RuleValue{}) {
		return nil
	}
	return &value
}

// Scope returns the scope of the change. It follows from the fields that are
// set. If none is set, it is the mall's default.
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
// without its product where one is needed, a threshold out of range, or a
// change that sets nothing. Its error names the field.
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
