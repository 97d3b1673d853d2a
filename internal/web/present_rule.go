package web

import (
	"cmp"
	"strconv"
	"strings"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views"
)

func ruleURL(id int64) string { return routeRules + "/" + strconv.FormatInt(id, 10) }

// names puts what rules point at into words.
type names struct {
	categories []lowstock.Category
	suppliers  []lowstock.Supplier
	products   map[int64]string
	variants   map[string]string // options
}

func (r reader) ruleGroups(rules []lowstock.Rule, n names) []views.RuleGroup {
	groups := make([]views.RuleGroup, 0, 4)
	for _, scope := range []lowstock.Scope{lowstock.ScopeCategory, lowstock.ScopeSupplier, lowstock.ScopeProduct, lowstock.ScopeVariant} {
		g := views.RuleGroup{
			Title: r.T("rules.group_" + string(scope)), Hint: r.T("rules.group_" + string(scope) + "_hint"), None: r.T("rules.none"),
		}
		switch scope {
		case lowstock.ScopeProduct:
			g.None = r.T("rules.none_product")
		case lowstock.ScopeVariant:
			g.None = r.T("rules.none_variant")
		case lowstock.ScopeCategory, lowstock.ScopeSupplier, lowstock.ScopeMall:
		}
		for _, rule := range rules {
			if rule.Scope == scope {
				g.Rows = append(g.Rows, r.ruleRow(rule, n))
			}
		}
		groups = append(groups, g)
	}
	return groups
}

func (r reader) ruleRow(rule lowstock.Rule, n names) views.RuleRow {
	id := strconv.FormatInt(rule.ID, 10)
	row := views.RuleRow{
		ID: "rule-" + id, Action: ruleURL(rule.ID), Muted: rule.Muted,
		Threshold: r.T("rules.inherits"), Changed: rule.UpdatedBy, At: r.moment(rule.UpdatedAt), ReadOnly: r.readOnly,
	}
	if rule.Threshold != nil {
		row.Threshold, row.Value = number(*rule.Threshold), strconv.Itoa(*rule.Threshold)
	}
	if !r.readOnly {
		row.DeleteURL = ruleURL(rule.ID) + "/delete"
	}
	row.Name, row.Note = r.ruleName(rule, n)
	return row
}

func (r reader) ruleName(rule lowstock.Rule, n names) (name views.Link, note string) {
	switch rule.Scope {
	case lowstock.ScopeCategory:
		name.URL = stockURL(lowstock.ListQuery{CategoryNo: rule.CategoryNo, Sort: lowstock.SortUrgent})
		name.Text = r.T("rules.category_gone", strconv.Itoa(rule.CategoryNo))
		for _, c := range n.categories {
			if c.No == rule.CategoryNo {
				name.Text = cmp.Or(c.FullName, c.Name)
			}
		}
	case lowstock.ScopeSupplier:
		name.URL = stockURL(lowstock.ListQuery{SupplierCode: rule.SupplierCode, Sort: lowstock.SortUrgent})
		name.Text = rule.SupplierCode
		for _, s := range n.suppliers {
			if s.Code == rule.SupplierCode {
				name.Text = cmp.Or(s.Name, s.Code)
			}
		}
	case lowstock.ScopeProduct, lowstock.ScopeVariant:
		name.URL = variantURL(rule.ProductNo, rule.VariantCode)
		name.Text = cmp.Or(n.products[rule.ProductNo], r.T("rules.product_no", strconv.FormatInt(rule.ProductNo, 10)))
		if rule.VariantCode != "" {
			note = strings.TrimPrefix(n.variants[rule.VariantCode]+" · "+rule.VariantCode, " · ")
		}
	case lowstock.ScopeMall:
	}
	return name, note
}

// defaultForm is the mall's own threshold.
func (r reader) defaultForm(rules []lowstock.Rule) views.RuleForm {
	f := views.RuleForm{
		ID: formDefault, Title: r.T("rules.default"), Hint: r.T("rules.default_hint"),
		Action: routeRules, Value: "0", ReadOnly: r.readOnly,
	}
	for _, rule := range rules {
		if rule.Scope == lowstock.ScopeMall && rule.Threshold != nil {
			f.Value = strconv.Itoa(*rule.Threshold)
		}
	}
	return f
}

// addForm sets a rule for a category or a supplier; of is what was chosen.
func (r reader) addForm(n names, of string) views.RuleForm {
	f := views.RuleForm{
		ID: formAdd, Title: r.T("rules.add"), Hint: r.T("rules.add_hint"), Action: routeRules,
		MuteLabel: r.T("rules.mute_scope"), ReadOnly: r.readOnly,
	}
	for _, c := range n.categories {
		value := ofCategory + strconv.Itoa(c.No)
		f.Categories = append(f.Categories, views.Choice{Value: value, Label: cmp.Or(c.FullName, c.Name), On: value == of})
	}
	for _, s := range n.suppliers {
		value := ofSupplier + s.Code
		f.Suppliers = append(f.Suppliers, views.Choice{Value: value, Label: cmp.Or(s.Name, s.Code), On: value == of})
	}
	return f
}

func (r reader) preview(p lowstock.Preview) string {
	return r.T("rules.preview_text", p.MatchesNow, p.WouldHaveSent30d, p.CurrentlySent30d)
}
