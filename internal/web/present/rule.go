package present

import (
	"cmp"
	"strconv"
	"strings"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/listing"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

const (
	// KindInherit has an item inherit its threshold again.
	KindInherit = "inherit"
)

const (
	// KindSuggest gives each item its own suggestion.
	KindSuggest = "suggested" // of each item its own
)

// RuleURL is where a rule is changed.
func RuleURL(id int64) string { return paths.Of(paths.Rule, strconv.FormatInt(id, 10)) }

// DeleteRuleURL is where a rule is deleted.
func DeleteRuleURL(id int64) string { return paths.Of(paths.DeleteRule, strconv.FormatInt(id, 10)) }

// Names puts what rules point at into words.
type Names struct {
	Categories []inbound.Category
	Suppliers  []inbound.Supplier
	Products   map[int64]string
	variants   map[string]string // options
}

// RuleName names what a rule points at.
func (r Viewer) RuleName(rule lowstock.Rule, n Names) (name views.Link, note string) {
	switch rule.Scope {
	case lowstock.ScopeCategory:
		name.URL = StockURL(listing.Params{CategoryNo: rule.CategoryNo, Sort: listing.SortUrgent})
		name.Text = r.T("rules.category_gone", strconv.Itoa(rule.CategoryNo))
		for _, c := range n.Categories {
			if c.No == rule.CategoryNo {
				name.Text = cmp.Or(c.FullName, c.Name)
			}
		}
	case lowstock.ScopeSupplier:
		name.URL = StockURL(listing.Params{SupplierCode: rule.SupplierCode, Sort: listing.SortUrgent})
		name.Text = rule.SupplierCode
		for _, s := range n.Suppliers {
			if s.Code == rule.SupplierCode {
				name.Text = cmp.Or(s.Name, s.Code)
			}
		}
	case lowstock.ScopeProduct, lowstock.ScopeVariant:
		name.URL = OptionURL(rule.ProductNo, rule.VariantCode)
		name.Text = cmp.Or(n.Products[rule.ProductNo], r.T("rules.product_no", strconv.FormatInt(rule.ProductNo, 10)))
		if rule.VariantCode != "" {
			note = strings.TrimPrefix(n.variants[rule.VariantCode]+" · "+rule.VariantCode, " · ")
		}
	case lowstock.ScopeMall:
	}
	return name, note
}

// RuleValue is a threshold to be edited; off offers silence, too.
func (r Viewer) RuleValue(id string, w lowstock.RuleValue, off bool) views.ThresholdInput {
	is := lowstock.Rule{}.With(w).Measure()
	v := views.ThresholdInput{ID: id}
	switch {
	case w.Days != nil:
		v.Value = strconv.Itoa(*w.Days)
	case w.Threshold != nil:
		v.Value = strconv.Itoa(*w.Threshold)
	}
	for _, kind := range []lowstock.Measure{lowstock.MeasureNumber, lowstock.MeasureDays, lowstock.MeasureOff} {
		if kind != lowstock.MeasureOff || off {
			v.Kinds = append(v.Kinds, views.Choice{Value: string(kind), Label: r.T("rules.kind_" + string(kind)), On: kind == is})
		}
	}
	return v
}

// ValueText is what a rule says, nil where there is none.
func (r Viewer) ValueText(w *lowstock.RuleValue) string {
	switch {
	case w == nil:
		return r.T("rules.wish_none")
	case w.Muted:
		return r.T("rules.kind_off")
	case w.Days != nil:
		return r.T("rules.wish_days", *w.Days)
	case w.Threshold != nil:
		return r.T("rules.wish_number", *w.Threshold)
	}
	return r.T("rules.inherits")
}

// BulkInput is an empty threshold of any kind, the wider one's included.
func (r Viewer) BulkInput(id, kind string) views.ThresholdInput {
	w := r.RuleValue(id, lowstock.RuleValue{}, true)
	w.Kinds = append(w.Kinds,
		views.Choice{Value: KindSuggest, Label: r.T("bulk.suggested")}, views.Choice{Value: KindInherit, Label: r.T("bulk.inherit")})
	for i := range w.Kinds {
		w.Kinds[i].On = w.Kinds[i].Value == kind || kind == "" && i == 0
	}
	return w
}
