package lowstock

import (
	"slices"
	"strconv"
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

// Scopes are all of them, the most specific first.
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

// Value is what the rule says, apart from what it points at.
func (r Rule) Value() RuleValue {
	return RuleValue{Threshold: r.Threshold, Days: r.Days, Muted: r.Muted}
}

// RuleValue is what a rule says.
type RuleValue struct {
	Threshold *int `json:"threshold"`
	Days      *int `json:"days"`
	Muted     bool `json:"muted"`
}

// Mark is the measure in short: "7", "14d" for days of cover, "" where it has
// none of its own.
func (w RuleValue) Mark() string {
	switch {
	case w.Days != nil:
		return strconv.Itoa(*w.Days) + "d"
	case w.Threshold != nil:
		return strconv.Itoa(*w.Threshold)
	}
	return ""
}

// Only is the rule's scope and subject, as an empty rule.
func (r Rule) Only() Rule {
	return Rule{Scope: r.Scope, ProductNo: r.ProductNo, VariantCode: r.VariantCode, CategoryNo: r.CategoryNo, SupplierCode: r.SupplierCode}
}

// With is the rule with another wish.
func (r Rule) With(w RuleValue) Rule {
	r.Threshold, r.Days, r.Muted = w.Threshold, w.Days, w.Muted
	return r
}

// SameValue says whether two wishes come to the same; nil is no rule.
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
	Inherit      bool    // take the rule's own measure away; a rule of which nothing is left goes
	Seen         *string // the [Wish.Mark] that whoever asks had before them; nil: whatever stands there
	By           string  // who asks, for the record
}

// Surprises says whether the change would overwrite what whoever asks has not
// seen. A measure of days without sales to go by is not shown anywhere, and
// nobody is surprised to find one there.
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

// Of is the change's scope and subject as an empty rule.
func (c RuleChange) Of() Rule {
	return Rule{Scope: c.Scope(), ProductNo: c.ProductNo, VariantCode: c.VariantCode, CategoryNo: c.CategoryNo, SupplierCode: c.SupplierCode}
}

// On is the wish that standing becomes by the change.
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

// Leaves is the wish that is left of standing, nil for none: by a change that
// takes the measure of a rule away that does not mute either, none.
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
