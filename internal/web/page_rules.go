package web

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/paths"
)

const (
	formDefault = "default"
	formAdd     = "add"
	ofCategory  = "c" // before a category's number, in the select of the form
	ofSupplier  = "s"
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
	return s.rulesPageOf(c, tree, ruleViewOf(c, tree))
}

// rulesPageOf is the page as v looks at the tree; a part of it stands alone.
func (s *Server) rulesPageOf(c echo.Context, tree *lowstock.RuleBranch, v ruleView) (views.RulesPage, error) {
	who, ctx := sess(c), c.Request().Context()
	n, err := s.readNames(ctx, who.mall.ID)
	if err != nil {
		return views.RulesPage{}, err
	}
	shell, err := s.shell(c, paths.Rules, "rules.title")
	if err != nil {
		return views.RulesPage{}, err
	}
	r := s.readerOf(who)
	page := views.RulesPage{Shell: shell, Default: r.defaultForm(tree), Tree: r.ruleTree(tree, v)}
	if !v.whole() {
		return page, nil
	}
	if len(n.categories)+len(n.suppliers) > 0 {
		page.Add = r.addForm(n, c.FormValue("of"))
	}
	page.SilentURL = stockURL(lowstock.ListQuery{Silent: true, Sort: lowstock.SortUrgent})
	if !r.readOnly {
		page.Import = &views.RuleImport{Action: paths.RulesImport}
		page.Sheet = &views.RuleSheet{Action: paths.Sheet, Apply: paths.SheetApply, Export: paths.Export}
	}
	page.History, err = s.readHistory(ctx, who, n, clip(c.QueryParam("changes"), maxCursor))
	return page, err
}

func (s *Server) readNames(ctx context.Context, mall lowstock.MallID) (names, error) {
	n := names{products: map[int64]string{}}
	var err error
	if n.categories, err = s.store.Categories(ctx, mall); err != nil {
		return n, err
	}
	n.suppliers, err = s.store.Suppliers(ctx, mall)
	return n, err
}

// nameProducts looks up the products that the shown rules point at.
func (s *Server) nameProducts(ctx context.Context, mall lowstock.MallID, shown []lowstock.Rule, n *names) error {
	for _, rule := range shown {
		if _, known := n.products[rule.ProductNo]; known || rule.ProductNo == 0 {
			continue
		}
		product, err := s.store.Product(ctx, mall, rule.ProductNo)
		if err != nil && lowstock.ErrorCode(err) != lowstock.CodeNotFound {
			return err
		}
		n.products[rule.ProductNo] = product.Name
	}
	return nil
}

// saveRule sets the default, or a rule for a category or supplier, or only
// tells what it would mean.
func (s *Server) saveRule(c echo.Context) error {
	who, ctx := sess(c), c.Request().Context()
	form := formDefault
	if c.FormValue("form") == formAdd {
		form = formAdd
	}
	rule, err := ruleFor(form, c.FormValue("of"))
	if err != nil {
		return s.refuseRule(c, form, err)
	}
	if c.FormValue("do") == "preview" {
		return s.previewRule(c, form, rule)
	}
	change, err := wishTyped(c, rule)
	if err == nil {
		_, _, err = s.setRule(ctx, who, change)
	}
	if err != nil {
		return s.refuseRule(c, form, err)
	}
	return finish(c, paths.Rules, "saved")
}

// ruleFor is an empty rule for what the form points at.
func ruleFor(form, of string) (lowstock.Rule, error) {
	if form == formDefault {
		return lowstock.Rule{Scope: lowstock.ScopeMall}, nil
	}
	if code, ok := strings.CutPrefix(of, ofSupplier); ok && codePattern.MatchString(code) {
		return lowstock.Rule{Scope: lowstock.ScopeSupplier, SupplierCode: code}, nil
	}
	if text, ok := strings.CutPrefix(of, ofCategory); ok {
		if no, err := strconv.Atoi(text); err == nil && no > 0 {
			return lowstock.Rule{Scope: lowstock.ScopeCategory, CategoryNo: no}, nil
		}
	}
	return lowstock.Rule{}, lowstock.InvalidFields(map[string]string{"scope": "rules.error_scope"})
}

