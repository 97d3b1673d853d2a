package kit

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
)

// Cell returns the value in the form of a cell of a file.
func (v RuleValue) Cell() string {
	switch v.Kind {
	case present.KindInherit, present.KindSuggest:
		return string(v.Kind)
	case lowstock.MeasureOff:
		return "off"
	case lowstock.MeasureDays:
		return strconv.Itoa(*v.number) + "d"
	case lowstock.MeasureNumber:
	}
	return strconv.Itoa(*v.number)
}

// ReadNames reads the names of categories and suppliers.
func (k *Kit) ReadNames(ctx context.Context, mall lowstock.MallID) (present.Names, error) {
	n := present.Names{Products: map[int64]string{}}
	var err error
	if n.Categories, err = k.store.Mall(mall).Categories(ctx); err != nil {
		return n, err
	}
	n.Suppliers, err = k.store.Mall(mall).Suppliers(ctx)
	return n, err
}

// NameProducts reads the names of the products that the shown rules refer to.
func (k *Kit) NameProducts(ctx context.Context, mall lowstock.MallID, shown []lowstock.Rule, n *present.Names) error {
	for _, rule := range shown {
		if _, known := n.Products[rule.ProductNo]; known || rule.ProductNo == 0 {
			continue
		}
		product, err := k.store.Mall(mall).Product(ctx, rule.ProductNo)
		if err != nil && lowstock.ErrorCode(err) != lowstock.CodeNotFound {
			return err
		}
		n.Products[rule.ProductNo] = product.Name
	}
	return nil
}

// SubjectNamed returns an empty rule for the category or supplier that a form
// or an address names.
func SubjectNamed(text string) (lowstock.Rule, bool) {
	if code, ok := strings.CutPrefix(text, present.OfSupplier); ok && CodePattern.MatchString(code) {
		return lowstock.Rule{Scope: lowstock.ScopeSupplier, SupplierCode: code}, true
	}
	if text, ok := strings.CutPrefix(text, present.OfCategory); ok {
		if no, err := strconv.ParseInt(text, 10, 64); err == nil && IsCategory(no) {
			return lowstock.Rule{Scope: lowstock.ScopeCategory, CategoryNo: int(no)}, true
		}
	}
	return lowstock.Rule{}, false
}

// RuleValue is a threshold in the form of a page: a number and what it counts,
// or no alerts.
type RuleValue struct {
	Kind   lowstock.Measure // or a kind that only this form has
	number *int             // nil: nothing was typed
}

// IsMeasure says whether a rule can have the kind that a form or the API names.
func IsMeasure(kind lowstock.Measure) bool {
	return kind == lowstock.MeasureNumber || kind == lowstock.MeasureDays || kind == lowstock.MeasureOff
}

// ReadRuleValue reads a rule value; own are the kinds that only this form has.
// A form without a kind contains a number.
func ReadRuleValue(f *Form, own ...lowstock.Measure) RuleValue {
	v := RuleValue{Kind: lowstock.Measure(f.Text("kind"))}
	if v.Kind != "" && !IsMeasure(v.Kind) && !slices.Contains(own, v.Kind) {
		f.Refuse("kind", "error.rule_kind")
		v.Kind = ""
	}
	f.Text("threshold")
	if v.counts() {
		v.number = f.Optional("threshold", "rules.error_number")
	}
	return v
}

func (v RuleValue) counts() bool {
	return v.Kind == "" || v.Kind == lowstock.MeasureNumber || v.Kind == lowstock.MeasureDays
}

// Empty says that a number is required and was not typed.
func (v RuleValue) Empty() bool { return v.counts() && v.number == nil }

// Need refuses a value whose number was not typed.
func (v RuleValue) Need(f *Form) {
	if v.Empty() {
		f.Refuse("threshold", "rules.error_number")
	}
}

// Change returns the change of a rule that this value asks for. A muted rule
// keeps its number for the time when it is unmuted.
func (v RuleValue) Change(rule lowstock.Rule, by string) lowstock.RuleChange {
	change := lowstock.RuleChange{
		ProductNo: rule.ProductNo, VariantCode: rule.VariantCode, CategoryNo: rule.CategoryNo,
		SupplierCode: rule.SupplierCode, Muted: new(v.Kind == lowstock.MeasureOff), By: by,
	}
	if v.Kind == lowstock.MeasureDays {
		change.Days = v.number
	} else {
		change.Threshold = v.number
	}
	return change
}

// ShowRuleValue puts what was typed into a threshold, and the reason when it is
// refused.
func ShowRuleValue(w *views.ThresholdInput, f *Form, r present.Viewer) {
	w.Value = f.Typed("threshold")
	for i := range w.Kinds {
		w.Kinds[i].On = w.Kinds[i].Value == f.Typed("kind")
	}
	w.Error, w.KindError = f.Message(r.Locale, "threshold"), f.Message(r.Locale, "kind")
}

// ThresholdErrors returns the lines of the error summary for a threshold.
func ThresholdErrors(w views.ThresholdInput) (list []views.FieldError) {
	for _, e := range []views.FieldError{{Field: w.ID, Text: w.Error}, {Field: w.ID + "-kind", Text: w.KindError}} {
		if e.Text != "" {
			list = append(list, e)
		}
	}
	return list
}

// ValueForm is the value of a rule that the address names.
type ValueForm struct {
	Form
	Value   RuleValue
	Preview bool
}

// Read implements [Fields].
func (f *ValueForm) Read() {
	f.Value = ReadRuleValue(&f.Form)
	f.Value.Need(&f.Form)
	f.Preview = f.Text("do") == "preview"
}

// SubjectChoices returns the categories and the suppliers of a form; of is the
// chosen one.
func SubjectChoices(r present.Viewer, n present.Names, of string) (categories, suppliers []views.Choice) {
	for _, c := range n.Categories {
		value := present.OfCategory + strconv.Itoa(c.No)
		categories = append(categories, views.Choice{Value: value, Label: cmp.Or(c.FullName, c.Name), On: value == of})
	}
	for _, s := range n.Suppliers {
		value := present.OfSupplier + s.Code
		suppliers = append(suppliers, views.Choice{Value: value, Label: cmp.Or(s.Name, s.Code), On: value == of})
	}
	// A chosen category or supplier that has left the mall stays chosen. The
	// form must not show another one in its place.
	switch gone, _ := SubjectNamed(of); {
	case gone.CategoryNo != 0 && !chosenIn(categories):
		categories = append(categories, views.Choice{Value: of, Label: r.T("rules.category_gone", strconv.Itoa(gone.CategoryNo)), On: true})
	case gone.SupplierCode != "" && !chosenIn(suppliers):
		suppliers = append(suppliers, views.Choice{Value: of, Label: r.T("settings.supplier_gone", gone.SupplierCode), On: true})
	}
	return categories, suppliers
}

func chosenIn(list []views.Choice) bool {
	return slices.ContainsFunc(list, func(c views.Choice) bool { return c.On })
}
