package web

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/web/present"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

const (
	formDefault = "default"
	formAdd     = "add"
)

// rulesPage is the page, or the part of the tree that is opened.
func (s *Server) rulesPage(c echo.Context) error {
	if isFragment(c) && c.QueryParam("under") != "" {
		return s.ruleList(c)
	}
	page, err := s.readRulesPage(c)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, views.RulesPageView(page))
}

func (s *Server) readRulesPage(c echo.Context) (views.RulesPage, error) {
	tree, err := s.readTree(c.Request().Context(), sess(c).mall.ID)
	if err != nil {
		return views.RulesPage{}, err
	}
	return s.rulesPageOf(c, tree, ruleViewOf(c, tree), "")
}

// rulesPageOf is the page as v looks at the tree; a part of it stands alone. What
// the form for one more rule has chosen is of, "" for nothing.
func (s *Server) rulesPageOf(c echo.Context, tree *lowstock.RuleBranch, v ruleView, of string) (views.RulesPage, error) {
	who, ctx := sess(c), c.Request().Context()
	n, err := s.readNames(ctx, who.mall.ID)
	if err != nil {
		return views.RulesPage{}, err
	}
	shell, err := s.shell(c, paths.Rules, "rules.title")
	if err != nil {
		return views.RulesPage{}, err
	}
	r := s.viewerOf(who)
	page := views.RulesPage{Shell: shell, Default: r.defaultForm(tree), Tree: r.ruleTree(tree, v)}
	if !v.whole() {
		return page, nil
	}
	if len(n.Categories)+len(n.Suppliers) > 0 || of != "" {
		page.Add = r.addForm(n, of)
	}
	page.SilentURL = present.StockURL(lowstock.ListQuery{Silent: true, Sort: lowstock.SortUrgent})
	if !r.ReadOnly {
		page.Import = &views.RuleImport{Action: paths.RulesImport}
		page.Sheet = &views.RuleSheet{Action: paths.Sheet, Apply: paths.SheetApply, Export: paths.Export}
	}
	page.History, err = s.readHistory(ctx, who, n, clip(c.QueryParam("changes"), maxCursor))
	return page, err
}

func (s *Kit) readNames(ctx context.Context, mall lowstock.MallID) (present.Names, error) {
	n := present.Names{Products: map[int64]string{}}
	var err error
	if n.Categories, err = s.store.Mall(mall).Categories(ctx); err != nil {
		return n, err
	}
	n.Suppliers, err = s.store.Mall(mall).Suppliers(ctx)
	return n, err
}

// nameProducts looks up the products that the shown rules point at.
func (s *Kit) nameProducts(ctx context.Context, mall lowstock.MallID, shown []lowstock.Rule, n *present.Names) error {
	for _, rule := range shown {
		if _, known := n.Products[rule.ProductNo]; known || rule.ProductNo == 0 {
			continue
		}
		product, err := s.store.Mall(mall).Product(ctx, rule.ProductNo)
		if err != nil && lowstock.ErrorCode(err) != lowstock.CodeNotFound {
			return err
		}
		n.Products[rule.ProductNo] = product.Name
	}
	return nil
}

// ruleForm is one of the page's two forms: the default, or a rule for a category
// or supplier.
type ruleForm struct {
	Form
	id      string // of the two
	of      lowstock.Rule
	value   ruleValue
	preview bool
}

// Read implements [Fields].
func (f *ruleForm) Read() {
	f.id, f.of = formDefault, lowstock.Rule{Scope: lowstock.ScopeMall}
	if f.Text("form") == formAdd {
		f.id = formAdd
		var known bool
		if f.of, known = subjectNamed(f.Text("of")); !known {
			f.Refuse("of", "rules.error_scope")
		}
	}
	f.value = readRuleValue(&f.Form)
	f.value.need(&f.Form)
	f.preview = f.Text("do") == "preview"
}

// saveRule sets the default, or a rule for a category or supplier, or only
// tells what it would mean.
func (s *Server) saveRule(c echo.Context) error {
	f, err := BindForm[ruleForm](c)
	if err != nil {
		return err
	}
	who, ctx := sess(c), c.Request().Context()
	change := f.value.change(f.of, who.by())
	err = f.Judge(change.Check(), "threshold")
	var preview lowstock.Preview
	switch {
	case err != nil || !f.Valid():
	case f.preview:
		preview, err = s.merchant.Preview(ctx, who.mall.ID, change)
	default:
		_, _, err = s.merchant.SetRule(ctx, who.mall.ID, change)
	}
	if lowstock.ErrorCode(err) == lowstock.CodeNotFound { // it has gone since the form was shown
		f.Refuse("of", "promotions.error_scope")
		err = nil
	}
	if err := f.Judge(err, "threshold"); err != nil {
		return err
	}
	switch {
	case !f.Valid():
		return s.showRuleForm(c, http.StatusUnprocessableEntity, f, "")
	case f.preview:
		return s.showRuleForm(c, http.StatusOK, f, s.viewerOf(who).preview(preview))
	}
	return finish(c, paths.Rules, "saved")
}