// wishTyped is the change of a rule that a form asks for. A silent rule keeps
// its number for when it speaks again.
func wishTyped(c echo.Context, rule lowstock.Rule) (lowstock.RuleChange, error) {
	change := lowstock.RuleChange{
		ProductNo: rule.ProductNo, VariantCode: rule.VariantCode, CategoryNo: rule.CategoryNo,
		SupplierCode: rule.SupplierCode, Muted: new(false), By: sess(c).by(),
	}
	kind := lowstock.Measure(c.FormValue("kind"))
	if kind == lowstock.MeasureOff {
		change.Muted = new(true)
		return change, nil
	}
	n, err := readThreshold(c.FormValue("threshold"))
	switch {
	case err != nil:
		return change, err
	case n == nil:
		return change, lowstock.InvalidFields(map[string]string{"threshold": "rules.error_number"})
	case kind == lowstock.MeasureDays && (*n < 1 || *n > lowstock.MaxDays):
		return change, lowstock.InvalidFields(map[string]string{"threshold": "error.days_range"})
	case kind == lowstock.MeasureDays:
		change.Days = n
	default:
		change.Threshold = n
	}
	return change, nil
}

func (s *Server) previewRule(c echo.Context, form string, rule lowstock.Rule) error {
	who, ctx := sess(c), c.Request().Context()
	change, err := wishTyped(c, rule)
	if err != nil {
		return s.refuseRule(c, form, err)
	}
	preview, err := s.preview(ctx, who, change)
	if err != nil {
		return err
	}
	page, err := s.readRulesPage(c)
	if err != nil {
		return err
	}
	f := typedInto(&page, form, c)
	f.Preview = s.readerOf(who).preview(preview)
	if isFragment(c) {
		return render(c, http.StatusOK, views.RuleFormView(page.Shell, *f))
	}
	return render(c, http.StatusOK, views.RulesPageView(page))
}

// typedInto lays what was typed over one of the page's two forms.
func typedInto(page *views.RulesPage, form string, c echo.Context) *views.RuleForm {
	f := &page.Default
	if form == formAdd {
		f = &page.Add
	}
	typeOver(&f.Wish, c)
	return f
}

// typeOver lays what was typed over a threshold.
func typeOver(w *views.Wish, c echo.Context) {
	w.Value = c.FormValue("threshold")
	for i := range w.Kinds {
		w.Kinds[i].On = w.Kinds[i].Value == c.FormValue("kind")
	}
}

func (s *Server) refuseRule(c echo.Context, form string, cause error) error {
	r := s.readerOf(sess(c))
	field := "threshold"
	if fields := problemOf(cause).fields; fields["scope"] != "" {
		field = "scope"
	}
	text, refused := r.refusal(cause, field)
	if !refused {
		return cause
	}
	page, err := s.readRulesPage(c)
	if err != nil {
		return err
	}
	page.Errors = []views.FieldError{{Field: form + "-" + field, Text: text}}
	f := typedInto(&page, form, c)
	if field == "threshold" {
		f.Wish.Error = text
	}
	if isFragment(c) {
		return render(c, http.StatusUnprocessableEntity, views.RuleFormView(page.Shell, *f))
	}
	return render(c, http.StatusUnprocessableEntity, views.RulesPageView(page))
}

// deleteRule takes a rule away; one that has gone already is as good.
func (s *Server) deleteRule(c echo.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	who := sess(c)
	err = s.store.DeleteRule(c.Request().Context(), who.mall.ID, id, who.by(), s.now())
	if err != nil && lowstock.ErrorCode(err) != lowstock.CodeNotFound {
		return err
	}
	return finish(c, backTo(c.QueryParam("back"), paths.Rules), "deleted")
}
