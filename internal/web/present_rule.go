package web

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

func ruleURL(id int64) string { return paths.Of(paths.Rule, strconv.FormatInt(id, 10)) }

func deleteRuleURL(id int64, back string) string {
	return withQuery(paths.Of(paths.DeleteRule, strconv.FormatInt(id, 10)), "back", back)
}

// names puts what rules point at into words.
type names struct {
	categories []lowstock.Category
	suppliers  []lowstock.Supplier
	products   map[int64]string
	variants   map[string]string // options
}

func (r Viewer) ruleName(rule lowstock.Rule, n names) (name views.Link, note string) {
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
		name.URL = optionURL(rule.ProductNo, rule.VariantCode)
		name.Text = cmp.Or(n.products[rule.ProductNo], r.T("rules.product_no", strconv.FormatInt(rule.ProductNo, 10)))
		if rule.VariantCode != "" {
			note = strings.TrimPrefix(n.variants[rule.VariantCode]+" · "+rule.VariantCode, " · ")
		}
	case lowstock.ScopeMall:
	}
	return name, note
}

// defaultForm is the mall's own threshold, the root of the tree.
func (r viewer) defaultForm(tree *lowstock.RuleBranch) views.RuleForm {
	f := views.RuleForm{
		ID: formDefault, Title: r.T("rules.default"), Hint: r.T("rules.default_hint"),
		Action: paths.Rules, ReadOnly: r.readOnly,
		Reach: r.ruleReach(tree), Mark: r.ruleMark(tree), Overridden: r.overridden(tree.Rules),
	}
	wish := lowstock.Wish{Threshold: new(0)}
	if tree.Threshold != nil || tree.Days != nil || tree.Muted {
		wish = tree.Wish()
	}
	f.Wish, f.Text = r.wish(formDefault+"-threshold", wish, wish.Muted), r.wishText(&wish)
	return f
}

// addForm sets a rule for a category or a supplier; of is what was chosen.
func (r viewer) addForm(n names, of string) views.RuleForm {
	f := views.RuleForm{
		ID: formAdd, Title: r.T("rules.add"), Hint: r.T("rules.add_hint"), Action: paths.Rules,
		Wish: r.wish(formAdd+"-threshold", lowstock.Wish{}, true), ReadOnly: r.readOnly,
	}
	f.Categories, f.Suppliers = subjectChoices(r.Viewer, n, of)
	return f
}

// subjectChoices are the categories and the suppliers of a form; of is what was
// chosen.
func subjectChoices(r Viewer, n names, of string) (categories, suppliers []views.Choice) {
	for _, c := range n.categories {
		value := ofCategory + strconv.Itoa(c.No)
		categories = append(categories, views.Choice{Value: value, Label: cmp.Or(c.FullName, c.Name), On: value == of})
	}
	for _, s := range n.suppliers {
		value := ofSupplier + s.Code
		suppliers = append(suppliers, views.Choice{Value: value, Label: cmp.Or(s.Name, s.Code), On: value == of})
	}
	// What was chosen and is not in the mall any more stays chosen: the form must not
	// say another one instead.
	switch gone, _ := subjectNamed(of); {
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

// wish is a threshold to be edited; off offers silence, too.
func (r Viewer) wish(id string, w lowstock.Wish, off bool) views.Wish {
	is := lowstock.Rule{}.With(w).Measure()
	v := views.Wish{ID: id}
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

// wishText is what a rule says, nil where there is none.
func (r Viewer) wishText(w *lowstock.Wish) string {
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

func (r viewer) ruleChange(c lowstock.Change, n names) views.RuleChange {
	id := strconv.FormatInt(c.ID, 10)
	v := views.RuleChange{ID: "change-" + id, At: r.exact(c.At), By: c.By, What: r.causeBadge(c.Cause)}
	for _, version := range c.Versions[:min(len(c.Versions), historyLines)] {
		name, note := r.ruleName(version.Of, n)
		if version.Of.Scope == lowstock.ScopeMall {
			name.Text = r.T("scope.mall")
		}
		v.Lines = append(v.Lines, views.RuleLine{Name: name.Text, Note: note, From: r.wishText(version.Before), To: r.wishText(version.After)})
	}
	if more := c.Rules - len(v.Lines); more > 0 {
		v.More = r.T("rules.and_more", more)
	}
	switch {
	case !c.UndoneAt.IsZero():
		v.Undone = r.T("rules.undone", c.UndoneBy, r.date(c.UndoneAt))
	case !r.readOnly:
		v.UndoURL = undoURL(c.ID)
		v.Label = r.T("rules.undo_of", v.At.Text)
	}
	return v
}

func (r viewer) causeBadge(cause lowstock.Cause) views.Badge {
	b := views.Badge{Tone: "quiet", Icon: "check", Text: r.T("rules.cause_" + string(cause))}
	switch cause {
	case lowstock.CauseDelete:
		b.Icon = "trash"
	case lowstock.CauseImport, lowstock.CauseFile:
		b.Icon = "box"
	case lowstock.CauseUndo:
		b.Icon = "left"
	case lowstock.CauseForecast:
		b.Icon = "pulse"
	case lowstock.CauseSet:
	}
	return b
}

// preview says what a change would mean: now, on saving, and over the last
// month.
func (r viewer) preview(p lowstock.Preview) string {
	said := []string{r.T("rules.preview_match", p.MatchesNow)}
	switch {
	case p.Opens > 0 && p.Resolves > 0:
		said = append(said, r.T("rules.preview_both", p.Opens, p.Resolves))
	case p.Opens > 0:
		said = append(said, r.T("rules.preview_opens", p.Opens))
	case p.Resolves > 0:
		said = append(said, r.T("rules.preview_resolves", p.Resolves))
	case p.Worsens == 0:
		said = append(said, r.T("rules.preview_still"))
	}
	if p.Worsens > 0 {
		said = append(said, r.T("rules.preview_worsens", p.Worsens))
	}
	if p.WithoutSales > 0 {
		said = append(said, r.T("rules.preview_unsold", p.WithoutSales))
	}
	said = append(said, r.replayed(p))
	if p.Estimated {
		said = append(said, r.T("rules.preview_estimated"))
	}
	return strings.Join(said, " ")
}

// replayed says what a change would have meant, of the days that are on record.
func (r viewer) replayed(p lowstock.Preview) string {
	would, does, same := p.WouldHaveSent30d, p.CurrentlySent30d, p.WouldHaveSent30d == p.CurrentlySent30d
	switch {
	case !p.RecordedFrom.IsZero() && r.now.Sub(p.RecordedFrom) < 24*time.Hour:
		return r.T("rules.preview_young")
	case !p.RecordedFrom.IsZero() && same:
		return r.T("rules.preview_same_since", does, r.day(p.RecordedFrom))
	case !p.RecordedFrom.IsZero():
		return r.T("rules.preview_month_since", would, does, r.day(p.RecordedFrom))
	case same:
		return r.T("rules.preview_same", does)
	default:
		return r.T("rules.preview_month", would, does)
	}
}