// showRuleForm shows a form with what was typed, and what it would mean or why it
// is refused.
func (s *Server) showRuleForm(c echo.Context, status int, f *ruleForm, preview string) error {
	tree, err := s.readTree(c.Request().Context(), sess(c).mall.ID)
	if err != nil {
		return err
	}
	page, err := s.rulesPageOf(c, tree, ruleViewOf(c, tree), f.Typed("of"))
	if err != nil {
		return err
	}
	shown := &page.Default
	if f.id == formAdd {
		shown = &page.Add
	}
	shown.Preview = preview
	showRuleValue(&shown.Wish, &f.Form, s.readerOf(sess(c)))
	page.Errors = f.Messages(page.Locale, f.id+"-", map[string]string{"of": f.id + "-scope", "kind": f.id + "-threshold-kind"})
	if isFragment(c) {
		return render(c, status, views.RuleFormView(page.Shell, *shown))
	}
	return render(c, status, views.RulesPageView(page))
}

// subjectNamed is an empty rule for the category or supplier that a form or an
// address names.
func subjectNamed(text string) (lowstock.Rule, bool) {
	if code, ok := strings.CutPrefix(text, present.OfSupplier); ok && codePattern.MatchString(code) {
		return lowstock.Rule{Scope: lowstock.ScopeSupplier, SupplierCode: code}, true
	}
	if text, ok := strings.CutPrefix(text, present.OfCategory); ok {
		if no, err := strconv.ParseInt(text, 10, 64); err == nil && isCategory(no) {
			return lowstock.Rule{Scope: lowstock.ScopeCategory, CategoryNo: int(no)}, true
		}
	}
	return lowstock.Rule{}, false
}

// ruleValue is a threshold as forms have it: a number and what it counts, or
// silence.
type ruleValue struct {
	kind   lowstock.Measure // or one of a form's own
	number *int             // nil: nothing was typed
}

// isMeasure says whether a rule can be of the kind that a form or the API names.
func isMeasure(kind lowstock.Measure) bool {
	return kind == lowstock.MeasureNumber || kind == lowstock.MeasureDays || kind == lowstock.MeasureOff
}

// readRuleValue reads one; own are kinds that only this form has. A form without
// the kind asks for a number.
func readRuleValue(f *Form, own ...lowstock.Measure) ruleValue {
	v := ruleValue{kind: lowstock.Measure(f.Text("kind"))}
	if v.kind != "" && !isMeasure(v.kind) && !slices.Contains(own, v.kind) {
		f.Refuse("kind", "error.rule_kind")
		v.kind = ""
	}
	f.Text("threshold")
	if v.counts() {
		v.number = f.Optional("threshold", "rules.error_number")
	}
	return v
}

func (v ruleValue) counts() bool {
	return v.kind == "" || v.kind == lowstock.MeasureNumber || v.kind == lowstock.MeasureDays
}

// empty says that a number is to be typed and was not.
func (v ruleValue) empty() bool { return v.counts() && v.number == nil }

func (v ruleValue) need(f *Form) {
	if v.empty() {
		f.Refuse("threshold", "rules.error_number")
	}
}

// change is what it makes of a rule. A silent rule keeps its number for when it
// speaks again.
func (v ruleValue) change(rule lowstock.Rule, by string) lowstock.RuleChange {
	change := lowstock.RuleChange{
		ProductNo: rule.ProductNo, VariantCode: rule.VariantCode, CategoryNo: rule.CategoryNo,
		SupplierCode: rule.SupplierCode, Muted: new(v.kind == lowstock.MeasureOff), By: by,
	}
	if v.kind == lowstock.MeasureDays {
		change.Days = v.number
	} else {
		change.Threshold = v.number
	}
	return change
}

// showRuleValue lays what was typed over a threshold, and why it is refused.
func showRuleValue(w *views.Wish, f *Form, r present.Viewer) {
	w.Value = f.Typed("threshold")
	for i := range w.Kinds {
		w.Kinds[i].On = w.Kinds[i].Value == f.Typed("kind")
	}
	w.Error, w.KindError = f.Message(r.Locale, "threshold"), f.Message(r.Locale, "kind")
}

// deleteRule takes a rule away; one that has gone already is as good.
func (s *Server) deleteRule(c echo.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	who := sess(c)
	err = s.store.Mall(who.mall.ID).DeleteRule(c.Request().Context(), id, who.by(), s.now())
	if err != nil && lowstock.ErrorCode(err) != lowstock.CodeNotFound {
		return err
	}
	return finish(c, backTo(c.QueryParam("back"), paths.Rules), "deleted")
}

// wishErrors are the lines of the summary for a threshold.
func wishErrors(w views.Wish) (list []views.FieldError) {
	for _, e := range []views.FieldError{{Field: w.ID, Text: w.Error}, {Field: w.ID + "-kind", Text: w.KindError}} {
		if e.Text != "" {
			list = append(list, e)
		}
	}
	return list
}
