package web

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/views"
)

const (
	formDefault = "default"
	formAdd     = "add"
	ofCategory  = "c" // before a category's number, in the select of the form
	ofSupplier  = "s"
	ruleRows    = 50 // of one level at a time
)

func (s *Server) rulesPage(c echo.Context) error {
	page, err := s.readRulesPage(c)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, views.RulesPageView(page))
}

func (s *Server) readRulesPage(c echo.Context) (views.RulesPage, error) {
	who, ctx := sess(c), c.Request().Context()
	rules, err := s.store.AllRules(ctx, who.mall.ID)
	if err != nil {
		return views.RulesPage{}, err
	}
	slices.SortFunc(rules, func(a, b lowstock.Rule) int { return cmp.Or(b.UpdatedAt.Compare(a.UpdatedAt), cmp.Compare(b.ID, a.ID)) })
	n, err := s.readNames(ctx, who.mall.ID)
	if err != nil {
		return views.RulesPage{}, err
	}
	shell, err := s.shell(c, routeRules, "rules.title")
	if err != nil {
		return views.RulesPage{}, err
	}
	r := s.readerOf(who)
	page := views.RulesPage{Shell: shell, Default: r.defaultForm(rules)}
	if len(n.categories)+len(n.suppliers) > 0 {
		page.Add = r.addForm(n, c.FormValue("of"))
	}
	window := windowOf(lowstock.Scope(c.QueryParam("scope")), c.QueryParam("skip"))
	shown := window.pick(rules)
	if err := s.nameProducts(ctx, who.mall.ID, shown, &n); err != nil {
		return views.RulesPage{}, err
	}
	page.Groups = r.ruleGroups(shown, n)
	window.page(rules, &page)
	if window.scope != "" {
		return page, nil
	}
	page.SilentURL = stockURL(lowstock.ListQuery{Silent: true, Sort: lowstock.SortUrgent})
	if !r.readOnly {
		page.Import = &views.RuleImport{Action: routeRuleImport}
		page.Sheet = &views.RuleSheet{Action: routeSheet, Apply: routeSheetApply, Export: routeExport}
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

// ruleWindow is the part of each level that is shown: the newest rules of all, or
// a later part of one.
type ruleWindow struct {
	scope lowstock.Scope // "" all levels
	skip  int
}

func windowOf(scope lowstock.Scope, skip string) ruleWindow {
	n, err := strconv.Atoi(skip)
	switch scope {
	case lowstock.ScopeCategory, lowstock.ScopeSupplier, lowstock.ScopeProduct, lowstock.ScopeVariant:
		if err == nil && n > 0 {
			return ruleWindow{scope, n}
		}
		return ruleWindow{scope: scope}
	case lowstock.ScopeMall:
	}
	return ruleWindow{}
}

func (w ruleWindow) pick(rules []lowstock.Rule) []lowstock.Rule {
	seen := map[lowstock.Scope]int{}
	var shown []lowstock.Rule
	for _, rule := range rules {
		if w.scope != "" && rule.Scope != w.scope {
			continue
		}
		if n := seen[rule.Scope]; n >= w.skip && n < w.skip+ruleRows {
			shown = append(shown, rule)
		}
		seen[rule.Scope]++
	}
	return shown
}

// page leaves out the other levels where one is shown, and says where the rest
// of a long one is.
func (w ruleWindow) page(rules []lowstock.Rule, p *views.RulesPage) {
	count := map[lowstock.Scope]int{}
	for _, rule := range rules {
		count[rule.Scope]++
	}
	scopes := []lowstock.Scope{lowstock.ScopeCategory, lowstock.ScopeSupplier, lowstock.ScopeProduct, lowstock.ScopeVariant}
	var kept []views.RuleGroup
	for i, scope := range scopes {
		if w.scope != "" && w.scope != scope {
			continue
		}
		if end := w.skip + ruleRows; count[scope] > end {
			p.Groups[i].More = p.T("rules.more", count[scope]-end)
			p.Groups[i].MoreURL = withQuery(routeRules, "scope", string(scope), "skip", strconv.Itoa(end))
		}
		kept = append(kept, p.Groups[i])
	}
	p.Groups = kept
	if w.scope != "" {
		p.First = routeRules
	}
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
	return finish(c, routeRules, "saved")
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

// changeRule saves one row of the list.
func (s *Server) changeRule(c echo.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	who, ctx := sess(c), c.Request().Context()
	rule, err := s.store.RuleByID(ctx, who.mall.ID, id)
	if err != nil {
		return err
	}
	r := s.readerOf(who)
	change, err := wishTyped(c, rule)
	saved := rule
	if err == nil {
		saved, _, err = s.setRule(ctx, who, change)
	}
	text, refused := r.refusal(err, "threshold")
	switch {
	case refused:
		return s.refuseRuleRow(c, rule, text)
	case err != nil:
		return err
	case !isFragment(c):
		return finish(c, routeRules, "saved")
	}
	row, err := s.ruleRow(ctx, r, who.mall.ID, saved)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, templ.Join(views.RuleRowView(s.bare(c), row), views.Toast(r.T("done.saved"))))
}

func (s *Server) ruleRow(ctx context.Context, r reader, mall lowstock.MallID, rule lowstock.Rule) (views.RuleRow, error) {
	n, err := s.readNames(ctx, mall)
	if err != nil {
		return views.RuleRow{}, err
	}
	if err := s.nameProducts(ctx, mall, []lowstock.Rule{rule}, &n); err != nil {
		return views.RuleRow{}, err
	}
	return r.ruleRow(rule, n), nil
}

// refuseRuleRow shows a row, or without JavaScript the page, with what was
// typed and why it was refused.
func (s *Server) refuseRuleRow(c echo.Context, rule lowstock.Rule, text string) error {
	who := sess(c)
	r := s.readerOf(who)
	fill := func(row *views.RuleRow) {
		typeOver(&row.Wish, c)
		row.Wish.Error = text
	}
	if isFragment(c) {
		row, err := s.ruleRow(c.Request().Context(), r, who.mall.ID, rule)
		if err != nil {
			return err
		}
		fill(&row)
		return render(c, http.StatusUnprocessableEntity, views.RuleRowView(s.bare(c), row))
	}
	page, err := s.readRulesPage(c)
	if err != nil {
		return err
	}
	id := r.ruleRow(rule, names{}).ID
	for g := range page.Groups {
		for i := range page.Groups[g].Rows {
			if row := &page.Groups[g].Rows[i]; row.ID == id {
				fill(row)
			}
		}
	}
	page.Errors = []views.FieldError{{Field: id + "-threshold", Text: text}}
	return render(c, http.StatusUnprocessableEntity, views.RulesPageView(page))
}

// deleteRule takes a rule away; one that has gone already is as good.
func (s *Server) deleteRule(c echo.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	who := sess(c)
	err = s.store.DeleteRule(c.Request().Context(), who.mall.ID, id, who.by(), s.now(), lowstock.Evaluate)
	if err != nil && lowstock.ErrorCode(err) != lowstock.CodeNotFound {
		return err
	}
	return finish(c, backTo(c.QueryParam("back"), routeRules), "deleted")
}
